"""Days, money and classifications as sources write them; what could be read two ways is refused."""

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from dateutil.zoneinfo import get_zonefile_instance

from services.contracts.imports.refusals import AmbiguousDay, FieldMissing, NotAnAmount
from shared.kernel.parts import MOST_PENCE

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: 0{1,2}:00(?::00)?)?")
_NAMED = re.compile(rf"(\d{{1,2}})[ -]{_MONTH}[ -](\d{{4}})", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")

# The zone files that come with dateutil: a small image has none of its own.
LONDON = get_zonefile_instance().get("Europe/London")


def day_of(text: str, field: str) -> date:
    """The day a text names, in Britain; AmbiguousDay when it could be another, FieldMissing when there is none."""
    text = text.strip()
    if not text:
        raise FieldMissing(f"The row gives no {field}.", field=field)
    try:
        day = _day(text)
    except ValueError:
        day = None
    if day is None or not date(1900, 1, 1) <= day <= date(2199, 12, 31):
        raise AmbiguousDay(f"The {field} is no day that can be read one way only: write it YYYY-MM-DD.", field=field)
    return day


def _day(text: str) -> date | None:
    if british := _BRITISH.fullmatch(text):
        return date(int(british[3]), int(british[2]), int(british[1]))
    if named := _NAMED.fullmatch(text):
        return date(int(named[3]), _MONTHS.index(named[2][:3].lower()) + 1, int(named[1]))
    return _iso(text) if _ISO.fullmatch(text) else None


def _iso(text: str) -> date:
    moment = datetime.fromisoformat(text)
    if moment.utcoffset() == timedelta(0):
        # A midnight in London that was turned into UTC: in summer it lies on the day before, at 23:00.
        there = moment.astimezone(LONDON)
        if (there.hour, there.minute, there.second) == (0, 0, 0):
            return there.date()
    return moment.date()


def pence_of(text: str, field: str) -> int:
    """An amount in pounds, such as "£1,234,567.50"; part pence are rounded half up."""
    text = re.sub(r"^(£|GBP)\s*", "", text.strip(), flags=re.IGNORECASE).replace(" ", "")
    if not text:
        raise FieldMissing(f"The row gives no {field}.", field=field)
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise NotAnAmount(f"The {field} is no amount in pounds, such as 1234567.50.", field=field)
    return whole_pence(text.replace(",", ""), field)


def whole_pence(pounds: str, field: str) -> int:
    """A number of pounds as pence, rounded half up."""
    try:
        pence = (Decimal(pounds) * 100).quantize(Decimal(1), ROUND_HALF_UP)
    except InvalidOperation:
        raise NotAnAmount(f"The {field} is no number.", field=field) from None
    if not 0 <= pence <= MOST_PENCE:
        raise NotAnAmount(f"The {field} is below zero or beyond 10^15 pence.", field=field)
    return int(pence)


def cpv_of(text: str) -> str | None:
    """A code of the Common Procurement Vocabulary with its check digit, which many sources leave out."""
    code = text.strip()
    if re.fullmatch(r"\d{8}", code):
        return f"{code}-{check_digit(code)}"
    return code if re.fullmatch(r"\d{8}-\d", code) and code[-1] == check_digit(code[:8]) else None


def check_digit(code: str) -> str:
    """Of the eight digits of a CPV code: weighted 3, 7, 1 in turn, the last digit of the sum.

    Regulation (EC) 213/2008 lists codes with their digits and no formula; this one gives the digits it lists.
    """
    return str(sum(int(digit) * (3, 7, 1)[place % 3] for place, digit in enumerate(code)) % 10)
