"""Comparing with the sources' feeds, so that whatever Kafka lost heals within seconds.

Positions are gap-free in commit order, so one checkpoint per source takes the place of a window of time: everything up
to it is applied or parked.
"""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from shared.eventstore.database import Database
from shared.eventstore.published import FeedHeads
from shared.messaging import checkpoints
from shared.messaging.feed import PAGE, Feed, Page
from shared.messaging.inbox import Inbox
from shared.messaging.progress import Stream, look
from shared.messaging.trouble import FeedUnreachable, passes

log = structlog.get_logger()

LOOK_AHEAD = 10_000
FEW_STREAMS = 100
"""Up to so many are fetched one by one, more as pages of the whole feed."""

TELL_EVERY = 10_000


@dataclass(slots=True)
class SourceState:
    """What is known of a source: `behind` events are not known to be applied here.

    `caught_up_at`: the last contact after which everything it had told was applied or parked.
    """

    reachable: bool = False
    head_seen: int = 0
    checkpoint: int = 0
    last_contact: datetime | None = None
    caught_up_at: datetime | None = None

    @property
    def behind(self) -> int:
        """0 when everything seen at the last contact is applied."""
        return max(0, self.head_seen - self.checkpoint)


class Reconciler:
    """Looks every `every_seconds`; a stream gets `grace_seconds` to arrive over Kafka before it is fetched."""

    def __init__(
        self,
        database: Database,
        inbox: Inbox,
        feeds: Mapping[str, Feed],
        *,
        every_seconds: float = 5.0,
        grace_seconds: float = 0.5,
        bulk_over: int = 5_000,
    ) -> None:
        self.sources = {source: SourceState() for source in feeds}
        self._database = database
        self._inbox = inbox
        self._feeds = feeds
        self._every = every_seconds
        self._grace = grace_seconds
        self._bulk_over = bulk_over

    async def run(self) -> None:
        """All sources side by side, at once and then from time to time."""
        async with asyncio.TaskGroup() as group:
            for source in self._feeds:
                group.create_task(self._keep_comparing(source))

    async def _keep_comparing(self, source: str) -> None:
        while True:
            try:
                while await self.compare(source):
                    pass
            except Exception as trouble:
                if passes(trouble):
                    reason = type(trouble).__name__
                    log.info("comparing put off", inbox=self._inbox.name, source=source, reason=reason)
                else:
                    log.exception("comparing failed", inbox=self._inbox.name, source=source)
            await asyncio.sleep(self._every * random.uniform(0.8, 1.2))  # noqa: S311  # no secret, only jitter

    async def compare(self, source: str) -> bool:
        """One look at a source; whether there is more to do at once."""
        state = self.sources[source]
        state.checkpoint = await self._checkpoint(source)
        try:
            heads = await self._feeds[source].heads(state.checkpoint, LOOK_AHEAD)
        except FeedUnreachable as trouble:
            if state.reachable or state.last_contact is None:
                log.warning("source unreachable", inbox=self._inbox.name, source=source, reason=str(trouble))
            state.reachable = False
            return False
        state.reachable, state.head_seen, state.last_contact = True, heads.head, datetime.now(UTC)
        if heads.head < state.checkpoint:
            log.critical(
                "source is behind what it once told: an older backup? comparing from the beginning",
                inbox=self._inbox.name,
                source=source,
                head=heads.head,
                checkpoint=state.checkpoint,
            )
            await self._move(source, 0)
            return True
        if state.behind > self._bulk_over:
            more = await self._read_in_bulk(source, heads.head)
        else:
            more = await self._repair(source, heads)
        if not state.behind:
            state.caught_up_at = state.last_contact
        return more

    async def _repair(self, source: str, heads: FeedHeads) -> bool:
        behind = await self._behind(source, heads)
        if behind and self._grace:
            await asyncio.sleep(self._grace)
            behind = await self._behind(source, heads)
        if len(behind) > FEW_STREAMS:
            return await self._read_in_bulk(source, heads.upto)
        for stream in behind:
            if await self._inbox.repair(stream):
                return False
        if heads.upto > self.sources[source].checkpoint:
            await self._move(source, heads.upto)
        return heads.upto < heads.head

    async def _behind(self, source: str, heads: FeedHeads) -> list[Stream]:
        versions = {Stream(source, head.stream_id): head.version for head in heads.streams}
        seen = await look(self._database, versions)
        return [
            stream for stream, version in versions.items() if seen[stream].version < version and not seen[stream].parked
        ]

    async def _read_in_bulk(self, source: str, upto: int) -> bool:
        """Page by page up to a position, the next one on its way while one is applied; whether that got us on."""
        begin = self.sources[source].checkpoint
        log.info("reading the feed in bulk", inbox=self._inbox.name, source=source, after=begin, upto=upto)
        page = await self._feeds[source].page(begin, PAGE)
        while page.events:
            position = page.events[-1].position
            ahead = asyncio.create_task(self._next_page(source, position, upto))
            try:
                if await self._inbox.take(page.events):
                    return False
                await self._move(source, position)
                if position // TELL_EVERY > (position - len(page.events)) // TELL_EVERY:
                    log.info("reading", inbox=self._inbox.name, source=source, position=position, upto=upto)
                page = await ahead
            finally:
                ahead.cancel()
                await asyncio.gather(ahead, return_exceptions=True)
        return self.sources[source].checkpoint > begin

    async def _next_page(self, source: str, after: int, upto: int) -> Page:
        if after >= upto:
            return Page(upto, [])
        return await self._feeds[source].page(after, PAGE)

    async def _checkpoint(self, source: str) -> int:
        async with self._database.connection() as connection:
            return await checkpoints.read(connection, f"feed:{source}")

    async def _move(self, source: str, position: int) -> None:
        async with self._database.connection() as connection:
            await checkpoints.move(connection, f"feed:{source}", position)
        self.sources[source].checkpoint = position
