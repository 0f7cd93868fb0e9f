"""What the clock asks of a decision: which of its actions are overdue (R47)."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.contracts.decisions.commands import MarkDecisionActionOverdue
from services.contracts.decisions.views import DecisionRow

OVERDUE = "action-overdue-"


def due_of(decision: DecisionRow) -> Mapping[str, date]:
    """An action that is not done is overdue on the day after it was due."""
    return {
        f"{OVERDUE}{action.number}": action.due_on + timedelta(days=1)
        for action in decision.actions
        if action.done_on is None and action.overdue_since is None
    }


def due_command(kind: str, today: date) -> MarkDecisionActionOverdue:
    """The kind ends in the action's number."""
    return MarkDecisionActionOverdue(number=int(kind.removeprefix(OVERDUE)), today=today)
