"""Follows the arrivals: one look at the database for all who listen in this process."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

import structlog
from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlmodel import col

from services.gateway.timeline.views import ArrivalTable, TimelineTable, timeline
from shared.eventstore.database import Database
from shared.messaging.trouble import passes
from shared.pulse import Pulse

POLL_SECONDS = 0.2
"""How long what another replica has applied stays unseen here; what this one applies is seen at once."""

PAGE = 200
log = structlog.get_logger()


class Entry(NamedTuple):
    """A timeline entry and its place in the order of arrival; `data` is JSON text."""

    seq: int
    type: str
    data: str


class Tail:
    """`applied` beats when this process has applied events. Arrivals are numbered in commit order."""

    def __init__(self, database: Database, applied: Pulse, poll_seconds: float = POLL_SECONDS) -> None:
        self._database = database
        self._applied = applied
        self._poll = poll_seconds
        self._head = 0
        self._moved = Pulse()
        self._looking = asyncio.Lock()
        self._listeners = 0
        self._task: asyncio.Task[None] | None = None

    async def head(self) -> int:
        """The last arrival, 0 when there is none."""
        async with self._database.connection() as connection:
            return int(await connection.fetchval("SELECT coalesce(max(seq), 0) FROM arrivals"))

    async def first(self) -> int:
        """The first arrival, 0 when there is none."""
        async with self._database.connection() as connection:
            return int(await connection.fetchval("SELECT coalesce(min(seq), 0) FROM arrivals"))

    async def entries(self, after: int, upto: int, *where: ColumnElement[bool]) -> Sequence[Entry]:
        """The next PAGE entries at most, of those in (after, upto] that `where` lets through."""
        query = (
            select(
                col(ArrivalTable.seq),
                col(TimelineTable.type),
                cast(func.row_to_json(timeline.sql_table.table_valued()), Text),
            )
            .join_from(ArrivalTable, TimelineTable, col(ArrivalTable.event_id) == col(TimelineTable.event_id))
            .where(col(ArrivalTable.seq) > after, col(ArrivalTable.seq) <= upto, *where)
            .order_by(col(ArrivalTable.seq))
            .limit(PAGE)
        )
        async with self._database.composing() as connection:
            return [Entry(*row) for row in await connection.execute(query)]

    async def moved(self, seen: int, within_seconds: float) -> int:
        """The last arrival, as soon as it is not `seen` any more; `seen` when the time is over."""
        if self._head == seen:
            await self._moved.wait(within_seconds)
        return self._head

    async def listen(self) -> int:
        """Somebody listens from now on; answers the last arrival. `leave` when it is over."""
        self._listeners += 1
        head = await self._look()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._follow(), name="tail")
        return head

    def leave(self) -> None:
        """Nobody is listened for when the last one has left."""
        self._listeners -= 1
        if self._listeners == 0 and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _follow(self) -> None:
        while True:
            await self._applied.wait(self._poll)
            try:
                await self._look()
            except Exception as trouble:
                if not passes(trouble):
                    raise
                log.info("the tail waits for its database", reason=type(trouble).__name__)

    async def _look(self) -> int:
        # One look after the other: an older answer never comes after a newer one.
        async with self._looking:
            head = await self.head()
            if head != self._head:
                self._head = head
                self._moved.beat()
            return head
