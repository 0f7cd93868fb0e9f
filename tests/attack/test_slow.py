"""Whoever sends slowly is not waited for: connections are bounded in number, so they must be bounded in time."""

import asyncio
import time

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from shared.web.protocol import LARGEST_HEAD_BYTES, SLOWEST_BODY, ImpatientProtocol
from tests.attack.raw import request, say
from tests.services.gateway.serving import serving

SECONDS = 0.5
LONG = 4 * SECONDS


class QuickProtocol(ImpatientProtocol):
    request_seconds = SECONDS


async def size_of_the_body(asked: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await asked.body())))


async def slow_answer(asked: Request) -> StreamingResponse:
    async def parts() -> object:
        for _ in range(4):
            await asyncio.sleep(SECONDS / 2)
            yield b"x"

    return StreamingResponse(parts())  # type: ignore[arg-type]  # an async generator


APP = Starlette(routes=[Route("/", size_of_the_body, methods=["POST"]), Route("/slow", slow_answer)])
HEAD = b"POST / HTTP/1.1\r\nHost: here\r\n"


async def given_up(*parts: bytes, pause_seconds: float = 0.0) -> float:
    """After how many seconds the connection was closed."""
    async with serving(APP, http=QuickProtocol) as url:
        begun = time.monotonic()
        heard = await say(url, *parts, pause_seconds=pause_seconds, listen_seconds=10 * LONG)
        assert heard.closed
        return time.monotonic() - begun


class TestIsCutOff:
    async def test_who_says_nothing(self) -> None:
        assert await given_up() >= SECONDS

    async def test_who_begins_and_does_not_go_on(self) -> None:
        assert await given_up(HEAD) >= SECONDS

    async def test_who_sends_a_header_now_and_then(self) -> None:
        """Slowloris: each byte comes in time, the request never does."""
        trickle = [HEAD, *[b"X: y\r\n"] * 30]
        assert SECONDS <= await given_up(*trickle, pause_seconds=SECONDS / 10) < 30 * SECONDS

    async def test_who_sends_a_body_byte_by_byte(self) -> None:
        trickle = [HEAD + b"Content-Length: 30\r\n\r\n", *[b"x"] * 29]
        assert await given_up(*trickle, pause_seconds=SECONDS / 10) >= SECONDS

    async def test_who_does_it_with_the_second_request_of_a_connection(self) -> None:
        first = request("/", "Connection: keep-alive", "Content-Length: 1", method="POST", body=b"x")
        async with serving(APP, http=QuickProtocol) as url:
            heard = await say(url, first, HEAD, listen_seconds=10 * LONG)
        assert (heard.statuses, heard.closed) == ([200], True)

    async def test_who_sends_a_large_body_too_slowly_and_is_told_so(self) -> None:
        """What has come gives more time, but not for ever."""
        piece = b"x" * int(SLOWEST_BODY * SECONDS / 2)
        head = HEAD + b"Content-Length: %d\r\n\r\n" % (100 * len(piece))
        begun = time.monotonic()
        async with serving(APP, http=QuickProtocol) as url:
            heard = await say(url, head, piece, piece, listen_seconds=10 * LONG)
        assert (heard.statuses, heard.closed) == ([408], True)
        assert time.monotonic() - begun >= 2 * SECONDS


class TestIsServed:
    async def test_who_sends_a_large_body_as_fast_as_is_asked(self) -> None:
        piece = b"x" * int(SLOWEST_BODY * SECONDS)
        head = HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % (8 * len(piece))
        async with serving(APP, http=QuickProtocol) as url:
            heard = await say(url, head, *[piece] * 8, pause_seconds=SECONDS / 2)
        assert heard.statuses == [200]

    async def test_who_sends_in_time_however_long_the_answer_takes(self) -> None:
        async with serving(APP, http=QuickProtocol) as url:
            heard = await say(url, request("/slow"))
        assert heard.statuses == [200]
        assert heard.raw.count(b"1\r\nx\r\n") == 4

    async def test_a_head_of_the_largest_size_and_no_larger(self) -> None:
        async with serving(APP, http=ImpatientProtocol) as url:
            for size, status in ((LARGEST_HEAD_BYTES // 2, 200), (LARGEST_HEAD_BYTES, 431)):
                line = [HEAD, b"X: ", b"x" * size]
                end = [b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"] if status == 200 else []
                heard = await say(url, *line, *end, pause_seconds=0.05)
                assert heard.statuses == [status], size

    async def test_a_websocket_is_an_ordinary_request(self) -> None:
        upgrade = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: eA==")
        async with serving(APP, http=ImpatientProtocol, ws="none") as url:
            heard = await say(url, request("/slow", *upgrade), listen_seconds=1)
        assert heard.statuses == [200]
