"""What the clock asks of an issue: whether its answer is overdue (R116)."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.contracts.escalations.commands import MarkAnswerOverdue
from services.contracts.escalations.state import EscalationStatus
from services.contracts.escalations.views import EscalationRow

OVERDUE = "answer-overdue"


def due_of(escalation: EscalationRow) -> Mapping[str, date]:
    """An answer is overdue on the day after it was due."""
    if escalation.status != EscalationStatus.OPEN or escalation.overdue:
        return {}
    return {OVERDUE: escalation.answer_due_on + timedelta(days=1)}


def due_command(kind: str, today: date) -> MarkAnswerOverdue:
    """There is one kind."""
    return MarkAnswerOverdue(today=today)
