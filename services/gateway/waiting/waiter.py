"""Waits until the read models have come as far as a write, and fetches the write itself when Kafka is slow."""

import asyncio
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

import structlog

from shared.messaging.progress import Stream
from shared.messaging.trouble import passes
from shared.web.metrics import Sample
from shared.web.paging import Cursors
from shared.web.position import Position, read_position
from shared.web.problems import Malformed

PATIENCE_SECONDS = 2.0
FETCH_AFTER_SECONDS = 0.3
"""Kafka needs some 30 ms; beyond this it is asked no longer, the source is."""

MOST_TOKENS = 20
_STREAM = re.compile(r"[a-z][a-z-]{0,60}-[0-9a-f-]{36}")

log = structlog.get_logger()


class Arrivals(Protocol):
    """What is asked of the inbox that feeds the read models; every method may raise what passes by waiting."""

    async def wait_for(self, stream: Stream, version: int, within_seconds: float) -> bool:
        """Whether the stream was applied up to `version` in time, by whichever replica."""
        ...

    async def repair(self, stream: Stream) -> int:
        """Fetch what is missing of a stream from its source and apply it."""
        ...


class PositionWaiter:
    """A companion of the gateway. `sources` feed the read models, `cursors` tell their positions from made-up ones.

    A wait lasts `patience_seconds` at most.
    """

    def __init__(
        self,
        arrivals: Arrivals,
        sources: Collection[str],
        cursors: Cursors,
        *,
        patience_seconds: float = PATIENCE_SECONDS,
        fetch_after_seconds: float = FETCH_AFTER_SECONDS,
    ) -> None:
        self._arrivals = arrivals
        self._sources = frozenset(sources)
        self._cursors = cursors
        self._patience = patience_seconds
        self._fetch_after = min(fetch_after_seconds, patience_seconds)
        self._fetching: dict[Stream, asyncio.Task[bool]] = {}
        self._fetches = 0
        self._missed = 0

    def read(self, header: str) -> Sequence[Position]:
        """The positions in an ACS-Position header, separated by commas; Malformed when one is not ours."""
        tokens = [token.strip() for token in header.split(",")]
        if len(tokens) > MOST_TOKENS:
            raise Malformed(f"ACS-Position names at most {MOST_TOKENS} writes.", field="ACS-Position")
        positions = [read_position(self._cursors, token) for token in tokens]
        if not all(one.source in self._sources and _STREAM.fullmatch(one.stream_id) for one in positions):
            raise Malformed("ACS-Position is the value a write was answered with.", field="ACS-Position")
        return positions

    async def reached(self, positions: Sequence[Position]) -> bool:
        """Whether the read models have come so far, now or within the time there is."""
        reached = all(await asyncio.gather(*map(self._reached, positions)))
        self._missed += not reached
        return reached

    async def start(self) -> None:
        """Nothing."""

    async def stop(self) -> None:
        """Let go of what is being fetched."""
        fetching = list(self._fetching.values())
        for task in fetching:
            task.cancel()
        await asyncio.gather(*fetching, return_exceptions=True)

    def samples(self) -> Iterable[Sample]:
        """How many writes had to be fetched, and how many reads were answered without the write they named."""
        yield ("acs_position_fetches_total", "Writes fetched because Kafka was slow", float(self._fetches), {})
        yield ("acs_position_missed_total", "Reads that did not show the write they named", float(self._missed), {})

    async def _reached(self, position: Position) -> bool:
        stream = Stream(position.source, position.stream_id)
        try:
            if await self._arrivals.wait_for(stream, position.version, self._fetch_after):
                return True
            ends = asyncio.get_running_loop().time() + self._patience - self._fetch_after
            await asyncio.wait([self._fetch(stream)], timeout=self._patience - self._fetch_after)
            left = max(0.0, ends - asyncio.get_running_loop().time())
            return await self._arrivals.wait_for(stream, position.version, left)
        except Exception as trouble:
            if not passes(trouble):
                raise
            return False

    def _fetch(self, stream: Stream) -> asyncio.Task[bool]:
        """One fetch per stream at a time, whoever waits for it; it is not broken off when they have waited enough."""
        running = self._fetching.get(stream)
        if running is None:
            self._fetches += 1
            running = self._fetching[stream] = asyncio.create_task(self._fetched(stream))
            running.add_done_callback(lambda _: self._fetching.pop(stream, None))
        return running

    async def _fetched(self, stream: Stream) -> bool:
        try:
            await self._arrivals.repair(stream)
        except Exception as trouble:
            # Nobody awaits this task to its end, so a bug is told here or nowhere.
            log.warning("a write could not be fetched", source=stream.source, exc_info=not passes(trouble))
            return False
        return True
