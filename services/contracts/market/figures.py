"""The dated figures of the market: how far two scores may lie apart, and what a shortlisted provider scores at least.

Those of the day of the invitation stand for the whole exercise: nobody changes the rules under way.
"""

from datetime import date
from pathlib import Path

from services.contracts.dated import DatedFigures
from shared.events.contracts.market import Competency

_FIGURES = DatedFigures(Path(__file__).parent / "figures.csv")


def widest_difference(invited_on: date) -> int:
    """In points: two scores further apart need moderation."""
    return _FIGURES.on("widest_difference", invited_on).value


def least_tenths(competency: Competency, invited_on: date) -> int:
    """In tenths of a point, inclusive: a provider with less is not shortlisted."""
    return _FIGURES.on(f"least_{competency}", invited_on).value
