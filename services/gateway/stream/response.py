"""A response without an end: it stops when the caller leaves, or the process."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, suppress
from typing import Any

import structlog
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from shared.messaging.trouble import passes
from shared.web.problems import Unauthenticated

MEDIA_TYPE = "text/event-stream"
log = structlog.get_logger()


class EventStream(Response):
    """`over` is called once, however it ends."""

    media_type = MEDIA_TYPE

    def __init__(self, events: AsyncIterator[bytes], asked_to_end: asyncio.Event, over: Callable[[], None]) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._events: Any = events
        self._asked_to_end = asked_to_end
        self._over = over

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until something ends it."""
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            tasks = [
                asyncio.create_task(self._send(send)),
                asyncio.create_task(_until_gone(receive)),
                asyncio.create_task(self._asked_to_end.wait()),
            ]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                _tell(await asyncio.gather(*tasks, return_exceptions=True))
            with suppress(OSError):
                await send({"type": "http.response.body", "body": b""})
        finally:
            self._over()

    async def _send(self, send: Send) -> None:
        async with aclosing(self._events) as events:
            async for part in events:
                await send({"type": "http.response.body", "body": part, "more_body": True})


def _tell(results: Sequence[object]) -> None:
    """The caller comes back in a moment with the id of the last event; why it had to is told here."""
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, Unauthenticated | OSError):
            log.warning("a stream broke off", reason=type(result).__name__, exc_info=not passes(result))


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
