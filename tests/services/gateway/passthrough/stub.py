"""A stand-in for the services: it repeats what it was sent, and misbehaves on request."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.types import Receive, Scope, Send

BLOCK = b"0123456789abcdef" * 4096


class StubService:
    """What it does is named by the last segment of the path; `seen` lists what reached it."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.waiting, self.gone = asyncio.Event(), asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        self.seen.append(f"{scope['method']} {scope['raw_path'].decode()}")
        does: dict[str, Callable[[Scope, Receive, Send], Awaitable[None]]] = {
            "slow": self.slow,
            "big": self.big,
            "torn": self.torn,
            "torn-big": self.torn_big,
            "early": self.early,
            "nothing": self.nothing,
            "new": self.new,
            "list": self.list,
            "secretive": self.secretive,
        }
        await does.get(scope["path"].rsplit("/", 1)[-1], self.echo)(scope, receive, send)

    async def echo(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell what was sent."""
        body = await read(receive)
        told = {
            "method": scope["method"],
            "path": scope["raw_path"].decode(),
            "query": scope["query_string"].decode(),
            "headers": [[name.decode(), value.decode()] for name, value in scope["headers"]],
            "bytes": len(body),
            "sha256": hashlib.sha256(body).hexdigest(),
        }
        await answer(send, 200, json.dumps(told).encode(), etag='"3"')

    async def new(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Make something."""
        await read(receive)
        await answer(
            send,
            201,
            b"{}",
            location="/contracts/42",
            **{"acs-position": "abc", "idempotent-replayed": "true", "retry-after": "3", "cache-control": "no-store"},
        )

    async def list(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A page."""
        await answer(send, 200, b"[]", link='</contracts?cursor=x&limit=1>; rel="next", </feed>; rel="x"')

    async def secretive(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Headers that are nobody's business."""
        await answer(send, 200, b"{}", server="inside/1", **{"set-cookie": "a=b", "x-powered-by": "it", "via": "1.1 x"})

    async def nothing(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An answer without a body."""
        await answer(send, 304, b"", etag='"3"')

    async def slow(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait until whoever asked gives up."""
        await read(receive)
        self.waiting.set()
        while (await receive())["type"] != "http.disconnect":
            pass
        self.gone.set()

    async def early(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer before the body is read."""
        await answer(send, 403, b"{}")

    async def big(self, scope: Scope, receive: Receive, send: Send) -> None:
        """16 MiB in blocks, without a length."""
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(256):
            await send({"type": "http.response.body", "body": BLOCK, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def torn(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Announce more than is sent, then close."""
        await self._tear(send, b"half of it")

    async def torn_big(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The same, after so much that a part has been passed on."""
        await self._tear(send, BLOCK * 8)

    async def _tear(self, send: Send, sent: bytes) -> None:
        head: Any = [(b"content-length", b"%d" % (len(sent) + 10))]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": sent, "more_body": True})
        await asyncio.sleep(0.05)


async def read(receive: Receive) -> bytes:
    """The whole body."""
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


async def answer(send: Send, status: int, body: bytes, **headers: str) -> None:
    """A whole response."""
    lines = [(name.encode(), value.encode()) for name, value in headers.items()]
    if status != 304:
        lines += [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})
