"""The client for other services, against peers that behave badly."""

import asyncio

import pytest

from shared.web.outbound import AnswerLost, Pool, Unreachable
from tests.shared.web.peers import OK, PATIENCE, first_and_then, forging, got, pool_of, saying


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
