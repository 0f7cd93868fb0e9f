"""What the rules need to know of one challenge, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.stakeholders import (
    ChallengeAnswered,
    ChallengeDebated,
    ChallengeEvent,
    ChallengeFellOverdue,
    ChallengeMechanism,
    ChallengeRaised,
    ChallengeResponsePostponed,
    ChallengeSubject,
    ChallengeWithdrawn,
)
from shared.kernel.parts import Part


class ChallengeStatus(StrEnum):
    """Whether a challenge waits for an answer."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Debate(Part):
    """Who debated it, in which way, when, and what came out."""

    forum: str
    mechanism: ChallengeMechanism
    debated_on: date
    outcome: str


@dataclass(frozen=True)
class Challenge:
    """One challenge; `overdue` says that an open one has passed its last day, or an answered one was late."""

    challenge_id: UUID
    title: str
    status: ChallengeStatus
    stakeholder: str
    stakeholder_id: UUID | None
    subject: ChallengeSubject
    subject_id: UUID | None
    mechanism: ChallengeMechanism
    issue: str
    raised_on: date
    response_due_on: date
    commissioners: tuple[str, ...]
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    overdue: bool = False
    debates: tuple[Debate, ...] = ()
    answer: str | None = None
    closed_on: date | None = None
    closing_reason: str | None = None


def evolve(challenge: Challenge | None, event: ChallengeEvent) -> Challenge | None:
    """The challenge after `event`."""
    if isinstance(event, ChallengeRaised):
        return _raised(event)
    if challenge is None:
        return None
    match event:
        case ChallengeDebated():
            debate = Debate(
                forum=event.forum, mechanism=event.mechanism, debated_on=event.debated_on, outcome=event.outcome
            )
            return replace(challenge, debates=(*challenge.debates, debate))
        case ChallengeResponsePostponed():
            return replace(challenge, response_due_on=event.response_due_on, overdue=False)
        case ChallengeFellOverdue():
            return replace(challenge, overdue=True)
        case ChallengeAnswered():
            return replace(
                challenge,
                status=ChallengeStatus.ANSWERED,
                answer=event.answer,
                closed_on=event.answered_on,
                overdue=event.late,
            )
        case ChallengeWithdrawn():
            return replace(
                challenge,
                status=ChallengeStatus.WITHDRAWN,
                closed_on=event.withdrawn_on,
                closing_reason=event.reason,
                overdue=False,
            )
    assert_never(event)


def _raised(event: ChallengeRaised) -> Challenge:
    return Challenge(
        challenge_id=event.challenge_id,
        title=event.title,
        status=ChallengeStatus.OPEN,
        stakeholder=event.stakeholder,
        stakeholder_id=event.stakeholder_id,
        subject=event.subject,
        subject_id=event.subject_id,
        mechanism=event.mechanism,
        issue=event.issue,
        raised_on=event.raised_on,
        response_due_on=event.response_due_on,
        commissioners=event.commissioners,
        parties=event.parties,
        localities=event.localities,
    )
