"""The feed over HTTP and the feed of the store at hand are the same feed."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from shared.eventstore.published import SERVICE_TOKEN_HEADER
from shared.messaging.feed import Feed, StoreFeed, page_json
from shared.messaging.feed_client import FeedClient
from shared.messaging.trouble import FeedUnreachable
from tests.messaging.conftest import MakeSource
from tests.messaging.world import Source

TOKEN = "of-a-peer"


@pytest.fixture
async def source(make_source: MakeSource) -> Source:
    return await make_source()


def served(source: Source) -> FastAPI:
    app = FastAPI()
    feed = StoreFeed(source.store)

    @app.middleware("http")
    async def only_peers(request: Request, call_next):  # type: ignore[no-untyped-def]  # as Starlette has it
        return (
            await call_next(request)
            if request.headers.get(SERVICE_TOKEN_HEADER) == TOKEN
            else Response(status_code=401)
        )

    @app.get("/feed")
    async def page(after: int, limit: int) -> Response:
        found = await feed.page(after, limit)
        return Response(page_json(source.name, found.head, found.events), media_type="application/json")

    @app.get("/feed/heads")
    async def heads(after: int, limit: int) -> Response:
        return Response((await feed.heads(after, limit)).model_dump_json(), media_type="application/json")

    @app.get("/feed/streams/{stream_id}")
    async def stream(stream_id: str, after_version: int, limit: int) -> Response:
        found = await feed.stream_page(stream_id, after_version, limit)
        return Response(page_json(source.name, found.head, found.events), media_type="application/json")

    return app


@pytest.fixture(params=["store", "http"])
async def feed(request: pytest.FixtureRequest, source: Source) -> AsyncIterator[Feed]:
    if request.param == "store":
        yield StoreFeed(source.store)
        return
    client = FeedClient("http://source", lambda: TOKEN, source.name, httpx.ASGITransport(app=served(source)))
    yield client
    await client.close()


async def test_a_page_holds_what_follows_a_position(feed: Feed, source: Source) -> None:
    await source.note_many(streams=2, each=3)
    page = await feed.page(after=2, limit=3)
    assert page.head == 6
    assert page.events == (await source.told())[2:5]


async def test_a_stream_is_given_whole_however_long(feed: Feed, source: Source) -> None:
    await source.note_many(streams=1, each=1_001)
    events = await feed.stream("note-0", after_version=1)
    assert [event.version for event in events] == list(range(2, 1_002))
    assert await feed.stream("note-0", after_version=1_001) == []
    assert await feed.stream("never was?#%", after_version=0) == []


async def test_heads_name_the_streams_that_changed_in_a_range(feed: Feed, source: Source) -> None:
    await source.note("note-0")
    await source.note("note-1")
    await source.note("note-0")
    heads = await feed.heads(after=0, limit=2)
    assert (heads.head, heads.upto) == (3, 2)
    assert {head.stream_id: head.version for head in heads.streams} == {"note-0": 1, "note-1": 1}
    assert (await feed.heads(after=9, limit=2)).upto == 9


async def test_who_is_refused_cannot_reach_the_feed(source: Source) -> None:
    client = FeedClient("http://source", lambda: "stolen", source.name, httpx.ASGITransport(app=served(source)))
    with pytest.raises(FeedUnreachable):
        await client.page(0)
    await client.close()


async def test_a_source_that_is_not_there_cannot_be_reached() -> None:
    client = FeedClient("http://127.0.0.1:1", lambda: TOKEN, "nobody")
    with pytest.raises(FeedUnreachable):
        await client.heads(0, 10)
    await client.close()
