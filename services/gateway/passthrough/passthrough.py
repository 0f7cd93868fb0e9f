"""Takes a request to the service that owns its path and the answer back, streaming both."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple

import anyio
import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from services.gateway.passthrough.headers import request_headers, response_headers
from services.gateway.passthrough.paths import SERVICES, Passage, find_passage
from services.gateway.passthrough.refusals import OutcomeUnknown
from shared.web.edge import Edge
from shared.web.metrics import Sample
from shared.web.outbound import SAFE, Answer, AnswerLost, Headers, Patience, Pool, Unreachable
from shared.web.problems import SourceUnavailable

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
WHOLE_BYTES = 64 * 1024
"""Bodies up to this size are handled whole: a request can be sent again, an answer is whole or a problem."""

log = structlog.get_logger()


class _CallerGone(Exception):
    pass


class _Template(NamedTuple):
    """Stands in for the route in metrics and logs."""

    path: str


class PassThrough:
    """An ASGI app, and a companion of the gateway: its connections are closed with it.

    `urls` are the addresses of the services by name.
    """

    def __init__(
        self, edge: Edge, urls: Mapping[str, str], *, patience: Patience | None = None, connections: int = 64
    ) -> None:
        self._edge = edge
        self._pools = {name: Pool(urls[name], patience, connections) for name in SERVICES}
        self._bases = {name: urls[name].rstrip("/").encode() for name in self._pools}
        self._unanswered = dict.fromkeys(self._pools, 0)

    async def start(self) -> None:
        """Nothing: connections are made when they are needed."""

    async def stop(self) -> None:
        """Close the connections."""
        for pool in self._pools.values():
            await pool.close()

    def samples(self) -> Iterable[Sample]:
        """Exchanges under way and requests without an answer, by service."""
        for name, pool in self._pools.items():
            yield "acs_upstream_exchanges", "Requests being passed through", float(pool.open), {"service": name}
        for name, count in self._unanswered.items():
            yield "acs_upstream_unanswered_total", "Requests without an answer", float(count), {"service": name}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request below /api/v1."""
        passage = find_passage(scope["raw_path"])
        if passage is not None:
            scope["route"] = _Template(passage.template)
        self._edge.principal(Request(scope))
        if passage is None:
            raise HTTPException(404)
        if scope["method"] not in METHODS:
            raise HTTPException(405, headers={"Allow": ", ".join(METHODS)})
        try:
            await self._pass(passage, scope, receive, send)
        except (Unreachable, AnswerLost) as trouble:
            self._unanswered[passage.service] += 1
            log.warning("service does not answer", upstream=passage.service, reason=str(trouble))
            if isinstance(trouble, AnswerLost) and scope["method"] not in SAFE:
                raise OutcomeUnknown(passage.service) from None
            raise SourceUnavailable(passage.service) from None
        except _CallerGone:
            return

    async def _pass(self, passage: Passage, scope: Scope, receive: Receive, send: Send) -> None:
        body, all_there = await _first_part(receive)
        # Whichever ends first, the exchange or the caller, takes the other with it.
        with anyio.CancelScope() as waiting:
            gone = asyncio.create_task(_until_gone(receive, waiting)) if all_there else None
            try:
                async with self._exchange(passage, scope, body if all_there else _rest(body, receive)) as answer:
                    await self._answer(passage.service, answer, scope["method"], send)
            finally:
                if gone is not None:
                    gone.cancel()

    def _exchange(
        self, passage: Passage, scope: Scope, body: bytes | AsyncIterator[bytes]
    ) -> AbstractAsyncContextManager[Answer]:
        headers = request_headers(
            scope["headers"],
            self._edge.signer.token_for(passage.service),
            scope["acs.request_id"],
            scope["acs.correlation_id"],
        )
        if not isinstance(body, bytes):
            headers += [header for header in scope["headers"] if header[0] == b"content-length"]
        query = scope["query_string"]
        return self._pools[passage.service].exchange(
            scope["method"],
            passage.path + (b"?" + query if query else b""),
            headers,
            body,
            repeatable=any(name == b"idempotency-key" for name, _ in headers),
        )

    async def _answer(self, service: str, answer: Answer, method: str, send: Send) -> None:
        headers = response_headers(answer.headers, self._bases[service])
        whole = await answer.gather(WHOLE_BYTES)
        if whole is not None and not _is_bodiless(method, answer.status):
            await _begin(send, answer.status, [*headers, (b"content-length", b"%d" % len(whole))])
            await send({"type": "http.response.body", "body": whole})
            return
        length = [header for header in answer.headers if header[0] == b"content-length"]
        await _begin(send, answer.status, headers + length)
        if whole is None:
            try:
                async for chunk in answer.chunks():
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            except AnswerLost as trouble:
                # The caller has a part of it and must see that it is one: the server closes the connection on this.
                self._unanswered[service] += 1
                log.warning("answer broke off", upstream=service, reason=str(trouble))
                raise _CallerGone from None
        await send({"type": "http.response.body", "body": b""})


def _is_bodiless(method: str, status: int) -> bool:
    return method == "HEAD" or status in (204, 304)


async def _begin(send: Send, status: int, headers: Headers) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def _first_part(receive: Receive) -> tuple[bytes, bool]:
    """The body, or its first WHOLE_BYTES and a bit; and whether that is all."""
    parts: list[bytes] = []
    size = 0
    while size <= WHOLE_BYTES:
        message = await _received(receive)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if not message.get("more_body", False):
            return b"".join(parts), True
    return b"".join(parts), False


async def _rest(first: bytes, receive: Receive) -> AsyncIterator[bytes]:
    yield first
    more = True
    while more:
        message = await _received(receive)
        more = message.get("more_body", False)
        if message.get("body"):
            yield message["body"]


async def _received(receive: Receive) -> Message:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise _CallerGone
    return message


async def _until_gone(receive: Receive, waiting: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    waiting.cancel()
