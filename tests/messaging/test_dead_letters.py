"""Retrying what was parked: once however often it is asked, in order, and safe while the consumer goes on."""

import asyncio

import pytest

from shared.eventstore.database import Database
from shared.messaging import parking
from shared.messaging.dead_letters import DeadLetters
from shared.messaging.inbox import Inbox
from shared.messaging.progress import Stream
from tests.messaging.conftest import MakeSource
from tests.messaging.world import Reader, Source, inbox_of, took_effect_once_and_in_order


@pytest.fixture
def reader(here: Database) -> Reader:
    return Reader(here)


@pytest.fixture
async def source(make_source: MakeSource) -> Source:
    return await make_source()


@pytest.fixture
def inbox(here: Database, reader: Reader, source: Source) -> Inbox:
    return inbox_of(here, reader, source)


async def parked_at_the_first(inbox: Inbox, reader: Reader, source: Source, events: int) -> None:
    reader.chokes_on.add(("note-0", 1))
    await source.note_many(streams=1, each=events)
    await inbox.take(await source.told())
    reader.chokes_on.clear()


async def test_a_retry_asked_for_many_times_at_once_happens_once(
    inbox: Inbox, here: Database, reader: Reader, source: Source
) -> None:
    await parked_at_the_first(inbox, reader, source, 5)
    one, other = DeadLetters(here, inbox), DeadLetters(here, inbox_of(here, reader, source))
    asked = [letters.retry(source.name, "note-0") for letters in (one, one, other, one, other)]
    assert await asyncio.gather(*asked) == [0] * 5
    assert await took_effect_once_and_in_order(reader, source)
    assert await one.streams() == []


async def test_a_retry_goes_on_when_who_asked_for_it_has_gone(
    inbox: Inbox, here: Database, reader: Reader, source: Source
) -> None:
    await parked_at_the_first(inbox, reader, source, 3)
    held = asyncio.Event()
    reader.between = held.wait  # type: ignore[assignment]  # what it gives is not looked at
    letters = DeadLetters(here, inbox)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(letters.retry(source.name, "note-0"), 0.1)
    held.set()
    assert await letters.retry(source.name, "note-0") == 0
    assert await took_effect_once_and_in_order(reader, source)


async def test_a_stream_is_retried_while_its_consumer_goes_on(
    inbox: Inbox, here: Database, reader: Reader, source: Source
) -> None:
    await parked_at_the_first(inbox, reader, source, 3)
    letters, done = DeadLetters(here, inbox), asyncio.Event()

    async def go_on() -> None:
        while not done.is_set():
            await source.note("note-0")
            await inbox.take((await source.told())[-1:])

    going_on = asyncio.create_task(go_on())
    for _ in range(5):
        await letters.retry(source.name, "note-0")
    done.set()
    await going_on
    await letters.retry(source.name, "note-0")
    await inbox.repair(Stream(source.name, "note-0"))
    assert await letters.streams() == []
    assert await took_effect_once_and_in_order(reader, source)


async def test_a_record_that_names_a_version_nobody_will_reach_does_not_park_its_stream_for_ever(
    inbox: Inbox, here: Database, reader: Reader, source: Source
) -> None:
    await source.note_many(streams=1, each=2)
    await inbox.park_unreadable(Stream(source.name, "note-0"), 999, "JSONDecodeError")
    await inbox.take(await source.told())
    letters = DeadLetters(here, inbox)
    (parked,) = await letters.streams()
    assert (parked.version, parked.waiting, parked.reason) == (1, 3, "JSONDecodeError")
    assert await letters.retry(source.name, "note-0") == 0
    assert await letters.streams() == []
    assert await took_effect_once_and_in_order(reader, source)


async def test_what_is_being_put_behind_a_stream_is_not_forgotten_when_the_stream_is_released(
    inbox: Inbox, here: Database, reader: Reader, source: Source
) -> None:
    await parked_at_the_first(inbox, reader, source, 2)
    stream = Stream(source.name, "note-0")
    told = await source.told()
    await inbox.take(told, parked_too=True)
    async with here.connection() as connection:
        await connection.execute("DELETE FROM parked WHERE version = 2")
        putting_behind = connection.transaction()
        await putting_behind.start()
        await connection.execute(
            "INSERT INTO parked (source, stream_id, version, message, reason, parked_at)"
            " VALUES ($1, $2, 2, '{}', $3, now())",
            *stream,
            parking.BEHIND,
        )
        releasing = asyncio.create_task(parking.release(here, stream, unreadable_too=False))
        await asyncio.sleep(0.2)
        assert not releasing.done()
        await putting_behind.commit()
    assert await releasing == []
    assert await parking.parked_of(here, stream) == []
