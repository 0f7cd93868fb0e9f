"""The rules of milestones: set for a day to come, met once, overdue from the day after their last."""

from collections.abc import Sequence

from services.contracts.programmes import refusals as no
from services.contracts.programmes.commands import MeetMilestone, MissMilestone, RescheduleMilestone, SetMilestone
from services.contracts.programmes.state import Milestone, Programme
from shared.events.contracts.programmes import (
    MilestoneMet,
    MilestoneMissed,
    MilestoneRescheduled,
    MilestoneSet,
)


def set_milestone(command: SetMilestone, programme: Programme) -> Sequence[MilestoneSet]:
    """Numbered in the order in which they are set."""
    if command.due < command.today:
        raise no.MilestoneDueInPast(f"It would have been due on {command.due}.")
    return [
        MilestoneSet(
            programme_id=programme.programme_id,
            ref=programme.ref,
            milestone_no=len(programme.milestones) + 1,
            title=command.title,
            due=command.due,
        )
    ]


def reschedule(command: RescheduleMilestone, programme: Programme) -> Sequence[MilestoneRescheduled]:
    """What is met is not rescheduled."""
    milestone = _unmet(programme, command.milestone_no)
    if command.due < command.today:
        raise no.MilestoneDueInPast(f"It would have been due on {command.due}.")
    return [
        MilestoneRescheduled(
            programme_id=programme.programme_id,
            ref=programme.ref,
            milestone_no=milestone.milestone_no,
            title=milestone.title,
            due=command.due,
            reason=command.reason,
        )
    ]


def meet(command: MeetMilestone, programme: Programme) -> Sequence[MilestoneMet]:
    """Late or in time."""
    milestone = _unmet(programme, command.milestone_no)
    if command.met_on > command.today:
        raise no.HappensInFuture(f"It is dated {command.met_on}, after today.", field="met_on")
    return [
        MilestoneMet(
            programme_id=programme.programme_id,
            ref=programme.ref,
            milestone_no=milestone.milestone_no,
            title=milestone.title,
            met_on=command.met_on,
        )
    ]


def miss(command: MissMilestone, programme: Programme) -> Sequence[MilestoneMissed]:
    """Once; what was met or is known to be overdue leads to nothing."""
    milestone = _find(programme, command.milestone_no)
    if milestone.met_on is not None or milestone.overdue:
        return []
    if command.today <= milestone.due:
        raise no.MilestoneNotOverdue(f"{milestone.title} is due by the end of {milestone.due}.")
    return [
        MilestoneMissed(
            programme_id=programme.programme_id,
            ref=programme.ref,
            milestone_no=milestone.milestone_no,
            title=milestone.title,
            due=milestone.due,
        )
    ]


def _find(programme: Programme, number: int) -> Milestone:
    for milestone in programme.milestones:
        if milestone.milestone_no == number:
            return milestone
    raise no.NoSuchMilestone(f"Programme {programme.ref} has {len(programme.milestones)} milestones.")


def _unmet(programme: Programme, number: int) -> Milestone:
    milestone = _find(programme, number)
    if milestone.met_on is not None:
        raise no.MilestoneMetAlready(f"{milestone.title} was met on {milestone.met_on}.")
    return milestone
