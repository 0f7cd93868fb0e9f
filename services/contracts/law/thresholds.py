"""The figures and dates of the law as configured: what was in force on a day, and where it is written."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from shared.kernel.money import BASIS_POINTS
from shared.kernel.parts import Part
from shared.kernel.refusals import Refused

HERE = Path(__file__).parent


class LawNotInForce(Refused):
    rule = "Answers are given for days on which the regime was in force"


class Threshold(Part):
    """A sum in pence that holds from `since` on."""

    name: str
    since: date
    pence: int
    source: str


class Share(Part):
    """A share in basis points that holds from `since` on."""

    name: str
    since: date
    basis_points: int
    source: str

    def of(self, pence: int) -> Fraction:
        """So much of a sum, exactly."""
        return Fraction(pence * self.basis_points, BASIS_POINTS)


class Period(Part):
    """A number of days, working days or not as its source says, that holds from `since` on."""

    name: str
    since: date
    days: int
    source: str


class Commencement(Part):
    """The first day of a regime."""

    name: str
    since: date
    source: str


def threshold(name: str, on: date) -> Threshold:
    """The threshold in force on a day; `LawNotInForce` before its first."""
    line = _in_force("thresholds.csv", name, on)
    return Threshold(name=name, since=date.fromisoformat(line["from"]), pence=int(line["pence"]), source=line["source"])


def share(name: str, on: date) -> Share:
    """The share in force on a day; `LawNotInForce` before its first."""
    line = _in_force("shares.csv", name, on)
    since = date.fromisoformat(line["from"])
    return Share(name=name, since=since, basis_points=int(line["basis_points"]), source=line["source"])


def period(name: str, on: date) -> Period:
    """The period in force on a day; `LawNotInForce` before its first."""
    line = _in_force("periods.csv", name, on)
    return Period(name=name, since=date.fromisoformat(line["from"]), days=int(line["days"]), source=line["source"])


def commencement(name: str) -> Commencement:
    """When a regime came into force."""
    (line,) = _named("commencements.csv")[name]
    return Commencement(name=name, since=date.fromisoformat(line["from"]), source=line["source"])


def lines_of(file: str) -> Sequence[Mapping[str, str]]:
    """The lines of a file of the configuration, by column name."""
    with (HERE / file).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@cache
def _named(file: str) -> Mapping[str, Sequence[Mapping[str, str]]]:
    found: dict[str, list[Mapping[str, str]]] = {}
    for line in sorted(lines_of(file), key=lambda line: line["from"]):
        found.setdefault(line["name"], []).append(line)
    return found


def _in_force(file: str, name: str, on: date) -> Mapping[str, str]:
    lines = _named(file)[name]
    so_far = [line for line in lines if date.fromisoformat(line["from"]) <= on]
    if not so_far:
        raise LawNotInForce(
            f"{name.replace('_', ' ')} is known from {lines[0]['from']} on; {on} lies before it.",
            since=lines[0]["from"],
        )
    return so_far[-1]
