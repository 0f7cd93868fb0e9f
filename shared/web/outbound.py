"""HTTP to other services, on httpx and its engine httpcore: explicit in every byte, bounded in every wait."""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import anyio
import httpcore
import httpx

from shared.web.streams import AttentiveBackend, ask, close

Headers = list[tuple[bytes, bytes]]
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

    `connections` may be at work at once; whoever wants one more waits. httpcore's own pool is not used: it loses a
    place for good when a request is cancelled at the wrong moment (encode/httpcore#1093), and looks through all its
    connections, twice, for every request.
    """

    def __init__(self, base_url: str, patience: Patience | None = None, connections: int = 64) -> None:
        url = httpx.URL(base_url)
        if url.scheme not in ("http", "https") or not url.host:
            raise ValueError(f"{base_url} is not the address of a service")
        self.open = 0
        self._url = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/")
        self._host, self._prefix = url.netloc, url.raw_path.rstrip(b"/")
        self._tls = ssl.create_default_context() if url.scheme == "https" else None
        self._patience = patience or Patience()
        self._places = asyncio.Semaphore(connections)
        self._idle: deque[httpcore.AsyncHTTPConnection] = deque()

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
        request = self._request(method, target, headers, body)
        may_repeat = (repeatable or method in SAFE) and isinstance(body, bytes)
        await self._take_place()
        try:
            with _our_words():
                connection, answer = await self._asked(request, may_repeat)
            try:
                yield Answer(answer)
            finally:
                await self._put_back(connection, answer)
        finally:
            self.open -= 1
            self._places.release()

    async def close(self) -> None:
        """Close what is idle; what is under way ends with its exchange."""
        while self._idle:
            await close(self._idle.popleft())

    def _request(
        self, method: str, target: bytes, headers: Headers, body: bytes | AsyncIterator[bytes]
    ) -> httpcore.Request:
        wait = self._patience
        return httpcore.Request(
            method,
            self._url,
            headers=[(b"host", self._host), *headers, *_framing(method, headers, body)],
            content=body,
            extensions={
                "target": self._prefix + target,
                "timeout": {"connect": wait.connect, "read": wait.read, "write": wait.read},
            },
        )

    async def _take_place(self) -> None:
        try:
            async with asyncio.timeout(self._patience.queue):
                await self._places.acquire()
        except TimeoutError:
            raise Unreachable("all connections are in use") from None
        self.open += 1

    async def _asked(
        self, request: httpcore.Request, may_repeat: bool
    ) -> tuple[httpcore.AsyncHTTPConnection, httpcore.Response]:
        """Over a kept connection if there is one; when that turns out to be closed, perhaps again over a new one."""
        repeats = False
        kept = await self._kept()
        if kept is not None:
            try:
                return kept, await ask(kept, request)
            except (httpcore.NetworkError, httpcore.RemoteProtocolError):
                if not may_repeat:
                    raise
                repeats = True
        new = httpcore.AsyncHTTPConnection(
            self._url.origin, self._tls, keepalive_expiry=self._patience.idle, network_backend=AttentiveBackend()
        )
        try:
            return new, await ask(new, request)
        except (httpcore.ConnectError, httpcore.ConnectTimeout):
            if repeats:
                raise AnswerLost("the connection was closed") from None
            raise

    async def _kept(self) -> httpcore.AsyncHTTPConnection | None:
        """The one that is idle for longest, so that none is forgotten."""
        while self._idle:
            connection = self._idle.popleft()
            if not connection.has_expired():
                return connection
            await close(connection)
        return None

    async def _put_back(self, connection: httpcore.AsyncHTTPConnection, answer: httpcore.Response) -> None:
        with anyio.CancelScope(shield=True):
            await answer.aclose()
        if connection.is_idle():  # then the answer was taken to its end
            self._idle.append(connection)
        else:
            await close(connection)


class Answer:
    """`gather` the body or take it as `chunks`."""

    def __init__(self, answer: httpcore.Response) -> None:
        self.status = answer.status
        self.headers: Headers = [(name.lower(), value) for name, value in answer.headers]
        self._parts = _parts(answer)
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


async def _parts(answer: httpcore.Response) -> AsyncIterator[bytes]:
    with _our_words():
        async for part in answer.aiter_stream():
            yield part


def _framing(method: str, headers: Headers, body: bytes | AsyncIterator[bytes]) -> Headers:
    if isinstance(body, bytes):
        return [(b"content-length", b"%d" % len(body))] if body or method not in SAFE else []
    return [] if any(name == b"content-length" for name, _ in headers) else [(b"transfer-encoding", b"chunked")]


@contextmanager
def _our_words() -> Iterator[None]:
    try:
        yield
    except (httpcore.ConnectError, httpcore.ConnectTimeout) as trouble:
        raise Unreachable(type(trouble).__name__) from None
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.RemoteProtocolError) as trouble:
        raise AnswerLost(type(trouble).__name__) from None
    except httpcore.LocalProtocolError:
        raise ValueError("this cannot be said in HTTP") from None
