"""Which headers pass, in each direction: lists of what is allowed, everything else stays behind."""

import re
from collections.abc import Iterable, Sequence

from services.gateway.passthrough.paths import OWNERS
from shared.eventstore.published import SERVICE_TOKEN_HEADER
from shared.kernel.addresses import PUBLIC
from shared.web.outbound import Headers

TO_SERVICE = frozenset(
    {
        b"accept",
        b"accept-language",
        b"authorization",
        b"content-type",
        b"idempotency-key",
        b"if-match",
        b"if-none-match",
        b"traceparent",
        b"tracestate",
    }
)
"""The ids of the request are sent as this gateway has settled them, not as they came."""

TO_CALLER = frozenset(
    {
        b"acs-position",
        b"allow",
        b"cache-control",
        b"content-encoding",
        b"content-language",
        b"content-type",
        b"etag",
        b"idempotent-replayed",
        b"last-modified",
        b"retry-after",
        b"www-authenticate",
    }
)

_PATH = re.compile(rb"^/(?:" + b"|".join(owner.encode() for owner in OWNERS) + rb")(?=[/?#]|$)")
_LINKED = re.compile(rb"<([^>]*)>")


def request_headers(
    sent: Iterable[tuple[bytes, bytes]], service_token: str, request_id: str, correlation_id: str
) -> Headers:
    """What a service gets to see."""
    # RFC 9110 §5.5: blanks around a value are no part of it, and a client must not send them.
    kept = [(name, value.strip(b" \t")) for name, value in sent if name in TO_SERVICE]
    kept.append((SERVICE_TOKEN_HEADER.lower().encode(), service_token.encode()))
    kept.append((b"x-request-id", request_id.encode()))
    kept.append((b"x-correlation-id", correlation_id.encode()))
    return kept


def response_headers(answered: Sequence[tuple[bytes, bytes]], base_url: bytes) -> Headers:
    """What the caller gets to see; addresses of the service become addresses of this API. Lengths are not included."""
    kept = []
    for name, value in answered:
        if name in TO_CALLER:
            kept.append((name, value))
        elif name == b"location":
            kept.append((name, public_address(value, base_url)))
        elif name == b"link":
            kept.append((name, _LINKED.sub(lambda link: b"<" + public_address(link[1], base_url) + b">", value)))
    return kept


def public_address(address: bytes, base_url: bytes) -> bytes:
    """`/contracts/1`, with or without the service's own address before it, as `/api/v1/contracts/1`."""
    path = address.removeprefix(base_url)
    return PUBLIC.encode() + path if _PATH.match(path) else address
