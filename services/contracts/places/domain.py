"""The rules of places."""

import re
from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.contracts.places import refusals as no
from services.contracts.places.commands import (
    ClosePlace,
    CorrectMembership,
    ImportPlace,
    MovePlace,
    PlaceCommand,
    RegisterPlace,
    WithdrawClosure,
)
from services.contracts.places.memberships import correct, move
from services.contracts.places.state import Place, evolve
from shared.events.contracts.places import (
    PlaceClosed,
    PlaceClosureWithdrawn,
    PlaceEvent,
    PlaceKind,
    PlaceRedescribed,
    PlaceRegistered,
    PlaceSource,
)
from shared.kernel.decider import Decider
from shared.kernel.organisations import ORG_CODE, OrgCode

IS_AN_ORGANISATION: frozenset[PlaceKind] = frozenset({"gp_practice", "gp_network", "borough", "nhs_trust"})
_PUBLISHED = ("name", "postcode", "commissioner", "ods_status", "opened")


def decide(command: PlaceCommand, place: Place | None) -> Sequence[PlaceEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RegisterPlace):
        return _register(command, place)
    if isinstance(command, ImportPlace):
        return _import(command, place)
    if place is None:
        raise no.PlaceNotFound("There is no such place.")
    match command:
        case MovePlace():
            return move(command, place)
        case CorrectMembership():
            return correct(command, place)
        case ClosePlace():
            if place.closed is not None:
                raise no.PlaceClosedAlready(f"{place.code} closed at the end of {place.closed}.")
            return [_closed(place, command.closed_on, command.reason, command.members, None)]
        case WithdrawClosure():
            if place.closed is None:
                raise no.PlaceNotClosed(f"{place.code} is open.")
            return [_withdrawn(place, command.reason, None)]
    assert_never(command)


def _register(command: RegisterPlace, place: Place | None) -> Sequence[PlaceEvent]:
    if place is not None:
        raise no.PlaceCodeTaken("There is a place of this code.")
    parties = _parties(command.kind, command.code, command.commissioner)
    return [PlaceRegistered(**dict(command), ods_status=None, parties=parties)]


def _import(command: ImportPlace, place: Place | None) -> Sequence[PlaceEvent]:
    said = {name: getattr(command, name) for name in ("place_id", "code", *_PUBLISHED, "source")}
    said["parties"] = _parties(command.kind, command.code, command.commissioner)
    events: list[PlaceEvent] = []
    if place is None:
        events.append(PlaceRegistered(kind=command.kind, **said))
    elif place.kind != command.kind:
        raise no.PlaceOfAnotherKind(f"{place.code} is known as a {place.kind.replace('_', ' ')}.")
    elif any(getattr(place, name) != getattr(command, name) for name in _PUBLISHED):
        if command.opened is not None and place.joined and place.joined[0].since < command.opened:
            raise no.BeforeOpening(
                f"{place.code} would open on {command.opened}, but belongs to {place.joined[0].code} since "
                f"{place.joined[0].since}."
            )
        events.append(PlaceRedescribed(**said))
    return [*events, *_closure(command, _after(place, events))]


def _after(place: Place | None, events: Sequence[PlaceEvent]) -> Place:
    for event in events:
        place = evolve(place, event)
    if place is None:
        raise no.PlaceNotFound("There is no such place.")
    return place


def _closure(command: ImportPlace, place: Place) -> Sequence[PlaceEvent]:
    if command.closed == place.closed:
        return []
    if command.closed is None:
        return [_withdrawn(place, "not closed in the published file", command.source)]
    return [_closed(place, command.closed, "closed in the published file", command.members, command.source)]


def _closed(
    place: Place, closed_on: date, reason: str, members: Sequence[str], source: PlaceSource | None
) -> PlaceClosed:
    if place.opened is not None and closed_on < place.opened:
        raise no.ClosedBeforeOpening(f"{place.code} opened on {place.opened}, after {closed_on}.")
    if place.joined and closed_on < place.joined[-1].since:
        newest = place.joined[-1]
        raise no.ClosedBeforeMembership(
            f"{place.code} belongs to {newest.code} from {newest.since} on, after {closed_on}; correct that first."
        )
    if members:
        raise no.MembersLeftBehind(
            f"{len(members)} would still belong to {place.code} after {closed_on}, such as {members[0]}; move them."
        )
    return PlaceClosed(
        place_id=place.place_id,
        code=place.code,
        number=len(place.joined),
        closed_on=closed_on,
        reason=reason,
        source=source,
    )


def _withdrawn(place: Place, reason: str, source: PlaceSource | None) -> PlaceClosureWithdrawn:
    return PlaceClosureWithdrawn(
        place_id=place.place_id, code=place.code, number=len(place.joined), reason=reason, source=source
    )


def _parties(kind: PlaceKind, code: str, commissioner: OrgCode | None) -> tuple[OrgCode, ...]:
    """Whom it concerns: who commissions it, and itself when it is an organisation."""
    own = (code,) if kind in IS_AN_ORGANISATION and re.fullmatch(ORG_CODE, code) else ()
    return tuple(dict.fromkeys((*((commissioner,) if commissioner else ()), *own)))


place_decider: Decider[PlaceCommand, Place | None, PlaceEvent] = Decider(
    category="place",
    events=PlaceEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
