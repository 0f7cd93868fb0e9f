"""What can be asked about decisions."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.events.contracts.bodies import Seat, Slug, TermsOfReference
from shared.events.contracts.decisions import CitedEvidence, Interest, SeenEvidence
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part, Prose

MeetingDay = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]
SeatNames = Annotated[tuple[Slug, ...], Field(max_length=100)]


class SittingBody(Part):
    """The body that is to decide, as it stands."""

    body_id: UUID
    ref: str
    parties: tuple[OrgCode, ...]
    convened_by: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    seats: tuple[Seat, ...]
    editions: tuple[TermsOfReference, ...]
    dissolved_on: date | None


class StandingPosition(Part):
    """The last decision on a topic: what the alliance holds (R99)."""

    decision_id: UUID
    number: int
    position: str
    body_ref: str
    taken_on: date


class ProposeDecisionBody(Body):
    """What a body is to decide. `matter` is one of its decision rights; `position` says in a word what would be held.

    Evidence inside the alliance is cited by the path of the resource, such as /contracts/<id>.
    """

    body_id: UUID
    topic: Slug
    position: Slug
    matter: Slug
    title: Name
    statement: Prose
    supersedes: UUID | None = None
    evidence: tuple[CitedEvidence, ...] = Field(default=(), max_length=50)
    withheld_from: tuple[OrgCode, ...] = Field(default=(), max_length=20)


class ProposeDecision(ProposeDecisionBody, Command):
    """Put a decision to a body. `not_found` are the places of the evidence that the service should have and has not."""

    decision_id: UUID
    body: SittingBody | None
    not_found: tuple[int, ...]
    today: date
    by: str


class DeclareDecisionConflictBody(Body):
    """Which seat has which interest, and in which organisation, if it is one."""

    seat: Slug
    interest: Interest
    interest_in: OrgCode | None = None


class DeclareDecisionConflict(DeclareDecisionConflictBody, Command):
    """Declare an interest."""

    body: SittingBody


class MeetingBody(Body):
    """The meeting: who was there, and how those without a conflict voted."""

    met_on: MeetingDay
    attending: SeatNames
    in_favour: SeatNames
    against: SeatNames = ()
    abstained: SeatNames = ()


class TakeDecisionBody(MeetingBody):
    """The meeting that carried it; `supersedes` names the standing position, where the proposal did not."""

    supersedes: UUID | None = None


class TakeDecision(TakeDecisionBody, Command):
    """Record that the body decided. `seen` is the evidence as it stands now."""

    body: SittingBody
    standing: StandingPosition | None
    seen: tuple[SeenEvidence, ...]
    not_found: tuple[int, ...]
    today: date
    by: str


class RejectDecisionBody(MeetingBody):
    """The meeting that did not carry it."""


class RejectDecision(RejectDecisionBody, Command):
    """Record that the body voted it down."""

    body: SittingBody
    today: date
    by: str


class DeferDecisionBody(Body):
    """Why it is put off, and until when, if that is known."""

    reason: Name
    until: MeetingDay | None = None


class DeferDecision(DeferDecisionBody, Command):
    """Put it off."""

    today: date


class WithdrawDecisionBody(Body):
    """Why."""

    reason: Name


class WithdrawDecision(WithdrawDecisionBody, Command):
    """Take the proposal back."""


class SupersedeDecision(Command):
    """What follows from another decision on the topic."""

    superseded_by: UUID


class SetDecisionActionBody(Body):
    """Who is to do what by when; `owner_seat` is a seat of the body that answers for it."""

    what: Name
    owner: OrgCode
    owner_seat: Slug | None = None
    due_on: MeetingDay


class SetDecisionAction(SetDecisionActionBody, Command):
    """Give somebody something to do (R47)."""

    body: SittingBody
    today: date


class CompleteDecisionActionBody(Body):
    """Which action was done, and when."""

    number: int = Field(ge=1, le=1_000)
    done_on: MeetingDay


class CompleteDecisionAction(CompleteDecisionActionBody, Command):
    """Say that an action was done."""

    org: OrgCode
    today: date


class MarkDecisionActionOverdue(Command):
    """The clock's wish, the day after an action was due."""

    number: int
    today: date


DecisionCommand = (
    ProposeDecision
    | DeclareDecisionConflict
    | TakeDecision
    | RejectDecision
    | DeferDecision
    | WithdrawDecision
    | SupersedeDecision
    | SetDecisionAction
    | CompleteDecisionAction
    | MarkDecisionActionOverdue
)
