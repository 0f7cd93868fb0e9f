"""How long an answer may take where nothing else is agreed."""

from datetime import date
from pathlib import Path

from services.contracts.dated import DatedFigures
from services.contracts.law.standstill import add_working_days

_FIGURES = DatedFigures(Path(__file__).parent / "figures.csv")


def response_due(raised_on: date) -> date:
    """The last day for an answer to what was raised on that day."""
    return add_working_days(raised_on, _FIGURES.on("response_working_days", raised_on).value)
