"""What the rules need to know of one place, and how each event changes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import assert_never
from uuid import UUID

from shared.events.contracts.places import (
    OdsStatus,
    PlaceClosed,
    PlaceClosureWithdrawn,
    PlaceEvent,
    PlaceKind,
    PlaceMembershipCorrected,
    PlaceMoved,
    PlaceRedescribed,
    PlaceRegistered,
    PlaceSource,
)
from shared.kernel.parts import Part

A_DAY = timedelta(days=1)


class Joined(Part):
    """Where a place belongs from `since` on, until it joins another or closes: no overlap, no gap can be written."""

    code: str
    kind: PlaceKind
    since: date


class Membership(Part):
    """Where a place belongs from `since` to `until`, both inclusive; no `until`: further notice."""

    code: str
    kind: PlaceKind
    since: date
    until: date | None


@dataclass(frozen=True)
class Place:
    """One place; `opened` and `closed` are its first and last day."""

    place_id: UUID
    code: str
    kind: PlaceKind
    name: str
    postcode: str | None
    commissioner: str | None
    ods_status: OdsStatus | None
    opened: date | None
    closed: date | None
    joined: tuple[Joined, ...]
    source: PlaceSource | None
    parties: tuple[str, ...]


def memberships(joined: Sequence[Joined], closed: date | None) -> Iterator[Membership]:
    """Each with its last day: the day before the next one, or that of the closure."""
    for number, one in enumerate(joined, start=1):
        until = joined[number].since - A_DAY if number < len(joined) else closed
        yield Membership(code=one.code, kind=one.kind, since=one.since, until=until)


def evolve(place: Place | None, event: PlaceEvent) -> Place | None:
    """The place after one more event."""
    if isinstance(event, PlaceRegistered):
        said = event.model_dump(exclude={"source"})
        return Place(**said, closed=None, joined=(), source=event.source)
    if place is None:
        return None
    match event:
        case PlaceRedescribed():
            return replace(
                place,
                name=event.name,
                postcode=event.postcode,
                commissioner=event.commissioner,
                ods_status=event.ods_status,
                opened=event.opened,
                parties=event.parties,
                source=event.source,
            )
        case PlaceMoved():
            joined = Joined(code=event.to_code, kind=event.to_kind, since=event.since)
            return replace(
                place, joined=(*place.joined, joined), parties=event.parties, source=event.source or place.source
            )
        case PlaceMembershipCorrected():
            joined = Joined(code=event.to_code, kind=event.to_kind, since=event.since)
            return replace(place, joined=(*place.joined[:-1], joined))
        case PlaceClosed():
            return replace(place, closed=event.closed_on, source=event.source or place.source)
        case PlaceClosureWithdrawn():
            return replace(place, closed=None, source=event.source or place.source)
    assert_never(event)
