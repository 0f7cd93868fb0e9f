"""HTTP as uvicorn speaks it, for callers who take their time: a request is there in whole soon, or never was."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

REQUEST_SECONDS = 20.0
"""From the connection, or the first byte of a later request, to the last byte of its body. uvicorn waits for ever, and
its bound on connections would be reached by callers who send nothing."""

SLOWEST_BODY = 64 * 1024
"""Bytes a second: whoever sends a large body has so much longer."""

LARGEST_HEAD_BYTES = 32 * 1024
"""Of the request line and the headers; a token has 8 KiB at most."""

TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class ImpatientProtocol(HttpToolsProtocol):
    """Closes on whoever sends slowly, or headers without end."""

    request_seconds = REQUEST_SECONDS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._deadline: asyncio.TimerHandle | None = None
        self._head: int | None = 0
        self._body = 0
        self._begun = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Somebody is there."""
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Somebody has left."""
        self._expect_nothing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes, of a head perhaps that is still not complete after them."""
        super().data_received(data)
        if self._head is not None:
            self._head += len(data)
            if self._head > LARGEST_HEAD_BYTES and not self.transport.is_closing():
                self.transport.write(TOO_LARGE)
                self.transport.close()

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._head = 0
        self._expect()

    def on_headers_complete(self) -> None:
        """The blank line after its headers."""
        self._head = None
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Some of its body."""
        self._body += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Its last byte."""
        self._expect_nothing()
        super().on_message_complete()

    def _expect(self) -> None:
        self._expect_nothing()
        self._body, self._begun = 0, self.loop.time()
        self._deadline = self.loop.call_later(self.request_seconds, self._give_up)

    def _expect_nothing(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        until = self._begun + self.request_seconds + self._body / SLOWEST_BODY
        if self._body and self.loop.time() < until:
            self._deadline = self.loop.call_at(until, self._give_up)
            return
        self._deadline = None
        if not self.transport.is_closing():
            if self._head is None and not self.cycle.response_started:
                self.transport.write(TOO_SLOW)
            self.transport.close()
