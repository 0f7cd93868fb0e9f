"""The routes of decisions."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.decisions import refusals as no
from services.contracts.decisions.commands import (
    DeclareDecisionConflict,
    DeclareDecisionConflictBody,
    DeferDecision,
    DeferDecisionBody,
    ProposeDecision,
    ProposeDecisionBody,
    RejectDecision,
    RejectDecisionBody,
    TakeDecision,
    TakeDecisionBody,
    WithdrawDecision,
    WithdrawDecisionBody,
)
from services.contracts.decisions.domain import decision_decider
from services.contracts.decisions.evidence import look_at
from services.contracts.decisions.facts import body_of, body_to_decide, standing_position
from services.contracts.decisions.state import DecisionStatus
from services.contracts.decisions.timers import due_command, due_of
from services.contracts.decisions.views import DecisionRow, DecisionTable, decision_view, position_view
from shared.capability import Capability, Timers
from shared.events.contracts.bodies import Slug
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

decisions = Capability(
    decider=decision_decider,
    resource=decision_view,
    views=(decision_view, position_view),
    path="/decisions",
    taken={
        "uq_positions_topic_number": partial(
            no.TopicDecidedMeanwhile,
            "Another decision on this topic was taken at the same time; read its position and decide again.",
        )
    },
    timers=Timers(due=due_of, command=due_command),
)
router = capability_router("decisions")
add_history(router, decisions)
RIGHT = (no.BodyHasNoRight, no.NoTermsOfReferenceThatDay, no.DecidingBodyDissolved)
MEETING = (
    no.DecisionClosed,
    *RIGHT,
    no.MeetingInFuture,
    no.AttendedByNoSeat,
    no.SeatNamedTwice,
    no.VoterNotAttending,
    no.ConflictedSeatVoted,
    no.NotQuorate,
    ApprovedByProposer,
)


@router.post(
    "/decisions",
    **creates(
        DecisionRow,
        *RIGHT,
        no.UnknownDecidingBody,
        no.EvidenceNotFound,
        no.PapersWithheldFromConvenor,
        UnknownOrganisation,
    ),
)
async def propose_decision(body: ProposeDecisionBody, call: Annotated[Call, asks("propose_decision")]) -> Response:
    """Put a decision on a topic to a governance body, with the evidence it rests on."""
    call.known_organisations(withheld_from=body.withheld_from)
    sitting = await body_to_decide(call, body.body_id)
    call.must_concern(sitting.parties if sitting else (call.principal.org,))
    decision_id = call.new_id()
    _, not_found = await look_at(call, body.evidence)
    command = body.given(
        ProposeDecision,
        decision_id=decision_id,
        body=sitting,
        not_found=not_found,
        today=call.today,
        by=call.principal.sub,
    )
    return await call.create(decisions, decision_id, command)


@router.post(
    "/decisions/{decision_id}/conflicts",
    **changes(DecisionRow, no.DecisionClosed, no.NotASeatOfTheBody, no.ConflictAlreadyDeclared, UnknownOrganisation),
)
async def declare_decision_conflict(
    decision_id: UUID, body: DeclareDecisionConflictBody, call: Annotated[Call, asks("declare_decision_conflict")]
) -> Response:
    """Declare a seat's interest: it neither counts to the quorum nor votes on this decision."""
    if body.interest_in is not None:
        call.organisations.known(body.interest_in, "interest_in")
    row = await call.row(decisions, decision_id)
    command = body.given(DeclareDecisionConflict, body=await body_of(call, row.body_id))
    return await call.change(decisions, decision_id, command)


@router.post(
    "/decisions/{decision_id}/taking",
    **changes(
        DecisionRow,
        *MEETING,
        no.NotCarried,
        no.JointDecisionOneSided,
        no.ContradictsStandingPosition,
        no.NotTheStandingPosition,
        no.OlderThanStandingPosition,
        no.TopicDecidedMeanwhile,
        no.EvidenceNotFound,
    ),
)
async def take_decision(
    decision_id: UUID, body: TakeDecisionBody, call: Annotated[Call, asks("take_decision")]
) -> Response:
    """Record that a quorate meeting took the decision; the evidence is kept as it stands now."""
    row: DecisionRow = await call.row(decisions, decision_id)
    seen, not_found = await look_at(call, row.evidence)
    command = body.given(
        TakeDecision,
        body=await body_of(call, row.body_id),
        standing=await standing_position(call.service, row.topic),
        seen=seen,
        not_found=not_found,
        today=call.today,
        by=call.principal.sub,
    )
    return await call.change(decisions, decision_id, command)


@router.post("/decisions/{decision_id}/rejection", **changes(DecisionRow, *MEETING, no.ProposalWasCarried))
async def reject_decision(
    decision_id: UUID, body: RejectDecisionBody, call: Annotated[Call, asks("reject_decision")]
) -> Response:
    """Record that a quorate meeting voted the proposal down."""
    row: DecisionRow = await call.row(decisions, decision_id)
    sitting = await body_of(call, row.body_id)
    command = body.given(RejectDecision, body=sitting, today=call.today, by=call.principal.sub)
    return await call.change(decisions, decision_id, command)


@router.post("/decisions/{decision_id}/deferral", **changes(DecisionRow, no.DecisionClosed, no.DeferredIntoPast))
async def defer_decision(
    decision_id: UUID, body: DeferDecisionBody, call: Annotated[Call, asks("defer_decision")]
) -> Response:
    """Put the decision off; it can be taken at a later meeting."""
    return await call.change(decisions, decision_id, body.given(DeferDecision, today=call.today))


@router.post("/decisions/{decision_id}/withdrawal", **changes(DecisionRow, no.DecisionClosed))
async def withdraw_decision(
    decision_id: UUID, body: WithdrawDecisionBody, call: Annotated[Call, asks("withdraw_decision")]
) -> Response:
    """Take a proposal back before it is decided."""
    return await call.change(decisions, decision_id, body.given(WithdrawDecision))


@router.get("/decisions/{decision_id}", **reads(DecisionRow))
async def read_decision(
    decision_id: UUID, call: Annotated[Call, asks("read_decision")], as_of: AsOf = None
) -> Response:
    """One decision, as it is or as it was known at a moment of the past."""
    return await call.read(decisions, decision_id, as_of)


@router.get("/decisions", **lists(DecisionRow))
async def list_decisions(
    call: Annotated[Call, asks("list_decisions")],
    page: PageQuery,
    body_id: UUID | None = None,
    topic: Slug | None = None,
    status: DecisionStatus | None = None,
    locality: str | None = None,
    actions_overdue: bool | None = None,
) -> Response:
    """Decisions, newest first; `actions_overdue` asks for those with an action whose day has passed, or without one."""
    where = []
    if body_id is not None:
        where.append(col(DecisionTable.body_id) == body_id)
    if topic is not None:
        where.append(col(DecisionTable.topic) == topic)
    if status is not None:
        where.append(col(DecisionTable.status) == status)
    if locality is not None:
        where.append(col(DecisionTable.localities).contains([locality]))
    if actions_overdue is not None:
        overdue = col(DecisionTable.actions_overdue) > 0
        where.append(overdue if actions_overdue else ~overdue)
    return await call.list(decisions, page, *where)
