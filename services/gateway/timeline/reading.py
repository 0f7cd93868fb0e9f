"""Reads the timeline: a page of entries, newest first, of those the caller may see."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, select, tuple_
from sqlmodel import col

from services.gateway.timeline.views import TimelineTable, timeline
from shared.eventstore.database import Database
from shared.web.paging import Cursors, Page, page_json

PURPOSE = "timeline"


class Timeline:
    """Entries are ordered by when they were recorded, those of one moment by event id."""

    def __init__(self, database: Database, cursors: Cursors) -> None:
        self._database = database
        self._cursors = cursors

    async def page(self, page: Page, *where: ColumnElement[bool]) -> tuple[str, str | None]:
        """A list of TimelineEntry as JSON text, and the cursor of the next page. Malformed for a foreign cursor."""
        conditions = list(where)
        key = tuple_(col(TimelineTable.recorded_at), col(TimelineTable.event_id))
        if page.cursor is not None:
            recorded_at, event_id = self._cursors.read(PURPOSE, page.cursor).split("|")
            conditions.append(key < tuple_(datetime.fromisoformat(recorded_at), UUID(event_id)))
        table = timeline.sql_table
        query = (
            select(cast(func.row_to_json(table.table_valued()), Text), *key)
            .where(*conditions)
            .order_by(col(TimelineTable.recorded_at).desc(), col(TimelineTable.event_id).desc())
            .limit(page.limit + 1)
        )
        found = await self._fetch(query)
        shown = found[: page.limit]
        following = self._cursor(*shown[-1][1:]) if len(found) > page.limit else None
        return page_json((entry for entry, *_ in shown), following), following

    async def _fetch(self, query: Any) -> list[Any]:
        async with self._database.composing() as connection:
            return list(await connection.execute(query))

    def _cursor(self, recorded_at: datetime, event_id: UUID) -> str:
        return self._cursors.make(PURPOSE, f"{recorded_at.isoformat()}|{event_id}")
