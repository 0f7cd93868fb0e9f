"""What can be asked of a place."""

from datetime import date
from typing import Annotated
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import Field

from shared.events.contracts.places import OdsStatus, PlaceCode, PlaceKind, PlaceSource, Postcode
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part

PlaceDay = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
_PLACES = uuid5(NAMESPACE_URL, "urn:acs:places")


def place_id_of(code: str) -> UUID:
    """Each code is one place, whoever names it: its id follows from its code."""
    return uuid5(_PLACES, code)


class ParentPlace(Part):
    """Where somebody wants to belong, as it stands: its first and last day, and since when it belongs somewhere."""

    code: PlaceCode
    kind: PlaceKind
    opened: date | None
    closed: date | None
    placed_since: date | None


class RegisterPlaceBody(Body):
    """A place to be known; `commissioner` looks after it, `opened` is its first day."""

    code: PlaceCode
    kind: PlaceKind
    name: Name
    postcode: Postcode | None = None
    commissioner: OrgCode | None = None
    opened: PlaceDay | None = None


class RegisterPlace(RegisterPlaceBody, Command):
    """Enter a place."""

    place_id: UUID


class MovePlaceBody(Body):
    """Where a place belongs from `since` on."""

    to_code: PlaceCode
    since: PlaceDay
    reason: Name


class MovePlace(MovePlaceBody, Command):
    """Let a place belong to another; `parent` is None when there is no place of that code."""

    parent: ParentPlace | None
    source: PlaceSource | None = None


class CorrectMembership(MovePlaceBody, Command):
    """Set right the newest membership; `members` have joined the place, the earliest of them on `joined_first`."""

    parent: ParentPlace | None
    joined_first: date | None


class ClosePlaceBody(Body):
    """The last day of a place."""

    closed_on: PlaceDay
    reason: Name


class ClosePlace(ClosePlaceBody, Command):
    """Close a place; `members` are those that would still belong to it afterwards."""

    members: tuple[PlaceCode, ...]


class WithdrawClosureBody(Body):
    """Why the closure does not hold."""

    reason: Name


class WithdrawClosure(WithdrawClosureBody, Command):
    """Take back that a place closed."""


class ImportPlace(Command):
    """What a published file says of a place, closed or not; `members` as for closing."""

    place_id: UUID
    code: PlaceCode
    kind: PlaceKind
    name: Name
    postcode: Postcode | None
    commissioner: OrgCode | None
    ods_status: OdsStatus | None
    opened: PlaceDay | None
    closed: PlaceDay | None
    members: tuple[PlaceCode, ...]
    source: PlaceSource


PlaceCommand = RegisterPlace | MovePlace | CorrectMembership | ClosePlace | WithdrawClosure | ImportPlace
