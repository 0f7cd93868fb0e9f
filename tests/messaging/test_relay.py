"""The relay: nothing is lost and no stream's order is reversed, whatever is killed, paused or doubled."""

import asyncio

import pytest

from shared.eventstore.database import Database
from shared.messaging import checkpoints
from shared.messaging.kafka import KafkaSettings
from shared.messaging.relay import CURSOR, Relay
from tests.messaging.conftest import MakeSource, Start, on_broker, settings_of
from tests.messaging.world import Broker, Source, eventually, in_order, on_topic

pytestmark = pytest.mark.kafka


def relay_of(source: Source, kafka: KafkaSettings) -> Relay:
    return Relay(source.name, source.database, source.store, kafka)


async def cursor_of(database: Database) -> int:
    async with database.connection() as connection:
        return await checkpoints.read(connection, CURSOR)


async def caught_up(source: Source) -> bool:
    return await cursor_of(source.database) == await source.store.head()


async def all_on_topic_in_order(kafka: KafkaSettings, source: Source) -> bool:
    found = await on_topic(kafka, source.name)
    told = {(event.source, event.stream_id, event.version) for event in await source.told()}
    return set(found) == told and in_order(found)


async def test_what_is_committed_is_published_in_order(
    make_source: MakeSource, kafka: KafkaSettings, start: Start
) -> None:
    source = await make_source()
    relay = relay_of(source, kafka)
    start("relay", relay.run)
    await source.note_many(streams=20, each=10)
    await eventually(lambda: caught_up(source))
    assert await all_on_topic_in_order(kafka, source)
    assert relay.leading
    assert (relay.lag_events, relay.lag_seconds, relay.published) == (0, 0.0, 200)


async def test_a_backlog_larger_than_a_window_and_a_batch_is_published_in_order(
    make_source: MakeSource, kafka: KafkaSettings, start: Start
) -> None:
    source = await make_source()
    await asyncio.gather(*(source.note(f"note-{n}", "long " * 200) for n in range(30)))
    await source.note_many(streams=30, each=80)
    start("relay", relay_of(source, kafka).run)
    await eventually(lambda: caught_up(source))
    assert await all_on_topic_in_order(kafka, source)


@pytest.mark.promise(number=3)
async def test_order_is_kept_when_the_relay_is_ended_and_begun_again(
    make_source: MakeSource, kafka: KafkaSettings
) -> None:
    source = await make_source()
    writing = asyncio.create_task(source.note_many(streams=10, each=60))
    while not writing.done():
        running = asyncio.create_task(relay_of(source, kafka).run())
        await asyncio.sleep(0.3)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    running = asyncio.create_task(relay_of(source, kafka).run())
    await eventually(lambda: caught_up(source))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await all_on_topic_in_order(kafka, source)


async def test_one_of_two_relays_leads_and_the_other_takes_over(make_source: MakeSource, kafka: KafkaSettings) -> None:
    source = await make_source()
    relays = [relay_of(source, kafka), relay_of(source, kafka)]
    running = [asyncio.create_task(relay.run()) for relay in relays]
    await source.note_many(streams=5, each=5)
    await eventually(lambda: caught_up(source))
    assert sorted(relay.leading for relay in relays) == [False, True]
    leader = [relay.leading for relay in relays].index(True)
    running[leader].cancel()
    await asyncio.gather(running[leader], return_exceptions=True)
    await source.note_many(streams=5, each=5)
    await eventually(lambda: caught_up(source), within_seconds=5)
    assert relays[1 - leader].leading
    running[1 - leader].cancel()
    await asyncio.gather(*running, return_exceptions=True)
    assert await all_on_topic_in_order(kafka, source)


async def test_the_lead_is_lost_with_its_connection_and_found_again(
    make_source: MakeSource, kafka: KafkaSettings, start: Start
) -> None:
    source = await make_source()
    start("relay", relay_of(source, kafka).run)
    await source.note_many(streams=2, each=2)
    await eventually(lambda: caught_up(source))
    async with source.database.connection() as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        )
    await source.note_many(streams=2, each=2)
    await eventually(lambda: caught_up(source))
    assert await all_on_topic_in_order(kafka, source)


async def test_a_cursor_ahead_of_a_restored_store_is_set_back(
    make_source: MakeSource, kafka: KafkaSettings, start: Start
) -> None:
    source = await make_source()
    await source.note_many(streams=1, each=2)
    async with source.database.connection() as connection:
        await checkpoints.move(connection, CURSOR, 1_000)
    start("relay", relay_of(source, kafka).run)
    await eventually(lambda: caught_up(source))
    await source.note("note-0")
    await eventually(lambda: caught_up(source))
    assert [version for _, _, version in await on_topic(kafka, source.name)] == [3]


async def test_an_event_too_large_for_kafka_stops_nobody(
    make_source: MakeSource, kafka: KafkaSettings, start: Start
) -> None:
    source = await make_source()
    await source.note("note-0", "x" * (kafka.max_message_bytes + 1))
    await source.note_many(streams=2, each=2)
    relay = relay_of(source, kafka)
    start("relay", relay.run)
    await eventually(lambda: caught_up(source))
    assert relay.too_large == 1
    assert len(await on_topic(kafka, source.name)) == 4


async def test_writing_goes_on_while_the_broker_is_gone_and_all_is_published_later(
    make_source: MakeSource, hurt: Broker, start: Start
) -> None:
    kafka = settings_of(hurt)
    source = await make_source()
    relay = relay_of(source, kafka)
    start("relay", relay.run)
    await source.note_many(streams=5, each=10)
    await eventually(lambda: caught_up(source))
    await on_broker(hurt.kill)
    before = await source.store.head()
    await source.note_many(streams=5, each=10)
    await eventually(lambda: lags(relay, 50))
    assert await cursor_of(source.database) == before
    assert relay.lag_seconds > 0
    await on_broker(hurt.start)
    await eventually(lambda: caught_up(source))
    found = await on_topic(kafka, source.name)
    late = {(source.name, f"note-{stream}", version) for stream in range(5) for version in range(11, 21)}
    assert set(found) >= late
    assert in_order(found, from_first_seen=True)


@pytest.mark.promise(number=3)
async def test_a_frozen_broker_reverses_no_order(make_source: MakeSource, hurt: Broker, start: Start) -> None:
    kafka = settings_of(hurt)
    source = await make_source()
    start("relay", relay_of(source, kafka).run)
    writing = asyncio.create_task(source.note_many(streams=10, each=100))
    for seconds in (1, 5):
        await asyncio.sleep(0.3)
        await on_broker(hurt.pause)
        await source.note("note-frozen")
        await asyncio.sleep(seconds)
        await on_broker(hurt.resume)
    await writing
    await eventually(lambda: caught_up(source))
    assert await all_on_topic_in_order(kafka, source)


async def lags(relay: Relay, events: int) -> bool:
    return relay.lag_events >= events
