"""From one service's store through Kafka into another's database."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from aiokafka import TopicPartition

from shared.eventstore.database import Database
from shared.messaging.cloudevents import to_message
from shared.messaging.consumer import Consumer
from shared.messaging.dead_letters import DeadLetterCopies, DeadLetters
from shared.messaging.inbox import Inbox
from shared.messaging.kafka import KafkaSettings, Message, Producer, consuming
from shared.messaging.reconcile import Reconciler
from shared.messaging.relay import Relay
from shared.messaging.topics import create_topics, dead_letters_of, topic_of
from shared.messaging.watchdog import Watchdog
from tests.messaging.conftest import MakeSource, Start, on_broker, settings_of
from tests.messaging.world import (
    CATALOGUE,
    QUICK,
    Broker,
    Reader,
    Source,
    eventually,
    inbox_of,
    took_effect_once_and_in_order,
)

pytestmark = pytest.mark.kafka


@pytest.fixture
def reader(here: Database) -> Reader:
    return Reader(here)


def consumer_of(source: Source, kafka: KafkaSettings, inbox: Inbox, group: str | None = None) -> Consumer:
    return Consumer(kafka, group or f"reader-{uuid4()}", [source.name], inbox)


def start_relay(source: Source, kafka: KafkaSettings, start: Start) -> None:
    start(f"relay {source.name}", Relay(source.name, source.database, source.store, kafka).run)


def all_took_effect(reader: Reader, *sources: Source) -> Callable[[], Awaitable[bool]]:
    async def true() -> bool:
        return await took_effect_once_and_in_order(reader, *sources)

    return true


async def publish(kafka: KafkaSettings, topic: str, *messages: Message) -> None:
    await create_topics(kafka, [topic])
    producer = await Producer.open(kafka)
    await producer.send(topic, messages)
    await producer.close()


async def test_what_happens_there_takes_effect_here(
    make_source: MakeSource, here: Database, reader: Reader, kafka: KafkaSettings, start: Start
) -> None:
    sources = [await make_source(), await make_source()]
    inbox = inbox_of(here, reader, *sources)
    consumer = Consumer(kafka, f"reader-{uuid4()}", [source.name for source in sources], inbox)
    start("consumer", consumer.run)
    for source in sources:
        start_relay(source, kafka, start)
        await source.note_many(streams=10, each=20)
    await eventually(all_took_effect(reader, *sources))
    assert inbox.counts.applied == 400
    assert set(consumer.lag.values()) == {0}


async def test_a_consumer_that_begins_again_goes_on_where_it_was(
    make_source: MakeSource, here: Database, reader: Reader, kafka: KafkaSettings, start: Start
) -> None:
    source = await make_source()
    inbox = inbox_of(here, reader, source)
    group = f"reader-{uuid4()}"
    start_relay(source, kafka, start)
    for _ in range(3):
        running = asyncio.create_task(consumer_of(source, kafka, inbox, group).run())
        await source.note_many(streams=5, each=5)
        await eventually(all_took_effect(reader, source))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert inbox.counts.applied == 75


async def test_members_of_a_group_share_the_work_and_one_may_leave(
    make_source: MakeSource, here: Database, reader: Reader, kafka: KafkaSettings, start: Start
) -> None:
    source = await make_source()
    group = f"reader-{uuid4()}"
    start_relay(source, kafka, start)
    members = [
        asyncio.create_task(consumer_of(source, kafka, inbox_of(here, reader, source), group).run()) for _ in range(3)
    ]
    writing = asyncio.create_task(source.note_many(streams=20, each=20))
    await asyncio.sleep(4)
    members[0].cancel()
    await writing
    await source.note_many(streams=20, each=5)
    await eventually(all_took_effect(reader, source), within_seconds=60)
    for member in members:
        member.cancel()
    await asyncio.gather(*members, return_exceptions=True)


async def test_a_message_that_is_no_event_parks_its_stream_alone(
    make_source: MakeSource, here: Database, reader: Reader, kafka: KafkaSettings, start: Start
) -> None:
    source = await make_source()
    await source.note_many(streams=2, each=1)
    good, bad = [to_message(event) for event in await source.told()]
    nameless = Message(b"", b"noise", [], good.timestamp_ms)
    await publish(kafka, topic_of(source.name), replace(bad, value=b"{broken"), nameless, good)
    inbox = inbox_of(here, reader, source)
    start("consumer", consumer_of(source, kafka, inbox).run)
    letters = DeadLetters(here, inbox)

    async def two_parked() -> bool:
        return len(await letters.streams()) == 2

    async def one_applied() -> bool:
        return [effect[1] for effect in await reader.effects()] == [good.key.decode()]

    await eventually(two_parked)
    await eventually(one_applied)
    for parked in await letters.streams():
        assert parked.reason == "JSONDecodeError" if parked.stream_id == bad.key.decode() else "KeyError"
        assert await letters.retry(source.name, parked.stream_id) == 0
    await eventually(all_took_effect(reader, source))


async def test_what_was_parked_is_copied_to_the_dead_letters(
    make_source: MakeSource, here: Database, reader: Reader, kafka: KafkaSettings, start: Start
) -> None:
    source = await make_source()
    name = f"reader-{uuid4()}"
    copies = DeadLetterCopies(name, kafka)
    start("copies", copies.run)
    reader.chokes_on.add(("note-0", 1))
    inbox = Inbox(
        name,
        here,
        {source.name: source.feed},
        reader,
        knows=CATALOGUE,
        on_parked=copies.offer,
        pauses_seconds=QUICK,
    )
    await source.note("note-0")
    await inbox.take(await source.told())
    async with asyncio.timeout(20):
        await create_topics(kafka, [dead_letters_of(name)])
        async with consuming(kafka, None, [dead_letters_of(name)]) as letters:
            record = await letters.getone()
    assert record.key == b"note-0"
    assert dict(record.headers)["acs_reason"] == b"Buggy"


async def test_a_dead_letter_too_large_for_kafka_keeps_back_no_other(
    make_source: MakeSource, kafka: KafkaSettings, start: Start
) -> None:
    source, name = await make_source(), f"reader-{uuid4()}"
    await source.note("note-0")
    await source.note("note-1")
    large, small = await source.told()
    large = large._replace(data=json.dumps({"text": "x" * kafka.max_message_bytes}))
    copies = DeadLetterCopies(name, kafka)
    start("copies", copies.run)
    for event in (large, small):
        copies.offer(event, "Buggy")
    async with asyncio.timeout(20):
        await create_topics(kafka, [dead_letters_of(name)])
        async with consuming(kafka, None, [dead_letters_of(name)]) as letters:
            record = await letters.getone()
            again = await letters.getmany(timeout_ms=1_500)
    assert (record.key, again) == (b"note-1", {})


async def test_a_wiped_broker_converges_without_help(
    make_source: MakeSource, here: Database, reader: Reader, hurt: Broker, start: Start
) -> None:
    kafka = settings_of(hurt)
    source = await make_source()
    inbox = inbox_of(here, reader, source)
    start_relay(source, kafka, start)
    start("consumer", consumer_of(source, kafka, inbox).run)
    start("reconciler", Reconciler(here, inbox, {source.name: source.feed}, every_seconds=1).run)
    await source.note_many(streams=10, each=5)
    await eventually(all_took_effect(reader, source))
    await on_broker(hurt.wipe)
    await source.note_many(streams=10, each=5)
    await on_broker(hurt.start)
    await source.note_many(streams=10, each=5)
    await eventually(all_took_effect(reader, source), within_seconds=60)


async def test_kafka_carries_again_after_it_was_wiped(
    make_source: MakeSource, here: Database, reader: Reader, hurt: Broker, start: Start
) -> None:
    kafka = settings_of(hurt)
    source = await make_source()
    inbox = inbox_of(here, reader, source)
    start_relay(source, kafka, start)
    consumer = consumer_of(source, kafka, inbox)
    start("consumer", consumer.run)
    await source.note_many(streams=10, each=5)
    await eventually(all_took_effect(reader, source))
    await on_broker(hurt.wipe)
    await on_broker(hurt.start)
    deadline = time.monotonic() + 60
    while True:
        # Without a reconciler, what fell into the gap comes with the next event of its stream.
        await source.note_many(streams=10, each=1)
        await asyncio.sleep(1)
        if await took_effect_once_and_in_order(reader, source):
            return
        assert time.monotonic() < deadline, "nothing comes over Kafka any more"


class Looks(Watchdog):
    """A watchdog that sees what it is told."""

    def __init__(self, kafka: KafkaSettings, consumer: Consumer, *lags: Mapping[int, int]) -> None:
        super().__init__(kafka, consumer, die=self._note, after_seconds=0.05)
        self._lags = iter({TopicPartition("notes", n): read for n, read in lag.items()} for lag in lags)
        self.died = False

    def _note(self) -> None:
        self.died = True

    async def _lag(self) -> Mapping[Any, int]:
        return next(self._lags)

    async def look(self) -> bool:
        """Whether the process would have been ended by the time there is nothing more to see."""
        with suppress(StopAsyncIteration, RuntimeError):
            await self.run()
        return self.died


@pytest.mark.parametrize(
    ("lags", "stuck"),
    [
        (({0: 5}, {0: 5}), True),
        (({0: 5, 1: 7}, {0: 5, 1: 7}), True),
        (({0: 5}, {0: 6}, {0: 7}), False),
        (({0: 5, 1: 7}, {0: 5, 1: 8}), False),
        (({0: 5}, {}, {0: 5}), False),
        (({0: 5}, {1: 5}), False),
    ],
)
async def test_only_what_does_not_move_between_two_looks_is_stuck(
    make_source: MakeSource,
    here: Database,
    reader: Reader,
    kafka: KafkaSettings,
    lags: tuple[Mapping[int, int], ...],
    stuck: bool,
) -> None:
    source = await make_source()
    consumer = consumer_of(source, kafka, inbox_of(here, reader, source))
    consumer.moved_at = 0.0
    assert await Looks(kafka, consumer, *lags).look() is stuck


async def test_a_stuck_consumer_is_noticed(
    make_source: MakeSource, here: Database, reader: Reader, kafka: KafkaSettings, start: Start
) -> None:
    source = await make_source()
    inbox = inbox_of(here, reader, source)
    consumer = consumer_of(source, kafka, inbox)
    deaths: list[float] = []
    start_relay(source, kafka, start)
    running = asyncio.create_task(consumer.run())
    watchdog = Watchdog(kafka, consumer, die=lambda: deaths.append(time.monotonic()), after_seconds=1.5)
    await source.note_many(streams=10, each=2)
    await eventually(all_took_effect(reader, source))
    start("watchdog", watchdog.run)
    await asyncio.sleep(4)
    assert deaths == []
    running.cancel()  # from now on it reads nothing, as one that hangs
    await asyncio.gather(running, return_exceptions=True)
    await source.note_many(streams=10, each=2)

    async def noticed() -> bool:
        return bool(deaths)

    await eventually(noticed, within_seconds=60)
