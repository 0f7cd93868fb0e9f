"""Parts that releases are made of: money, days, periods, what is bought."""

from collections.abc import Sequence
from datetime import date
from typing import Any

Shape = dict[str, Any]


def amount(pence: int) -> Shape:
    """Pounds, to the penny: whole pounds as a whole number."""
    pounds = pence // 100 if pence % 100 == 0 else pence / 100
    return {"amount": pounds, "currency": "GBP"}


def first_moment(day: date) -> str:
    """Of a day, for starts."""
    return f"{day}T00:00:00Z"


def last_moment(day: date) -> str:
    """Of a day, for ends, which are inclusive."""
    return f"{day}T23:59:59Z"


def period(start: date, end: date, latest: date | None = None) -> Shape:
    """From the beginning of one day to the end of another; `latest` is the end with every option taken."""
    said = {"startDate": first_moment(start), "endDate": last_moment(end), "durationInDays": (end - start).days + 1}
    return said | ({"maxExtentDate": last_moment(latest)} if latest else {})


def items(title: str, cpv: Sequence[str]) -> Shape:
    """What is bought, as one item classified by the Common Procurement Vocabulary; nothing without a code."""
    codes = [{"scheme": "CPV", "id": code} for code in dict.fromkeys(cpv)]
    if not codes:
        return {}
    item: Shape = {"id": "1", "description": title, "classification": codes[0]}
    if codes[1:]:
        item["additionalClassifications"] = codes[1:]
    return {"items": [item]}


def amendment(key: str, day: date, description: str, rationale: str | None = None) -> Shape:
    """What changed. Which releases stand before and after it is filled in when it is published."""
    said = {"id": key, "date": first_moment(day), "description": description}
    return said | ({"rationale": rationale} if rationale else {})
