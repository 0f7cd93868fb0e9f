"""The positions the alliance holds, topic by topic, with those it held before (R99)."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response
from pydantic import BaseModel
from sqlmodel import col

from services.contracts.decisions.api import decisions
from services.contracts.decisions.facts import stands
from services.contracts.decisions.refusals import NoPosition
from services.contracts.decisions.views import PositionRow, PositionTable, position_view
from shared.events.contracts.bodies import Slug
from shared.web.call import Call, asks
from shared.web.docs import lists, reads
from shared.web.paging import PageQuery
from shared.web.routing import capability_router

router = capability_router("positions")


class TopicPosition(BaseModel):
    """What the alliance holds on a topic; `history` are the decisions that led there, newest first."""

    topic: str
    position: str
    standing: PositionRow
    history: list[PositionRow]


@router.get("/positions", **lists(PositionRow))
async def list_positions(
    call: Annotated[Call, asks("list_positions")],
    page: PageQuery,
    topic: Slug | None = None,
    body_id: UUID | None = None,
    standing: bool = True,
) -> Response:
    """The standing position on each topic the caller may read of; without `standing` also those held before."""
    where = [stands()] if standing else []
    if topic is not None:
        where.append(col(PositionTable.topic) == topic)
    if body_id is not None:
        where.append(col(PositionTable.body_id) == body_id)
    return await call.list(decisions, page, *where, view=position_view)


@router.get("/positions/{topic}", **reads(TopicPosition))
async def read_position(topic: Annotated[Slug, Path()], call: Annotated[Call, asks("read_position")]) -> TopicPosition:
    """What the alliance holds on one topic, and what it held before."""
    rows = await call.rows(position_view, col(PositionTable.topic) == topic)
    shown = sorted(
        (row for row in rows if call.allowed(decisions.read_action, row)), key=lambda row: row.number, reverse=True
    )
    if not shown:
        raise NoPosition("The alliance holds no position on this topic.")
    return TopicPosition(topic=topic, position=shown[0].position, standing=shown[0], history=shown)
