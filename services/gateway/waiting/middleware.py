"""Lets reads of the alliance's figures wait for the writes they name in ACS-Position."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.gateway.waiting.waiter import PositionWaiter
from shared.kernel.addresses import PUBLIC
from shared.web.edge import Edge
from shared.web.problems import Malformed, Unauthenticated, problem_of, respond

BELOW = f"{PUBLIC}/alliance/"
ASKED = "ACS-Position"
REACHED = "ACS-Position-Reached"


class PositionWaiting:
    """Pure ASGI, inside AroundRequests. The answer says in ACS-Position-Reached whether it shows the writes."""

    def __init__(self, app: ASGIApp, edge: Edge, waiter: PositionWaiter) -> None:
        self._app = app
        self._edge = edge
        self._waiter = waiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, after a while if need be."""
        asked = self._asked(scope)
        if asked is None:
            await self._app(scope, receive, send)
            return
        try:
            positions = self._waiter.read(asked)
        except Malformed as refusal:
            await respond(Request(scope), problem_of(refusal))(scope, receive, send)
            return
        reached = "true" if await self._waiter.reached(positions) else "false"

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REACHED] = reached
            await send(message)

        await self._app(scope, receive, stamped)

    def _asked(self, scope: Scope) -> str | None:
        """The header of a read that may wait. Nobody waits without a valid token: the route refuses it."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or not scope["path"].startswith(BELOW):
            return None
        asked = ",".join(Headers(scope=scope).getlist(ASKED))
        if not asked:
            return None
        try:
            self._edge.principal(Request(scope))
        except Unauthenticated:
            return None
        return asked
