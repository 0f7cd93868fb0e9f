"""Which regulators there are on a day: regulators.csv, with its first and last days."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from shared.kernel.refusals import Refused


class UnknownRegulator(Refused):
    rule = "Regulators are named by their codes, while they exist"
    field = "regulator"


@dataclass(frozen=True)
class Regulator:
    """One regulator; `start` and `end` are its first and last day."""

    code: str
    name: str
    start: date
    end: date | None


@cache
def _all() -> dict[str, Regulator]:
    with (Path(__file__).parent / "regulators.csv").open(newline="", encoding="utf-8") as lines:
        return {
            line["code"]: Regulator(
                code=line["code"],
                name=line["name"],
                start=date.fromisoformat(line["from"]),
                end=date.fromisoformat(line["until"]) if line["until"] else None,
            )
            for line in csv.DictReader(lines)
        }


def regulator(code: str, on: date) -> Regulator:
    """The regulator of this code, if it existed on that day; UnknownRegulator otherwise."""
    one = _all().get(code)
    if one is None:
        raise UnknownRegulator(f"No regulator has this code; known are: {', '.join(_all())}.")
    if on < one.start or (one.end is not None and on > one.end):
        raise UnknownRegulator(f"{one.name} existed from {one.start} to {one.end or 'this day'}, not on {on}.")
    return one
