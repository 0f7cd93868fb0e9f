"""A practice's history the tests of places start from."""

from datetime import date

from services.contracts.places import commands as c
from shared.events.contracts import places as e

PRACTICE = c.place_id_of("F82001")
OPENED = date(1974, 4, 1)
REGISTER = c.RegisterPlace(
    place_id=PRACTICE,
    code="F82001",
    kind="gp_practice",
    name="Halbutt Street Surgery",
    postcode="RM9 5AR",
    commissioner="07L",
    opened=OPENED,
)
registered = e.PlaceRegistered(
    place_id=PRACTICE,
    code="F82001",
    kind="gp_practice",
    name="Halbutt Street Surgery",
    postcode="RM9 5AR",
    commissioner="07L",
    ods_status=None,
    opened=OPENED,
    parties=("07L", "F82001"),
)


def a_parent(code: str = "ILLN02", kind: e.PlaceKind = "gp_network", **known: date | None) -> c.ParentPlace:
    facts: dict[str, date | None] = {"opened": None, "closed": None, "placed_since": date(2017, 1, 1)}
    return c.ParentPlace(code=code, kind=kind, **(facts | known))


def moving(to: str, since: date, **changes: object) -> c.MovePlace:
    asked = c.MovePlace(to_code=to, since=since, reason="networks formed", parent=a_parent(to))
    return asked.model_copy(update=changes)


def moved(number: int, since: date, to: str = "ILLN02", before: str | None = None) -> e.PlaceMoved:
    return e.PlaceMoved(
        place_id=PRACTICE,
        code="F82001",
        kind="gp_practice",
        number=number,
        from_code=before,
        to_code=to,
        to_kind="gp_network",
        since=since,
        reason="networks formed",
        parties=("07L", "F82001"),
    )


JOINED = date(2017, 7, 1)
first_move = moved(1, JOINED)
closed = e.PlaceClosed(
    place_id=PRACTICE, code="F82001", number=1, closed_on=date(2019, 7, 31), reason="the partners retired"
)
