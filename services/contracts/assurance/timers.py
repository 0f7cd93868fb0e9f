"""What the clock asks of an ISAP case."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.contracts.assurance.commands import NoteOverdueCondition
from services.contracts.assurance.views import IsapCaseRow

OVERDUE = "condition-overdue-"


def due_of(case: IsapCaseRow) -> Mapping[str, date]:
    """A condition is overdue on the day after its last, once."""
    return {
        f"{OVERDUE}{one.no}": one.due_on + timedelta(days=1)
        for one in case.conditions
        if one.closed_on is None and not one.overdue
    }


def due_command(kind: str, today: date) -> NoteOverdueCondition:
    """The number of the condition ends the kind."""
    return NoteOverdueCondition(condition_no=int(kind.removeprefix(OVERDUE)), today=today)
