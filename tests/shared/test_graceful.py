"""A server that is told to stop answers on every connection it has taken, and takes no more."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from shared.graceful import GracefulServer
from tests.kit.ports import own_port

REQUEST = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


async def app(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


async def the_door_is_closed(port: int) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionError:
                return
            writer.close()
            await asyncio.sleep(0.01)


@asynccontextmanager
async def serving(listening_on_seconds: float) -> AsyncIterator[tuple[GracefulServer, int]]:
    port = own_port()
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, lifespan="off")
    server = GracefulServer(config, listening_on_seconds=listening_on_seconds)
    task = asyncio.create_task(server.serve())
    async with asyncio.timeout(30):
        while not server.started:
            await asyncio.sleep(0.01)
        yield server, port
        await task


async def test_a_request_on_its_way_when_the_door_is_closed_is_answered_and_told_to_leave() -> None:
    async with serving(3) as (server, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        server.should_exit = True
        await the_door_is_closed(port)
        writer.write(REQUEST)
        answer = await reader.read()
    writer.close()
    answered_and_told_to_leave(answer)


async def test_who_was_still_at_the_door_when_it_closed_is_answered_too() -> None:
    async with serving(0.2) as (server, port):
        # Nothing of the server runs between the connection and the closing.
        with socket.create_connection(("127.0.0.1", port)) as caller:
            caller.sendall(REQUEST)
            server.should_exit = True
            await server.shutdown()
            caller.settimeout(10)
            answered_and_told_to_leave(caller.recv(1_000))


def answered_and_told_to_leave(answer: bytes) -> None:
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"ok")
    assert b"connection: close" in answer.lower()
