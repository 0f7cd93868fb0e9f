"""What a row of each layout says of a place.

Columns of epraccur and etr, counted from 0: NHS ODS, "GP and GP practice related data" and "NHS trusts and sites"
specifications. Both files are published without a header and with 27 columns; a header, where somebody added one, is
passed over.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from services.contracts.place_imports import refusals as no
from services.contracts.places.commands import PlaceDay
from shared.events.contracts.place_imports import PlaceLayout
from shared.events.contracts.places import OdsStatus, PlaceCode, PlaceKind, Postcode
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part

CODE, NAME, GEOGRAPHY, POSTCODE, OPENED, CLOSED, STATUS, COMMISSIONER, SETTING = 0, 1, 3, 9, 10, 11, 12, 14, 25
NEEDED: Mapping[PlaceLayout, int] = {"epraccur": SETTING + 1, "etr": CLOSED + 1, "memberships": 6}
MEMBERSHIPS = ("code", "kind", "name", "commissioner", "parent", "since")
GP_PRACTICE = "4"
STATUSES: Mapping[str, OdsStatus | None] = {"A": "A", "C": "C", "D": "D", "P": "P", "": None}
KINDS: Mapping[str, PlaceKind] = {
    kind: kind for kind in ("gp_practice", "gp_network", "locality", "borough", "nhs_trust")
}
_CODE = TypeAdapter(PlaceCode)
_NAME = TypeAdapter(Name)
_POSTCODE = re.compile(r"([A-Z0-9]{2,4})\s*([0-9][A-Z]{2})")


class PlaceSaid(Part):
    """What a row says; `parent` and `since` where it says where the place belongs."""

    code: PlaceCode
    kind: PlaceKind
    name: Name
    postcode: Postcode | None = None
    commissioner: OrgCode | None = None
    ods_status: OdsStatus | None = None
    opened: PlaceDay | None = None
    closed: PlaceDay | None = None
    parent: PlaceCode | None = None
    since: PlaceDay | None = None


def is_header(fields: Sequence[str]) -> bool:
    """Whether a file's first row names its columns."""
    first, *rest = (field.lower() for field in (*fields, ""))
    return first in ("code", "organisation code", "org code") and rest[0] in ("name", "kind", "organisation name")


def place_in(layout: PlaceLayout, fields: Sequence[str], known: frozenset[str]) -> PlaceSaid:
    """The place a row is about; `known` are the codes of the organisations of the installation."""
    if len(fields) < NEEDED[layout]:
        raise no.ColumnsMissing(f"The row has {len(fields)} columns; {layout} needs {NEEDED[layout]}.")
    if layout == "memberships":
        return _membership(fields, known)
    if layout == "etr":
        return PlaceSaid(kind="nhs_trust", **_published(fields, fields[STATUS] if len(fields) > STATUS else ""))
    if fields[SETTING] != GP_PRACTICE:
        raise no.NotAGpPractice(f"Its prescribing setting is {fields[SETTING] or 'not given'}.")
    owner = next((code for code in (fields[COMMISSIONER], fields[GEOGRAPHY]) if code in known), None)
    if owner is None:
        raise no.OutsideTheArea("Neither its commissioner nor its integrated care board is known here.")
    return PlaceSaid(kind="gp_practice", commissioner=owner, **_published(fields, fields[STATUS]))


def _published(fields: Sequence[str], status: str) -> dict[str, Any]:
    if status not in STATUSES:
        raise no.StatusUnknown("The status is none of A, C, D and P.")
    closed = _ods_day(fields[CLOSED], "close date")
    if status == "C" and closed is None:
        raise no.ClosedWithoutDay("The status is C, closed, and the close date is empty.")
    return {
        "code": _code(fields[CODE]),
        "name": _name(fields[NAME]),
        "postcode": _postcode(fields[POSTCODE]),
        "ods_status": STATUSES[status],
        "opened": _ods_day(fields[OPENED], "open date"),
        "closed": closed,
    }


def _membership(fields: Sequence[str], known: frozenset[str]) -> PlaceSaid:
    code, kind, name, commissioner, parent, since = fields[: len(MEMBERSHIPS)]
    if kind not in KINDS:
        raise no.KindUnknown("The kind is none of those there are.")
    if commissioner and commissioner not in known:
        raise no.OutsideTheArea("The commissioner is not known here.")
    return PlaceSaid(
        code=_code(code),
        kind=KINDS[kind],
        name=_name(name),
        commissioner=commissioner or None,
        parent=_code(parent) if parent else None,
        since=_day(since, "%Y-%m-%d", "since"),
    )


def _code(text: str) -> str:
    if len(text) == 10 and text.isdigit():
        raise no.CodeNotGiven("Ten digits are no code of a place, and may be an NHS number.")
    try:
        return _CODE.validate_python(text)
    except ValidationError:
        raise no.CodeNotGiven("The code is missing, or holds other than letters, digits and hyphens.") from None


def _name(text: str) -> str:
    try:
        return _NAME.validate_python(text)
    except ValidationError:
        raise no.NameNotGiven("The name is missing or too long.") from None


def _postcode(text: str) -> str | None:
    """As it is written with one blank; None for none, and for what is none."""
    found = _POSTCODE.fullmatch(text.upper())
    return f"{found[1]} {found[2]}" if found else None


def _ods_day(text: str, what: str) -> date | None:
    return _day(text, "%Y%m%d", what)


def _day(text: str, form: str, what: str) -> date | None:
    if not text:
        return None
    try:
        day = datetime.strptime(text, form).date()
    except ValueError:
        raise no.NotADay(f"The {what} is no day of the form this layout asks for.") from None
    if not 1900 <= day.year <= 2199 or day.strftime(form) != text:
        raise no.NotADay(f"The {what} is no day of the form this layout asks for.")
    return day
