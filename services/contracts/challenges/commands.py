"""What can be asked of a challenge."""

from datetime import date
from uuid import UUID

from pydantic import Field

from services.contracts.register.commands import TermDay
from shared.events.contracts.stakeholders import ChallengeMechanism, ChallengeSubject
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Prose


class RaiseChallengeBody(Body):
    """What a stakeholder raised, where and when; without `response_due_on` the usual working days are given.

    `stakeholder` is the name of a group, organisation or seat, never a person's; `subject_id` is what it is about.
    """

    title: Name
    stakeholder: Name
    stakeholder_id: UUID | None = None
    subject: ChallengeSubject
    subject_id: UUID | None = None
    mechanism: ChallengeMechanism
    issue: Prose
    raised_on: TermDay
    response_due_on: TermDay | None = None
    commissioners: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    localities: tuple[Name, ...] = Field(default=(), max_length=50)


class RaiseChallenge(RaiseChallengeBody, Command):
    """Enter a challenge. Without any known localities every one is taken as known."""

    challenge_id: UUID
    known_localities: frozenset[str]
    today: date


class DebateChallengeBody(Body):
    """Who debated it, in which way, when, and what came out; `forum` is a body or group, never a person."""

    forum: Name
    mechanism: ChallengeMechanism
    debated_on: date
    outcome: Prose


class DebateChallenge(DebateChallengeBody, Command):
    """Record a debate."""

    today: date


class PostponeChallengeResponseBody(Body):
    """The new last day for an answer, and why."""

    response_due_on: TermDay
    reason: Name


class PostponeChallengeResponse(PostponeChallengeResponseBody, Command):
    """Give the answer more time."""

    today: date


class AnswerChallengeBody(Body):
    """What the stakeholder was told, and when."""

    answer: Prose
    answered_on: date


class AnswerChallenge(AnswerChallengeBody, Command):
    """Answer it."""

    today: date


class WithdrawChallengeBody(Body):
    """Why the stakeholder took it back."""

    reason: Name


class WithdrawChallenge(WithdrawChallengeBody, Command):
    """Record that it was taken back."""

    today: date


class NoteChallengeOverdue(Command):
    """The clock's wish, the day after the last day for an answer."""

    today: date


ChallengeCommand = (
    RaiseChallenge
    | DebateChallenge
    | PostponeChallengeResponse
    | AnswerChallenge
    | WithdrawChallenge
    | NoteChallengeOverdue
)
