"""A read that names a write waits for it, fetches it when it does not come, and says whether it is shown."""

import asyncio
import base64
import itertools
import time
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from fastapi import APIRouter
from starlette.middleware import Middleware

from services.gateway.waiting.middleware import PositionWaiting
from services.gateway.waiting.waiter import PositionWaiter
from shared.messaging.progress import Stream
from shared.messaging.trouble import FeedUnreachable
from shared.web.paging import Cursors
from shared.web.position import position_token
from tests.kit.apps import Client
from tests.kit.tokens import sign_user
from tests.services.gateway.serving import app_of, gateway_edge

STREAM = f"contract-{uuid4()}"
OTHER = f"pool-{uuid4()}"
CURSORS = Cursors(b"of the tests")


class ReadModels:
    """As far as told; `source` is what a fetch finds."""

    def __init__(self) -> None:
        self.versions: dict[str, int] = {}
        self.source: dict[str, int] | None = {}
        self.fetches = 0
        self.fetch_seconds = 0.0
        self._moved = asyncio.Condition()

    async def move(self, stream_id: str, version: int) -> None:
        self.versions[stream_id] = version
        async with self._moved:
            self._moved.notify_all()

    async def wait_for(self, stream: Stream, version: int, within_seconds: float) -> bool:
        def there() -> bool:
            return self.versions.get(stream.stream_id, 0) >= version

        try:
            async with asyncio.timeout(within_seconds), self._moved:
                await self._moved.wait_for(there)
        except TimeoutError:
            return there()
        return True

    async def repair(self, stream: Stream) -> int:
        self.fetches += 1
        await asyncio.sleep(self.fetch_seconds)
        if self.source is None:
            raise FeedUnreachable("down")
        await self.move(stream.stream_id, self.source.get(stream.stream_id, 0))
        return 0


@pytest.fixture
def models() -> ReadModels:
    return ReadModels()


@pytest.fixture
def reader(models: ReadModels, keys: Path) -> Client:
    router = APIRouter()

    @router.get("/api/v1/alliance/overview")
    async def read_overview() -> dict[str, int]:
        return dict(models.versions)

    @router.get("/api/v1/contracts/1")
    async def read_contract() -> dict[str, int]:
        return {}

    edge = gateway_edge(keys)
    waiter = PositionWaiter(models, ("contracts", "budgets"), CURSORS, patience_seconds=0.4, fetch_after_seconds=0.1)
    app = app_of(edge, router, inside=(Middleware(PositionWaiting, edge=edge, waiter=waiter),))
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gateway")
    return Client(http, sign_user(keys, org="07L", roles=["X"]))


def after(*tokens: str) -> dict[str, str]:
    return {"ACS-Position": ", ".join(tokens)}


CONTRACT = position_token(CURSORS, "contracts", STREAM, 3)
POOL = position_token(CURSORS, "budgets", OTHER, 1)


async def overview(reader: Client, *tokens: str) -> tuple[dict[str, int], str | None]:
    answer = await reader.send("GET", "/api/v1/alliance/overview", headers=after(*tokens))
    assert answer.status == 200, answer.body
    return answer.body, answer.headers.get("acs-position-reached")


class TestReading:
    async def test_what_is_there_does_not_wait(self, reader: Client, models: ReadModels) -> None:
        await models.move(STREAM, 3)
        assert await overview(reader, CONTRACT) == ({STREAM: 3}, "true")
        assert models.fetches == 0

    async def test_waits_for_the_write_to_arrive(self, reader: Client, models: ReadModels) -> None:
        asking = asyncio.create_task(overview(reader, CONTRACT))
        await asyncio.sleep(0.02)
        await models.move(STREAM, 2)
        await asyncio.sleep(0.02)
        assert not asking.done()
        await models.move(STREAM, 3)
        assert await asking == ({STREAM: 3}, "true")
        assert models.fetches == 0

    async def test_fetches_from_the_source_what_does_not_arrive(self, reader: Client, models: ReadModels) -> None:
        models.source = {STREAM: 4}
        assert await overview(reader, CONTRACT) == ({STREAM: 4}, "true")
        assert models.fetches == 1

    async def test_ten_readers_fetch_once(self, reader: Client, models: ReadModels) -> None:
        models.source, models.fetch_seconds = {STREAM: 3}, 0.05
        answers = await asyncio.gather(*[overview(reader, CONTRACT) for _ in range(10)])
        assert {reached for _, reached in answers} == {"true"}
        assert models.fetches == 1

    async def test_answers_in_time_anyway_and_says_so(self, reader: Client, models: ReadModels) -> None:
        for models.source, models.fetch_seconds in ((None, 0.0), ({}, 0.0), ({STREAM: 2}, 0.0), ({}, 30.0)):
            started = time.monotonic()
            _, reached = await overview(reader, CONTRACT)
            assert reached == "false"
            assert time.monotonic() - started < 0.6

    async def test_several_writes_are_all_waited_for(self, reader: Client, models: ReadModels) -> None:
        await models.move(STREAM, 3)
        assert (await overview(reader, CONTRACT, POOL))[1] == "false"
        models.source = {OTHER: 1}
        assert (await overview(reader, CONTRACT, POOL))[1] == "true"

    async def test_without_a_position_nothing_is_said(self, reader: Client) -> None:
        answer = await reader.get("/api/v1/alliance/overview")
        assert "acs-position-reached" not in answer.headers


class TestRefusals:
    @pytest.mark.parametrize(
        "header",
        [
            "junk",
            "%%%",
            ",",
            f"{CONTRACT},junk",
            ",".join([CONTRACT] * 21),
            position_token(Cursors(b"somebody else's"), "contracts", STREAM, 3),
            base64.urlsafe_b64encode(f"contracts|{STREAM}|3".encode()).decode().rstrip("="),
            CURSORS.make("contracts:/contracts", f"contracts|{STREAM}|3"),
            position_token(CURSORS, "elsewhere", STREAM, 1),
            position_token(CURSORS, "contracts", "contract-1", 1),
            position_token(CURSORS, "contracts", STREAM + "\0", 1),
            position_token(CURSORS, "contracts", f"{STREAM}' OR 1=1", 1),
        ],
        ids=itertools.count(),
    )
    async def test_a_position_that_is_not_ours(self, reader: Client, models: ReadModels, header: str) -> None:
        answer = await reader.send("GET", "/api/v1/alliance/overview", headers={"ACS-Position": header})
        assert (answer.status, answer.body["field"]) == (400, "ACS-Position")
        assert models.fetches == 0

    async def test_nobody_waits_without_a_token(self, reader: Client, models: ReadModels) -> None:
        stranger = Client(reader.http, None)
        answer = await stranger.send("GET", "/api/v1/alliance/overview", headers=after(CONTRACT))
        assert "acs-position-reached" not in answer.headers
        assert models.fetches == 0

    async def test_reads_of_single_resources_need_no_waiting(self, reader: Client, models: ReadModels) -> None:
        answer = await reader.send("GET", "/api/v1/contracts/1", headers=after(CONTRACT))
        assert (answer.status, models.fetches) == (200, 0)
