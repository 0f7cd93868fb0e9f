"""Peers of raw bytes for the client for other services, most of them badly behaved."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import chain, repeat

from shared.web.outbound import Patience, Pool

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
