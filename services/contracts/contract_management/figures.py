"""After how many days without dialogue silence is noticed."""

from datetime import date
from pathlib import Path

from services.contracts.dated import DatedFigures

_FIGURES = DatedFigures(Path(__file__).parent / "figures.csv")


def silence_days(since: date) -> int:
    """Of a silence that began on that day: so many days may pass, on the one after it is noticed."""
    return _FIGURES.on("silence_days", since).value
