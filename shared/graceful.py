"""Leaving without dropping a request: whoever was let in is answered, and told not to come again on this connection."""

import asyncio
import os
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, cast

import uvicorn
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STARTUP_FAILED = 3
LISTENING_ON_SECONDS = 0.3
"""Between closing the door and closing the connections that say nothing: what is on its way arrives."""


class GracefulServer(uvicorn.Server):
    """uvicorn closes connections that seem idle at once, also those whose request has come and is not read yet.

    Those it has not even taken yet it leaves to be reset.
    """

    def __init__(self, config: uvicorn.Config, listening_on_seconds: float = LISTENING_ON_SECONDS) -> None:
        super().__init__(config)
        self._listening_on = listening_on_seconds
        config.app = Leaving(config.app, self)  # type: ignore[arg-type]  # an app, never the name of one

    async def shutdown(self, sockets: Sequence[socket.socket] | None = None) -> None:
        """Let nobody in any more, listen on a little, then stop as uvicorn does."""
        let_in = [one for server in self.servers for door in server.sockets for one in _at_the_door(door.fileno())]
        for server in self.servers:
            server.close()
        for one in let_in:
            await asyncio.get_running_loop().connect_accepted_socket(self._protocol, one)
        await asyncio.sleep(self._listening_on)
        await super().shutdown(list(sockets) if sockets else None)

    def _protocol(self) -> asyncio.Protocol:
        """As uvicorn makes one for each connection."""
        make = cast(Callable[..., asyncio.Protocol], self.config.http_protocol_class)
        return make(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)


def _at_the_door(fileno: int) -> list[socket.socket]:
    """Connections that the kernel has made and nobody has taken yet: when the door is closed, it resets them."""
    taken: list[socket.socket] = []
    with socket.socket(fileno=os.dup(fileno)) as door, suppress(OSError):
        door.setblocking(False)
        while True:
            taken.append(door.accept()[0])
    return taken


class Leaving:
    """Pure ASGI: answers given while the server stops say `Connection: close`."""

    def __init__(self, app: ASGIApp, server: uvicorn.Server) -> None:
        self._app = app
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if self._server.should_exit and message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        await self._app(scope, receive, answer)


def run(app: Any, **options: Any) -> None:
    """As uvicorn.run, in this process alone; the exit code is 3 when it could not start."""
    server = GracefulServer(uvicorn.Config(app, **options))
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(STARTUP_FAILED)
