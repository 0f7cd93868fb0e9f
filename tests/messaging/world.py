"""A tiny alliance for these tests: sources that note things, and a reader whose effects can be counted."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar, Protocol
from uuid import UUID, uuid4

from deploy.stack import broker as embedded
from shared.eventstore.codec import Catalogue, Meta
from shared.eventstore.database import Database
from shared.eventstore.items import Item, NewEvent
from shared.eventstore.published import PublishedEvent
from shared.eventstore.store import EventStore
from shared.eventstore.writer import Writer
from shared.kernel.message import Event
from shared.messaging.feed import StoreFeed
from shared.messaging.inbox import Inbox
from shared.messaging.kafka import KafkaSettings, consuming
from shared.messaging.progress import advance
from shared.messaging.topics import topic_of
from tests.kit.kafka import RealKafka

QUICK = (0.001, 0.001, 0.001)
META = Meta(actor="someone", org="07L", correlation="c1", causation="e0").as_json()


class Noted(Event):
    sentence: ClassVar[str] = "{text} was noted"
    text: str


CATALOGUE = Catalogue([Noted])


class Broker(Protocol):
    """A broker these tests may hurt. Every method blocks."""

    @property
    def bootstrap(self) -> str: ...
    def start(self) -> None: ...
    def kill(self) -> None: ...
    def wipe(self) -> None:
        """Stop it and forget all it held; `start` begins anew."""

    def pause(self) -> None: ...
    def resume(self) -> None: ...


class EmbeddedBroker:
    """It forgets everything whenever it stops."""

    def __init__(self, broker: embedded.Broker) -> None:
        self._broker = broker
        self.bootstrap = broker.bootstrap
        self.start, self.kill, self.wipe = broker.start, broker.kill, broker.kill
        self.pause, self.resume = broker.pause, broker.resume


class WipeableKafka:
    """Apache Kafka, which remembers over a kill."""

    def __init__(self, broker: RealKafka) -> None:
        self.bootstrap = broker.bootstrap
        self.start, self.kill, self.wipe = broker.start, broker.kill, broker.wipe
        self.pause, self.resume = broker.pause, broker.resume


def kafka_settings(bootstrap: str, *, idempotence: bool) -> KafkaSettings:
    """Impatient ones."""
    return KafkaSettings(bootstrap, idempotence=idempotence, partitions=3, request_timeout_seconds=2.0)


@dataclass
class Source:
    """A service as the others see it: its store, and a way to make things happen in it."""

    name: str
    database: Database
    store: EventStore
    writer: Writer
    versions: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @classmethod
    async def begin(cls, name: str, database: Database, on_commit: Callable[[], None] = lambda: None) -> "Source":
        writer = Writer(database, on_commit)
        await writer.start()
        return cls(name, database, EventStore(name, database, CATALOGUE), writer)

    @property
    def feed(self) -> StoreFeed:
        return StoreFeed(self.store)

    async def note(self, stream_id: str, text: str = "a thing") -> None:
        """One more event of a stream."""
        expected = self.versions[stream_id]
        self.versions[stream_id] += 1
        await self.writer.write(Item(stream_id, expected, (_new(text),)))

    async def note_many(self, streams: int, each: int) -> None:
        """`each` events in each of so many streams, the streams side by side."""

        async def one(stream_id: str) -> None:
            for number in range(each):
                await self.note(stream_id, f"thing {number}")

        await asyncio.gather(*(one(f"note-{n}") for n in range(streams)))

    async def told(self) -> list[PublishedEvent]:
        """Everything, as it is published."""
        return await self.store.feed(0, 1_000_000)


def _new(text: str) -> NewEvent:
    event = Noted(text=text)
    return NewEvent(uuid4(), "Noted", 1, event.model_dump_json(), META, datetime.now(UTC))


class Buggy(Exception):
    """What the reader raises on events it is told to choke on."""


class Reader:
    """A handler whose effect is a row per event, written with the progress."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.chokes_on: set[tuple[str, int]] = set()
        self.between: Callable[[], Awaitable[None]] | None = None

    async def apply(self, events: Sequence[PublishedEvent]) -> None:
        for event in events:
            if (event.stream_id, event.version) in self.chokes_on:
                raise Buggy
            if event.type in CATALOGUE:
                CATALOGUE.decode_published(event.type, event.schema_version, event.data)
        if self.between is not None:
            await self.between()
        async with self._database.connection() as connection, connection.transaction():
            await connection.executemany(
                "INSERT INTO effects (source, stream_id, version, event_id) VALUES ($1, $2, $3, $4)",
                [(event.source, event.stream_id, event.version, event.event_id) for event in events],
            )
            await advance(connection, events)

    async def effects(self) -> list[tuple[str, str, int, UUID]]:
        """In the order they took place."""
        async with self._database.connection() as connection:
            return [tuple(row) for row in await connection.fetch("SELECT * FROM effects_in_order")]


EFFECTS = """
CREATE TABLE effects (source text, stream_id text, version int, event_id uuid, n bigserial);
CREATE VIEW effects_in_order AS SELECT source, stream_id, version, event_id FROM effects ORDER BY n
"""


def inbox_of(database: Database, reader: Reader, *sources: Source) -> Inbox:
    feeds = {source.name: source.feed for source in sources}
    return Inbox("reader", database, feeds, reader, knows=CATALOGUE, pauses_seconds=QUICK)


async def took_effect_once_and_in_order(reader: Reader, *sources: Source) -> bool:
    """Whether the effects are the sources' events, each once, each stream in order."""
    effects = await reader.effects()
    told = [event for source in sources for event in await source.told()]
    expected = sorted((event.source, event.stream_id, event.version, event.event_id) for event in told)
    return sorted(effects) == expected and in_order([(source, stream, n) for source, stream, n, _ in effects])


def in_order(seen: Iterable[tuple[str, str, int]], *, from_first_seen: bool = False) -> bool:
    """Whether every stream's versions come one after another from 1, or from wherever a wiped topic begins.

    What comes again is left out.
    """
    last: dict[tuple[str, str], int] = {}
    for source, stream_id, version in seen:
        before = last.get((source, stream_id), version - 1 if from_first_seen else 0)
        if version > before + 1:
            return False
        last[source, stream_id] = max(version, before)
    return True


async def eventually(true: Callable[[], Awaitable[bool]], within_seconds: float = 60.0) -> None:
    """Fail unless `true` becomes true."""
    deadline = time.monotonic() + within_seconds
    while not await true():
        assert time.monotonic() < deadline, "did not happen in time"
        await asyncio.sleep(0.05)


async def on_topic(kafka: KafkaSettings, source: str, idle_seconds: float = 1.0) -> list[tuple[str, str, int]]:
    """Everything a topic holds as (source, stream, version), each partition in its order."""
    found = []
    async with consuming(kafka, None, [topic_of(source)]) as consumer:
        last = time.monotonic() + 5
        while time.monotonic() < last:
            for records in (await consumer.getmany(timeout_ms=100)).values():
                last = time.monotonic() + idle_seconds
                for record in records:
                    headers = dict(record.headers)
                    found.append((source, record.key.decode(), int(headers["ce_streamversion"])))
    return found
