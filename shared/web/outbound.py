"""HTTP to other services: explicit in every byte, bounded in every wait."""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import httpx

from shared.web.connection import Broken, Connection, Headers, Late, head_of

__all__ = ["SAFE", "Answer", "AnswerLost", "Headers", "Patience", "Pool", "Unreachable", "client"]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Unreachable(Exception):
    """Nothing was sent: no connection was to be had."""


class AnswerLost(Exception):
    """The request was sent, and no whole answer came: it may have been carried out."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds. `idle` is below uvicorn's keep-alive of 5, so that we close first."""

    connect: float = 1.0
    read: float = 10.0
    queue: float = 2.0
    idle: float = 3.0


def client(
    timeouts: httpx.Timeout, base_url: str = "", transport: httpx.AsyncBaseTransport | None = None
) -> httpx.AsyncClient:
    """httpx as it is, for a few simple requests: nothing from the environment, no redirects."""
    return httpx.AsyncClient(
        base_url=base_url, timeout=timeouts, trust_env=False, follow_redirects=False, transport=transport
    )


class Pool:
    """Connections to one service, for many requests that are to arrive as they are.

    `connections` may be at work at once; whoever wants one more waits.
    """

    def __init__(self, base_url: str, patience: Patience | None = None, connections: int = 64) -> None:
        url = httpx.URL(base_url)
        if url.scheme not in ("http", "https") or not url.host:
            raise ValueError(f"{base_url} is not the address of a service")
        self.open = 0
        self._tls = ssl.create_default_context() if url.scheme == "https" else None
        self._address = url.host, url.port or (443 if self._tls else 80)
        self._host, self._prefix = url.netloc, url.raw_path.rstrip(b"/")
        self._patience = patience or Patience()
        self._places = asyncio.Semaphore(connections)
        self._idle: deque[Connection] = deque()

    @asynccontextmanager
    async def exchange(
        self,
        method: str,
        target: bytes,
        headers: Headers,
        body: bytes | AsyncIterator[bytes] = b"",
        *,
        repeatable: bool = False,
    ) -> AsyncIterator["Answer"]:
        """The answer, its body still to come; Unreachable or AnswerLost when there is none.

        `target` is path and query as they go on the wire. `repeatable` says that doing it twice is doing it once.
        """
        framing = _framing(method, headers, body)
        head = head_of(method, self._prefix + target, [(b"host", self._host), *headers, *framing])
        request = _Request(head, body, _length(headers), method == "HEAD")
        await self._take_place()
        try:
            with _our_words():
                connection, answer = await self._asked(request, repeatable or method in SAFE)
            try:
                yield answer
            finally:
                if connection.is_idle:
                    self._idle.append(connection)
                else:
                    connection.close()
        finally:
            self.open -= 1
            self._places.release()

    async def close(self) -> None:
        """Close what is idle; what is under way ends with its exchange."""
        while self._idle:
            self._idle.popleft().close()

    async def _take_place(self) -> None:
        if self._places.locked():
            try:
                async with asyncio.timeout(self._patience.queue):
                    await self._places.acquire()
            except TimeoutError:
                raise Unreachable("all connections are in use") from None
        else:
            await self._places.acquire()  # at once
        self.open += 1

    async def _asked(self, request: "_Request", may_repeat: bool) -> tuple[Connection, "Answer"]:
        """Over a kept connection if there is one; when that turns out to be closed, perhaps again over a new one."""
        repeats = False
        kept = self._kept()
        if kept is not None:
            try:
                return kept, await self._ask(kept, request)
            except Broken:
                if not may_repeat or not isinstance(request.body, bytes):
                    raise
                repeats = True
        try:
            new = await Connection.open(*self._address, self._tls, self._patience.connect)
        except (OSError, TimeoutError) as trouble:
            if repeats:
                raise AnswerLost("the connection was closed") from None
            raise Unreachable(type(trouble).__name__) from None
        return new, await self._ask(new, request)

    async def _ask(self, connection: Connection, request: "_Request") -> "Answer":
        read = self._patience.read
        try:
            status, headers = await connection.ask(
                request.head, request.body, length=request.length, head_only=request.head_only, seconds=read
            )
        except BaseException:
            connection.close()
            raise
        return Answer(status, headers, connection.parts(read))

    def _kept(self) -> Connection | None:
        """The one that is idle for longest, so that none is forgotten."""
        while self._idle:
            connection = self._idle.popleft()
            if connection.is_idle and connection.idle_seconds() < self._patience.idle:
                return connection
            connection.close()
        return None


@dataclass(frozen=True, slots=True)
class _Request:
    head: bytes
    body: bytes | AsyncIterator[bytes]
    length: int | None
    head_only: bool


class Answer:
    """`gather` the body or take it as `chunks`."""

    def __init__(self, status: int, headers: Headers, parts: AsyncIterator[bytes]) -> None:
        self.status = status
        self.headers = headers
        self._parts = _in_our_words(parts)
        self._ahead: list[bytes] = []

    async def gather(self, most: int) -> bytes | None:
        """The whole body if it has at most `most` bytes, else None: take `chunks` then."""
        size = 0
        async for part in self._parts:
            self._ahead.append(part)
            size += len(part)
            if size > most:
                return None
        whole = b"".join(self._ahead)
        self._ahead.clear()
        return whole

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it comes; AnswerLost when it breaks off."""
        while self._ahead:
            yield self._ahead.pop(0)
        async for part in self._parts:
            yield part


async def _in_our_words(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    with _our_words():
        async for part in parts:
            yield part


def _framing(method: str, headers: Headers, body: bytes | AsyncIterator[bytes]) -> Headers:
    if isinstance(body, bytes):
        return [(b"content-length", b"%d" % len(body))] if body or method not in SAFE else []
    return [] if any(name == b"content-length" for name, _ in headers) else [(b"transfer-encoding", b"chunked")]


def _length(headers: Headers) -> int | None:
    return next((int(value) for name, value in headers if name == b"content-length"), None)


@contextmanager
def _our_words() -> Iterator[None]:
    try:
        yield
    except (Broken, Late) as trouble:
        raise AnswerLost(str(trouble)) from None
