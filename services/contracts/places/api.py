"""The routes of places."""

from datetime import date
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlalchemy import ColumnElement, or_
from sqlmodel import col

from services.contracts.places import refusals as no
from services.contracts.places.answers import PracticeLocality
from services.contracts.places.commands import (
    ClosePlace,
    ClosePlaceBody,
    CorrectMembership,
    MovePlace,
    MovePlaceBody,
    RegisterPlace,
    RegisterPlaceBody,
    WithdrawClosure,
    WithdrawClosureBody,
    place_id_of,
)
from services.contracts.places.domain import place_decider
from services.contracts.places.finding import find_parent, joined_first, locality_of, members_after, practices_of
from services.contracts.places.views import (
    PlaceMembershipTable,
    PlaceRow,
    PlaceTable,
    place_membership_view,
    place_view,
)
from shared.capability import Capability
from shared.events.contracts.places import PlaceKind
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import JSON, Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, Day, PageQuery, link_to_next, page_json
from shared.web.routing import capability_router

places = Capability(
    decider=place_decider,
    resource=place_view,
    views=(place_view, place_membership_view),
    path="/places",
    taken={"uq_places_code": partial(no.PlaceCodeTaken, "There is a place of this code.")},
)
router = capability_router("places")
add_history(router, places)

_BELONGING = (
    no.ParentPlaceUnknown,
    no.NoSuchMembership,
    no.MembershipsOverlap,
    no.AlreadyThere,
    no.ParentNotOpen,
    no.GapInParent,
    no.BeforeOpening,
    no.AfterClosing,
)


@router.post("/places", **creates(PlaceRow, no.PlaceCodeTaken, UnknownOrganisation))
async def register_place(body: RegisterPlaceBody, call: Annotated[Call, asks("register_place")]) -> Response:
    """Enter a practice, a network, a locality, a borough or a trust."""
    if body.commissioner is not None:
        call.organisations.known(body.commissioner, "commissioner")
    call.must_concern([body.commissioner] if body.commissioner else [body.code])
    place_id = place_id_of(body.code)
    return await call.create(places, place_id, body.given(RegisterPlace, place_id=place_id))


@router.post("/places/{place_id}/moves", **changes(PlaceRow, *_BELONGING))
async def move_place(place_id: UUID, body: MovePlaceBody, call: Annotated[Call, asks("move_place")]) -> Response:
    """Let a place belong to another from a day on; the membership before ends on the day before that."""
    await call.row(places, place_id)
    parent = await find_parent(call.service, body.to_code)
    return await call.change(places, place_id, body.given(MovePlace, parent=parent))


@router.post("/places/{place_id}/corrections", **changes(PlaceRow, no.NeverMoved, *_BELONGING))
async def correct_membership(
    place_id: UUID, body: MovePlaceBody, call: Annotated[Call, asks("correct_membership")]
) -> Response:
    """Set right the newest membership, which was recorded wrongly."""
    row = await call.row(places, place_id, places.read_action)
    command = body.given(
        CorrectMembership,
        parent=await find_parent(call.service, body.to_code),
        joined_first=await joined_first(call.service, row.code),
    )
    return await call.change(places, place_id, command)


@router.post(
    "/places/{place_id}/closure",
    **changes(
        PlaceRow,
        no.PlaceClosedAlready,
        no.ClosedBeforeOpening,
        no.ClosedBeforeMembership,
        no.MembersLeftBehind,
    ),
)
async def close_place(place_id: UUID, body: ClosePlaceBody, call: Annotated[Call, asks("close_place")]) -> Response:
    """Close a place; its membership ends with it."""
    row = await call.row(places, place_id, places.read_action)
    members = await members_after(call.service, row.code, body.closed_on)
    return await call.change(places, place_id, body.given(ClosePlace, members=members))


@router.post("/places/{place_id}/closure-withdrawal", **changes(PlaceRow, no.PlaceNotClosed))
async def withdraw_closure(
    place_id: UUID, body: WithdrawClosureBody, call: Annotated[Call, asks("withdraw_closure")]
) -> Response:
    """Take back a closure that was wrong or is not to be."""
    return await call.change(places, place_id, body.given(WithdrawClosure))


@router.get("/places/{place_id}", **reads(PlaceRow))
async def read_place(place_id: UUID, call: Annotated[Call, asks("read_place")], as_of: AsOf = None) -> Response:
    """One place, as it is or as it was known at a moment of the past."""
    return await call.read(places, place_id, as_of)


@router.get("/places", **lists(PlaceRow))
async def list_places(
    call: Annotated[Call, asks("list_places")],
    page: PageQuery,
    kind: PlaceKind | None = None,
    code: str | None = None,
    commissioner: str | None = None,
    parent: str | None = None,
    on: Day | None = None,
) -> Response:
    """Places; `parent` asks for those that belong to it on the day `on` (today), `on` alone for those open then."""
    where = [
        col(column) == value
        for column, value in (
            (PlaceTable.kind, kind),
            (PlaceTable.code, code),
            (PlaceTable.commissioner, commissioner),
        )
        if value is not None
    ]
    if parent is not None or on is not None:
        where += await _there(call, parent, on or call.today)
    return await call.list(places, page, *where)


async def _there(call: Call, parent: str | None, day: date) -> list[ColumnElement[bool]]:
    """Open that day and, when a parent is given, belonging to it."""
    table = PlaceTable
    where = [
        or_(col(table.opened).is_(None), col(table.opened) <= day),
        or_(col(table.closed).is_(None), col(table.closed) >= day),
    ]
    if parent is not None:
        member = PlaceMembershipTable
        rows = await call.rows(
            place_membership_view,
            col(member.to_code) == parent,
            col(member.since) <= day,
            or_(col(member.until).is_(None), col(member.until) >= day),
        )
        where.append(col(table.place_id).in_([row.place_id for row in rows]))
    return where


@router.get("/practice-localities/{practice}", **reads(PracticeLocality, no.NoLocalityThatDay))
async def read_practice_locality(
    practice: str, call: Annotated[Call, asks("read_practice_locality")], on: Day | None = None
) -> Response:
    """Which locality a practice is in on a day (today): one answer, and from when to when it holds."""
    call.must_concern(())
    day = on or call.today
    answer = await locality_of(call.service, practice, day)
    if answer is None:
        raise no.NoLocalityThatDay(f"No practice of this code has a locality on {day}.")
    return Response(answer.model_dump_json(), 200, media_type=JSON)


@router.get("/practice-localities", **lists(PracticeLocality))
async def list_practice_localities(
    call: Annotated[Call, asks("list_practice_localities")],
    page: PageQuery,
    place: str | None = None,
    on: Day | None = None,
) -> Response:
    """Which practices are where on a day (today), by code; `place` asks for those of a locality, network or borough."""
    call.must_concern(())
    purpose = f"{call.service.name}:{call.request.url.path}"
    after = call.edge.cursors.read(purpose, page.cursor) if page.cursor else ""
    answers = [one for one in await practices_of(call.service, on or call.today, place) if one.practice > after]
    shown = answers[: page.limit]
    following = call.edge.cursors.make(purpose, shown[-1].practice) if len(answers) > page.limit else None
    body = page_json((one.model_dump_json() for one in shown), following)
    return Response(body, 200, link_to_next(call.request.url, page, following), JSON)
