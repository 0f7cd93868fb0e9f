"""The routes of the scope."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.decisions.citing import DecisionNotTaken, taken_decision
from services.contracts.naming import NamedTwice
from services.contracts.register.refusals import NotACommissioner, UnknownLocality
from services.contracts.scope import refusals as no
from services.contracts.scope.commands import (
    AddScopeEvidence,
    AddScopeEvidenceBody,
    ConsultExpert,
    ConsultExpertBody,
    DecideScope,
    DecideScopeBody,
    EngageStakeholder,
    EngageStakeholderBody,
    ProposeScope,
    ProposeScopeBody,
    ReturnScopeItem,
    ReturnScopeItemBody,
    ReviseScope,
    ReviseScopeBody,
)
from services.contracts.scope.domain import scope_decider
from services.contracts.scope.state import ScopeStatus
from services.contracts.scope.timers import due_command, due_of
from services.contracts.scope.views import ScopeItemRow, ScopeItemTable, scope_item_view
from shared.capability import Capability, Timers
from shared.events.contracts.scope_parts import Opportunity, Sector
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

scope = Capability(
    decider=scope_decider,
    resource=scope_item_view,
    views=(scope_item_view,),
    path="/scope-items",
    taken={"uq_scope_items_ref": partial(no.ScopeRefTaken, "Another proposal has this reference.")},
    timers=Timers(due=due_of, command=due_command),
)
router = capability_router("scope")
add_history(router, scope)


@router.post(
    "/scope-items",
    **creates(
        ScopeItemRow,
        no.ScopeRefTaken,
        no.AgesReversed,
        NotACommissioner,
        NamedTwice,
        UnknownLocality,
        UnknownOrganisation,
    ),
)
async def propose_scope(body: ProposeScopeBody, call: Annotated[Call, asks("propose_scope")]) -> Response:
    """Propose a service for a cohort for the ACS."""
    call.known_organisations(commissioners=body.commissioners, providers=body.providers)
    call.must_concern([*body.commissioners, *body.providers], body.commissioners)
    scope_item_id = call.new_id()
    command = body.given(
        ProposeScope,
        scope_item_id=scope_item_id,
        commissioner_kinds={code: call.organisations[code].kind for code in body.commissioners},
        known_localities=call.organisations.localities,
        by=call.principal.sub,
    )
    return await call.create(scope, scope_item_id, command)


@router.post(
    "/scope-items/{scope_item_id}/revisions",
    **changes(ScopeItemRow, no.ScopeAlreadyDecided, no.AgesReversed, NamedTwice, UnknownLocality),
)
async def revise_scope(
    scope_item_id: UUID, body: ReviseScopeBody, call: Annotated[Call, asks("revise_scope")]
) -> Response:
    """Propose it otherwise; who does so proposes what now stands."""
    known = call.organisations.localities
    command = body.given(ReviseScope, known_localities=known, by=call.principal.sub)
    return await call.change(scope, scope_item_id, command)


@router.post("/scope-items/{scope_item_id}/evidence", **changes(ScopeItemRow))
async def add_scope_evidence(
    scope_item_id: UUID, body: AddScopeEvidenceBody, call: Annotated[Call, asks("add_scope_evidence")]
) -> Response:
    """Add what the case for change rests on."""
    return await call.change(scope, scope_item_id, body.given(AddScopeEvidence))


@router.post("/scope-items/{scope_item_id}/engagements", **changes(ScopeItemRow, no.EngagedInFuture))
async def engage_stakeholder(
    scope_item_id: UUID, body: EngageStakeholderBody, call: Annotated[Call, asks("engage_stakeholder")]
) -> Response:
    """Record that a stakeholder was heard."""
    return await call.change(scope, scope_item_id, body.given(EngageStakeholder, today=call.today))


@router.post(
    "/scope-items/{scope_item_id}/consultations", **changes(ScopeItemRow, no.EngagedInFuture, UnknownOrganisation)
)
async def consult_expert(
    scope_item_id: UUID, body: ConsultExpertBody, call: Annotated[Call, asks("consult_expert")]
) -> Response:
    """Record what a subject-matter expert advised."""
    if body.consultation.organisation is not None:
        call.organisations.known(body.consultation.organisation, "consultation.organisation")
    return await call.change(scope, scope_item_id, body.given(ConsultExpert, today=call.today))


@router.post(
    "/scope-items/{scope_item_id}/decisions",
    **changes(
        ScopeItemRow,
        no.ScopeAlreadyDecided,
        no.ScopeWithoutEvidence,
        no.NoStakeholderEngagedBefore,
        no.NoExpertConsultedBefore,
        no.DecidedInFuture,
        no.DecisionUsedBefore,
        no.PhaseForEachLocality,
        no.BudgetLineOrReason,
        no.DeferredUntilADay,
        DecisionNotTaken,
        ApprovedByProposer,
    ),
)
async def decide_scope(
    scope_item_id: UUID, body: DecideScopeBody, call: Annotated[Call, asks("decide_scope")]
) -> Response:
    """Record the body's decision: in scope with a phase for each locality, out of scope, or deferred."""
    await call.row(scope, scope_item_id)
    taken = await taken_decision(call, body.decision_id)
    command = body.given(DecideScope, taken=taken, today=call.today, by=call.principal.sub)
    return await call.change(scope, scope_item_id, command)


@router.post("/scope-items/{scope_item_id}/returns", **changes(ScopeItemRow, no.ScopeNotDecided))
async def return_scope_item(
    scope_item_id: UUID, body: ReturnScopeItemBody, call: Annotated[Call, asks("return_scope_item")]
) -> Response:
    """Open it again, to be decided anew."""
    return await call.change(scope, scope_item_id, body.given(ReturnScopeItem))


@router.get("/scope-items/{scope_item_id}", **reads(ScopeItemRow))
async def read_scope_item(
    scope_item_id: UUID, call: Annotated[Call, asks("read_scope_item")], as_of: AsOf = None
) -> Response:
    """One proposal, as it is or as it was known at a moment of the past."""
    return await call.read(scope, scope_item_id, as_of)


@router.get("/scope-items", **lists(ScopeItemRow))
async def list_scope_items(
    call: Annotated[Call, asks("list_scope_items")],
    page: PageQuery,
    status: ScopeStatus | None = None,
    sector: Sector | None = None,
    opportunity: Opportunity | None = None,
    locality: str | None = None,
) -> Response:
    """Proposals, newest first."""
    table = ScopeItemTable
    where = [
        col(column) == value
        for column, value in ((table.status, status), (table.sector, sector), (table.opportunity, opportunity))
        if value is not None
    ]
    if locality is not None:
        where.append(col(table.localities).contains([locality]))
    return await call.list(scope, page, *where)
