"""What the rules and the answers need to know of other places, read from the views."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_
from sqlmodel import col

from services.contracts.places.answers import Memberships, PracticeLocality
from services.contracts.places.commands import ParentPlace, place_id_of
from services.contracts.places.views import (
    PlaceMembershipRow,
    PlaceMembershipTable,
    place_membership_view,
    place_view,
)
from services.contracts.register.registering import COMMISSIONING_KINDS
from shared.kernel.organisations import Organisations
from shared.service import Service

MOST = 100_000
"""More memberships than there are practices in England on any day, several times over."""


def own_commissioner(organisations: Organisations, code: str) -> Sequence[str]:
    """The organisation itself when it is one that commissions: those in whose name places are assessed and imported."""
    known = organisations.get(code)
    return [code] if known is not None and known.kind in COMMISSIONING_KINDS else []


async def find_parent(service: Service, code: str) -> ParentPlace | None:
    """The place somebody wants to belong to, as it stands."""
    row = await service.row(place_view, place_id_of(code))
    if row is None:
        return None
    placed = min((one.since for one in row.joined), default=None)
    return ParentPlace(code=row.code, kind=row.kind, opened=row.opened, closed=row.closed, placed_since=placed)


async def members_after(service: Service, code: str, day: date) -> tuple[str, ...]:
    """Who belongs to a place on any day after `day`."""
    table = PlaceMembershipTable
    later = or_(col(table.until).is_(None), col(table.until) > day)
    rows = await service.rows(place_membership_view, col(table.to_code) == code, later)
    return tuple(sorted({row.code for row in rows}))


async def joined_first(service: Service, code: str) -> date | None:
    """The first day on which anybody has belonged to a place."""
    rows = await service.rows(place_membership_view, col(PlaceMembershipTable.to_code) == code)
    return min((row.since for row in rows), default=None)


async def locality_of(service: Service, practice: str, day: date) -> PracticeLocality | None:
    """Which locality a practice is in on a day (R50): at most one, None when it belongs nowhere then."""
    found: list[PlaceMembershipRow] = []
    code: str | None = practice
    while code is not None:
        (one,) = await _on(service, day, col(PlaceMembershipTable.code) == code) or (None,)
        code = None
        if one is not None:
            found.append(one)
            code = one.to_code
    return Memberships(found).locality_of(practice, day)


async def practices_of(service: Service, day: date, above: str | None = None) -> Sequence[PracticeLocality]:
    """The practices of a locality, a network or a borough on a day, all of them without one; by code."""
    answers = Memberships(await _on(service, day)).practices_on(day)
    return [one for one in answers if above is None or above in (one.network, one.locality, one.borough)]


async def _on(service: Service, day: date, *where: ColumnElement[bool]) -> Sequence[PlaceMembershipRow]:
    table = PlaceMembershipTable
    covers = (col(table.since) <= day, or_(col(table.until).is_(None), col(table.until) >= day))
    return await service.rows(place_membership_view, *covers, *where, limit=MOST)
