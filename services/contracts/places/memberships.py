"""The rules of belonging: where a place may belong and from when, so that each day has one answer (R50)."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.contracts.places import refusals as no
from services.contracts.places.commands import CorrectMembership, MovePlace, ParentPlace
from services.contracts.places.state import Joined, Place
from shared.events.contracts.places import PlaceKind, PlaceMembershipCorrected, PlaceMoved

BELONGS_TO: Mapping[PlaceKind, frozenset[PlaceKind]] = {
    "gp_practice": frozenset({"gp_network", "locality"}),
    "gp_network": frozenset({"locality"}),
    "locality": frozenset({"borough"}),
    "borough": frozenset(),
    "nhs_trust": frozenset(),
}
_NEEDS_A_LOCALITY_ITSELF: frozenset[PlaceKind] = frozenset({"gp_network"})


def move(command: MovePlace, place: Place) -> Sequence[PlaceMoved]:
    """The place belongs elsewhere from a day on; asked twice, it moves once."""
    last = place.joined[-1] if place.joined else None
    if last is not None and (last.code, last.since) == (command.to_code, command.since):
        return []
    parent = _may_belong(place, command.parent, command.since, place.joined)
    if last is not None and last.code == command.to_code:
        raise no.AlreadyThere(f"{place.code} has belonged to {last.code} since {last.since}.")
    return [
        PlaceMoved(
            place_id=place.place_id,
            code=place.code,
            kind=place.kind,
            number=len(place.joined) + 1,
            from_code=last.code if last else None,
            to_code=parent.code,
            to_kind=parent.kind,
            since=command.since,
            until=place.closed,
            reason=command.reason,
            parties=place.parties,
            source=command.source,
        )
    ]


def correct(command: CorrectMembership, place: Place) -> Sequence[PlaceMembershipCorrected]:
    """The newest membership as it should have been recorded."""
    if not place.joined:
        raise no.NeverMoved(f"{place.code} has never belonged anywhere; move it instead.")
    earlier = place.joined[:-1]
    parent = _may_belong(place, command.parent, command.since, earlier)
    if earlier and earlier[-1].code == parent.code:
        raise no.AlreadyThere(f"{place.code} belonged to {parent.code} before; there would be no move left.")
    if not earlier and command.joined_first is not None and command.joined_first < command.since:
        raise no.GapInParent(
            f"Others have belonged to {place.code} since {command.joined_first}; they would be without a locality "
            f"until {command.since}."
        )
    return [
        PlaceMembershipCorrected(
            place_id=place.place_id,
            code=place.code,
            number=len(place.joined),
            to_code=parent.code,
            to_kind=parent.kind,
            since=command.since,
            reason=command.reason,
        )
    ]


def _may_belong(place: Place, parent: ParentPlace | None, since: date, earlier: Sequence[Joined]) -> ParentPlace:
    if parent is None:
        raise no.ParentPlaceUnknown("No place has the code given; enter it first.")
    if parent.kind not in BELONGS_TO[place.kind]:
        raise no.NoSuchMembership(f"A {_said(place.kind)} does not belong to a {_said(parent.kind)}.")
    if place.opened is not None and since < place.opened:
        raise no.BeforeOpening(f"{place.code} opened on {place.opened}.")
    if place.closed is not None and since > place.closed:
        raise no.AfterClosing(f"{place.code} closed at the end of {place.closed}.")
    if earlier and since <= earlier[-1].since:
        raise no.MembershipsOverlap(
            f"{place.code} has belonged to {earlier[-1].code} since {earlier[-1].since}; date the move later, "
            "or correct that membership."
        )
    _is_there(place, parent, since)
    return parent


def _is_there(place: Place, parent: ParentPlace, since: date) -> None:
    if parent.opened is not None and since < parent.opened:
        raise no.ParentNotOpen(f"{parent.code} opened on {parent.opened}.")
    if parent.closed is not None and (place.closed is None or place.closed > parent.closed):
        raise no.ParentNotOpen(f"{parent.code} closes at the end of {parent.closed}; name one that stays open.")
    if parent.kind in _NEEDS_A_LOCALITY_ITSELF and (parent.placed_since is None or parent.placed_since > since):
        known = f"only since {parent.placed_since}" if parent.placed_since else "in none"
        raise no.GapInParent(f"{parent.code} is in a locality {known}, so that {place.code} would be in none.")


def _said(kind: PlaceKind) -> str:
    return {"gp_practice": "practice", "gp_network": "network", "nhs_trust": "trust"}.get(kind, kind)
