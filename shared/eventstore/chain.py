"""The chain of a stream: an event's digest is made of the one before it and of everything the event says.

    digest = SHA-256(digest before ‖ list), 32 zero bytes before a stream's first event
    list   = [position,"stream_id",version,"event_id","type",schema_version,data,metadata,"occurred_at"]

The list is canonical JSON in UTF-8: no blanks, keys sorted, numbers in plain decimal digits without trailing zeros.
`occurred_at` is in UTC, as Python's isoformat writes it.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

START = bytes(32)
"""What stands before the first event of a stream."""


class NotCanonical(ValueError):
    """A text is no JSON, or holds what UTF-8 cannot, such as half a surrogate pair."""


def canonical(text: str | bytes) -> bytes:
    """The same bytes for a JSON text and for what PostgreSQL's jsonb makes of it. Raises NotCanonical."""
    try:
        return orjson.dumps(_read(text), option=orjson.OPT_SORT_KEYS)
    except (ValueError, TypeError, RecursionError) as wrong:
        raise NotCanonical(str(wrong)) from None


def _read(text: str | bytes) -> Any:
    try:
        value = orjson.loads(text)
        if not _has_fractions((value,)):
            return value
    except orjson.JSONDecodeError:
        pass
    # orjson reads a fraction, and a whole number beyond 64 bits, as a float, or not at all; jsonb keeps every digit.
    return json.loads(text, parse_float=_number, parse_int=_number, parse_constant=_no_number)


def _no_number(text: str) -> None:
    raise NotCanonical(f"{text} is no JSON")


def _has_fractions(parts: Iterable[Any]) -> bool:
    # The hot path: one call per list or object, not per value.
    for part in parts:
        kind = type(part)
        if kind is float or (kind is dict and _has_fractions(part.values())) or (kind is list and _has_fractions(part)):
            return True
    return False


def _number(text: str) -> orjson.Fragment:
    return orjson.Fragment(plain_digits(text).encode())


def plain_digits(number: str) -> str:
    """A JSON number without exponent and trailing zeros: "-1.50e1" is "-15", "-0.0" is "0"."""
    mantissa, _, exponent = number.lower().partition("e")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    point = len(whole) + int(exponent or 0)
    digits = whole + fraction
    digits = digits.ljust(point, "0") if point > 0 else "0" * (1 - point) + digits
    point = max(point, 1)
    whole, fraction = digits[:point].lstrip("0") or "0", digits[point:].rstrip("0")
    plain = f"{whole}.{fraction}" if fraction else whole
    return plain if plain == "0" else sign + plain


def said(
    event_id: UUID, type_name: str, schema_version: int, data: str | bytes, metadata: str | bytes, occurred_at: datetime
) -> bytes:
    """What an event says, wherever it stands: the part of the list after the version. Raises NotCanonical."""
    moment = occurred_at if occurred_at.tzinfo is UTC else occurred_at.astimezone(UTC)
    return b'"%s",%s,%d,%s,%s,"%s"]' % (
        str(event_id).encode(),
        orjson.dumps(type_name),
        schema_version,
        canonical(data),
        canonical(metadata),
        moment.isoformat().encode(),
    )


def link(before: bytes, position: int, stream_id: str, version: int, what: bytes) -> bytes:
    """The digest of an event that says `what` (of `said`) at this place of its stream and of the store."""
    return sha256(b"%s[%d,%s,%d,%s" % (before, position, orjson.dumps(stream_id), version, what)).digest()
