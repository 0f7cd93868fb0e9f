"""Standstill calendars: between the notice and the signature, by each regime's own way of counting.

Working days are those of England: neither Saturdays, Sundays nor bank holidays.
"""

from datetime import date, timedelta
from functools import cache

import holidays

from services.contracts.law.answers import Regime, Route
from services.contracts.law.thresholds import period
from shared.kernel.parts import Part

PSR_ROUTES: frozenset[Route] = frozenset({"direct_award_c", "most_suitable_provider", "competitive"})
PA_ROUTES: frozenset[Route] = frozenset({"pa23_open", "pa23_competitive_flexible", "pa23_direct_award"})
SATURDAY = 5
DAY = timedelta(days=1)


class Standstill(Part):
    """From `starts` to the end of `ends`, both inclusive; the contract may be signed from `sign_from` on.

    `working_days` is how many of its days count: in the PSR those after the day it begins.
    """

    regime: Regime
    starts: date
    ends: date
    sign_from: date
    working_days: int
    citation: str


def is_working_day(day: date) -> bool:
    """Whether people work on it in England."""
    return day.weekday() < SATURDAY and day not in _bank_holidays(day.year)


def add_working_days(day: date, n: int) -> date:
    """The nth working day after `day`; the day itself for 0."""
    while n > 0:
        day += DAY
        n -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days there are from `first` to `last`, both inclusive."""
    return sum(is_working_day(first + DAY * passed) for passed in range((last - first).days + 1))


def standstill(
    route: Route, published: date, *, regime: Regime | None = None, mini_competition: bool = False
) -> Standstill | None:
    """The standstill that begins with the notice of the intention to award; None where the law asks for none.

    `regime` tells apart what a route's name leaves open: a competitive process or light touch contract under the
    Public Contracts Regulations, or a light touch contract under the Procurement Act. Without it a competitive process
    is one of the PSR, and a light touch contract one of the regulations. `mini_competition` is for call-offs.
    """
    if route == "light_touch":
        return None if regime == "pa2023" else _pcr(published)
    if route == "competitive" and regime == "pcr2015":
        return _pcr(published)
    if route in PSR_ROUTES or (route == "framework_calloff" and mini_competition and regime in (None, "psr2023")):
        return _psr(published)
    return _pa(published) if route in PA_ROUTES else None


def end_after_review(decided_on: date) -> date:
    """The first day to sign after representations were reviewed and the further decision communicated (PSR reg 12)."""
    waiting = period("psr_standstill_after_review", decided_on)
    return add_working_days(decided_on, waiting.days) + DAY


def _psr(published: date) -> Standstill:
    asked = period("psr_standstill", published)
    starts = published + DAY
    return _from_to("psr2023", starts, add_working_days(starts, asked.days), asked.days, asked.source)


def _pa(published: date) -> Standstill:
    asked = period("pa2023_standstill", published)
    return _from_to("pa2023", published, add_working_days(published - DAY, asked.days), asked.days, asked.source)


def _pcr(published: date) -> Standstill:
    asked = period("pcr2015_standstill", published)
    starts, ends = published + DAY, published + DAY * asked.days
    while not is_working_day(ends):  # PCR 2015 reg 2(3) with reg 87: a period does not end on a day nobody works
        ends += DAY
    return _from_to("pcr2015", starts, ends, working_days_between(starts, ends), asked.source)


def _from_to(regime: Regime, starts: date, ends: date, days: int, source: str) -> Standstill:
    return Standstill(regime=regime, starts=starts, ends=ends, sign_from=ends + DAY, working_days=days, citation=source)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
