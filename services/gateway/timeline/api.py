"""The route of the timeline."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from sqlalchemy import ColumnElement
from sqlmodel import col

from services.gateway.timeline.reading import Timeline
from services.gateway.timeline.sight import sight_of
from services.gateway.timeline.views import TimelineEntry, TimelineTable
from shared.kernel.addresses import PUBLIC
from shared.kernel.organisations import OrgCode
from shared.web.call import JSON, Call, asks, not_allowed
from shared.web.docs import lists
from shared.web.paging import PageQuery, link_to_next
from shared.web.routing import named_router

STORABLE = r"^[^\x00]*$"
"""PostgreSQL's text holds no NUL."""

Stream = Annotated[
    str, Query(max_length=80, pattern=STORABLE, examples=["contract-01980000-0000-7000-8000-000000000001"])
]
Locality = Annotated[str, Query(max_length=200, pattern=STORABLE, examples=["Havering North"])]


def timeline_router(timeline: Timeline, **router: Any) -> APIRouter:
    """The route over this timeline; `router` are further arguments of the APIRouter, such as dependencies."""
    routes = named_router("alliance", **router)

    @routes.get(f"{PUBLIC}/alliance/timeline", **lists(TimelineEntry))
    async def read_timeline(
        call: Annotated[Call, asks("read_timeline")],
        page: PageQuery,
        source: Literal["contracts", "budgets", "referrals"] | None = None,
        stream: Stream | None = None,
        organisation: OrgCode | None = None,
        locality: Locality | None = None,
    ) -> Response:
        """What happened in the alliance, newest first: all of it, or what concerns the caller's organisation."""
        where = visible_to(call)
        if source is not None:
            where.append(col(TimelineTable.source) == source)
        if stream is not None:
            where.append(col(TimelineTable.stream_id) == stream)
        if organisation is not None:
            where.append(col(TimelineTable.organisations).contains([organisation]))
        if locality is not None:
            where.append(col(TimelineTable.localities).contains([locality]))
        body, following = await timeline.page(page, *where)
        return Response(body, 200, link_to_next(call.request.url, page, following), JSON)

    return routes


def visible_to(call: Call) -> list[ColumnElement[bool]]:
    """Which entries the caller may see, by the access policies; ActionNotAllowed when none at all."""
    sight = sight_of(call.edge.access, call.principal)
    if sight.is_blind:
        raise not_allowed(call.action)
    return sight.where
