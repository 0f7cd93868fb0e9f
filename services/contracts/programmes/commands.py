"""What a programme can be asked."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.events.contracts.alliance_agreements import AllianceParty
from shared.events.contracts.programmes import Level, ProgrammeKind, Rag, ReviewDecision
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Prose, Ref


class Reach(Body):
    """Who takes part, and where."""

    partners: tuple[AllianceParty, ...] = Field(min_length=1, max_length=50)
    localities: tuple[Name, ...] = Field(default=(), max_length=50)


class ProposeProgrammeBody(Reach):
    """A programme: its kind and what it is to bring about."""

    ref: Ref
    title: Name
    kind: ProgrammeKind
    aim: Prose


class ProposeProgramme(ProposeProgrammeBody, Command):
    """Propose a programme."""

    programme_id: UUID
    known_localities: frozenset[str]


class StartProgrammeBody(Body):
    """Since when it is under way."""

    started_on: date


class StartProgramme(StartProgrammeBody, Command):
    """Start a programme."""

    today: date


class ChangeProgrammeReachBody(Reach):
    """All who take part, and where, from now on."""


class ChangeProgrammeReach(ChangeProgrammeReachBody, Command):
    """Let others take part, or elsewhere."""

    known_localities: frozenset[str]


class SetMilestoneBody(Body):
    """What is to be met, and by when."""

    title: Name
    due: date


class SetMilestone(SetMilestoneBody, Command):
    """Set a milestone."""

    today: date


class RescheduleMilestoneBody(Body):
    """Which milestone, its new day, and why."""

    milestone_no: int = Field(ge=1, le=10_000)
    due: date
    reason: Prose


class RescheduleMilestone(RescheduleMilestoneBody, Command):
    """Give a milestone another day."""

    today: date


class MeetMilestoneBody(Body):
    """Which milestone was met, and when."""

    milestone_no: int = Field(ge=1, le=10_000)
    met_on: date


class MeetMilestone(MeetMilestoneBody, Command):
    """Record that a milestone was met."""

    today: date


class MissMilestone(Command):
    """The clock's wish, the day after a milestone's last."""

    milestone_no: int
    today: date


class ReviewProgrammeBody(Body):
    """How it stands in the eyes of the leadership group or of one locality; seats, not names, own decisions."""

    level: Level = "leadership_group"
    locality: Name | None = None
    rag: Rag
    narrative: Prose
    decisions: tuple[ReviewDecision, ...] = Field(default=(), max_length=50)
    reviewed_on: date


class ReviewProgramme(ReviewProgrammeBody, Command):
    """Record a review."""

    today: date


class RaiseIssueBody(Body):
    """What stands in the way."""

    title: Name


class RaiseIssue(RaiseIssueBody, Command):
    """Raise an issue for one's own organisation."""

    raised_by: OrgCode
    today: date


class EscalateIssueBody(Body):
    """Which issue, to which body, to be answered by when."""

    issue_no: int = Field(ge=1, le=10_000)
    to: Name
    respond_by: date


class EscalateIssue(EscalateIssueBody, Command):
    """Bring an issue before a body."""

    today: date


class ResolveIssueBody(Body):
    """Which issue, and how it was resolved."""

    issue_no: int = Field(ge=1, le=10_000)
    resolution: Prose


class ResolveIssue(ResolveIssueBody, Command):
    """Resolve an issue."""

    today: date


class CloseProgrammeBody(Body):
    """Whether it was delivered, and what was learnt."""

    outcome: Literal["delivered", "stopped"]
    lessons: Prose


class CloseProgramme(CloseProgrammeBody, Command):
    """Close a programme."""

    today: date


ProgrammeCommand = (
    ProposeProgramme
    | StartProgramme
    | ChangeProgrammeReach
    | SetMilestone
    | RescheduleMilestone
    | MeetMilestone
    | MissMilestone
    | ReviewProgramme
    | RaiseIssue
    | EscalateIssue
    | ResolveIssue
    | CloseProgramme
)
