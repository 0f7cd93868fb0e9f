"""One connection of httpcore, and an ear on it: httpcore takes what came after an answer for the next answer."""

import ssl
from typing import Any

import anyio
import httpcore


async def ask(connection: httpcore.AsyncHTTPConnection, request: httpcore.Request) -> httpcore.Response:
    """The answer to this request and to no other; the connection is closed when there is none."""
    try:
        answer = await connection.handle_async_request(request)
        if not answer.extensions["network_stream"].heard:
            raise httpcore.RemoteProtocolError("it answers unasked")
    except BaseException:
        await close(connection)
        raise
    return answer


async def close(connection: httpcore.AsyncHTTPConnection) -> None:
    """Close it, whoever is cancelled meanwhile."""
    with anyio.CancelScope(shield=True):
        await connection.aclose()


class AttentiveStream(httpcore.AsyncNetworkStream):
    """`heard` is False while nothing was read since the last byte was written."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self.heard = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What came."""
        self.heard = True
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send it."""
        self.heard = False
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close at once."""
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """The same, encrypted."""
        return AttentiveStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """What httpcore wants to know about its socket."""
        return self._stream.get_extra_info(info)


class AttentiveBackend(httpcore.AnyIOBackend):
    """Connects; for httpcore's connections that `ask` is to use."""

    async def connect_tcp(self, *address: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        """A stream that pays attention."""
        return AttentiveStream(await super().connect_tcp(*address, **options))
