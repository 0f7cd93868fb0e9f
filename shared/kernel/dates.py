"""Calendar arithmetic the rules share: terms in months, financial years and quarters. Ends are inclusive."""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month."""
    return day + relativedelta(months=months)


def corresponding_day(day: date, months: int) -> date:
    """The day of the same number `months` later, or the first day after a month that has no such day.

    The rule of the corresponding date: a month that begins on 31 January is over at the end of February.
    """
    later = add_months(day, months)
    return later if later.day == day.day else later + timedelta(days=1)


@lru_cache(4_096)
def term_end(start: date, months: int) -> date:
    """The last day of a term of `months` that begins on `start`: 29 February + 12 is 28 February."""
    return corresponding_day(start, months) - timedelta(days=1)


def term_months(start: date, end: date) -> int:
    """Months from `start` to `end`, both inclusive; a month begun counts: 1 April to 31 March is 12."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if term_end(start, months) >= end else months + 1


def extended_end(end: date, months: int) -> date:
    """The last day of a term that ended on `end`, `months` later: 31 March + 6 is 30 September."""
    return corresponding_day(end + timedelta(days=1), months) - timedelta(days=1)


def financial_year(day: date) -> str:
    """The NHS and council year that begins on 1 April: 2018-05-01 → "2018/19"."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def year_bounds(fy: str) -> tuple[date, date]:
    """First and last day of a financial year written "2018/19"; ValueError when it is not one."""
    first = int(fy[:4])
    if fy != f"{first:04d}/{(first + 1) % 100:02d}":
        raise ValueError(f"not a financial year: {fy}")
    return date(first, 4, 1), date(first + 1, 3, 31)


def quarter(day: date) -> int:
    """The quarter of the financial year, 1 to 4: April to June is 1."""
    return (day.month - 4) % 12 // 3 + 1
