"""What the clock asks of an outcomes framework."""

from collections.abc import Mapping
from datetime import date

from services.contracts.outcomes.commands import EnforceOutcomesFramework
from services.contracts.outcomes.state import FrameworkStatus
from services.contracts.outcomes.views import OutcomesFrameworkRow

IN_FORCE = "in-force"


def due_of(framework: OutcomesFrameworkRow) -> Mapping[str, date]:
    """An agreed version is in force on its day."""
    if framework.status != FrameworkStatus.AGREED or framework.from_day is None:
        return {}
    return {IN_FORCE: framework.from_day}


def due_command(kind: str, today: date) -> EnforceOutcomesFramework:
    """There is one kind."""
    return EnforceOutcomesFramework(today=today)
