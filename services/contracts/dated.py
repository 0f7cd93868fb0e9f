"""Figures of the rules that change by date: a CSV file of name, first day in force, whole number and source."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """A figure as it stood on a day, since when, and where it comes from."""

    name: str
    since: date
    value: int
    source: str


class DatedFigures:
    """The figures of one file, with the columns name, from, value and source."""

    def __init__(self, file: Path) -> None:
        with file.open(newline="", encoding="utf-8") as lines:
            self._figures = sorted(
                (
                    Figure(line["name"], date.fromisoformat(line["from"]), int(line["value"]), line["source"])
                    for line in csv.DictReader(lines)
                ),
                key=lambda figure: figure.since,
            )

    def on(self, name: str, day: date) -> Figure:
        """The figure in force on `day`: the latest that began by then, or the earliest there is."""
        named = [figure for figure in self._figures if figure.name == name]
        begun = [figure for figure in named if figure.since <= day]
        return begun[-1] if begun else named[0]
