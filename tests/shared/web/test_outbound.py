"""The client for other services, against peers that behave badly."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import chain, repeat

import anyio
import pytest

from shared.web.outbound import AnswerLost, Patience, Pool, Unreachable

Peer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
FORGED = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
PATIENCE = Patience(connect=0.3, read=0.3, queue=0.2, idle=3.0)


@asynccontextmanager
async def pool_of(peer: Peer, connections: int = 4) -> AsyncIterator[Pool]:
    """A pool of connections to a peer of raw bytes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await peer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    pool = Pool(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", PATIENCE, connections)
    try:
        yield pool
    finally:
        await pool.close()
        server.close()


def saying(*answers: bytes) -> Peer:
    """A peer that answers one request after the other, then closes."""

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()

    return peer


def forging(at_once: bool) -> Peer:
    """A peer that says more than it was asked, in one breath or a moment later."""

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(OK + FORGED if at_once else OK)
            if not at_once:
                await asyncio.sleep(0.02)
                writer.write(FORGED)

    return peer


def recording(heard: list[bytes]) -> Peer:
    """A peer that answers and remembers what it was sent, byte for byte."""

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while sent := await reader.read(10_000):
            heard.append(sent)
            if b"\r\n\r\n" in sent:
                writer.write(OK)

    return peer


async def dawdling(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A peer that needs a moment for every part of an answer."""
    while await reader.readuntil(b"\r\n\r\n"):
        for part in (OK[:10], OK[10:-1], OK[-1:]):
            await asyncio.sleep(0.002)
            writer.write(part)


def first_and_then(first: bytes, then: bytes) -> Peer:
    """A peer whose very first answer differs from all later ones, on whichever connection."""
    answers = chain([first], repeat(then))

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(next(answers))

    return peer


async def got(pool: Pool, method: str = "GET", *, repeatable: bool = False) -> tuple[int, bytes | None]:
    async with pool.exchange(method, b"/x", [], repeatable=repeatable) as answer:
        return answer.status, await answer.gather(1_000)


class TestAnswers:
    @pytest.mark.parametrize(
        "answer",
        [
            OK,
            b"HTTP/1.1 100 Continue\r\n\r\n" + OK,
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
            b"HTTP/1.0 200 OK\r\n\r\nok",
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        ],
    )
    async def test_of_every_form_are_read(self, answer: bytes) -> None:
        async with pool_of(saying(answer)) as pool:
            assert await got(pool) == (200, b"ok")

    async def test_without_a_body_are_complete(self) -> None:
        async with pool_of(saying(b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n", OK)) as pool:
            assert await got(pool) == (304, b"")
            assert await got(pool) == (200, b"ok")

    async def test_to_head_end_with_their_headers(self) -> None:
        async with pool_of(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n")) as pool:
            assert await got(pool, "HEAD") == (200, b"")
            assert await got(pool, "HEAD") == (200, b"")

    @pytest.mark.parametrize(
        "answer",
        [
            b"",
            b"SSH-2.0-x\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nok",
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
        ],
    )
    async def test_that_are_none_are_lost(self, answer: bytes) -> None:
        async with pool_of(saying(answer)) as pool:
            with pytest.raises(AnswerLost):
                await got(pool)
            assert pool.open == 0

    @pytest.mark.parametrize("at_once", [True, False])
    async def test_nobody_asked_for_are_given_to_nobody(self, at_once: bool) -> None:
        async with pool_of(forging(at_once)) as pool:
            assert await got(pool) == (200, b"ok")
            await asyncio.sleep(0.05)
            assert await got(pool) == (200, b"ok")

    async def test_nobody_asked_for_are_not_taken_for_those_to_commands(self) -> None:
        async with pool_of(forging(at_once=True)) as pool:
            for _ in range(3):
                assert await got(pool, "POST") == (200, b"ok")

    @pytest.mark.parametrize(
        "answer",
        [
            b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000,
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\nok\r\n0\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nA: b\x00\r\nContent-Length: 2\r\n\r\nok",
        ],
    )
    async def test_that_could_be_read_in_two_ways_or_never_end_are_lost(self, answer: bytes) -> None:
        async with pool_of(saying(answer)) as pool:
            with pytest.raises(AnswerLost):
                await got(pool)

    async def test_that_nobody_takes_make_the_service_wait(self) -> None:
        written = 0

        async def pouring(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal written
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
            while True:
                writer.write(b"x" * 100_000)
                written += 100_000
                await writer.drain()

        async with pool_of(pouring) as pool, pool.exchange("GET", b"/x", []):
            before = -1
            while before != written:
                before = written
                await asyncio.sleep(0.1)
            assert written < 50_000_000

    @pytest.mark.parametrize(("most", "there"), [(1_000_000, 1_000_000), (999_999, None), (10, None)])
    async def test_are_gathered_whole_up_to_a_size(self, most: int, there: int | None) -> None:
        large = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 1_000_000
        async with pool_of(saying(large)) as pool, pool.exchange("GET", b"/x", []) as answer:
            whole = await answer.gather(most)
            assert (None if whole is None else len(whole)) == there
            rest = b"".join([chunk async for chunk in answer.chunks()])
            assert len(rest) == (0 if there else 1_000_000)

    async def test_nobody_read_are_not_the_next_ones(self) -> None:
        secret = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret"
        async with pool_of(first_and_then(secret, OK)) as pool:
            async with pool.exchange("GET", b"/x", []):
                await asyncio.sleep(0.02)
            assert await got(pool) == (200, b"ok")


class TestConnections:
    async def test_are_kept_for_the_next_exchange(self) -> None:
        async with pool_of(saying(OK, OK, OK)) as pool:
            for _ in range(3):
                assert await got(pool) == (200, b"ok")

    async def test_that_were_closed_meanwhile_are_replaced_for_what_can_be_repeated(self) -> None:
        async with pool_of(saying(OK, b"")) as pool:
            assert await got(pool) == (200, b"ok")
            assert await got(pool) == (200, b"ok")
            assert await got(pool, "POST", repeatable=True) == (200, b"ok")
            with pytest.raises(AnswerLost):
                await got(pool, "POST")

    async def test_that_were_closed_by_a_service_that_is_gone_leave_it_open_what_was_done(self) -> None:
        server: list[asyncio.Server] = []

        async def last_words(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(OK)
            await reader.readuntil(b"\r\n\r\n")
            server[0].close()
            writer.close()

        server.append(await asyncio.start_server(last_words, "127.0.0.1", 0))
        pool = Pool(f"http://127.0.0.1:{server[0].sockets[0].getsockname()[1]}", PATIENCE)
        assert await got(pool) == (200, b"ok")
        with pytest.raises(AnswerLost):
            await got(pool, "POST", repeatable=True)
        with pytest.raises(Unreachable):
            await got(pool, "POST", repeatable=True)

    async def test_are_bounded_in_number(self) -> None:
        async with pool_of(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"), connections=1) as pool:
            exchange = pool.exchange("GET", b"/x", [])
            async with exchange:
                with pytest.raises(Unreachable):
                    await got(pool)

    async def test_that_cannot_be_made_are_told_from_lost_answers(self) -> None:
        with pytest.raises(Unreachable):
            await got(Pool("http://127.0.0.1:1", PATIENCE))

    async def test_are_only_made_to_addresses_of_services(self) -> None:
        for address in ("ftp://x", "contracts:8001", ""):
            with pytest.raises(ValueError, match="address"):
                Pool(address)


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
