"""One HTTP/1.1 connection to a service: asyncio and llhttp (httptools), one exchange after the other."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

import httptools

Headers = list[tuple[bytes, bytes]]

READ_AHEAD = 128 * 1024
"""Bytes kept for a slow reader before the sender is made to wait."""


class AnswerLost(Exception):
    """The request was sent, and no whole answer came: it may have been carried out."""


class Connection(asyncio.Protocol):
    """`begin` an exchange, wait for `head`, take `chunks` or let them `gather`; then it is `reusable` or not."""

    def __init__(self, read_seconds: float) -> None:
        self.status = 0
        self.headers: Headers = []
        self.head_came = False
        self.complete = False
        self.reusable = False
        self.spent = False
        self.silent = True
        self.failure: AnswerLost | None = None
        self.idle_since = 0.0
        self._read_seconds = read_seconds
        self._loop = asyncio.get_running_loop()
        self._transport: Any = None
        self._parser: Any = None
        self._chunks: deque[bytes] = deque()
        self._kept = 0
        self._most_kept = READ_AHEAD
        self._paused = False
        self._bodiless = False
        self._until_close = False
        self._waiter: asyncio.Future[None] | None = None
        self._writable: asyncio.Future[None] | None = None

    @property
    def is_clean(self) -> bool:
        """Nothing of the last exchange is left: the next one may use it."""
        return self.complete and self.reusable and not self.spent and not self._chunks

    # What is asked of it.

    def begin(self, head: bytes, *, bodiless: bool) -> None:
        """Send the head of a request (or all of it); `bodiless` is the answer to a HEAD."""
        self._parser = httptools.HttpResponseParser(self)
        self.status, self.headers, self.head_came = 0, [], False
        self.complete, self.reusable, self.silent, self._until_close = False, False, True, False
        self._bodiless = bodiless
        self._chunks.clear()
        self._kept, self._most_kept = 0, READ_AHEAD
        self._transport.write(head)

    async def write(self, data: bytes) -> None:
        """Send more of the body, no faster than it is taken."""
        if self.failure is not None:
            raise self.failure
        if self._transport.is_closing():
            return
        self._transport.write(data)
        if self._writable is not None:
            await asyncio.wait([self._writable], timeout=self._read_seconds)
        if self._writable is not None:
            self.abort("the body is not taken")

    async def head(self) -> None:
        """Until status and headers are there; AnswerLost when they do not come."""
        while not self.head_came:
            await self._progress()

    async def gather(self, most: int) -> bytes | None:
        """The whole body when it has at most `most` bytes, None when it is larger: take `chunks` then."""
        self._most_kept = max(READ_AHEAD, most)
        self._taken(0)
        while not self.complete and self._kept <= most:
            await self._progress()
        if not self.complete or self._kept > most:
            return None
        body = b"".join(self._chunks)
        self._chunks.clear()
        self._taken(len(body))
        return body

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it comes."""
        while True:
            while self._chunks:
                chunk = self._chunks.popleft()
                self._taken(len(chunk))
                yield chunk
            if self.complete:
                return
            await self._progress()

    def abort(self, why: str = "given up") -> None:
        """Close at once; whoever waits gets AnswerLost."""
        self._fail(why)
        if self._transport is not None:
            self._transport.abort()

    # What asyncio tells it.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Feed the parser; bytes nobody asked for end the connection."""
        self.silent = False
        if self._parser is None or self.complete:
            self.abort("it speaks unasked")
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self.abort("it does not speak HTTP")

    def connection_lost(self, error: Exception | None) -> None:
        """Closed, by whomever."""
        self.reusable = False
        if self._until_close and error is None:
            self.complete = True
            self._wake()
        self._fail("the connection was closed")
        self.resume_writing()

    def pause_writing(self) -> None:
        """The socket is full."""
        self._writable = self._loop.create_future()

    def resume_writing(self) -> None:
        """The socket takes more."""
        if self._writable is not None and not self._writable.done():
            self._writable.set_result(None)
        self._writable = None

    # What llhttp tells it.

    def on_message_begin(self) -> None:
        """An answer begins; a second one ends the connection."""
        if self.complete:
            self.reusable = False
            raise ValueError("two answers to one question")

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """Status and headers are there."""
        self.status = self._parser.get_status_code()
        if self.status < 200:
            self.headers = []
            return
        names = {name for name, _ in self.headers}
        self._until_close = not (self._bodiless or names & {b"content-length", b"transfer-encoding"})
        self.head_came = True
        if self._bodiless:
            # llhttp would wait for the body that Content-Length announces.
            self.complete = True
        self._wake()

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        if self._bodiless:
            return
        self._chunks.append(body)
        self._kept += len(body)
        if self._kept > self._most_kept and not self._paused:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def on_message_complete(self) -> None:
        """The answer is whole; after a 1xx the real one follows."""
        if self.status < 200:
            return
        self.complete = True
        self.reusable = not self._bodiless and bool(self._parser.should_keep_alive())
        self._wake()

    def _taken(self, size: int) -> None:
        self._kept -= size
        if self._paused and self._kept < self._most_kept and not self._transport.is_closing():
            self._paused = False
            self._transport.resume_reading()

    def _fail(self, why: str) -> None:
        if self.failure is None and not self.complete:
            self.failure = AnswerLost(why)
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def _progress(self) -> None:
        if self.failure is not None:
            raise self.failure
        self._waiter = self._loop.create_future()
        timer = self._loop.call_later(self._read_seconds, self.abort, "no answer in time")
        try:
            await self._waiter
        finally:
            timer.cancel()
        if self.failure is not None and not self.complete and not self._chunks:
            raise self.failure
