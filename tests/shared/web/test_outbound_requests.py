"""What the client for other services sends: every byte as it was meant, or nothing."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import anyio
import pytest

from shared.web.outbound import AnswerLost, Unreachable
from tests.shared.web.peers import dawdling, got, pool_of, recording


class TestRequests:
    async def test_arrive_as_they_are_and_with_nothing_added(self) -> None:
        heard: list[bytes] = []
        target = b"/a%2Fb/..;c=%e9//d?x=%20+|{}&&y#z"
        headers = [(b"accept", b"a/b"), (b"If-Match", b'"1"'), (b"accept", b"\xe9")]
        async with pool_of(recording(heard)) as pool, pool.exchange("GET", target, headers):
            pass
        host, _, rest = b"".join(heard).partition(b"\r\naccept")
        assert host.startswith(b"GET " + target + b" HTTP/1.1\r\nhost: 127.0.0.1:")
        assert rest == b': a/b\r\nIf-Match: "1"\r\naccept: \xe9\r\n\r\n'

    @pytest.mark.parametrize(
        ("method", "body", "headers", "framed"),
        [
            ("GET", [], [], b"\r\n"),
            ("POST", [], [], b"content-length: 0\r\n\r\n"),
            ("POST", [b"ab"], [], b"content-length: 2\r\n\r\nab"),
            ("POST", [b"ab", b"c"], [], b"transfer-encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"),
            ("POST", [b"ab", b"c"], [(b"content-length", b"3")], b"content-length: 3\r\n\r\nabc"),
        ],
    )
    async def test_say_where_their_bodies_end(
        self, method: str, body: list[bytes], headers: list[tuple[bytes, bytes]], framed: bytes
    ) -> None:
        async def parts() -> AsyncIterator[bytes]:
            for part in body:
                yield part

        heard: list[bytes] = []
        whole = parts() if len(body) > 1 else b"".join(body)
        async with (
            pool_of(recording(heard)) as pool,
            pool.exchange(method, b"/x", headers, whole),
            asyncio.timeout(1),
        ):
            while b"".join(heard).split(b"\r\n", 2)[2] != framed:
                await asyncio.sleep(0.005)

    @pytest.mark.parametrize("body", [[b"ab", b"cd"], [b"a", b"b"]])
    async def test_of_another_length_than_they_say_are_not_taken_for_two(self, body: list[bytes]) -> None:
        async def parts() -> AsyncIterator[bytes]:
            for part in body:
                yield part

        heard: list[bytes] = []
        async with pool_of(recording(heard)) as pool:
            with contextlib.suppress(ValueError, AnswerLost):
                async with pool.exchange("POST", b"/x", [(b"content-length", b"3")], parts()):
                    pass
            assert await got(pool) == (200, b"ok")
        assert b"".join(heard).count(b"HTTP/1.1") == 2
        assert b"cd" not in b"".join(heard)

    async def test_with_a_line_break_are_not_sent(self) -> None:
        heard: list[bytes] = []
        async with pool_of(recording(heard)) as pool:
            for header in ((b"a", b"b\r\nc: d"), (b"a", b"b\nc: d"), (b"a\r\nb", b"c"), (b"a", b"b\x00")):
                with pytest.raises(ValueError, match="said"):
                    async with pool.exchange("GET", b"/x", [header]):
                        pass
            for target in (b"/x HTTP/1.1\r\nHost: y\r\n\r\n", b"/x\n", b"/x y"):
                with pytest.raises(ValueError, match="said"):
                    async with pool.exchange("GET", target, []):
                        pass
            assert pool.open == 0
        assert heard == []

    async def test_given_up_at_any_moment_leave_everything_in_order(self) -> None:
        async with pool_of(dawdling, connections=3) as pool:

            async def give_up(after: float) -> None:
                with anyio.move_on_after(after), contextlib.suppress(Unreachable):
                    await got(pool)

            for lap in range(5):
                await asyncio.gather(*[give_up(0.0004 * (number + lap / 5)) for number in range(40)])
            assert pool.open == 0
            assert [await got(pool) for _ in range(5)] == [(200, b"ok")] * 5
