"""HTTP to the other services: a bounded pool of kept connections per service, every wait bounded in time."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlsplit

from shared.web.wire import AnswerLost, Connection, Headers

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Unreachable(Exception):
    """Nothing was sent: no connection was to be had."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds. `idle` is below uvicorn's keep-alive of 5, so that we close first."""

    connect: float = 1.0
    read: float = 10.0
    queue: float = 2.0
    idle: float = 3.0


class Pool:
    """Connections to one service; at most `connections`, whoever wants one more waits for `queue` seconds."""

    def __init__(self, base_url: str, patience: Patience | None = None, connections: int = 64) -> None:
        url = urlsplit(base_url)
        if url.scheme not in ("http", "https") or not url.hostname:
            raise ValueError(f"{base_url} is not the address of a service")
        self.patience = patience or Patience()
        self.host = url.netloc.rpartition("@")[2].encode()
        self.open = 0
        self._address = (url.hostname, url.port or (443 if url.scheme == "https" else 80))
        self._tls = ssl.create_default_context() if url.scheme == "https" else None
        self._prefix = url.path.rstrip("/").encode()
        self._slots = asyncio.Semaphore(connections)
        self._idle: list[Connection] = []

    def exchange(
        self,
        method: str,
        target: bytes,
        headers: Headers,
        body: bytes | AsyncIterator[bytes] = b"",
        *,
        repeatable: bool = False,
    ) -> "Exchange":
        """`target` is path and query as they go on the wire. `repeatable` says that doing it twice is doing it once."""
        return Exchange(self, method, self._prefix + target, headers, body, repeatable or method in SAFE)

    async def close(self) -> None:
        """Close what is idle; what is under way ends with its exchange."""
        while self._idle:
            self._idle.pop().abort()

    async def take(self) -> tuple[Connection, bool]:
        """A connection, and whether it has been used before; Unreachable when there is none."""
        await self._slot()
        try:
            oldest = time.monotonic() - self.patience.idle
            while self._idle:
                connection = self._idle.pop()
                if connection.failure is None and connection.is_clean and connection.idle_since > oldest:
                    return connection, True
                connection.abort()
            return await self._connect(), False
        except BaseException:
            self._free()
            raise

    def give_back(self, connection: Connection) -> None:
        """Keep it for the next exchange, if it can be kept."""
        self._free()
        if connection.is_clean:
            connection.idle_since = time.monotonic()
            self._idle.append(connection)
        else:
            connection.abort()

    async def _slot(self) -> None:
        if self._slots.locked():
            try:
                async with asyncio.timeout(self.patience.queue):
                    await self._slots.acquire()
            except TimeoutError:
                raise Unreachable("all connections are in use") from None
        else:
            await self._slots.acquire()
        self.open += 1

    def _free(self) -> None:
        self.open -= 1
        self._slots.release()

    async def _connect(self) -> Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self.patience.connect):
                _, connection = await loop.create_connection(
                    lambda: Connection(self.patience.read), *self._address, ssl=self._tls
                )
        except (OSError, TimeoutError) as trouble:
            raise Unreachable(type(trouble).__name__) from None
        return connection


class Exchange:
    """One request and its answer: `async with pool.exchange(…) as answer`, then `gather` or `chunks`."""

    def __init__(
        self,
        pool: Pool,
        method: str,
        target: bytes,
        headers: Headers,
        body: bytes | AsyncIterator[bytes],
        repeatable: bool,
    ) -> None:
        self._pool = pool
        self._method = method
        self._body = body
        self._repeatable = repeatable and isinstance(body, bytes)
        self._given_up = False
        self._connection: Connection | None = None
        self._chunked = False
        self._head = self._head_of(target, headers)

    async def __aenter__(self) -> "Exchange":
        """Send it and wait for status and headers. Unreachable: nothing was sent. AnswerLost: perhaps it was done."""
        try:
            if not await self._tried():
                self._release()
                await self._tried()
        except BaseException:
            self._release()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the connection back, or close it when the answer was not taken to its end."""
        self._release()

    @property
    def status(self) -> int:
        """The answer's status."""
        return self._there.status

    @property
    def headers(self) -> Headers:
        """The answer's headers, names in lower case."""
        return self._there.headers

    async def gather(self, most: int) -> bytes | None:
        """The whole body if it has at most `most` bytes, else None: take `chunks` then."""
        return await self._there.gather(most)

    def chunks(self) -> AsyncIterator[bytes]:
        """The body as it comes; AnswerLost when it breaks off."""
        return self._there.chunks()

    def abort(self) -> None:
        """Whoever asked is gone."""
        self._given_up = True
        if self._connection is not None:
            self._connection.abort("whoever asked is gone")

    @property
    def _there(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("the exchange has not begun or is over")
        return self._connection

    async def _tried(self) -> bool:
        """Whether an answer came; False when a kept connection turned out to be closed, and it may be sent again."""
        self._connection, used = await self._pool.take()
        try:
            await self._sent(self._connection)
            await self._connection.head()
        except AnswerLost:
            if used and self._repeatable and self._connection.silent and not self._given_up:
                return False
            raise
        return True

    async def _sent(self, connection: Connection) -> None:
        bodiless = self._method == "HEAD"
        if isinstance(self._body, bytes):
            connection.begin(self._head + self._body, bodiless=bodiless)
            return
        connection.begin(self._head, bodiless=bodiless)
        async for chunk in self._body:
            if connection.head_came:
                # Answered before it was all sent: what is left would be read as the next request.
                connection.spent = True
                return
            await connection.write(b"%x\r\n%b\r\n" % (len(chunk), chunk) if self._chunked else chunk)
        if self._chunked:
            await connection.write(b"0\r\n\r\n")

    def _release(self) -> None:
        if self._connection is not None:
            self._pool.give_back(self._connection)
            self._connection = None

    def _head_of(self, target: bytes, headers: Headers) -> bytes:
        lines = [b"%b %b HTTP/1.1" % (self._method.encode(), target), b"host: " + self._pool.host]
        lines += [name + b": " + value for name, value in headers]
        if isinstance(self._body, bytes):
            if self._body or self._method not in SAFE:
                lines.append(b"content-length: %d" % len(self._body))
        elif not any(name == b"content-length" for name, _ in headers):
            self._chunked = True
            lines.append(b"transfer-encoding: chunked")
        head = b"\r\n".join(lines) + b"\r\n\r\n"
        if head.count(b"\n") != len(lines) + 1 or head.count(b"\r") != len(lines) + 1:
            raise ValueError("a header holds a line break")
        return head
