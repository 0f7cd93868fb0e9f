"""An issue as it stands, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.escalations import (
    DebateContribution,
    EscalationAnswered,
    EscalationAnswerOverdue,
    EscalationDebated,
    EscalationEvent,
    EscalationKind,
    EscalationRaised,
    EscalationReferredUp,
    EscalationResolved,
)
from shared.kernel.parts import Part


class EscalationStatus(StrEnum):
    """Where an issue is: open waits for an answer, at whichever body it is."""

    OPEN = "open"
    ANSWERED = "answered"
    RESOLVED = "resolved"


class EarlierStep(Part):
    """A body it was with before, and what that body answered if it did; why it went on."""

    body_ref: str
    answer: str | None
    answered_on: date | None
    reason: str


@dataclass(frozen=True)
class Escalation:
    """`steps` are the bodies it was with before the present one."""

    escalation_id: UUID
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    kind: EscalationKind
    title: str
    details: str
    about: str | None
    body_id: UUID
    body_ref: str
    convened_by: tuple[str, ...]
    raised_by: str
    raised_on: date
    answer_due_on: date
    status: EscalationStatus = EscalationStatus.OPEN
    overdue: bool = False
    contributions: tuple[DebateContribution, ...] = ()
    answer: str | None = None
    answered_on: date | None = None
    steps: tuple[EarlierStep, ...] = ()
    resolution: str | None = None
    decision_id: UUID | None = None
    resolved_on: date | None = None


def evolve(escalation: Escalation | None, event: EscalationEvent) -> Escalation | None:
    """The issue after `event`."""
    if isinstance(event, EscalationRaised):
        return Escalation(
            escalation_id=event.escalation_id,
            parties=event.parties,
            localities=event.localities,
            kind=event.kind,
            title=event.title,
            details=event.details,
            about=event.about,
            body_id=event.body_id,
            body_ref=event.body_ref,
            convened_by=event.convened_by,
            raised_by=event.raised_by,
            raised_on=event.raised_on,
            answer_due_on=event.answer_due_on,
        )
    if escalation is None:
        return None
    match event:
        case EscalationDebated():
            said = (*escalation.contributions, event.contribution)
            return replace(escalation, contributions=said, parties=event.parties)
        case EscalationAnswered():
            return replace(
                escalation, status=EscalationStatus.ANSWERED, answer=event.answer, answered_on=event.answered_on
            )
        case EscalationAnswerOverdue():
            return replace(escalation, overdue=True)
        case EscalationReferredUp():
            return _referred(escalation, event)
        case EscalationResolved():
            return replace(
                escalation,
                status=EscalationStatus.RESOLVED,
                resolution=event.resolution,
                decision_id=event.decision_id,
                resolved_on=event.resolved_on,
            )
    assert_never(event)


def _referred(escalation: Escalation, event: EscalationReferredUp) -> Escalation:
    step = EarlierStep(
        body_ref=escalation.body_ref,
        answer=escalation.answer,
        answered_on=escalation.answered_on,
        reason=event.reason,
    )
    return replace(
        escalation,
        status=EscalationStatus.OPEN,
        overdue=False,
        body_id=event.body_id,
        body_ref=event.body_ref,
        convened_by=event.convened_by,
        parties=event.parties,
        answer_due_on=event.answer_due_on,
        answer=None,
        answered_on=None,
        steps=(*escalation.steps, step),
    )
