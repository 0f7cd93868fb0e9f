"""Rebuilds the read models from the sources' feeds, beside the live ones, which go on; swapped at the end."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import sqlalchemy as sa

from services.gateway.alliance.effects import read
from services.gateway.alliance.storing import REBUILT
from services.gateway.feeder import APPLY_LOCK, apply_on
from shared.eventstore.database import Connection
from shared.eventstore.published import PublishedEvent
from shared.eventstore.tables import progress
from shared.messaging.feed import PAGE, Feed, Page
from shared.messaging.progress import Stream, stream_of
from shared.migrations import grant_statements
from shared.rebuild import REBUILD_LOCK, SCHEMA, Rebuilt, Report, compared, create_beside

_LIVE = "SELECT stream_id, version FROM public.progress WHERE source = $1 AND stream_id = ANY($2::text[])"
_BEHIND = f"""
SELECT p.source, p.stream_id, p.version AS upto, coalesce(r.version, 0) AS after
FROM public.progress p LEFT JOIN {SCHEMA}.progress r ON r.source = p.source AND r.stream_id = p.stream_id
WHERE p.version <> coalesce(r.version, 0)
"""  # noqa: S608  # our own names


class FeedIncomplete(Exception):
    """A source no longer tells an event that the live read models rest on; nothing was swapped."""


class Rebuild:
    """All read models at once, for they are written together; `runtime_url` names the role that may use them.

    Only events the live ones have applied are taken, so that both can be compared row by row. The arrivals stay as
    they are: they say in which order events came here, which the sources do not know, and clients resume by them.
    """

    def __init__(self, feeds: Mapping[str, Feed], runtime_url: str, report: Report) -> None:
        self._feeds = feeds
        self._role = urlsplit(runtime_url).username or ""
        self._report = report
        self._early: dict[Stream, list[PublishedEvent]] = defaultdict(list)
        self._read: dict[str, int] = dict.fromkeys(feeds, 0)
        self._heads: dict[str, int] = dict.fromkeys(feeds, 0)

    async def run(self, owner: Connection) -> list[Rebuilt]:
        """Rebuild on a connection of the owner. Raises FeedUnreachable or FeedIncomplete, the live ones untouched."""
        async with self._beside(owner), owner.transaction():
            # Nothing is applied while the last events are taken in and the tables change places.
            await owner.execute(f"SELECT pg_advisory_xact_lock({APPLY_LOCK})")
            rebuilt = await self._compared(owner)
            await self._swap(owner)
        return rebuilt

    async def compare(self, owner: Connection) -> list[Rebuilt]:
        """The same without touching the live ones, which go on: one moment of them is compared. Raises as `run`."""
        async with self._beside(owner), owner.transaction(isolation="repeatable_read"):
            return await self._compared(owner)

    @asynccontextmanager
    async def _beside(self, owner: Connection) -> AsyncIterator[None]:
        """Nearly everything read into tables beside the live ones, which are gone afterwards."""
        await owner.execute(f"SELECT pg_advisory_lock({REBUILD_LOCK})")
        try:
            await self._create(owner)
            await owner.execute(f"SET search_path TO {SCHEMA}, public")
            for source in self._feeds:
                await self._read_feed(owner, source)
            yield
        finally:
            await owner.execute("RESET search_path")
            for table in _tables():
                await owner.execute(f'DROP TABLE IF EXISTS {SCHEMA}."{table.name}"')
            await owner.execute(f"SELECT pg_advisory_unlock({REBUILD_LOCK})")

    async def _compared(self, owner: Connection) -> list[Rebuilt]:
        await self._catch_up(owner)
        read = sum(self._read.values())
        return [
            await compared(owner, table.name, [column.name for column in table.columns], read) for table in _tables()
        ]

    async def _create(self, owner: Connection) -> None:
        for live in _tables():
            await create_beside(owner, live)

    async def _read_feed(self, owner: Connection, source: str) -> None:
        page = await self._feeds[source].page(0)
        while page.events:
            ahead = asyncio.create_task(self._next_page(source, page))
            try:
                async with owner.transaction():
                    await self._take(owner, source, page.events)
                self._read[source], self._heads[source] = page.events[-1].position, page.head
                self._report(sum(self._read.values()), sum(self._heads.values()))
                page = await ahead
            finally:
                ahead.cancel()
                await asyncio.gather(ahead, return_exceptions=True)

    async def _next_page(self, source: str, page: Page) -> Page:
        return await self._feeds[source].page(page.events[-1].position, PAGE)

    async def _take(self, owner: Connection, source: str, events: Iterable[PublishedEvent]) -> None:
        """Apply what is applied in the live read models, and keep the rest for later."""
        for event in events:
            self._early[stream_of(event)].append(event)
        asked = [stream.stream_id for stream in self._early if stream.source == source]
        live = {record["stream_id"]: record["version"] for record in await owner.fetch(_LIVE, source, asked)}
        due: list[PublishedEvent] = []
        for stream_id in asked:
            waiting = self._early.pop(Stream(source, stream_id))
            due += [event for event in waiting if event.version <= live.get(stream_id, 0)]
            if later := [event for event in waiting if event.version > live.get(stream_id, 0)]:
                self._early[Stream(source, stream_id)] = later
        await _apply(owner, due)

    async def _catch_up(self, owner: Connection) -> None:
        """Take what the live ones have applied meanwhile, and no more; while they stand still for us."""
        for source in self._feeds:
            await self._take(owner, source, ())
        for behind in await owner.fetch(_BEHIND):
            feed = self._feeds[behind["source"]]
            missing = await feed.stream(behind["stream_id"], behind["after"])
            await _apply(owner, [event for event in missing if event.version <= behind["upto"]])
        if short := await owner.fetch(_BEHIND):
            raise FeedIncomplete(f"{len(short)} streams, the first of them {short[0]['stream_id']}")

    async def _swap(self, owner: Connection) -> None:
        await owner.execute("SET LOCAL lock_timeout TO '5s'")
        for table in _tables():
            await owner.execute(f'DROP TABLE public."{table.name}"')
            await owner.execute(f'ALTER TABLE {SCHEMA}."{table.name}" SET SCHEMA public')
        for statement in grant_statements(REBUILT, self._role):
            await owner.execute(statement)


def _tables() -> Sequence[sa.Table]:
    return [*(one.sql_table for one in REBUILT), progress]


async def _apply(owner: Connection, events: Sequence[PublishedEvent]) -> None:
    if events:
        in_order = sorted(events, key=lambda event: (event.source, event.position))
        await apply_on(owner, in_order, read(in_order))
