"""The rules of issues raised with governance bodies."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import assert_never

from services.contracts.escalations import refusals as no
from services.contracts.escalations.commands import (
    AnswerEscalation,
    AnsweringBody,
    DebateEscalation,
    EscalationCommand,
    MarkAnswerOverdue,
    RaiseEscalation,
    ReferEscalationUp,
    ResolveEscalation,
)
from services.contracts.escalations.state import Escalation, EscalationStatus, evolve
from shared.events.contracts.escalations import (
    DebateContribution,
    EscalationAnswered,
    EscalationAnswerOverdue,
    EscalationDebated,
    EscalationEvent,
    EscalationRaised,
    EscalationReferredUp,
    EscalationResolved,
)
from shared.kernel.decider import Decider


def decide(command: EscalationCommand, escalation: Escalation | None) -> Sequence[EscalationEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RaiseEscalation):
        return _raise(command, escalation)
    if escalation is None:
        raise no.EscalationNotFound("There is no such issue.")
    if isinstance(command, MarkAnswerOverdue):
        return _mark_overdue(command, escalation)
    if escalation.status is EscalationStatus.RESOLVED:
        raise no.EscalationIsResolved(f"It was resolved on {escalation.resolved_on}.")
    match command:
        case DebateEscalation():
            return _debate(command, escalation)
        case AnswerEscalation():
            return _answer(command, escalation)
        case ReferEscalationUp():
            return _refer_up(command, escalation)
        case ResolveEscalation():
            return _resolve(command, escalation)
    assert_never(command)


def _raise(command: RaiseEscalation, escalation: Escalation | None) -> Sequence[EscalationEvent]:
    if escalation is not None:
        raise no.EscalationAlreadyRaised("This issue is already raised.")
    body = command.body
    if body is None:
        raise no.UnknownAnsweringBody("No governance body has this id.")
    _check_answer(body, command.answer_due_on, command.today)
    if not command.subject_found:
        raise no.SubjectOfEscalationNotFound("There is no such resource.")
    return [
        EscalationRaised(
            escalation_id=command.escalation_id,
            parties=_with(body.parties, command.org),
            localities=body.localities,
            kind=command.kind,
            title=command.title,
            details=command.details,
            about=command.about,
            body_id=body.body_id,
            body_ref=body.ref,
            convened_by=body.convened_by,
            raised_by=command.org,
            raised_on=command.today,
            answer_due_on=command.answer_due_on,
        )
    ]


def _check_answer(body: AnsweringBody, due_on: date, today: date) -> None:
    if body.dissolved:
        raise no.AnsweringBodyDissolved(f"{body.ref} is dissolved.")
    if due_on < today:
        raise no.AnswerDueInPast(f"The answer would have been due on {due_on}.")


def _with(parties: tuple[str, ...], *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*parties, *more)))


def _debate(command: DebateEscalation, escalation: Escalation) -> Sequence[EscalationEvent]:
    if command.seat is not None and command.body.seats.get(command.seat) != command.org:
        raise no.SpokenFromAnothersSeat(f"{command.org} has no such seat in {escalation.body_ref}.")
    contribution = DebateContribution(
        number=len(escalation.contributions) + 1,
        org=command.org,
        seat=command.seat,
        stance=command.stance,
        said_on=command.today,
        text=command.text,
    )
    return [
        EscalationDebated(
            escalation_id=escalation.escalation_id,
            title=escalation.title,
            org=command.org,
            parties=_with(escalation.parties, command.org),
            contribution=contribution,
        )
    ]


def _answer(command: AnswerEscalation, escalation: Escalation) -> Sequence[EscalationEvent]:
    if escalation.status is EscalationStatus.ANSWERED:
        raise no.AlreadyAnswered(f"{escalation.body_ref} answered on {escalation.answered_on}.")
    return [
        EscalationAnswered(
            escalation_id=escalation.escalation_id,
            title=escalation.title,
            body_id=escalation.body_id,
            body_ref=escalation.body_ref,
            answered_on=command.today,
            answer=command.answer,
        )
    ]


def _refer_up(command: ReferEscalationUp, escalation: Escalation) -> Sequence[EscalationEvent]:
    if command.above is None:
        raise no.NoBodyAbove(f"{escalation.body_ref} reports to no other body.")
    _check_answer(command.above, command.answer_due_on, command.today)
    return [
        EscalationReferredUp(
            escalation_id=escalation.escalation_id,
            title=escalation.title,
            from_ref=escalation.body_ref,
            body_id=command.above.body_id,
            body_ref=command.above.ref,
            convened_by=command.above.convened_by,
            parties=_with(escalation.parties, *command.above.parties),
            reason=command.reason,
            answer_due_on=command.answer_due_on,
        )
    ]


def _resolve(command: ResolveEscalation, escalation: Escalation) -> Sequence[EscalationEvent]:
    if escalation.status is not EscalationStatus.ANSWERED:
        raise no.NotYetAnswered(f"{escalation.body_ref} has not answered it.")
    return [
        EscalationResolved(
            escalation_id=escalation.escalation_id,
            title=escalation.title,
            resolution=command.resolution,
            decision_id=command.decision_id,
            resolved_on=command.today,
        )
    ]


def _mark_overdue(command: MarkAnswerOverdue, escalation: Escalation) -> Sequence[EscalationEvent]:
    if escalation.status is not EscalationStatus.OPEN or escalation.overdue:
        return []
    if command.today < escalation.answer_due_on + timedelta(days=1):
        raise no.AnswerNotOverdue(f"It is due on {escalation.answer_due_on}.")
    return [
        EscalationAnswerOverdue(
            escalation_id=escalation.escalation_id,
            title=escalation.title,
            body_id=escalation.body_id,
            body_ref=escalation.body_ref,
            answer_due_on=escalation.answer_due_on,
        )
    ]


escalation_decider: Decider[EscalationCommand, Escalation | None, EscalationEvent] = Decider(
    category="escalation",
    events=EscalationEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
