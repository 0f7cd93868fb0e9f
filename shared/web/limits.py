"""How often somebody may ask: per person with a valid token, and per address without one."""

import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from math import ceil

from limits import RateLimitItem, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.edge import Edge
from shared.web.problems import Problem, Unauthenticated, respond

UNLIMITED = frozenset({"/livez", "/readyz", "/metrics"})
LIMIT, REMAINING, RESET = "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"


class Windows(Storage):
    """Counters in this process, at most `most` of them. (The memory storage of `limits` starts a thread per hit.)"""

    STORAGE_SCHEME = None

    def __init__(self, most: int = 100_000, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._most = most
        self._clock = clock
        self._counters: dict[str, tuple[int, float]] = {}

    @property
    def base_exceptions(self) -> type[Exception]:
        """Nothing fails here."""
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count, in a window that begins with the first hit."""
        count, ends = self._window(key)
        if count == 0:
            ends = self._clock() + expiry
            self._make_room()
        self._counters[key] = (count + amount, ends)
        return count + amount

    def get(self, key: str) -> int:
        """The count of the running window."""
        return self._window(key)[0]

    def get_expiry(self, key: str) -> float:
        """When it ends."""
        return self._window(key)[1]

    def check(self) -> bool:
        """Always there."""
        return True

    def reset(self) -> int:
        """Forget all."""
        forgotten = len(self._counters)
        self._counters.clear()
        return forgotten

    def clear(self, key: str) -> None:
        """Forget one."""
        self._counters.pop(key, None)

    def _window(self, key: str) -> tuple[int, float]:
        found = self._counters.get(key)
        now = self._clock()
        return found if found is not None and found[1] > now else (0, now)

    def _make_room(self) -> None:
        if len(self._counters) < self._most:
            return
        now = self._clock()
        self._counters = {key: kept for key, kept in self._counters.items() if kept[1] > now}
        while len(self._counters) >= self._most:
            del self._counters[next(iter(self._counters))]


class RateLimits:
    """Pure ASGI, inside AroundRequests. Limits in the words of `limits`, such as "6000/minute"; each replica counts."""

    def __init__(
        self,
        app: ASGIApp,
        edge: Edge,
        per_principal: str = "6000/minute",
        per_address: str = "600/minute",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._app = app
        self._edge = edge
        self._clock = clock
        self._windows = FixedWindowRateLimiter(Windows(clock=clock))
        self._principals = parse(per_principal)
        self._addresses = parse(per_address)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the request, and serve it unless there were too many."""
        if scope["type"] != "http" or scope["path"] in UNLIMITED:
            await self._app(scope, receive, send)
            return
        limit, who = self._whose(scope)
        allowed = self._windows.hit(limit, *who)
        stats = self._windows.get_window_stats(limit, *who)
        headers = {
            LIMIT: str(limit.amount),
            REMAINING: str(stats.remaining),
            RESET: str(max(1, ceil(stats.reset_time - self._clock()))),
        }
        if not allowed:
            headers["Retry-After"] = headers[RESET]
            await respond(Request(scope), _too_many(limit), headers)(scope, receive, send)
            return

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        await self._app(scope, receive, stamped)

    def _whose(self, scope: Scope) -> tuple[RateLimitItem, tuple[str, ...]]:
        try:
            principal = self._edge.principal(Request(scope))
        except Unauthenticated:
            return self._addresses, ("address", network_of(scope.get("client")))
        return self._principals, ("principal", principal.org, principal.sub)


def network_of(client: tuple[str, int] | None) -> str:
    """The address of a client; of IPv6 the /64, which one household or machine has for itself."""
    if client is None:
        return "unknown"
    try:
        address = ip_address(client[0].partition("%")[0])
    except ValueError:
        return client[0]
    return str(IPv6Address(int(address) >> 64 << 64)) if isinstance(address, IPv6Address) else str(address)


def _too_many(limit: RateLimitItem) -> Problem:
    return Problem(
        type="urn:acs:problem:too-many-requests",
        title="Too many requests",
        status=429,
        detail=f"At most {limit}; wait as long as Retry-After says.",
    )
