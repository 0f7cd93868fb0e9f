"""What can have happened to a place: a practice, a network, a locality, a borough, a trust (R40, R50)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part

PlaceKind = Literal["gp_practice", "gp_network", "locality", "borough", "nhs_trust"]
PlaceCode = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{1,59}$",
        description="ODS code of a practice, network or trust, GSS code of a borough, code of a locality",
        examples=["F82001"],
    ),
]
Postcode = Annotated[str, Field(pattern=r"^[A-Z0-9]{2,4} [A-Z0-9]{3}$", examples=["RM7 0AG"])]
OdsStatus = Literal["A", "C", "D", "P"]
"""Active, closed, dormant, proposed, as the ODS files say it."""


class PlaceSource(Part):
    """The row of an import that said so; rows count from 1."""

    place_import_id: UUID
    row: int = Field(ge=1)


class PlaceRegistered(Event):
    """A place became known. `opened` is its first day."""

    sentence: ClassVar[str] = "{name} ({code}) was entered among the places"

    place_id: UUID
    code: PlaceCode
    kind: PlaceKind
    name: str
    postcode: Postcode | None
    commissioner: OrgCode | None
    ods_status: OdsStatus | None
    opened: date | None
    parties: tuple[OrgCode, ...]
    source: PlaceSource | None = None


class PlaceRedescribed(Event):
    """What is published of a place is another than it was; all of it as it now is."""

    sentence: ClassVar[str] = "What is known of {name} ({code}) was brought up to date"

    place_id: UUID
    code: PlaceCode
    name: str
    postcode: Postcode | None
    commissioner: OrgCode | None
    ods_status: OdsStatus | None
    opened: date | None
    parties: tuple[OrgCode, ...]
    source: PlaceSource | None = None


class PlaceMoved(Event):
    """A place belongs to another from `since` on; an earlier membership ends on the day before.

    `number` counts the memberships of the place from 1; `until` is the last day of a place whose closure is known.
    """

    sentence: ClassVar[str] = "{code} belongs to {to_code} from {since} on"

    place_id: UUID
    code: PlaceCode
    kind: PlaceKind
    number: int = Field(ge=1)
    from_code: PlaceCode | None
    to_code: PlaceCode
    to_kind: PlaceKind
    since: date
    until: date | None = None
    reason: str
    parties: tuple[OrgCode, ...]
    source: PlaceSource | None = None


class PlaceMembershipCorrected(Event):
    """The newest membership was recorded wrongly: it is with `to_code`, and from `since` on."""

    sentence: ClassVar[str] = "Corrected: {code} belongs to {to_code} from {since} on"

    place_id: UUID
    code: PlaceCode
    number: int = Field(ge=1)
    to_code: PlaceCode
    to_kind: PlaceKind
    since: date
    reason: str


class PlaceClosed(Event):
    """`closed_on` is the last day; a membership ends with it. `number` is that of the newest one, 0 without any."""

    sentence: ClassVar[str] = "{code} closed at the end of {closed_on}"

    place_id: UUID
    code: PlaceCode
    number: int = Field(ge=0)
    closed_on: date
    reason: str
    source: PlaceSource | None = None


class PlaceClosureWithdrawn(Event):
    """The closure was wrong or is not to be: the newest membership goes on as if nothing had been said."""

    sentence: ClassVar[str] = "The closure of {code} was withdrawn"

    place_id: UUID
    code: PlaceCode
    number: int = Field(ge=0)
    reason: str
    source: PlaceSource | None = None


PlaceEvent = (
    PlaceRegistered | PlaceRedescribed | PlaceMoved | PlaceMembershipCorrected | PlaceClosed | PlaceClosureWithdrawn
)
