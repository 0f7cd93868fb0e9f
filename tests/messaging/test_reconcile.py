"""What Kafka lost comes from the feed, whatever was missed and however much."""

import asyncio

import pytest

from shared.eventstore.database import Database
from shared.eventstore.published import FeedHeads, PublishedEvent
from shared.messaging import checkpoints
from shared.messaging.feed import StoreFeed
from shared.messaging.inbox import Inbox
from shared.messaging.progress import Stream
from shared.messaging.reconcile import Reconciler
from shared.messaging.trouble import FeedUnreachable
from tests.messaging.conftest import MakeSource
from tests.messaging.world import CATALOGUE, QUICK, Reader, Source, took_effect_once_and_in_order


class CountingFeed(StoreFeed):
    """Counts what is asked; answers nothing while `silent`."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.store)
        self.name = source.name
        self.silent = False
        self.streams_asked = 0

    async def heads(self, after: int, limit: int) -> FeedHeads:
        if self.silent:
            raise FeedUnreachable("silent")
        return await super().heads(after, limit)

    async def stream(self, stream_id: str, after_version: int) -> list[PublishedEvent]:
        self.streams_asked += 1
        return await super().stream(stream_id, after_version)


@pytest.fixture
def reader(here: Database) -> Reader:
    return Reader(here)


@pytest.fixture
async def source(make_source: MakeSource) -> Source:
    return await make_source()


@pytest.fixture
def feed(source: Source) -> CountingFeed:
    return CountingFeed(source)


@pytest.fixture
def reconciler(here: Database, reader: Reader, source: Source, feed: CountingFeed) -> Reconciler:
    inbox = inbox_asking(feed, here, reader)
    return Reconciler(here, inbox, {source.name: feed}, grace_seconds=0, bulk_over=500)


def inbox_asking(feed: CountingFeed, here: Database, reader: Reader) -> Inbox:
    return Inbox("reader", here, {feed.name: feed}, reader, knows=CATALOGUE, pauses_seconds=QUICK)


async def until_done(reconciler: Reconciler, source: Source) -> None:
    while await reconciler.compare(source.name):
        pass


async def test_streams_that_are_behind_are_fetched(
    reconciler: Reconciler, reader: Reader, source: Source, feed: CountingFeed
) -> None:
    await source.note_many(streams=5, each=4)
    await until_done(reconciler, source)
    assert await took_effect_once_and_in_order(reader, source)
    assert feed.streams_asked == 5
    state = reconciler.sources[source.name]
    assert (state.reachable, state.behind, state.head_seen, state.checkpoint) == (True, 0, 20, 20)


async def test_what_arrived_over_kafka_is_not_fetched_again(
    here: Database, reader: Reader, source: Source, feed: CountingFeed
) -> None:
    inbox = inbox_asking(feed, here, reader)
    reconciler = Reconciler(here, inbox, {source.name: feed}, grace_seconds=0.3)
    await source.note_many(streams=3, each=3)
    comparing = asyncio.create_task(until_done(reconciler, source))
    await asyncio.sleep(0.1)
    await inbox.take(await source.told())
    await comparing
    assert feed.streams_asked == 0
    assert reconciler.sources[source.name].behind == 0


async def test_a_long_way_is_read_in_bulk(
    reconciler: Reconciler, reader: Reader, source: Source, feed: CountingFeed
) -> None:
    await source.note_many(streams=50, each=50)
    await until_done(reconciler, source)
    assert await took_effect_once_and_in_order(reader, source)
    assert feed.streams_asked == 0


async def test_many_streams_a_little_behind_are_read_in_bulk(
    reconciler: Reconciler, reader: Reader, source: Source, feed: CountingFeed
) -> None:
    await source.note_many(streams=150, each=1)
    await until_done(reconciler, source)
    assert await took_effect_once_and_in_order(reader, source)
    assert feed.streams_asked == 0


async def test_a_source_that_tells_less_than_before_is_compared_from_the_beginning(
    reconciler: Reconciler, reader: Reader, here: Database, source: Source
) -> None:
    await source.note_many(streams=2, each=2)
    async with here.connection() as connection:
        await checkpoints.move(connection, f"feed:{source.name}", 1_000)
    await until_done(reconciler, source)
    assert await took_effect_once_and_in_order(reader, source)
    assert reconciler.sources[source.name].checkpoint == 4


async def test_a_silent_source_is_named_and_comes_back(
    reconciler: Reconciler, reader: Reader, source: Source, feed: CountingFeed
) -> None:
    await source.note("note-0")
    feed.silent = True
    await until_done(reconciler, source)
    assert not reconciler.sources[source.name].reachable
    feed.silent = False
    await until_done(reconciler, source)
    assert reconciler.sources[source.name].reachable
    assert await took_effect_once_and_in_order(reader, source)


async def test_a_parked_stream_holds_up_nobody(here: Database, source: Source, feed: CountingFeed) -> None:
    reader = Reader(here)
    reader.chokes_on.add(("note-0", 1))
    inbox = inbox_asking(feed, here, reader)
    reconciler = Reconciler(here, inbox, {source.name: feed}, grace_seconds=0)
    await source.note_many(streams=3, each=2)
    await until_done(reconciler, source)
    await source.note_many(streams=3, each=2)
    await until_done(reconciler, source)
    assert reconciler.sources[source.name].behind == 0
    reader.chokes_on.clear()
    stream = Stream(source.name, "note-0")
    await inbox.repair(stream, parked_too=True)
    assert await took_effect_once_and_in_order(reader, source)
