"""Opaque cursors, signed so that a tampered one is refused, and moments of the past."""

import base64
import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BeforeValidator
from starlette.datastructures import URL

from shared.web.problems import FieldError, Malformed

SIGNATURE_BYTES = 12
DEFAULT_LIMIT = 50
LARGEST_LIMIT = 500


@dataclass(frozen=True)
class Page:
    """Which part of a list is asked for."""

    limit: int
    cursor: str | None


def _page(
    limit: Annotated[int, Query(ge=1, le=LARGEST_LIMIT, description="How many items at most")] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(max_length=500, description="`next` of the page before")] = None,
) -> Page:
    return Page(limit, cursor)


PageQuery = Annotated[Page, Depends(_page)]


def page_json(items: Iterable[str], following: str | None) -> str:
    """A page of a list: the items, each as JSON text, and the cursor of the next page if there is one."""
    return f'{{"items":[{",".join(items)}],"next":{json.dumps(following)}}}'


def link_to_next(url: URL, page: Page, following: str | None) -> dict[str, str]:
    """The Link header of a page that was asked for at `url`; none on the last one."""
    if not following:
        return {}
    following_url = url.include_query_params(cursor=following, limit=page.limit)
    return {"Link": f'<{following_url.path}?{following_url.query}>; rel="next"'}


_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
MOMENT = f"^([0-9]{{1,9}}|{_DAY}[T ]{_TIME})$"
TIME = f"^{_DAY}[T ]{_TIME}$"
_MOMENT = re.compile(MOMENT)

AsOf = Annotated[
    str | None,
    Query(
        description="A moment of the past (RFC 3339) or a version number: the resource as it was known then",
        examples=["2026-01-05T09:00:00Z", "3"],
        max_length=40,
        json_schema_extra={"pattern": MOMENT},
    ),
]


def time_query(description: str) -> Any:
    """A parameter that names a moment."""
    return Query(
        description=description,
        examples=["2026-01-05T09:00:00Z"],
        max_length=40,
        json_schema_extra={"pattern": TIME},
    )


AsOfTime = Annotated[str | None, time_query("A moment of the past (RFC 3339): the alliance as it was known then")]


def _day(text: object) -> object:
    if isinstance(text, str) and not re.fullmatch(_DAY, text):
        raise ValueError("a day, such as 2026-04-01")
    return text


Day = Annotated[date, BeforeValidator(_day)]
"""A day in a query: pydantic alone would take "0" for the first of January 1970."""


class Cursors:
    """Makes and reads cursors; `purpose` keeps a cursor of one list from being used on another."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def make(self, purpose: str, value: str) -> str:
        """An opaque cursor for `value`."""
        return base64.urlsafe_b64encode(self._signature(purpose, value) + value.encode()).decode().rstrip("=")

    def read(self, purpose: str, cursor: str) -> str:
        """The value of a cursor; Malformed when it was not made by `make` for this purpose."""
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            value = raw[SIGNATURE_BYTES:].decode()
        except ValueError:
            raise _tampered() from None
        if not hmac.compare_digest(raw[:SIGNATURE_BYTES], self._signature(purpose, value)):
            raise _tampered()
        return value

    def _signature(self, purpose: str, value: str) -> bytes:
        return hmac.digest(self._key, f"{purpose}\0{value}".encode(), "sha256")[:SIGNATURE_BYTES]


def _tampered() -> Malformed:
    return Malformed(
        "The cursor was not made by this list.", [FieldError(field="cursor", message="use `next` of the page before")]
    )


def moment(as_of: str) -> datetime | int:
    """A point in the past: a version number, or a time with its offset; Malformed otherwise."""
    if as_of.isascii() and as_of.isdigit() and len(as_of) < 10:
        return int(as_of)
    try:
        if _MOMENT.fullmatch(as_of):
            return datetime.fromisoformat(as_of).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    message = "a time with its offset, such as 2026-01-05T09:00:00Z, or a version number"
    raise Malformed("as_of is no moment.", [FieldError(field="as_of", message=message)])


def past_time(said: str | None, field: str = "as_of") -> datetime | None:
    """A time of the past for what has no versions of its own; Malformed for a version number, naming the field."""
    past = None if said is None else moment(said)
    if isinstance(past, int):
        message = "a time with its offset, such as 2026-01-05T09:00:00Z"
        raise Malformed("It has no versions.", [FieldError(field=field, message=message)])
    return past
