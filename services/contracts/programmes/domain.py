"""The rules of a programme."""

from collections.abc import Sequence
from typing import assert_never

from services.contracts.naming import all_known, each_once
from services.contracts.programmes import issues, milestones
from services.contracts.programmes import refusals as no
from services.contracts.programmes.commands import (
    ChangeProgrammeReach,
    CloseProgramme,
    EscalateIssue,
    MeetMilestone,
    MissMilestone,
    ProgrammeCommand,
    ProposeProgramme,
    RaiseIssue,
    RescheduleMilestone,
    ResolveIssue,
    ReviewProgramme,
    SetMilestone,
    StartProgramme,
)
from services.contracts.programmes.state import Programme, ProgrammeStatus, evolve
from shared.events.contracts.programmes import (
    ProgrammeClosed,
    ProgrammeEvent,
    ProgrammeProposed,
    ProgrammeReachChanged,
    ProgrammeReviewed,
    ProgrammeStarted,
)
from shared.kernel.decider import Decider


def decide(command: ProgrammeCommand, programme: Programme | None) -> Sequence[ProgrammeEvent]:
    """What happens, or a refusal."""
    if isinstance(command, ProposeProgramme):
        return _propose(command, programme)
    if programme is None:
        raise no.ProgrammeNotFound("There is no such programme.")
    if isinstance(command, MissMilestone):
        return milestones.miss(command, programme)
    if programme.status is ProgrammeStatus.CLOSED:
        raise no.ProgrammeOver(f"Programme {programme.ref} was closed on {programme.closed_on}.")
    match command:
        case StartProgramme():
            return _start(command, programme)
        case ChangeProgrammeReach():
            return _change_reach(command, programme)
        case SetMilestone():
            return milestones.set_milestone(command, programme)
        case RescheduleMilestone():
            return milestones.reschedule(command, programme)
        case MeetMilestone():
            return milestones.meet(command, _active(programme))
        case ReviewProgramme():
            return _review(command, _active(programme))
        case RaiseIssue():
            return issues.raise_issue(command, programme)
        case EscalateIssue():
            return issues.escalate(command, programme)
        case ResolveIssue():
            return issues.resolve(command, programme)
        case CloseProgramme():
            return _close(command, _active(programme))
    assert_never(command)


def _propose(command: ProposeProgramme, programme: Programme | None) -> Sequence[ProgrammeEvent]:
    if programme is not None:
        raise no.ProgrammeRefTaken("This programme is already proposed.")
    codes = tuple(one.ods for one in command.partners)
    each_once("partners", codes)
    all_known(command.localities, command.known_localities)
    return [ProgrammeProposed(parties=codes, **command.model_dump(exclude={"known_localities"}))]


def _start(command: StartProgramme, programme: Programme) -> Sequence[ProgrammeEvent]:
    if programme.status is not ProgrammeStatus.PROPOSED:
        raise no.ProgrammeNotProposed(f"Programme {programme.ref} was started on {programme.started_on}.")
    if command.started_on > command.today:
        raise no.HappensInFuture(f"It would start on {command.started_on}, after today.", field="started_on")
    return [
        ProgrammeStarted(
            programme_id=programme.programme_id,
            ref=programme.ref,
            kind=programme.kind,
            organisations=programme.organisations,
            localities=programme.localities,
            started_on=command.started_on,
        )
    ]


def _change_reach(command: ChangeProgrammeReach, programme: Programme) -> Sequence[ProgrammeEvent]:
    codes = tuple(one.ods for one in command.partners)
    each_once("partners", codes)
    all_known(command.localities, command.known_localities)
    return [
        ProgrammeReachChanged(
            programme_id=programme.programme_id,
            ref=programme.ref,
            parties=tuple(dict.fromkeys((*programme.parties, *codes))),
            partners=command.partners,
            localities=command.localities,
        )
    ]


def _review(command: ReviewProgramme, programme: Programme) -> Sequence[ProgrammeEvent]:
    if command.reviewed_on > command.today:
        raise no.HappensInFuture(f"The review is dated {command.reviewed_on}, after today.", field="reviewed_on")
    if (command.level == "locality") != (command.locality is not None) or (
        command.locality is not None and command.locality not in programme.localities
    ):
        where = ", ".join(programme.localities) or "none"
        raise no.LocalityOutsideProgramme(f"Name one for a review at locality level only, of these: {where}.")
    if command.level == "leadership_group" and programme.reviewed_on and command.reviewed_on < programme.reviewed_on:
        raise no.ReviewedBefore(f"The leadership group reviewed it last on {programme.reviewed_on}.")
    overdue = [one.title for one in programme.milestones if one.met_on is None and one.due < command.today]
    if command.rag == "green" and overdue:
        raise no.GreenWithOverdueMilestone(f"Overdue: {', '.join(overdue)}.", overdue=len(overdue))
    said = command.model_dump(exclude={"today"})
    return [ProgrammeReviewed(programme_id=programme.programme_id, ref=programme.ref, **said)]


def _close(command: CloseProgramme, programme: Programme) -> Sequence[ProgrammeEvent]:
    unmet = sum(one.met_on is None for one in programme.milestones)
    unresolved = sum(one.resolved_on is None for one in programme.issues)
    if command.outcome == "delivered" and (unmet or unresolved):
        raise no.NotDelivered(f"{unmet} milestones are not met and {unresolved} issues not resolved.")
    return [
        ProgrammeClosed(
            programme_id=programme.programme_id,
            ref=programme.ref,
            outcome=command.outcome,
            lessons=command.lessons,
            closed_on=command.today,
        )
    ]


def _active(programme: Programme) -> Programme:
    if programme.status is not ProgrammeStatus.ACTIVE:
        raise no.ProgrammeNotActive(f"Programme {programme.ref} is {programme.status}.")
    return programme


programme_decider: Decider[ProgrammeCommand, Programme | None, ProgrammeEvent] = Decider(
    category="programme",
    events=ProgrammeEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
