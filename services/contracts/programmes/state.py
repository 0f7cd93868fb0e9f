"""What the rules need to know of one programme, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.alliance_agreements import AllianceParty
from shared.events.contracts.programmes import (
    IssueEscalated,
    IssueRaised,
    IssueResolved,
    MilestoneMet,
    MilestoneMissed,
    MilestoneRescheduled,
    MilestoneSet,
    ProgrammeClosed,
    ProgrammeEvent,
    ProgrammeKind,
    ProgrammeProposed,
    ProgrammeReachChanged,
    ProgrammeReviewed,
    ProgrammeStarted,
    Rag,
    ReviewDecision,
)
from shared.kernel.parts import Part


class ProgrammeStatus(StrEnum):
    """Where a programme is in its life."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    CLOSED = "closed"


class Milestone(Part):
    """A milestone with its day, the day first set, and how often it was given another."""

    milestone_no: int
    title: str
    due: date
    first_due: date
    rescheduled: int = 0
    met_on: date | None = None
    overdue: bool = False


class Issue(Part):
    """Something in the way; it is open while it has no `resolved_on`."""

    issue_no: int
    title: str
    raised_by: str
    raised_on: date
    escalated_to: str | None = None
    respond_by: date | None = None
    resolved_on: date | None = None
    resolution: str | None = None


class LocalityStanding(Part):
    """How it stands in the eyes of one locality."""

    locality: str
    rag: Rag
    reviewed_on: date


@dataclass(frozen=True)
class Programme:
    """One programme; `reviewed_rag` and what goes with it are of the leadership group's newest review."""

    programme_id: UUID
    ref: str
    title: str
    kind: ProgrammeKind
    aim: str
    status: ProgrammeStatus
    parties: tuple[str, ...]
    partners: tuple[AllianceParty, ...]
    localities: tuple[str, ...]
    started_on: date | None = None
    closed_on: date | None = None
    outcome: str | None = None
    milestones: tuple[Milestone, ...] = ()
    issues: tuple[Issue, ...] = ()
    reviewed_rag: Rag | None = None
    reviewed_on: date | None = None
    narrative: str | None = None
    decisions: tuple[ReviewDecision, ...] = ()
    locality_standings: tuple[LocalityStanding, ...] = ()

    @property
    def organisations(self) -> tuple[str, ...]:
        """Those taking part now."""
        return tuple(one.ods for one in self.partners)


def evolve(programme: Programme | None, event: ProgrammeEvent) -> Programme | None:
    """The programme after `event`."""
    if isinstance(event, ProgrammeProposed):
        said = {name: getattr(event, name) for name in type(event).model_fields}
        return Programme(status=ProgrammeStatus.PROPOSED, **said)
    if programme is None:
        return None
    match event:
        case ProgrammeStarted():
            return replace(programme, status=ProgrammeStatus.ACTIVE, started_on=event.started_on)
        case ProgrammeReachChanged():
            return replace(programme, parties=event.parties, partners=event.partners, localities=event.localities)
        case MilestoneSet() | MilestoneRescheduled() | MilestoneMet() | MilestoneMissed():
            return replace(programme, milestones=_milestones(programme, event))
        case ProgrammeReviewed():
            return _reviewed(programme, event)
        case IssueRaised() | IssueEscalated() | IssueResolved():
            return replace(programme, issues=_issues(programme, event))
        case ProgrammeClosed():
            return replace(programme, status=ProgrammeStatus.CLOSED, outcome=event.outcome, closed_on=event.closed_on)
    assert_never(event)


def _milestones(
    programme: Programme, event: MilestoneSet | MilestoneRescheduled | MilestoneMet | MilestoneMissed
) -> tuple[Milestone, ...]:
    if isinstance(event, MilestoneSet):
        added = Milestone(milestone_no=event.milestone_no, title=event.title, due=event.due, first_due=event.due)
        return (*programme.milestones, added)
    return tuple(
        _changed(one, event) if one.milestone_no == event.milestone_no else one for one in programme.milestones
    )


def _changed(milestone: Milestone, event: MilestoneRescheduled | MilestoneMet | MilestoneMissed) -> Milestone:
    match event:
        case MilestoneRescheduled():
            changes = {"due": event.due, "rescheduled": milestone.rescheduled + 1, "overdue": False}
        case MilestoneMet():
            changes = {"met_on": event.met_on, "overdue": False}
        case MilestoneMissed():
            changes = {"overdue": True}
    return milestone.model_copy(update=changes)


def _reviewed(programme: Programme, event: ProgrammeReviewed) -> Programme:
    if event.level == "locality":
        standing = LocalityStanding(locality=event.locality or "", rag=event.rag, reviewed_on=event.reviewed_on)
        others = tuple(one for one in programme.locality_standings if one.locality != event.locality)
        return replace(programme, locality_standings=(*others, standing))
    return replace(
        programme,
        reviewed_rag=event.rag,
        reviewed_on=event.reviewed_on,
        narrative=event.narrative,
        decisions=event.decisions,
    )


def _issues(programme: Programme, event: IssueRaised | IssueEscalated | IssueResolved) -> tuple[Issue, ...]:
    match event:
        case IssueRaised():
            raised = Issue(
                issue_no=event.issue_no, title=event.title, raised_by=event.raised_by, raised_on=event.raised_on
            )
            return (*programme.issues, raised)
        case IssueEscalated():
            changes: dict[str, object] = {"escalated_to": event.to, "respond_by": event.respond_by}
        case IssueResolved():
            changes = {"resolved_on": event.resolved_on, "resolution": event.resolution}
    return tuple(one.model_copy(update=changes) if one.issue_no == event.issue_no else one for one in programme.issues)
