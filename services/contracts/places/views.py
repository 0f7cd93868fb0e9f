"""Places as people read them, and a row for each membership, by which days are asked."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.contracts.places.state import A_DAY, Joined, Membership, Place, evolve, memberships
from shared.events.contracts.places import (
    OdsStatus,
    PlaceClosed,
    PlaceClosureWithdrawn,
    PlaceEvent,
    PlaceKind,
    PlaceMembershipCorrected,
    PlaceMoved,
    PlaceSource,
)
from shared.folded import folded_view
from shared.views import Key, Recorded, ResourceRow, View


class PlaceRow(ResourceRow):
    """A place; `opened` and `closed` are its first and last day, `memberships` where it belonged from when to when.

    `source` is the row of the import that last said something new of it. `ods_status`: active, closed, dormant,
    proposed.
    """

    place_id: UUID = Field(primary_key=True)
    code: str
    kind: PlaceKind = Field(sa_type=Text)
    name: str
    postcode: str | None
    commissioner: str | None
    ods_status: OdsStatus | None = Field(sa_type=Text)
    opened: date | None
    closed: date | None
    joined: list[Joined] = Field(sa_type=JSONB)
    memberships: list[Membership] = Field(sa_type=JSONB)
    source: PlaceSource | None = Field(sa_type=JSONB)

    @property
    def owners(self) -> Sequence[str]:
        """Who commissions it keeps it; a place that nobody commissions keeps itself."""
        return [self.commissioner] if self.commissioner else self.parties


class PlaceTable(PlaceRow, table=True):
    """The table behind the places."""

    __tablename__ = "places"
    __table_args__ = (
        UniqueConstraint("code", name="uq_places_code"),
        Index("ix_places_kind", "kind"),
        Index("ix_places_commissioner", "commissioner"),
    )


class PlaceMembershipRow(ResourceRow):
    """One membership of one place, with its first and last day; `number` counts those of the place from 1."""

    membership_id: str = Field(primary_key=True)
    place_id: UUID
    code: str
    kind: PlaceKind = Field(sa_type=Text)
    number: int
    to_code: str
    to_kind: PlaceKind = Field(sa_type=Text)
    since: date
    until: date | None


class PlaceMembershipTable(PlaceMembershipRow, table=True):
    """The table behind the memberships."""

    __tablename__ = "place_memberships"
    __table_args__ = (
        Index("ix_place_memberships_code", "code"),
        Index("ix_place_memberships_to_code", "to_code"),
    )


def _derived(place: Place) -> Mapping[str, object]:
    return {"memberships": tuple(memberships(place.joined, place.closed))}


def _membership_id(place_id: UUID, number: int) -> str:
    return f"{place_id}:{number}"


def membership_keys(recorded: Recorded[PlaceEvent]) -> Sequence[Key]:
    """The memberships an event begins, changes or ends."""
    match recorded.event:
        case PlaceMoved() | PlaceMembershipCorrected() as event:
            numbers = [event.number - 1, event.number]
        case PlaceClosed() | PlaceClosureWithdrawn() as event:
            numbers = [event.number]
        case _:
            return ()
    return [_membership_id(event.place_id, number) for number in numbers if number > 0]


def project_membership(row: PlaceMembershipRow | None, recorded: Recorded[PlaceEvent]) -> PlaceMembershipRow | None:
    """A membership after one more event; one that is not there yet begins with a move."""
    event = recorded.event
    if row is None:
        return _begun(event, recorded) if isinstance(event, PlaceMoved) else None
    changes: dict[str, object] = {"version": recorded.version, "changed_at": recorded.occurred_at}
    match event:
        case PlaceMembershipCorrected() if event.number == row.number:
            changes |= {"to_code": event.to_code, "to_kind": event.to_kind, "since": event.since}
        case PlaceMoved() | PlaceMembershipCorrected():
            changes |= {"until": event.since - A_DAY}
        case PlaceClosed():
            changes |= {"until": event.closed_on}
        case PlaceClosureWithdrawn():
            changes |= {"until": None}
        case _:
            return row
    return row.model_copy(update=changes)


def _begun(event: PlaceMoved, recorded: Recorded[PlaceEvent]) -> PlaceMembershipRow:
    return PlaceMembershipRow(
        version=recorded.version,
        parties=list(event.parties),
        changed_at=recorded.occurred_at,
        membership_id=_membership_id(event.place_id, event.number),
        place_id=event.place_id,
        code=event.code,
        kind=event.kind,
        number=event.number,
        to_code=event.to_code,
        to_kind=event.to_kind,
        since=event.since,
        until=event.until,
    )


place_view: View[PlaceRow] = folded_view(PlaceTable, PlaceRow, Place, evolve, _derived)
place_membership_view: View[PlaceMembershipRow] = View(
    table=PlaceMembershipTable, row=PlaceMembershipRow, project=project_membership, keys=membership_keys
)
