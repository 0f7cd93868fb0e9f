"""The routes of issues raised with governance bodies."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.bodies.api import bodies
from services.contracts.bodies.quorum import seats_on
from services.contracts.bodies.views import GovernanceBodyRow, body_view
from services.contracts.decisions.citing import DecisionNotTaken, taken_decision
from services.contracts.decisions.evidence import look_at
from services.contracts.escalations import refusals as no
from services.contracts.escalations.commands import (
    AnswerEscalation,
    AnswerEscalationBody,
    AnsweringBody,
    DebateEscalation,
    DebateEscalationBody,
    RaiseEscalation,
    RaiseEscalationBody,
    ReferEscalationUp,
    ReferEscalationUpBody,
    ResolveEscalation,
    ResolveEscalationBody,
)
from services.contracts.escalations.domain import escalation_decider
from services.contracts.escalations.state import EscalationStatus
from services.contracts.escalations.timers import due_command, due_of
from services.contracts.escalations.views import EscalationRow, EscalationTable, escalation_view
from shared.capability import Capability, Timers
from shared.events.contracts.decisions import CitedEvidence
from shared.events.contracts.escalations import EscalationKind
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

escalations = Capability(
    decider=escalation_decider,
    resource=escalation_view,
    views=(escalation_view,),
    path="/escalations",
    timers=Timers(due=due_of, command=due_command),
)
router = capability_router("escalations")
add_history(router, escalations)


async def _body(call: Call, body_id: UUID | None) -> AnsweringBody | None:
    row: GovernanceBodyRow | None = None if body_id is None else await call.service.row(body_view, body_id)
    if row is None:
        return None
    return AnsweringBody(
        body_id=row.body_id,
        ref=row.ref,
        parties=tuple(row.parties),
        convened_by=tuple(row.convened_by),
        localities=tuple(row.localities),
        seats={seat.seat: seat.org for seat in seats_on(row.seats, call.today)},
        dissolved=row.dissolved_on is not None,
    )


@router.post(
    "/escalations",
    **creates(
        EscalationRow,
        no.UnknownAnsweringBody,
        no.AnsweringBodyDissolved,
        no.AnswerDueInPast,
        no.SubjectOfEscalationNotFound,
    ),
)
async def raise_escalation(body: RaiseEscalationBody, call: Annotated[Call, asks("raise_escalation")]) -> Response:
    """Raise an issue with a governance body, which is to answer by a day."""
    call.must_concern((call.principal.org,))
    row = await call.service.row(body_view, body.body_id)
    readable = row is not None and call.allowed(bodies.read_action, row)
    cited = [CitedEvidence(what=body.title, uri=body.about)] if body.about else []
    _, missing = await look_at(call, cited)
    escalation_id = call.new_id()
    command = body.given(
        RaiseEscalation,
        escalation_id=escalation_id,
        body=await _body(call, body.body_id) if readable else None,
        subject_found=not missing,
        org=call.principal.org,
        today=call.today,
    )
    return await call.create(escalations, escalation_id, command)


@router.post(
    "/escalations/{escalation_id}/contributions",
    **changes(EscalationRow, no.SpokenFromAnothersSeat, no.EscalationIsResolved),
)
async def debate_escalation(
    escalation_id: UUID, body: DebateEscalationBody, call: Annotated[Call, asks("debate_escalation")]
) -> Response:
    """Have one's say before it is settled (R116)."""
    row: EscalationRow = await call.row(escalations, escalation_id)
    command = body.given(
        DebateEscalation, body=await _body(call, row.body_id), org=call.principal.org, today=call.today
    )
    return await call.change(escalations, escalation_id, command)


@router.post(
    "/escalations/{escalation_id}/answer", **changes(EscalationRow, no.AlreadyAnswered, no.EscalationIsResolved)
)
async def answer_escalation(
    escalation_id: UUID, body: AnswerEscalationBody, call: Annotated[Call, asks("answer_escalation")]
) -> Response:
    """Answer for the body it is with."""
    return await call.change(escalations, escalation_id, body.given(AnswerEscalation, today=call.today))


@router.post(
    "/escalations/{escalation_id}/referral",
    **changes(EscalationRow, no.NoBodyAbove, no.AnsweringBodyDissolved, no.AnswerDueInPast, no.EscalationIsResolved),
)
async def refer_escalation_up(
    escalation_id: UUID, body: ReferEscalationUpBody, call: Annotated[Call, asks("refer_escalation_up")]
) -> Response:
    """Take it to the body to which the present one reports, which is to answer by a new day."""
    row: EscalationRow = await call.row(escalations, escalation_id)
    present: GovernanceBodyRow | None = await call.service.row(body_view, row.body_id)
    above = await _body(call, present.parent_id if present else None)
    return await call.change(escalations, escalation_id, body.given(ReferEscalationUp, above=above, today=call.today))


@router.post(
    "/escalations/{escalation_id}/resolution",
    **changes(EscalationRow, no.NotYetAnswered, no.EscalationIsResolved, DecisionNotTaken),
)
async def resolve_escalation(
    escalation_id: UUID, body: ResolveEscalationBody, call: Annotated[Call, asks("resolve_escalation")]
) -> Response:
    """Record how it was settled, and by which decision if one was needed."""
    await call.row(escalations, escalation_id)
    if body.decision_id is not None:
        await taken_decision(call, body.decision_id)
    return await call.change(escalations, escalation_id, body.given(ResolveEscalation, today=call.today))


@router.get("/escalations/{escalation_id}", **reads(EscalationRow))
async def read_escalation(
    escalation_id: UUID, call: Annotated[Call, asks("read_escalation")], as_of: AsOf = None
) -> Response:
    """One issue, as it is or as it was known at a moment of the past."""
    return await call.read(escalations, escalation_id, as_of)


@router.get("/escalations", **lists(EscalationRow))
async def list_escalations(
    call: Annotated[Call, asks("list_escalations")],
    page: PageQuery,
    status: EscalationStatus | None = None,
    kind: EscalationKind | None = None,
    body_id: UUID | None = None,
    raised_by: str | None = None,
    overdue: bool | None = None,
) -> Response:
    """Issues, newest first; `overdue` asks for those whose answer did not come in time."""
    where = []
    if status is not None:
        where.append(col(EscalationTable.status) == status)
    if kind is not None:
        where.append(col(EscalationTable.kind) == kind)
    if body_id is not None:
        where.append(col(EscalationTable.body_id) == body_id)
    if raised_by is not None:
        where.append(col(EscalationTable.raised_by) == raised_by)
    if overdue is not None:
        where.append(col(EscalationTable.overdue) == overdue)
    return await call.list(escalations, page, *where)
