"""The route of the case for change."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Response
from sqlalchemy import ColumnElement
from sqlmodel import col

from services.contracts.scope.api import scope
from services.contracts.scope.case import CaseForChange, case_for_change
from services.contracts.scope.state import ScopeStatus
from services.contracts.scope.views import ScopeItemRow, ScopeItemTable, scope_item_view
from shared.events.contracts.scope_parts import Sector
from shared.web.call import JSON, Call, asks
from shared.web.docs import reads
from shared.web.paging import AsOfTime, past_time
from shared.web.routing import capability_router

router = capability_router("scope")


@router.get("/case-for-change", **reads(CaseForChange))
async def read_case_for_change(
    call: Annotated[Call, asks("read_scope_item")],
    sector: Sector | None = None,
    locality: str | None = None,
    status: ScopeStatus | None = None,
    as_of: AsOfTime = None,
) -> Response:
    """The case for change, made from the proposals the caller may read: what is in, where, why and on what.

    With `as_of` as it was known then; filters are by what was true then.
    """
    when = past_time(as_of)
    items = await _now(call) if when is None else [item async for item in _then(call, when)]
    chosen = [
        item
        for item in items
        if sector in (None, item.sector)
        and status in (None, item.status)
        and (locality is None or locality in item.localities)
    ]
    made = case_for_change(chosen, when)
    return Response(made.model_dump_json(), 200, media_type=JSON)


async def _now(call: Call) -> Sequence[ScopeItemRow]:
    scoped = call.edge.access.scope(call.principal, scope.read_action)
    if scoped == "none":
        return []
    where: list[ColumnElement[bool]] = []
    if scoped == "own":
        where.append(col(ScopeItemTable.parties).contains([call.principal.org]))
    return await call.rows(scope_item_view, *where)


async def _then(call: Call, when: datetime) -> AsyncIterator[ScopeItemRow]:
    for row in await _now(call):
        history = await call.service.store.load_upto_time(scope.decider.stream_id(row.scope_item_id), when)
        if (past := scope_item_view.fold(history)) is not None:
            yield past
