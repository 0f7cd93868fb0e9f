"""What can be asked about governance bodies."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.events.contracts.bodies import BodyKind, DecisionRight, Majority, QuorumRule, SeatKind, Slug
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Name, Part, Prose, Ref, Words

DayOfTerm = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]
Link = Annotated[str, Words(500)]


class Parent(Part):
    """The body another one is to report to, as it stands."""

    body_id: UUID
    ref: str
    kind: BodyKind
    dissolved: bool


class EstablishBodyBody(Body):
    """A body to set up; `parent_id` is the one it reports to, `convened_by` are those that keep it."""

    ref: Ref
    name: Name
    kind: BodyKind
    parent_id: UUID | None = None
    localities: tuple[Name, ...] = Field(default=(), max_length=50)
    convened_by: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    established_on: DayOfTerm


class EstablishBody(EstablishBodyBody, Command):
    """Set up a body. `parent` is None when there is no such body, or none was named."""

    body_id: UUID
    parent: Parent | None
    known_localities: frozenset[str]
    today: date


class MoveBodyBody(Body):
    """The body it is to report to; none: it reports to nobody."""

    parent_id: UUID | None


class MoveBody(MoveBodyBody, Command):
    """Let a body report to another one."""

    parent: Parent | None


class ProposeTermsOfReferenceBody(Body):
    """An edition of the terms of reference, whole. `document` is where its text lies."""

    purpose: Prose
    quorum: QuorumRule
    majority: Majority = "simple_majority"
    rights: tuple[DecisionRight, ...] = Field(default=(), max_length=100)
    document: Link | None = None
    effective_from: DayOfTerm


class ProposeTermsOfReference(ProposeTermsOfReferenceBody, Command):
    """Put an edition forward."""

    by: str


class AdoptTermsOfReferenceBody(Body):
    """Nothing more to say."""


class AdoptTermsOfReference(AdoptTermsOfReferenceBody, Command):
    """Adopt what somebody else has put forward."""

    by: str
    today: date


class AppointSeatBody(Body):
    """A seat and its term, first and last day inclusive. A seat is named by what it is, never by who holds it."""

    seat: Slug
    kind: SeatKind
    org: OrgCode
    start: DayOfTerm
    end: DayOfTerm | None = None


class AppointSeat(AppointSeatBody, Command):
    """Fill a seat; `org_kind` is what its organisation is."""

    org_kind: OrgKind


class VacateSeatBody(Body):
    """The seat, and the last day of its present term."""

    seat: Slug
    end: DayOfTerm


class VacateSeat(VacateSeatBody, Command):
    """End the term of a seat."""


class LogBodyOptionBody(Body):
    """A way forward, with what speaks for and against it (R58)."""

    title: Name
    form: Literal["alliance_agreement", "lead_provider", "joint_venture", "merger", "federation", "other"]
    for_it: tuple[Name, ...] = Field(default=(), max_length=20)
    against_it: tuple[Name, ...] = Field(default=(), max_length=20)


class LogBodyOption(LogBodyOptionBody, Command):
    """Enter an option in the log."""


class ConcludeBodyOptionBody(Body):
    """What the body made of an option, and why."""

    number: int = Field(ge=1, le=1_000)
    outcome: Literal["recommended", "set_aside"]
    reason: Name


class ConcludeBodyOption(ConcludeBodyOptionBody, Command):
    """Conclude on an option."""


class DissolveBodyBody(Body):
    """Why, and the last day."""

    reason: Name
    dissolved_on: DayOfTerm


class DissolveBody(DissolveBodyBody, Command):
    """End a body; `reporting` are the references of bodies that still report to it."""

    today: date
    reporting: tuple[str, ...]


class CheckQuorumBody(Body):
    """A meeting as it might be."""

    day: DayOfTerm
    attending: tuple[Slug, ...] = Field(max_length=100)
    conflicted: tuple[Slug, ...] = Field(default=(), max_length=100)


BodyCommand = (
    EstablishBody
    | MoveBody
    | ProposeTermsOfReference
    | AdoptTermsOfReference
    | AppointSeat
    | VacateSeat
    | LogBodyOption
    | ConcludeBodyOption
    | DissolveBody
)
