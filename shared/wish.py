"""A command with what surrounds it, and its answer; the refusals that are about asking, not about the domain."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.eventstore.codec import Meta
from shared.eventstore.items import NewProgress, Unless
from shared.kernel.message import Command
from shared.kernel.refusals import NotFound, Refused


class IdempotencyKeyReused(Refused):
    rule = "An Idempotency-Key belongs to one request; another request needs another key"
    field = "Idempotency-Key"


class NotFoundHere(NotFound):
    rule = "Outside one's scope a thing is not found"


class TextNotStorable(Refused):
    rule = "Text holds no NUL character"


@dataclass(frozen=True, slots=True)
class ReceiptRequest:
    """How the answer is to be remembered. With `keep_body` off only that it was done is remembered."""

    key: str
    fingerprint: str
    status: int = 200
    location: str | None = None
    keep_body: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """A command with what surrounds it: who asks, when, on which version, and whether they may.

    `begins` says that its stream is new, so that nothing of it is read at first. `allow(before, after)` gets the
    resource's row before and after, and raises NotFound or NotAllowed. `unless` is looked at under the append lock.
    `prepare` is awaited once the rules have said yes, before anything is written.
    """

    command: Command
    meta: Meta
    now: datetime
    expected: int | None = None
    begins: bool = False
    receipt: ReceiptRequest | None = None
    progress: NewProgress | None = None
    unless: Unless | None = None
    prepare: Callable[[], Awaitable[None]] | None = None
    allow: Callable[[Any, Any], None] = lambda before, after: None


@dataclass(frozen=True, slots=True)
class Done:
    """The answer: the resource as JSON text, and where in which stream it stands."""

    body: str
    status: int
    location: str | None
    stream_id: str
    version: int
    replayed: bool = False
