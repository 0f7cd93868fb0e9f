"""What can have happened to a governance body: its terms of reference, its seats, what it weighs up, its end.

Members are seats ("clinical-chair-havering"), never people.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part
from shared.kernel.privacy import Confidential

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""A name in lower case with hyphens, such as clinical-chair-havering."""

BodyKind = Literal[
    "partnership_board", "leadership_group", "joint_commissioning", "provider_alliance", "locality", "sub_group",
    "task_group",
]  # fmt: skip
SeatKind = Literal["clinical", "democratic", "commissioner", "provider"]
Majority = Literal["simple_majority", "two_thirds", "unanimity"]
DecisionArea = Literal["what_to_commission", "how_to_provide", "joint_accountability"]
"""The three columns of the decision-rights matrix (R94)."""

LARGEST_BODY = 100
Seats = Annotated[int, Field(ge=0, le=LARGEST_BODY)]


class Seat(Part):
    """One term of a seat: whose it is and from which day to which, both inclusive; no `end`: until further notice."""

    seat: Slug
    kind: SeatKind
    org: OrgCode
    start: date
    end: date | None


class QuorumRule(Part):
    """How many seats without a conflict have to be there: in all, and of each kind (R100)."""

    total: Annotated[int, Field(ge=1, le=LARGEST_BODY)]
    clinical: Seats = 0
    democratic: Seats = 0
    commissioner: Seats = 0
    provider: Seats = 0


class DecisionRight(Part):
    """What a body may do about a matter, such as contracting-strategy (R94)."""

    matter: Slug
    area: DecisionArea
    right: Literal["decides", "advises"]


class TermsOfReference(Part):
    """An edition of a body's terms of reference; it holds from `effective_from` until the next one does."""

    edition: Annotated[int, Field(ge=1)]
    purpose: str
    quorum: QuorumRule
    majority: Majority
    rights: tuple[DecisionRight, ...]
    document: str | None
    effective_from: date


class BodyOption(Part):
    """A way forward the body weighs up, such as a form of collaboration between providers (R58)."""

    number: int
    title: Name
    form: Literal["alliance_agreement", "lead_provider", "joint_venture", "merger", "federation", "other"]
    for_it: tuple[Name, ...]
    against_it: tuple[Name, ...]
    outcome: Literal["recommended", "set_aside"] | None = None
    outcome_reason: str | None = None


class BodyEstablished(Event):
    """A governance body was set up; `convened_by` are the organisations that keep it."""

    sentence: ClassVar[str] = "{name} ({ref}) was established"

    body_id: UUID
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    ref: str
    name: str
    kind: BodyKind
    parent_id: UUID | None
    convened_by: tuple[OrgCode, ...]
    established_on: date


class BodyMoved(Event):
    """The body reports to another one from now on."""

    sentence: ClassVar[str] = "{ref} reports to {parent_ref} from now on"

    body_id: UUID
    ref: str
    parent_id: UUID | None
    parent_ref: str | None


class TermsOfReferenceProposed(Event):
    """An edition of the terms of reference was put forward; it holds once somebody else has adopted it."""

    sentence: ClassVar[str] = "Edition {terms.edition} of the terms of reference of {ref} was put forward"

    body_id: UUID
    ref: str
    terms: TermsOfReference
    proposed_by: Confidential[str]


class TermsOfReferenceAdopted(Event):
    """The edition that was put forward was adopted by somebody else."""

    sentence: ClassVar[str] = "{ref} adopted edition {terms.edition} of its terms of reference"

    body_id: UUID
    ref: str
    terms: TermsOfReference
    adopted_by: Confidential[str]


class SeatAppointed(Event):
    """A seat was filled for a term; `parties` are all whom the body concerns from now on."""

    sentence: ClassVar[str] = "{ref} has the {seat.kind} seat {seat.seat} of {seat.org} from {seat.start}"

    body_id: UUID
    ref: str
    seat: Seat
    parties: tuple[OrgCode, ...]


class SeatVacated(Event):
    """The term of a seat that began on `start` ends on `end`, its last day."""

    sentence: ClassVar[str] = "The seat {seat} of {ref} is vacant after {end}"

    body_id: UUID
    ref: str
    seat: Slug
    start: date
    end: date


class BodyOptionLogged(Event):
    """A way forward was entered in the body's options log (R58)."""

    sentence: ClassVar[str] = "{ref} logged option {option.number}: {option.title}"

    body_id: UUID
    ref: str
    option: BodyOption


class BodyOptionConcluded(Event):
    """The body recommended an option or set it aside."""

    sentence: ClassVar[str] = "{ref} concluded on option {number}: {reason}"

    body_id: UUID
    ref: str
    number: int
    outcome: Literal["recommended", "set_aside"]
    reason: str


class BodyDissolved(Event):
    """The body is no more after `dissolved_on`."""

    sentence: ClassVar[str] = "{ref} was dissolved: {reason}"

    body_id: UUID
    ref: str
    reason: str
    dissolved_on: date


BodyEvent = (
    BodyEstablished
    | BodyMoved
    | TermsOfReferenceProposed
    | TermsOfReferenceAdopted
    | SeatAppointed
    | SeatVacated
    | BodyOptionLogged
    | BodyOptionConcluded
    | BodyDissolved
)
