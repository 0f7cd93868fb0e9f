"""The routes of alliance agreements."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.alliance_agreements import commands as c
from services.contracts.alliance_agreements import refusals as no
from services.contracts.alliance_agreements.domain import alliance_agreement_decider
from services.contracts.alliance_agreements.state import AllianceStatus
from services.contracts.alliance_agreements.timers import due_command, due_of
from services.contracts.alliance_agreements.views import (
    AllianceAgreementRow,
    AllianceAgreementTable,
    alliance_agreement_view,
)
from services.contracts.naming import NamedTwice
from services.contracts.register.api import register
from services.contracts.register.refusals import UnknownLocality
from services.contracts.register.state import ContractStatus
from services.contracts.register.views import ContractRow
from shared.capability import Capability, Timers
from shared.events.contracts.alliance_agreements import OverlaidContract
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

alliance_agreements = Capability(
    decider=alliance_agreement_decider,
    resource=alliance_agreement_view,
    views=(alliance_agreement_view,),
    path="/alliance-agreements",
    taken={
        "uq_alliance_agreements_ref": partial(
            no.AllianceRefTaken, "Another alliance agreement has this reference; give this one its own."
        )
    },
    timers=Timers(due=due_of, command=due_command),
)
router = capability_router("alliance agreements")
add_history(router, alliance_agreements)

_ONE = "/alliance-agreements/{alliance_agreement_id}"


@router.post(
    "/alliance-agreements",
    **creates(
        AllianceAgreementRow,
        no.OneSidedAlliance,
        no.OverlaidContractNotInForce,
        no.ContractOutsideAlliance,
        no.AllianceRefTaken,
        NamedTwice,
        UnknownLocality,
        UnknownOrganisation,
    ),
)
async def draft_alliance_agreement(
    body: c.DraftAllianceAgreementBody, call: Annotated[Call, asks("draft_alliance_agreement")]
) -> Response:
    """Draft an agreement over contracts in force, for all its members to sign."""
    for place, one in enumerate(body.members):
        call.organisations.known(one.ods, f"members.{place}.ods")
    call.must_concern(
        [one.ods for one in body.members], [one.ods for one in body.members if one.side == "commissioner"]
    )
    agreement_id = call.new_id()
    command = body.given(
        c.DraftAllianceAgreement,
        alliance_agreement_id=agreement_id,
        contracts=tuple([await _to_overlay(call, contract_id) for contract_id in body.contract_ids]),
        known_localities=call.organisations.localities,
    )
    return await call.create(alliance_agreements, agreement_id, command)


@router.post(
    f"{_ONE}/signatures",
    **changes(
        AllianceAgreementRow, no.NotAwaitingSignatures, no.NotAllianceMember, no.SignedAlready, no.SignatureInFuture
    ),
)
async def sign_alliance_agreement(
    alliance_agreement_id: UUID,
    body: c.SignAllianceAgreementBody,
    call: Annotated[Call, asks("sign_alliance_agreement")],
) -> Response:
    """Sign for the own organisation; the last signature of all concludes the agreement."""
    facts = {"member": call.principal.org, "by": call.principal.sub, "today": call.today}
    command = body.given(c.SignAllianceAgreement, **facts)
    return await call.change(alliance_agreements, alliance_agreement_id, command)


@router.post(
    f"{_ONE}/invitations",
    **changes(AllianceAgreementRow, no.AllianceNotInForce, no.MemberAlready, UnknownOrganisation),
)
async def invite_alliance_member(
    alliance_agreement_id: UUID,
    body: c.InviteAllianceMemberBody,
    call: Annotated[Call, asks("invite_alliance_member")],
) -> Response:
    """Let another organisation join: it does by signing."""
    call.organisations.known(body.member, "member")
    return await call.change(alliance_agreements, alliance_agreement_id, body.given(c.InviteAllianceMember))


@router.post(
    f"{_ONE}/leavings",
    **changes(
        AllianceAgreementRow,
        no.AllianceNotInForce,
        no.NotAllianceMember,
        no.LeavingInFuture,
        no.StandsInSupplyChain,
        no.SharesResources,
        no.LastOfItsSide,
    ),
)
async def record_alliance_leaving(
    alliance_agreement_id: UUID,
    body: c.RecordAllianceLeavingBody,
    call: Annotated[Call, asks("record_alliance_leaving")],
) -> Response:
    """Record that a member has left."""
    command = body.given(c.RecordAllianceLeaving, today=call.today)
    return await call.change(alliance_agreements, alliance_agreement_id, command)


@router.post(
    f"{_ONE}/supply-chain",
    **changes(
        AllianceAgreementRow,
        no.AllianceNotInForce,
        no.ChainOutsideContract,
        no.ChainOfNoProvider,
        no.CircularSupplyChain,
        NamedTwice,
    ),
)
async def agree_supply_chain(
    alliance_agreement_id: UUID, body: c.AgreeSupplyChainBody, call: Annotated[Call, asks("agree_supply_chain")]
) -> Response:
    """Put a whole chain of leads and sub-contractors in place of the one before."""
    return await call.change(alliance_agreements, alliance_agreement_id, body.given(c.AgreeSupplyChain))


@router.post(
    f"{_ONE}/shared-resources",
    **changes(AllianceAgreementRow, no.AllianceNotInForce, no.SharerNotMember, no.SharesNotWhole, NamedTwice),
)
async def share_resource(
    alliance_agreement_id: UUID, body: c.ShareResourceBody, call: Annotated[Call, asks("share_resource")]
) -> Response:
    """Share a resource and its cost among members."""
    return await call.change(alliance_agreements, alliance_agreement_id, body.given(c.ShareResource))


@router.post(
    f"{_ONE}/sharing-ends",
    **changes(
        AllianceAgreementRow,
        no.AllianceNotInForce,
        no.NoSuchSharing,
        no.LeavingInFuture,
        no.SharingEndsBeforeStart,
    ),
)
async def end_resource_sharing(
    alliance_agreement_id: UUID,
    body: c.EndResourceSharingBody,
    call: Annotated[Call, asks("end_resource_sharing")],
) -> Response:
    """End the sharing of a resource."""
    command = body.given(c.EndResourceSharing, today=call.today)
    return await call.change(alliance_agreements, alliance_agreement_id, command)


@router.post(f"{_ONE}/end", **changes(AllianceAgreementRow, no.AllianceNotInForce, no.LeavingInFuture))
async def end_alliance_agreement(
    alliance_agreement_id: UUID,
    body: c.EndAllianceAgreementBody,
    call: Annotated[Call, asks("end_alliance_agreement")],
) -> Response:
    """End the agreement; the contracts under it go on."""
    command = body.given(c.EndAllianceAgreement, today=call.today)
    return await call.change(alliance_agreements, alliance_agreement_id, command)


@router.get(_ONE, **reads(AllianceAgreementRow))
async def read_alliance_agreement(
    alliance_agreement_id: UUID, call: Annotated[Call, asks("read_alliance_agreement")], as_of: AsOf = None
) -> Response:
    """One alliance agreement, as it is or as it was known at a moment of the past."""
    return await call.read(alliance_agreements, alliance_agreement_id, as_of)


@router.get("/alliance-agreements", **lists(AllianceAgreementRow))
async def list_alliance_agreements(
    call: Annotated[Call, asks("list_alliance_agreements")],
    page: PageQuery,
    status: AllianceStatus | None = None,
    member: str | None = None,
    contract_id: UUID | None = None,
    locality: str | None = None,
) -> Response:
    """Alliance agreements, newest first; `member` finds former members and those invited, too."""
    where = []
    if status is not None:
        where.append(col(AllianceAgreementTable.status) == status)
    if member is not None:
        where.append(col(AllianceAgreementTable.parties).contains([member]))
    if contract_id is not None:
        where.append(col(AllianceAgreementTable.contract_ids).contains([contract_id]))
    if locality is not None:
        where.append(col(AllianceAgreementTable.localities).contains([locality]))
    return await call.list(alliance_agreements, page, *where)


async def _to_overlay(call: Call, contract_id: UUID) -> c.ContractToOverlay:
    row: ContractRow = await call.row(register, contract_id, register.read_action)
    return c.ContractToOverlay(
        overlaid=OverlaidContract(contract_id=row.contract_id, ref=row.ref, providers=tuple(row.provider_codes)),
        commissioners=tuple(row.commissioners),
        in_force=row.status == ContractStatus.ACTIVE,
    )
