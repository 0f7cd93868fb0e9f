"""The inbox: every event applied once and in order per stream, however often and in whatever order it is told."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import structlog

from shared.eventstore.codec import Catalogue
from shared.eventstore.database import Database
from shared.eventstore.items import ProgressTaken
from shared.eventstore.published import PublishedEvent
from shared.messaging import parking
from shared.messaging.feed import Feed
from shared.messaging.handler import Handler
from shared.messaging.poison import PAUSES_SECONDS, one_by_one
from shared.messaging.progress import Seen, Stream, look, stream_of
from shared.messaging.trouble import FeedUnreachable, passes
from shared.pulse import Pulse

log = structlog.get_logger()

BATCH = 500
LOOK_AGAIN_SECONDS = 0.05
"""Another replica may have moved, which nobody here is told of."""

RACES = 20


@dataclass(slots=True)
class Counts:
    """Since the start of the process."""

    applied: int = 0
    duplicates: int = 0
    gaps_repaired: int = 0
    unknown_types: int = 0
    parked: int = 0
    races: int = 0


class Inbox:
    """`feeds` by source fill gaps; `knows` has the event types the handler has a meaning for.

    `on_parked` is told of each event put aside, with the reason.
    """

    def __init__(
        self,
        name: str,
        database: Database,
        feeds: Mapping[str, Feed],
        handler: Handler,
        *,
        knows: Catalogue,
        on_parked: Callable[[PublishedEvent, str], None] = lambda event, reason: None,
        pauses_seconds: Sequence[float] = PAUSES_SECONDS,
    ) -> None:
        self.name = name
        self.counts = Counts()
        self._database = database
        self._feeds = feeds
        self._handler = handler
        self._knows = knows
        self._on_parked = on_parked
        self._pauses = pauses_seconds
        self._lock = asyncio.Lock()
        self._moved = Pulse()

    async def take(self, events: Sequence[PublishedEvent], *, parked_too: bool = False) -> int:
        """Apply what is new. Answers how many events were left for later because their source could not be asked.

        Raises what passes by waiting (`trouble.passes`): tell the events again then. `parked_too` also applies
        events of parked streams.
        """
        async with self._lock:
            for race in range(1, RACES + 1):
                try:
                    return await self._take(events, parked_too)
                except ProgressTaken:
                    self.counts.races += 1
                    await asyncio.sleep(random.uniform(0, 0.01 * race))  # noqa: S311  # no secret, only jitter
        raise ProgressTaken(f"{self.name} lost {RACES} races for the same events")

    async def repair(self, stream: Stream, *, parked_too: bool = False) -> int:
        """Fetch what is missing of a stream from its source and apply it; answers as `take`."""
        seen = (await look(self._database, [stream]))[stream]
        missing = await self._feeds[stream.source].stream(stream.stream_id, seen.version)
        self.counts.gaps_repaired += bool(missing)
        return await self.take(missing, parked_too=parked_too)

    async def park_unreadable(self, stream: Stream, version: int, reason: str) -> None:
        """Put aside a record that is no event; the stream it names waits behind it."""
        log.error("unreadable message parked", inbox=self.name, source=stream.source, reason=reason)
        self.counts.parked += 1
        await parking.park_unreadable(self._database, stream, version, reason)

    async def wait_for(self, stream: Stream, version: int, within_seconds: float) -> bool:
        """Whether the stream was applied up to `version` in time, by whichever replica."""
        try:
            async with asyncio.timeout(within_seconds):
                while (await look(self._database, [stream]))[stream].version < version:
                    await self._moved.wait(LOOK_AGAIN_SECONDS)
        except TimeoutError:
            return False
        return True

    async def _take(self, events: Sequence[PublishedEvent], parked_too: bool) -> int:
        told: dict[Stream, dict[int, PublishedEvent]] = defaultdict(dict)
        for event in events:
            told[stream_of(event)][event.version] = event
        seen = await look(self._database, told)
        due: list[PublishedEvent] = []
        behind: list[list[PublishedEvent]] = []
        deferred = 0
        silent: set[str] = set()
        for stream, by_version in told.items():
            fresh = {version: event for version, event in by_version.items() if version > seen[stream].version}
            if not fresh:
                continue
            if seen[stream].parked and not parked_too:
                behind.append([fresh[version] for version in sorted(fresh)])
                continue
            run = await self._gapless(stream, seen[stream], fresh, silent)
            deferred += max(fresh) > seen[stream].version + len(run)
            due += run
        for waiting in behind:
            await self._park(waiting, parking.BEHIND)
        await self._apply(due)
        self.counts.duplicates += max(0, len(events) - len(due) - sum(map(len, behind)))
        return deferred

    async def _gapless(
        self, stream: Stream, seen: Seen, fresh: dict[int, PublishedEvent], silent: set[str]
    ) -> list[PublishedEvent]:
        """The events that follow on what was seen; what is missing in between comes from the feed.

        A source that does not answer is one of the `silent` then, and is not asked again: all others would wait for it.
        """
        if len(fresh) < max(fresh) - seen.version and stream.source not in silent:
            try:
                fetched = await self._feeds[stream.source].stream(stream.stream_id, seen.version)
            except FeedUnreachable as trouble:
                silent.add(stream.source)
                log.warning("gaps left for later", inbox=self.name, source=stream.source, reason=str(trouble))
            else:
                self.counts.gaps_repaired += 1
                fresh = {**fresh, **{event.version: event for event in fetched}}
        run: list[PublishedEvent] = []
        while following := fresh.get(seen.version + len(run) + 1):
            run.append(following)
        return run

    async def _apply(self, due: Iterable[PublishedEvent]) -> None:
        """In the order of the source, in batches; whoever fails is found and put aside."""
        in_order = iter(sorted(due, key=lambda event: (event.source, event.position)))
        stuck: set[Stream] = set()
        while batch := list(islice(in_order, BATCH)):
            for event in batch:
                if stream_of(event) in stuck:
                    await self._park([event], parking.BEHIND)
            stuck |= await self._apply_batch([event for event in batch if stream_of(event) not in stuck])

    async def _apply_batch(self, batch: Sequence[PublishedEvent]) -> set[Stream]:
        if not batch:
            return set()
        try:
            await self._handler.apply(batch)
        except Exception as failure:
            if isinstance(failure, ProgressTaken) or passes(failure):
                raise
            log.warning("batch failed, applying one by one", inbox=self.name, exc_info=failure)
        else:
            await self._note(batch)
            return set()
        applied, poisoned = await one_by_one(self._handler, batch, self._pauses)
        await self._note(applied)
        for poison in poisoned:
            log.error(
                "event parked with its stream",
                inbox=self.name,
                source=poison.events[0].source,
                type=poison.events[0].type,
                event_id=str(poison.events[0].event_id),
                exc_info=poison.failure,
            )
            await self._park(poison.events, poison.reason)
        return {stream_of(poison.events[0]) for poison in poisoned}

    async def _park(self, events: Sequence[PublishedEvent], reason: str) -> None:
        await parking.park(self._database, events, reason)
        self.counts.parked += len(events)
        for event in events:
            self._on_parked(event, reason)

    async def _note(self, applied: Sequence[PublishedEvent]) -> None:
        self.counts.applied += len(applied)
        self.counts.unknown_types += sum(event.type not in self._knows for event in applied)
        self._moved.beat()
