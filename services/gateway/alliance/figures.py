"""Figures: sums of what things add to them. What an event changed is the difference it made to one thing."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID, uuid5

FIGURES = UUID("5f1d3c1e-6c0b-5a53-9f0e-acc0acc0acc0")
"""The namespace of figure ids, which are the same in every installation and after every rebuild."""


class Figure(NamedTuple):
    """A figure by its path in the overview; with a `day` it is one day's part of a figure asked for over days."""

    name: str
    day: date | None = None


Figures = Mapping[Figure, int]
"""What one thing adds to each figure, in pence or as a count. A figure given as 0 is known, and 0."""


def changes(before: Figures, after: Figures) -> list[tuple[Figure, int]]:
    """What must be added so that `before` becomes `after`; a figure that becomes known is named, be it with 0."""
    if before == after:
        return []
    made = [
        (figure, amount - before.get(figure, 0)) for figure, amount in after.items() if before.get(figure) != amount
    ]
    return made + [(figure, -amount) for figure, amount in before.items() if figure not in after and amount]


@lru_cache(maxsize=100_000)
def figure_id(figure: Figure) -> UUID:
    """The key of a figure: made from its name and day, so that it never depends on the order of arrival."""
    return uuid5(FIGURES, figure.name if figure.day is None else f"{figure.name}@{figure.day}")
