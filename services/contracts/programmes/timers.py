"""What the clock asks of a programme."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.contracts.programmes.commands import MissMilestone
from services.contracts.programmes.state import ProgrammeStatus
from services.contracts.programmes.views import ProgrammeRow

_PREFIX = "milestone-"


def due_of(programme: ProgrammeRow) -> Mapping[str, date]:
    """While it is under way each milestone not met is overdue on the day after its last."""
    if programme.status != ProgrammeStatus.ACTIVE:
        return {}
    return {
        f"{_PREFIX}{one.milestone_no}": one.due + timedelta(days=1)
        for one in programme.milestones
        if one.met_on is None and not one.overdue
    }


def due_command(kind: str, today: date) -> MissMilestone:
    """Each milestone has a timer of its own."""
    return MissMilestone(milestone_no=int(kind.removeprefix(_PREFIX)), today=today)
