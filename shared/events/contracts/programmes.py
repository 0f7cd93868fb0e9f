"""What can have happened to a programme of the alliance: milestones, reviews, issues (R61-R65)."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.events.contracts.alliance_agreements import AllianceParty
from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part, Prose

ProgrammeKind = Literal["transformation", "locality_development", "joint_understanding", "workforce", "enabling"]
"""R61, R63 and R65; workforce and enabling programmes are of R119 and R70."""

Rag = Literal["green", "amber", "red"]
Level = Literal["leadership_group", "locality"]


class ReviewDecision(Part):
    """What a review decided, who sees to it (a seat, not a name), and by when (R47)."""

    decision: Prose
    owner: Name
    due: date | None = None


class ProgrammeProposed(Event):
    """A programme was proposed; `partners` stand on one side of the alliance or the other (R62, R68)."""

    sentence: ClassVar[str] = "Programme {ref} was proposed: {title}"

    programme_id: UUID
    ref: str
    title: str
    kind: ProgrammeKind
    aim: str
    parties: tuple[OrgCode, ...]
    partners: tuple[AllianceParty, ...]
    localities: tuple[str, ...]


class ProgrammeStarted(Event):
    """It is under way."""

    sentence: ClassVar[str] = "Programme {ref} was started"

    programme_id: UUID
    ref: str
    kind: ProgrammeKind
    organisations: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    started_on: date


class ProgrammeReachChanged(Event):
    """Other organisations or localities take part than before; former partners keep sight of it."""

    sentence: ClassVar[str] = "Programme {ref} now reaches {localities}"

    programme_id: UUID
    ref: str
    parties: tuple[OrgCode, ...]
    partners: tuple[AllianceParty, ...]
    localities: tuple[str, ...]


class MilestoneSet(Event):
    """A milestone to be met by `due`, inclusive; `milestone_no` counts from 1 within the programme."""

    sentence: ClassVar[str] = "Programme {ref}: {title} is due by {due}"

    programme_id: UUID
    ref: str
    milestone_no: int = Field(ge=1)
    title: str
    due: date


class MilestoneRescheduled(Event):
    """A milestone was given another day, with the reason."""

    sentence: ClassVar[str] = "Programme {ref}: {title} is now due by {due}"

    programme_id: UUID
    ref: str
    milestone_no: int
    title: str
    due: date
    reason: str


class MilestoneMet(Event):
    """A milestone was met."""

    sentence: ClassVar[str] = "Programme {ref}: {title} was met on {met_on}"

    programme_id: UUID
    ref: str
    milestone_no: int
    title: str
    met_on: date


class MilestoneMissed(Event):
    """The day after its last a milestone was not met: it is overdue, and the programme no longer green."""

    sentence: ClassVar[str] = "Programme {ref}: {title}, due by {due}, is overdue"

    programme_id: UUID
    ref: str
    milestone_no: int
    title: str
    due: date


class ProgrammeReviewed(Event):
    """The leadership group, or one locality, looked at it; only the former decides how the whole stands (R61, R64)."""

    sentence: ClassVar[str] = "Programme {ref} was reviewed: {rag}"

    programme_id: UUID
    ref: str
    level: Level
    locality: str | None
    rag: Rag
    narrative: str
    decisions: tuple[ReviewDecision, ...]
    reviewed_on: date


class IssueRaised(Event):
    """Something stands in the way; `issue_no` counts from 1 within the programme."""

    sentence: ClassVar[str] = "Programme {ref}: {raised_by} raised an issue: {title}"

    programme_id: UUID
    ref: str
    issue_no: int = Field(ge=1)
    title: str
    raised_by: OrgCode
    raised_on: date


class IssueEscalated(Event):
    """An issue was brought before a body, which answers by `respond_by`."""

    sentence: ClassVar[str] = "Programme {ref}: {title} was escalated to {to}"

    programme_id: UUID
    ref: str
    issue_no: int
    title: str
    to: str
    respond_by: date


class IssueResolved(Event):
    """An issue was resolved."""

    sentence: ClassVar[str] = "Programme {ref}: {title} was resolved"

    programme_id: UUID
    ref: str
    issue_no: int
    title: str
    resolution: str
    resolved_on: date


class ProgrammeClosed(Event):
    """It is over: delivered, or stopped before."""

    sentence: ClassVar[str] = "Programme {ref} was closed: {outcome}"

    programme_id: UUID
    ref: str
    outcome: Literal["delivered", "stopped"]
    lessons: str
    closed_on: date


ProgrammeEvent = (
    ProgrammeProposed
    | ProgrammeStarted
    | ProgrammeReachChanged
    | MilestoneSet
    | MilestoneRescheduled
    | MilestoneMet
    | MilestoneMissed
    | ProgrammeReviewed
    | IssueRaised
    | IssueEscalated
    | IssueResolved
    | ProgrammeClosed
)
