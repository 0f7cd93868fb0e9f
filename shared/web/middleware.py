"""Around every request: ids that are mirrored, a bound on the body, one log line, counted and timed."""

import asyncio
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uuid_utils import compat

from shared.web.metrics import HttpMetrics
from shared.web.problems import FieldError, Malformed, problem_of, respond, too_large

_SAFE_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TEN_DIGITS = re.compile(r"[0-9]{10}")
DRAINED_BYTES = 4 * 1024 * 1024
DRAINED_SECONDS = 2.0
"""So much of a body that is too large is read and thrown away: a connection that is closed with bytes unread is reset,
and the caller may lose the answer that says why."""

log = structlog.get_logger()


class _TooLarge(HTTPException):
    """An HTTPException, because FastAPI lets only these through while it reads a body."""

    def __init__(self) -> None:
        super().__init__(413)


class AroundRequests:
    """Pure ASGI, so that streams stream and nothing is buffered.

    `files` are paths to which larger bodies may be posted, each with its own limit in bytes.
    """

    def __init__(
        self, app: ASGIApp, body_limit_bytes: int, metrics: HttpMetrics, files: Mapping[str, int] | None = None
    ) -> None:
        self._app = app
        self._limit = body_limit_bytes
        self._files = files or {}
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scope["acs.request_id"] = _mirrored(headers.get("x-request-id"))
        scope["acs.correlation_id"] = _mirrored(headers.get("x-correlation-id"))
        started = time.perf_counter()
        status, begun = 500, False

        async def answer(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                _stamp(MutableHeaders(scope=message), scope)
            await send(message)

        try:
            if refusal := _nul_in(scope["query_string"]):
                await respond(Request(scope), problem_of(refusal))(scope, receive, answer)
            else:
                await self._limited(scope, receive, answer, headers)
        except Exception as failure:
            log.error("unforeseen", failure=type(failure).__name__, exc_info=failure)
            if not begun:
                await respond(Request(scope), problem_of(failure))(scope, receive, answer)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    async def _limited(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        announced, limit = headers.get("content-length", "0"), self._limit_of(scope)
        if not announced.isdigit() or int(announced) > limit:
            await _drain(receive)
            await too_large(Request(scope), limit)(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                if message.get("more_body", False):
                    await _drain(receive)
                raise _TooLarge
            return message

        await self._app(scope, counted, send)

    def _limit_of(self, scope: Scope) -> int:
        return self._files.get(scope["path"], self._limit) if scope["method"] == "POST" else self._limit

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route: Any = scope.get("route")
        template = getattr(route, "path", "unmatched")
        self._metrics.note(scope["method"], template, status, seconds)
        if template not in ("/livez", "/readyz", "/metrics"):
            log.info(
                "request",
                method=scope["method"],
                route=template,
                status=status,
                ms=round(seconds * 1000, 1),
                request_id=scope["acs.request_id"],
                correlation_id=scope["acs.correlation_id"],
            )


async def _drain(receive: Receive) -> None:
    left = DRAINED_BYTES
    with suppress(TimeoutError):
        async with asyncio.timeout(DRAINED_SECONDS):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return


def _nul_in(query: bytes) -> Malformed | None:
    """No text in the database holds a NUL character, and asking for one is an error there."""
    if b"%00" not in query:
        return None
    named = next((name for name, value in parse_qsl(query.decode("latin-1")) if "\0" in value), "query")
    return Malformed("The query holds a NUL character.", [FieldError(field=named, message="must not hold NUL")])


def _mirrored(sent: str | None) -> str:
    """The id a caller gave, unless it might hold an NHS number: ids are logged, stored and published."""
    if not sent or not _SAFE_ID.fullmatch(sent):
        return str(compat.uuid7())
    harmless = _UUID.fullmatch(sent) or not _TEN_DIGITS.search(re.sub(r"[._:-]", "", sent))
    return sent if harmless else str(compat.uuid7())


def _stamp(headers: MutableHeaders, scope: Scope) -> None:
    headers["X-Request-ID"] = scope["acs.request_id"]
    headers["X-Correlation-ID"] = scope["acs.correlation_id"]
    headers.setdefault("Cache-Control", "no-store")
    headers.setdefault("X-Content-Type-Options", "nosniff")
