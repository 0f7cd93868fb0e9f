"""One connection of HTTP/1.1 to a service: requests go out as they are, llhttp reads what comes back."""

import asyncio
import re
import ssl
from collections import deque
from collections.abc import AsyncIterator
from typing import cast

import httptools

Headers = list[tuple[bytes, bytes]]

LARGEST_HEAD = 64 * 1024
HELD_BYTES = 256 * 1024
"""Of a body that nobody takes; beyond it the service has to wait."""

# RFC 9110 §5.1, §5.5 and §9.1; RFC 9112 §3.2. What is not said here could end a line and begin another one.
_TOKEN = re.compile(rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(rb"[\t\x20-\x7e\x80-\xff]*")
_TARGET = re.compile(rb"[\x21-\x7e]+")


class Broken(Exception):
    """The connection or what came over it: there is no whole answer."""


class Late(Exception):
    """The service took too long to say something, or to listen."""


class _Reading:
    """What llhttp makes of the bytes that answer one request. `head_only` when that was a HEAD."""

    def __init__(self, head_only: bool) -> None:
        self.status = 0
        self.headers: Headers = []
        self.parts: deque[bytes] = deque()
        self.held = 0
        self.begun = self.complete = self.keeps = self.unasked = False
        self._head_only = head_only
        self._interim = False
        self._head_bytes = 0
        self._parser = httptools.HttpResponseParser(self)

    @property
    def ends_with_connection(self) -> bool:
        """Whether its body is whatever comes until the service closes (RFC 9112 §6.3)."""
        framed = (b"content-length", b"transfer-encoding")
        return self.begun and not any(name in framed for name, _ in self.headers)

    def feed(self, data: bytes) -> None:
        """Raises Broken when this is no answer."""
        if not self.begun:
            self._head_bytes += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as nonsense:
            if not self.complete:
                raise Broken(type(nonsense).__name__) from None
            self.unasked = True
        if not self.begun and self._head_bytes > LARGEST_HEAD:
            raise Broken("a head without an end")

    def on_message_begin(self) -> None:
        if self.complete:
            self.unasked = True

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self.complete:
            self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        if self.complete:
            return
        self.status = self._parser.get_status_code()
        self._interim = self.status < 200
        if self._interim:
            self.headers = []
            return
        self.begun = True
        self.keeps = self._parser.should_keep_alive()
        self.complete = self._head_only

    def on_body(self, part: bytes) -> None:
        if self.complete:
            self.unasked = True
            return
        self.parts.append(part)
        self.held += len(part)

    def on_message_complete(self) -> None:
        if not self._interim:
            self.complete = True


class Connection(asyncio.Protocol):
    """For one request at a time. Whoever gives up in the middle closes it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._reading: _Reading | None = None
        self._waiting: asyncio.Future[None] | None = None
        self._trouble: str | None = None
        self._full = self._paused = False
        self._sent_all = True
        self._idle_since = self._loop.time()

    @classmethod
    async def open(cls, host: str, port: int, tls: ssl.SSLContext | None, seconds: float) -> "Connection":
        """Raises OSError, or TimeoutError."""
        async with asyncio.timeout(seconds):
            _, connection = await asyncio.get_running_loop().create_connection(
                cls, host, port, ssl=tls, server_hostname=host if tls else None
            )
        return connection

    @property
    def is_idle(self) -> bool:
        """Whether the last request was sent and its answer came to its end, and nothing after it."""
        reading = self._reading
        return (
            self._trouble is None
            and self._sent_all
            and (reading is None or (reading.complete and reading.keeps and not reading.unasked))
        )

    def idle_seconds(self) -> float:
        """Since the last answer."""
        return self._loop.time() - self._idle_since

    def close(self) -> None:
        """At once."""
        if self._trouble is None:
            self._trouble = "closed"
            self._transport.abort()

    async def ask(
        self,
        head: bytes,
        body: bytes | AsyncIterator[bytes],
        *,
        length: int | None = None,
        head_only: bool = False,
        seconds: float,
    ) -> tuple[int, Headers]:
        """Status and headers of the answer to this request and to no other; Broken or Late when there is none.

        `length` is what `head` says of an iterator's bytes; None when it says that they come in chunks.
        """
        if not self.is_idle:
            raise Broken(self._trouble or "it answers unasked")
        reading = self._reading = _Reading(head_only)
        if isinstance(body, bytes):
            self._transport.write(head + body)
        else:
            self._transport.write(head)
            self._sent_all = False
            await self._send(reading, body, length, seconds)
        while not reading.begun:
            if self._trouble is not None:
                raise Broken(self._trouble)
            await self._something(seconds)
        return reading.status, reading.headers

    async def _send(self, reading: _Reading, body: AsyncIterator[bytes], length: int | None, seconds: float) -> None:
        sent = 0
        async for part in body:
            sent += len(part)
            if length is not None and sent > length:
                raise ValueError("a body longer than it says would be taken for the next request")
            if part:
                self._transport.write(part if length is not None else b"%x\r\n%b\r\n" % (len(part), part))
            while self._full and self._trouble is None and not reading.begun:
                await self._something(seconds)
            if self._trouble is not None or reading.begun:
                return  # it has heard enough
        if length is None:
            self._transport.write(b"0\r\n\r\n")
        self._sent_all = length is None or sent == length

    async def parts(self, seconds: float) -> AsyncIterator[bytes]:
        """The answer's body as it comes; Broken or Late when it breaks off."""
        reading = self._reading
        assert reading is not None  # noqa: S101  # there is an answer only after a request
        while True:
            while reading.parts:
                part = reading.parts.popleft()
                reading.held -= len(part)
                if self._paused and reading.held < HELD_BYTES:
                    self._paused = False
                    self._transport.resume_reading()
                yield part
            if reading.complete:
                return
            if self._trouble is not None:
                raise Broken(self._trouble)
            await self._something(seconds)

    async def _something(self, seconds: float) -> None:
        self._waiting = self._loop.create_future()
        timer = self._loop.call_later(seconds, self._say, Late("it takes too long"))
        try:
            await self._waiting
        finally:
            timer.cancel()
            self._waiting = None

    def _say(self, late: Late | None = None) -> None:
        waiting = self._waiting
        if waiting is None or waiting.done():
            return
        if late is None:
            waiting.set_result(None)
        else:
            waiting.set_exception(late)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        reading = self._reading
        self._idle_since = self._loop.time()
        if reading is None or reading.complete:
            self.close()  # nobody asked for this
            return
        try:
            reading.feed(data)
        except Broken as nonsense:
            self.close()
            self._trouble = str(nonsense)
        if reading.held >= HELD_BYTES and not self._paused and self._trouble is None:
            self._paused = True
            self._transport.pause_reading()
        self._say()

    def connection_lost(self, trouble: Exception | None) -> None:
        self._trouble = self._trouble or (type(trouble).__name__ if trouble else "closed by the service")
        reading = self._reading
        if reading is not None and trouble is None and reading.ends_with_connection:
            reading.complete = True
        self._say()

    def pause_writing(self) -> None:
        self._full = True

    def resume_writing(self) -> None:
        self._full = False
        self._say()


def head_of(method: str, target: bytes, headers: Headers) -> bytes:
    """A request's first lines and its headers; ValueError when this cannot be said in HTTP."""
    verb = method.encode()
    if not (_TOKEN.fullmatch(verb) and _TARGET.fullmatch(target)):
        raise ValueError("this cannot be said in HTTP")
    lines = [b"%b %b HTTP/1.1" % (verb, target)]
    for name, value in headers:
        if not (_TOKEN.fullmatch(name) and _VALUE.fullmatch(value)):
            raise ValueError("this cannot be said in HTTP")
        lines.append(b"%b: %b" % (name, value))
    return b"\r\n".join([*lines, b"", b""])
