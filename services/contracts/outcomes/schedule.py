"""Contract years, and what share of a year's value is at risk: the steps agreed, or else those of schedule.csv."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from shared.events.contracts.outcome_parts import AtRiskStep
from shared.kernel.dates import corresponding_day


@cache
def _schedules() -> dict[date, tuple[AtRiskStep, ...]]:
    schedules: dict[date, tuple[AtRiskStep, ...]] = {}
    with (Path(__file__).parent / "schedule.csv").open(newline="", encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            since = date.fromisoformat(line["from"])
            step = AtRiskStep(from_year=int(line["from_year"]), share_bp=int(line["share_bp"]))
            schedules[since] = (*schedules.get(since, ()), step)
    return schedules


def usual_schedule(on: date) -> tuple[AtRiskStep, ...]:
    """The steps of the latest schedule that began by that day, or of the earliest there is."""
    schedules = _schedules()
    begun = [since for since in schedules if since <= on]
    return schedules[max(begun) if begun else min(schedules)]


def at_risk_bp(steps: Sequence[AtRiskStep], contract_year: int) -> int:
    """The share at risk in a contract year, in basis points: that of the last step begun."""
    begun = [step for step in steps if step.from_year <= contract_year]
    return begun[-1].share_bp if begun else 0


MOST_YEARS = 50


def year_bounds(first_day: date, contract_year: int) -> tuple[date, date]:
    """The first and last day of a contract year, counted from 1."""
    following = corresponding_day(first_day, 12 * contract_year)
    return corresponding_day(first_day, 12 * (contract_year - 1)), following - timedelta(days=1)


def year_of(first_day: date, day: date) -> int | None:
    """The contract year a day lies in; None before the first and after the last there can be."""
    for contract_year in range(1, MOST_YEARS + 1):
        start, end = year_bounds(first_day, contract_year)
        if start <= day <= end:
            return contract_year
    return None
