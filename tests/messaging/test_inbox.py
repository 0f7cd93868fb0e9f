"""Whatever is told, however often and in whatever order: each event takes effect once, each stream in order."""

import asyncio
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.eventstore.database import Database, StoreUnavailable
from shared.eventstore.items import ProgressTaken
from shared.eventstore.published import PublishedEvent
from shared.messaging import parking
from shared.messaging.dead_letters import DeadLetters
from shared.messaging.feed import StoreFeed
from shared.messaging.inbox import Inbox
from shared.messaging.progress import Stream, advance, look
from shared.messaging.trouble import FeedUnreachable
from tests.messaging.conftest import MakeSource
from tests.messaging.world import CATALOGUE, QUICK, Reader, Source, inbox_of, took_effect_once_and_in_order


class SilentFeed(StoreFeed):
    """A source that does not answer."""

    asked = 0

    async def stream(self, stream_id: str, after_version: int) -> list[PublishedEvent]:
        self.asked += 1
        raise FeedUnreachable("silent")


@pytest.fixture
def reader(here: Database) -> Reader:
    return Reader(here)


@pytest.fixture
async def source(make_source: MakeSource) -> Source:
    return await make_source()


@pytest.fixture
def inbox(here: Database, reader: Reader, source: Source) -> Inbox:
    return inbox_of(here, reader, source)


async def test_what_is_told_in_order_takes_effect(inbox: Inbox, reader: Reader, source: Source) -> None:
    await source.note_many(streams=3, each=4)
    assert await inbox.take(await source.told()) == 0
    assert await took_effect_once_and_in_order(reader, source)
    assert inbox.counts.applied == 12


async def test_a_duplicate_is_skipped_and_counted(inbox: Inbox, reader: Reader, source: Source) -> None:
    await source.note_many(streams=1, each=3)
    told = await source.told()
    await inbox.take(told)
    await inbox.take([*told, told[0]])
    assert await took_effect_once_and_in_order(reader, source)
    assert inbox.counts.duplicates == 4


async def test_a_gap_is_filled_from_the_feed(inbox: Inbox, reader: Reader, source: Source) -> None:
    await source.note_many(streams=1, each=5)
    told = await source.told()
    await inbox.take([told[0], told[3]])
    assert inbox.counts.gaps_repaired == 1
    assert await took_effect_once_and_in_order(reader, source)


async def test_what_follows_a_gap_waits_when_the_source_is_silent(
    here: Database, reader: Reader, source: Source
) -> None:
    await source.note_many(streams=2, each=3)
    inbox = Inbox("reader", here, {source.name: SilentFeed(source.store)}, reader, knows=CATALOGUE)
    first, _, third = [event for event in await source.told() if event.stream_id == "note-0"]
    others = [event for event in await source.told() if event.stream_id == "note-1"]
    assert await inbox.take([third, first, *others]) == 1
    assert [effect[1:3] for effect in await reader.effects()] == [
        (event.stream_id, event.version) for event in sorted([first, *others], key=lambda event: event.position)
    ]


async def test_a_silent_source_is_asked_once_however_many_streams_have_gaps(
    here: Database, reader: Reader, source: Source
) -> None:
    await source.note_many(streams=5, each=2)
    silent = SilentFeed(source.store)
    inbox = Inbox("reader", here, {source.name: silent}, reader, knows=CATALOGUE)
    assert await inbox.take([event for event in await source.told() if event.version == 2]) == 5
    assert silent.asked == 1
    assert await inbox.take(await source.told()) == 0
    assert await took_effect_once_and_in_order(reader, source)


Tellings = list[list[tuple[int, int]]]

tellings: st.SearchStrategy[Tellings] = st.lists(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4)), max_size=12), min_size=1, max_size=5
)
"""Several takings, each of some (stream, version) in any order: repeated, lost and early ones among them."""


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=tellings)
@pytest.mark.promise(number=3)
async def test_any_shuffle_with_repetition_and_loss_ends_the_same(
    told: Tellings, here: Database, reader: Reader, source: Source
) -> None:
    prefix = uuid4().hex
    for version in range(4):
        await asyncio.gather(*(source.note(f"{prefix}-{n}", f"thing {version}") for n in range(3)))
    events = {(event.stream_id, event.version): event for event in await source.told()}
    replicas = [inbox_of(here, reader, source) for _ in range(2)]
    await asyncio.gather(
        *(
            replicas[number % 2].take([events[f"{prefix}-{n}", version] for n, version in taking])
            for number, taking in enumerate(told)
        )
    )
    for n in range(3):
        highest = max((version for taking in told for one, version in taking if one == n), default=0)
        stream = Stream(source.name, f"{prefix}-{n}")
        assert (await look(here, [stream]))[stream].version >= highest
        await replicas[0].repair(stream)
    assert await took_effect_once_and_in_order(reader, source)


async def test_an_unknown_type_moves_progress_and_is_counted(inbox: Inbox, here: Database, source: Source) -> None:
    await source.note_many(streams=1, each=2)
    first, second = await source.told()
    await inbox.take([first._replace(type="SomethingLater"), second])
    assert inbox.counts.unknown_types == 1
    assert (await look(here, [Stream(source.name, "note-0")]))[Stream(source.name, "note-0")].version == 2


