"""The routes of delegated authority."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlalchemy import or_
from sqlmodel import col

from services.contracts.bodies.api import bodies
from services.contracts.bodies.views import body_view
from services.contracts.delegations import refusals as no
from services.contracts.delegations.commands import (
    AmendDelegation,
    AmendDelegationBody,
    ConfirmDelegation,
    ConfirmDelegationBody,
    GrantDelegation,
    GrantDelegationBody,
    RevokeDelegation,
    RevokeDelegationBody,
)
from services.contracts.delegations.domain import delegation_decider
from services.contracts.delegations.state import DelegationStatus
from services.contracts.delegations.views import DelegationRow, DelegationTable, delegation_view
from services.contracts.naming import NamedTwice
from shared.capability import Capability
from shared.kernel.authority import Matter
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, Day, PageQuery
from shared.web.routing import capability_router

delegations = Capability(
    decider=delegation_decider,
    resource=delegation_view,
    views=(delegation_view,),
    path="/delegations",
    taken={"uq_delegations_ref": partial(no.DelegationRefTaken, "Another delegated authority has this reference.")},
)
router = capability_router("delegations")
add_history(router, delegations)
TERMS = (NamedTwice, no.DelegationEndsBeforeItStarts)


@router.post(
    "/delegations", **creates(DelegationRow, *TERMS, no.UnknownBody, no.DelegationRefTaken, UnknownOrganisation)
)
async def grant_delegation(body: GrantDelegationBody, call: Annotated[Call, asks("grant_delegation")]) -> Response:
    """Grant authority to the holders of a role; it counts once somebody else has confirmed it."""
    call.organisations.known(body.org, "org")
    call.must_concern((body.org,))
    delegation_id = call.new_id()
    known = body.body_id is None or await _knows_body(call, body.body_id)
    command = body.given(GrantDelegation, delegation_id=delegation_id, known_body=known, by=call.principal.sub)
    return await call.create(delegations, delegation_id, command)


async def _knows_body(call: Call, body_id: UUID) -> bool:
    row = await call.service.row(body_view, body_id)
    return row is not None and call.allowed(bodies.read_action, row)


@router.post(
    "/delegations/{delegation_id}/confirmation",
    **changes(
        DelegationRow, no.NothingToConfirm, no.DelegationIsRevoked, no.HolderConfirmsOwnAuthority, ApprovedByProposer
    ),
)
async def confirm_delegation(
    delegation_id: UUID, body: ConfirmDelegationBody, call: Annotated[Call, asks("confirm_delegation")]
) -> Response:
    """Agree to the terms somebody else proposed: they hold from now on."""
    who = call.principal
    command = body.given(ConfirmDelegation, by=who.sub, roles=tuple(sorted(who.roles)), org=who.org)
    return await call.change(delegations, delegation_id, command)


@router.post(
    "/delegations/{delegation_id}/amendments",
    **changes(DelegationRow, *TERMS, no.DelegationIsRevoked, no.DelegationExpired),
)
async def amend_delegation(
    delegation_id: UUID, body: AmendDelegationBody, call: Annotated[Call, asks("amend_delegation")]
) -> Response:
    """Propose other terms; those confirmed before hold until somebody else agrees."""
    command = body.given(AmendDelegation, by=call.principal.sub, today=call.today)
    return await call.change(delegations, delegation_id, command)


@router.post("/delegations/{delegation_id}/revocation", **changes(DelegationRow, no.DelegationIsRevoked))
async def revoke_delegation(
    delegation_id: UUID, body: RevokeDelegationBody, call: Annotated[Call, asks("revoke_delegation")]
) -> Response:
    """Take the authority back at once; approvals given under it before stand."""
    command = body.given(RevokeDelegation, by=call.principal.sub, today=call.today)
    return await call.change(delegations, delegation_id, command)


@router.get("/delegations/{delegation_id}", **reads(DelegationRow))
async def read_delegation(
    delegation_id: UUID, call: Annotated[Call, asks("read_delegation")], as_of: AsOf = None
) -> Response:
    """One delegated authority, as it is or as it was known at a moment of the past."""
    return await call.read(delegations, delegation_id, as_of)


@router.get("/delegations", **lists(DelegationRow))
async def list_delegations(
    call: Annotated[Call, asks("list_delegations")],
    page: PageQuery,
    org: str | None = None,
    role: str | None = None,
    matter: Matter | None = None,
    in_force_on: Day | None = None,
) -> Response:
    """Delegated authorities, newest first; `in_force_on` asks for confirmed ones by which one may approve that day."""
    where = []
    if org is not None:
        where.append(col(DelegationTable.org) == org)
    if role is not None:
        where.append(col(DelegationTable.role) == role)
    if matter is not None:
        where.append(col(DelegationTable.matters).contains([matter]))
    if in_force_on is not None:
        end = col(DelegationTable.end)
        where.append(col(DelegationTable.status) == DelegationStatus.CONFIRMED)
        where.append(col(DelegationTable.start) <= in_force_on)
        where.append(or_(end.is_(None), end >= in_force_on))
    return await call.list(delegations, page, *where)
