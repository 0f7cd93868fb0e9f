"""What the clock asks of a contact with a regulator."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.contracts.regulators.commands import NoteOverdueFinding
from services.contracts.regulators.views import AssuranceContactRow

OVERDUE = "answer-overdue-"


def due_of(contact: AssuranceContactRow) -> Mapping[str, date]:
    """A finding without an answer is overdue on the day after the last for it, once."""
    return {
        f"{OVERDUE}{one.no}": one.answer_due_on + timedelta(days=1)
        for one in contact.findings
        if one.answer_due_on and not (one.overdue or one.answered_on or one.closed_on)
    }


def due_command(kind: str, today: date) -> NoteOverdueFinding:
    """The number of the finding ends the kind."""
    return NoteOverdueFinding(finding_no=int(kind.removeprefix(OVERDUE)), today=today)
