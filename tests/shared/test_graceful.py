"""A server that is told to stop answers on every connection it has taken, and takes no more."""

import asyncio
from typing import Any

import uvicorn

from deploy.stack.ports import free_port
from shared.graceful import GracefulServer

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


async def test_a_request_on_its_way_when_the_door_is_closed_is_answered_and_told_to_leave() -> None:
    port = free_port()
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, lifespan="off")
    server = GracefulServer(config, listening_on_seconds=3)
    serving = asyncio.create_task(server.serve())
    async with asyncio.timeout(30):
        while not server.started:
            await asyncio.sleep(0.01)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        server.should_exit = True
        await the_door_is_closed(port)
        writer.write(REQUEST)
        answer = await reader.read()
        await serving
    writer.close()
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"ok")
    assert b"connection: close" in answer.lower()
