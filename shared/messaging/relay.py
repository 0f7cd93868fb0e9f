"""The relay: carries committed events from a service's store to its topic, in order, at least once."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

import structlog

from shared.crash import crash_here
from shared.eventstore.database import Database, StoreUnavailable
from shared.eventstore.published import PublishedEvent
from shared.eventstore.store import EventStore
from shared.messaging import checkpoints
from shared.messaging.cloudevents import to_message
from shared.messaging.kafka import KafkaSettings, KafkaUnavailable, Message, Producer
from shared.messaging.leadership import Lease, leading
from shared.messaging.topics import create_topics, topic_of
from shared.messaging.trouble import PASSING

log = structlog.get_logger()

CURSOR = "relay"
WINDOW = 1_000
POLL_SECONDS = 0.1
REST_SECONDS = 1.5
"""After losing the lead: longer than a standby waits between tries, so that another may do better."""


class Relay:
    """Of several replicas one leads; Kafka being down costs nothing but lag."""

    def __init__(self, source: str, database: Database, store: EventStore, kafka: KafkaSettings) -> None:
        self.source = source
        self._topic = topic_of(source)
        self._database = database
        self._store = store
        self._kafka = kafka
        self._woken = asyncio.Event()
        self._oldest_waiting: float | None = None
        self.leading = False
        self.cursor = 0
        self.lag_events = 0
        self.published = 0
        self.published_at: datetime | None = None
        self.too_large = 0

    @property
    def lag_seconds(self) -> float:
        """Age of the oldest event that is not on Kafka yet; 0 when all are, or when another replica leads."""
        return 0.0 if self._oldest_waiting is None else max(0.0, time.time() - self._oldest_waiting)

    def wake(self) -> None:
        """Something was committed in this process."""
        self._woken.set()

    async def run(self) -> None:
        """Stand by, lead, and after any trouble stand by again."""
        while True:
            try:
                async with leading(self._database) as lease:
                    log.info("relay leads", source=self.source)
                    self.leading = True
                    await self._lead(lease)
            except PASSING as trouble:
                log.warning("relay lost its database", source=self.source, reason=type(trouble).__name__)
            except Exception as trouble:
                # Another replica may run a program that can read what this one cannot.
                log.exception("relay gives up the lead", source=self.source, reason=type(trouble).__name__)
            finally:
                self.leading = False
                self._oldest_waiting = None
            await asyncio.sleep(REST_SECONDS)

    async def _lead(self, lease: Lease) -> None:
        self.cursor = await self._first_cursor(lease)
        pause = 0.1
        while True:
            try:
                producer = await self._connect()
                try:
                    pause = 0.1
                    await self._publish_for_ever(lease, producer)
                finally:
                    await producer.close()
            except KafkaUnavailable as trouble:
                log.warning("relay waits for Kafka", source=self.source, reason=str(trouble), pause_seconds=pause)
            _require(lease)
            await self._note(await self._read(self.cursor))
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)

    async def _connect(self) -> Producer:
        await create_topics(self._kafka, [self._topic])
        return await Producer.open(self._kafka)

    async def _first_cursor(self, lease: Lease) -> int:
        async with lease.connection() as connection:
            cursor = await checkpoints.read(connection, CURSOR)
        head = await self._store.head()
        if cursor > head:
            # The database is an older backup; what was published beyond it no longer exists.
            log.critical("relay cursor is ahead of the store, set back", source=self.source, cursor=cursor, head=head)
            cursor = head
            async with lease.connection() as connection:
                await checkpoints.move(connection, CURSOR, cursor)
        return cursor

    async def _publish_for_ever(self, lease: Lease, producer: Producer) -> None:
        page = await self._read(self.cursor)
        while True:
            _require(lease)
            await self._note(page)
            if not page:
                await self._rest()
                page = await self._read(self.cursor)
                continue
            ahead = asyncio.create_task(self._read(page[-1].position))
            try:
                await producer.send(self._topic, self._messages(page))
                crash_here("between-send-and-cursor")
                await self._advance(lease, page)
                page = await ahead
            finally:
                ahead.cancel()
                await asyncio.gather(ahead, return_exceptions=True)

    async def _read(self, after: int) -> list[PublishedEvent]:
        self._woken.clear()
        return await self._store.feed(after=after, limit=WINDOW)

    async def _note(self, waiting: Sequence[PublishedEvent]) -> None:
        full = len(waiting) == WINDOW
        self.lag_events = await self._store.head() - self.cursor if full else len(waiting)
        self._oldest_waiting = waiting[0].recorded_at.timestamp() if waiting else None

    def _messages(self, page: Sequence[PublishedEvent]) -> list[Message]:
        messages = [to_message(event) for event in page]
        fitting = [message for message in messages if len(message.value) <= self._kafka.max_message_bytes]
        if len(fitting) < len(messages):
            # Consumers see the gap and fetch it from the feed; waiting here would stop every other stream.
            self.too_large += len(messages) - len(fitting)
            log.error("events too large for Kafka left to the feed", source=self.source, after=page[0].position - 1)
        return fitting

    async def _advance(self, lease: Lease, page: Sequence[PublishedEvent]) -> None:
        """Through the connection that holds the lead: who lost it cannot move the cursor any more."""
        async with lease.connection() as connection:
            await checkpoints.move(connection, CURSOR, page[-1].position)
        self.cursor = page[-1].position
        self.published += len(page)
        self.published_at = datetime.now(UTC)

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_SECONDS):
                await self._woken.wait()


def _require(lease: Lease) -> None:
    if lease.is_over:
        raise StoreUnavailable("the connection that holds the lead is gone")
