"""How fast events leave a store for Kafka, and how fast the gateway makes its views from what is there."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from random import Random
from typing import Any
from uuid import uuid4

from services.gateway.alliance.storing import READ_MODELS
from services.gateway.alliance.things import CATALOGUE
from services.gateway.feeder import Feeder
from shared.eventstore.database import Database
from shared.eventstore.published import PublishedEvent
from shared.messaging import checkpoints
from shared.messaging.cloudevents import to_message
from shared.messaging.consumer import Consumer
from shared.messaging.inbox import Inbox
from shared.messaging.kafka import KafkaSettings, Producer
from shared.messaging.relay import CURSOR, Relay
from shared.messaging.topics import create_topics, topic_of
from shared.migrations import migrate
from shared.service import Card
from tests.benchmarks.baselines import library, projecting, sending
from tests.benchmarks.rows import Row
from tests.benchmarks.stage import Stage, broker_name, is_real_kafka
from tests.kit.family import RaiseTally
from tests.kit.kernel import Kernel, create_tables, running_kernel
from tests.services.gateway.histories import some_lives
from tests.services.gateway.world import World

EVENTS = 20_000
THEIR_EVENTS = 2_000
WINDOW = 1_000
PATIENCE_SECONDS = 120.0
GATEWAY = Card(name="gateway", title="The gateway's views", read_models=READ_MODELS)


async def consuming(stage: Stage) -> Sequence[Row]:
    """Histories of contracts, pools and referrals, published once; each turn a new group fills an empty database."""
    kafka, told = _kafka(stage), _histories(stage.count(EVENTS, least=200))
    for source, events in told.items():
        await _publish(kafka, topic_of(source), events)
    theirs = stage.count(THEIR_EVENTS, least=20)

    async def ours() -> float:
        async with stage.database("gateway") as address:
            await migrate(GATEWAY, address.owner_url, address.url)
            database = Database(address.url)
            await database.open()
            try:
                return await _consumed_per_second(kafka, database, tuple(told), sum(map(len, told.values())))
            finally:
                await database.close()

    async def baseline() -> float:
        async with stage.database("tallies") as address:
            with library.library(address.owner_url, WINDOW) as tallies:
                await asyncio.to_thread(library.long_stream, tallies, theirs)
            return await asyncio.to_thread(projecting.projected_per_second, address.owner_url, theirs)

    taken = await stage.interleaved(ours, baseline)
    measure = "consumer applying events to the gateway's views, from Kafka"
    return [Row(measure, "/s", taken[0], projecting.NAME, taken[1], 8.0, remark=broker_name())]


async def relaying(stage: Stage) -> Sequence[Row]:
    """A backlog in a store, carried to a topic that has the partitions of an installation."""
    kafka, events = _kafka(stage), stage.count(EVENTS, least=200)
    async with stage.database("tallies") as address:
        await create_tables(address)
        async with running_kernel(address) as kernel:
            await _fill(kernel, events)
            told = await kernel.store.feed(0, events)
            taken = await stage.interleaved(
                partial(_relayed_per_second, kernel, kafka, len(told)), partial(_sent_per_second, kafka, told)
            )
    return [Row("relay, backlog to Kafka", "/s", taken[0], sending.NAME, taken[1], 0.4, remark=broker_name())]


def _kafka(stage: Stage) -> KafkaSettings:
    return KafkaSettings(stage.broker().bootstrap, idempotence=is_real_kafka())


def _histories(events: int) -> dict[str, list[PublishedEvent]]:
    """By source; of names nobody else uses, whose topics hold nothing but these."""
    rng, world, suffix = Random(1), World(), uuid4().hex[:6]  # noqa: S311  # histories, no secrets
    told: list[PublishedEvent] = []
    while len(told) < events:
        told += world.live(some_lives(rng, min(1_000, events)), rng)
    by_source: dict[str, list[PublishedEvent]] = defaultdict(list)
    for event in told:
        source = f"{event.source}-{suffix}"
        by_source[source].append(event._replace(source=source))
    return by_source


async def _publish(kafka: KafkaSettings, topic: str, events: Sequence[PublishedEvent]) -> None:
    await create_topics(kafka, [topic])
    producer = await Producer.open(kafka)
    try:
        for begin in range(0, len(events), WINDOW):
            await producer.send(topic, [to_message(event) for event in events[begin : begin + WINDOW]])
    finally:
        await producer.close()


async def _consumed_per_second(kafka: KafkaSettings, database: Database, sources: Sequence[str], events: int) -> float:
    """From the first batch to the last, so that joining a group is left out."""
    inbox = Inbox("gateway", database, {}, Feeder(database), knows=CATALOGUE)
    consumer = Consumer(kafka, f"bench-{uuid4().hex}", sources, inbox)
    return await _per_second(consumer.run, lambda: inbox.counts.applied, events)


async def _relayed_per_second(kernel: Kernel, kafka: KafkaSettings, events: int) -> float:
    async with kernel.database.connection() as connection:
        await checkpoints.move(connection, CURSOR, 0)
    relay = Relay("tallies", kernel.database, kernel.store, kafka)
    return await _per_second(relay.run, lambda: relay.published, events)


async def _per_second(work: Callable[[], Coroutine[Any, Any, None]], done: Callable[[], int], events: int) -> float:
    """What is done a second between the first progress seen and the last."""
    task = asyncio.create_task(work())
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not done():
                await asyncio.sleep(0.001)
            begun, first = time.perf_counter(), done()
            while done() < events:
                await asyncio.sleep(0.001)
        return max(1, events - first) / (time.perf_counter() - begun)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _sent_per_second(kafka: KafkaSettings, told: Sequence[PublishedEvent]) -> float:
    topic = topic_of("tallies")
    await create_topics(kafka, [topic])
    messages = [to_message(event) for event in told]
    begun = time.perf_counter()
    await sending.send(kafka, topic, messages)
    return len(messages) / (time.perf_counter() - begun)


async def _fill(kernel: Kernel, events: int) -> None:
    keys = [await kernel.opened() for _ in range(50)]
    while await kernel.store.head() < events:
        await asyncio.gather(*(kernel.do(key, RaiseTally(by=1)) for key in keys))
