"""Dates of the demonstration, written relative to the day it is loaded: `{today-3m:first}`, `{fy:end}`, `{month-2}`."""

import re
from calendar import monthrange
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from shared.kernel.dates import financial_year, year_bounds

_MARK = re.compile(
    r"\{(?P<base>today|fy|month)(?P<shift>[+-]\d+)?(?P<unit>[dm])?(?::(?P<edge>first|last|start|end))?\}"
)


def resolve(value: object, anchor: date) -> object:
    """`value` with every mark in its strings replaced, in lists and dicts too.

    `{today}`, `{today+12d}`, `{today-3m}` are ISO dates, `:first` and `:last` the edges of that month; `{fy}` and
    `{fy-1}` are financial years ("2026/27"), `:start` and `:end` their first and last days; `{month-1}` is "2026-10".
    """
    if isinstance(value, str):
        return _MARK.sub(lambda mark: _written(mark, anchor), value)
    if isinstance(value, list):
        return [resolve(item, anchor) for item in value]
    if isinstance(value, dict):
        return {key: resolve(item, anchor) for key, item in value.items()}
    return value


def _written(mark: re.Match[str], anchor: date) -> str:
    shift = int(mark["shift"] or 0)
    if mark["base"] == "fy":
        year = financial_year(anchor + relativedelta(years=shift))
        return year if mark["edge"] is None else year_bounds(year)[0 if mark["edge"] == "start" else 1].isoformat()
    if mark["base"] == "month":
        return (anchor + relativedelta(months=shift)).strftime("%Y-%m")
    day = anchor + (timedelta(days=shift) if mark["unit"] == "d" else relativedelta(months=shift))
    if mark["edge"] == "first":
        day = day.replace(day=1)
    elif mark["edge"] == "last":
        day = day.replace(day=monthrange(day.year, day.month)[1])
    return day.isoformat()
