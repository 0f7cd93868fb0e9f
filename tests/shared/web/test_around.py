"""What surrounds every request: ids mirrored only when they cannot be a person's, bodies that are bounded."""

from collections.abc import AsyncIterator

import httpx
import pytest
from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message

from shared.web import middleware
from shared.web.metrics import HttpMetrics
from shared.web.middleware import AroundRequests

LIMIT = 1_000
FILE_LIMIT = 3_000


async def size_of_the_body(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def an_app() -> AroundRequests:
    routes = [Route(path, size_of_the_body, methods=["POST", "PUT"]) for path in ("/", "/files", "/files/1")]
    app = Starlette(routes=routes)
    return AroundRequests(app, LIMIT, HttpMetrics(CollectorRegistry()), files={"/files": FILE_LIMIT})


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=an_app()), base_url="http://service") as client:
        yield client


class TestIds:
    @pytest.mark.parametrize("sent", ["c-1", "0190a6d0-7c1e-7d3a-9b1e-0123456789ab", "x" * 100])
    async def test_are_mirrored(self, client: httpx.AsyncClient, sent: str) -> None:
        answer = await client.post("/", headers={"X-Request-ID": sent, "X-Correlation-ID": sent})
        assert (answer.headers["x-request-id"], answer.headers["x-correlation-id"]) == (sent, sent)

    @pytest.mark.parametrize("sent", ["9990000018", "999-000-0018", "999.000:0018", "a b", "x" * 101, ""])
    async def test_are_made_anew_when_they_may_name_a_person_or_are_odd(
        self, client: httpx.AsyncClient, sent: str
    ) -> None:
        answer = await client.post("/", headers={"X-Request-ID": sent, "X-Correlation-ID": sent})
        assert sent not in (answer.headers["x-request-id"], answer.headers["x-correlation-id"])


class TestBodies:
    async def test_of_the_largest_size_are_read(self, client: httpx.AsyncClient) -> None:
        assert (await client.post("/", content=b"x" * LIMIT)).text == str(LIMIT)

    async def test_that_are_files_have_a_limit_of_their_own(self, client: httpx.AsyncClient) -> None:
        assert (await client.post("/files", content=b"x" * FILE_LIMIT)).text == str(FILE_LIMIT)
        refused = await client.post("/files", content=b"x" * (FILE_LIMIT + 1))
        assert (refused.status_code, refused.json()["detail"]) == (413, f"A body has at most {FILE_LIMIT} bytes.")

    @pytest.mark.parametrize(("method", "path"), [("PUT", "/files"), ("POST", "/files/1"), ("POST", "/")])
    async def test_of_every_other_request_keep_the_common_limit(
        self, client: httpx.AsyncClient, method: str, path: str
    ) -> None:
        assert (await client.request(method, path, content=b"x" * (LIMIT + 1))).status_code == 413

    async def test_too_large_are_refused_after_they_were_thrown_away(self) -> None:
        unread = [b"x" * LIMIT] * 5

        async def receive() -> Message:
            return {"type": "http.request", "body": unread.pop(), "more_body": bool(unread)}

        answered: list[tuple[str, int]] = []

        async def send(message: Message) -> None:
            answered.append((message["type"], len(unread)))

        headers = [(b"content-length", str(5 * LIMIT).encode())]
        scope = {"type": "http", "method": "POST", "path": "/", "headers": headers, "query_string": b""}
        await an_app()(scope, receive, send)
        assert answered == [("http.response.start", 0), ("http.response.body", 0)]

    async def test_that_never_end_are_refused_all_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(middleware, "DRAINED_BYTES", 3 * LIMIT)
        received = 0

        async def receive() -> Message:
            nonlocal received
            received += LIMIT
            return {"type": "http.request", "body": b"x" * LIMIT, "more_body": True}

        statuses: list[int] = []

        async def send(message: Message) -> None:
            statuses.append(message.get("status", 0))

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/",
            "headers": [(b"content-length", str(10**9).encode())],
            "query_string": b"",
        }
        await an_app()(scope, receive, send)
        assert (statuses[0], received) == (413, 3 * LIMIT)