async def test_a_poisoned_stream_is_parked_and_the_others_go_on(
    inbox: Inbox, here: Database, reader: Reader, source: Source
) -> None:
    reader.chokes_on.add(("note-1", 2))
    await source.note_many(streams=3, each=4)
    await inbox.take(await source.told())
    assert await took_effect_once_and_in_order_but(reader, source, poisoned="note-1", applied=1)
    (parked,) = await DeadLetters(here, inbox).streams()
    assert (parked.stream_id, parked.version, parked.waiting, parked.reason) == ("note-1", 2, 3, "Buggy")


async def test_later_events_of_a_parked_stream_wait_behind_it(
    inbox: Inbox, here: Database, reader: Reader, source: Source
) -> None:
    reader.chokes_on.add(("note-0", 1))
    await source.note("note-0")
    await inbox.take(await source.told())
    await source.note("note-0")
    await inbox.take(await source.told())
    shown = await DeadLetters(here, inbox).show(source.name, "note-0")
    assert [(one.version, one.reason) for one in shown] == [(1, "Buggy"), (2, parking.BEHIND)]
    assert [one.event for one in shown] == await source.told()


async def test_a_retry_after_the_repair_applies_all_and_unparks(
    inbox: Inbox, here: Database, reader: Reader, source: Source
) -> None:
    reader.chokes_on.add(("note-0", 2))
    await source.note_many(streams=2, each=5)
    told = await source.told()
    await inbox.take(told[:6])
    await inbox.take(told)
    letters = DeadLetters(here, inbox)
    assert await letters.retry(source.name, "note-0") == 4
    reader.chokes_on.clear()
    assert await letters.retry(source.name, "note-0") == 0
    assert await letters.streams() == []
    await source.note("note-0")
    await inbox.take((await source.told())[-1:])
    assert await took_effect_once_and_in_order(reader, source)


async def test_a_retry_without_the_feed_applies_the_parked_messages(
    here: Database, reader: Reader, source: Source
) -> None:
    inbox = Inbox(
        "reader", here, {source.name: SilentFeed(source.store)}, reader, knows=CATALOGUE, pauses_seconds=QUICK
    )
    reader.chokes_on.add(("note-0", 1))
    await source.note_many(streams=1, each=3)
    await inbox.take(await source.told())
    reader.chokes_on.clear()
    assert await DeadLetters(here, inbox).retry(source.name, "note-0") == 0
    assert await took_effect_once_and_in_order(reader, source)


async def test_a_newer_schema_version_is_parked(inbox: Inbox, here: Database, source: Source) -> None:
    await source.note("note-0")
    (event,) = await source.told()
    await inbox.take([event._replace(schema_version=2)])
    (parked,) = await DeadLetters(here, inbox).streams()
    assert parked.reason == "NewerSchemaVersion"


async def test_a_database_that_is_away_parks_nothing(
    inbox: Inbox, here: Database, reader: Reader, source: Source
) -> None:
    async def broken() -> None:
        raise StoreUnavailable("away")

    reader.between = broken
    await source.note("note-0")
    with pytest.raises(StoreUnavailable):
        await inbox.take(await source.told())
    reader.between = None
    await inbox.take(await source.told())
    assert await DeadLetters(here, inbox).streams() == []
    assert await took_effect_once_and_in_order(reader, source)


async def test_who_lost_the_race_reads_again_and_skips(here: Database, reader: Reader, source: Source) -> None:
    await source.note_many(streams=2, each=3)
    told = await source.told()
    faster, slower = inbox_of(here, Reader(here), source), inbox_of(here, reader, source)

    async def overtaken() -> None:
        reader.between = None
        await faster.take(told[:4])

    reader.between = overtaken
    await slower.take(told)
    assert slower.counts.races == 1
    assert await took_effect_once_and_in_order(reader, source)


async def test_progress_is_not_moved_over_what_somebody_else_took(here: Database, source: Source) -> None:
    await source.note_many(streams=1, each=3)
    first, second, third = await source.told()
    async with here.connection() as connection:
        await advance(connection, [first, second])
        for taken in ([second], [first, second], [second, third]):
            with pytest.raises(ProgressTaken):
                await advance(connection, taken)
        await advance(connection, [third])


async def test_a_reader_can_wait_for_a_version(inbox: Inbox, source: Source) -> None:
    await source.note("note-0")
    stream = Stream(source.name, "note-0")
    assert not await inbox.wait_for(stream, 1, within_seconds=0.05)
    waiting = asyncio.create_task(inbox.wait_for(stream, 1, within_seconds=5))
    await inbox.take(await source.told())
    assert await waiting


async def took_effect_once_and_in_order_but(reader: Reader, source: Source, *, poisoned: str, applied: int) -> bool:
    """The poisoned stream up to its poison, the others whole."""
    of_poisoned = [version for _, stream, version, _ in await reader.effects() if stream == poisoned]
    others = [one for one in await reader.effects() if one[1] != poisoned]
    expected = [
        (event.source, event.stream_id, event.version, event.event_id)
        for event in await source.told()
        if event.stream_id != poisoned
    ]
    return of_poisoned == list(range(1, applied + 1)) and sorted(others) == sorted(expected)


async def test_many_waits_that_end_together_leave_the_inbox_as_it_was(inbox: Inbox, source: Source) -> None:
    made_up = [Stream(source.name, f"note-{n}") for n in range(20)]
    for _ in range(10):
        assert not any(await asyncio.gather(*(inbox.wait_for(stream, 1, within_seconds=0.3) for stream in made_up)))
    await source.note("note-0")
    async with asyncio.timeout(5):
        await inbox.take(await source.told())
    assert inbox.counts.applied == 1
