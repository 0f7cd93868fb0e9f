"""Which web pages of other origins may use the API from a browser; none unless an installation names them."""

from collections.abc import Sequence

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

ASKED = (
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "ACS-Position",
    "Last-Event-ID",
    "X-Request-ID",
    "X-Correlation-ID",
)
ANSWERED = (
    "ETag",
    "Location",
    "Link",
    "ACS-Position",
    "ACS-Position-Reached",
    "Idempotent-Replayed",
    "Retry-After",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "X-Request-ID",
    "X-Correlation-ID",
)


def cors(origins: Sequence[str]) -> list[Middleware]:
    """The outermost middleware, so that preflights need no token; empty without origins."""
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=list(ASKED),
            expose_headers=list(ANSWERED),
            max_age=600,
        )
    ]
