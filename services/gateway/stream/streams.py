"""The streams that are open: bounded in number, ended with their token and with the process."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Sequence

from sqlalchemy import ColumnElement
from starlette.exceptions import HTTPException

from services.gateway.stream.leaving import Leaving
from services.gateway.stream.tail import Entry, Tail
from shared.eventstore.items import Overloaded
from shared.web.access import Principal
from shared.web.metrics import Sample

HEARTBEAT_SECONDS = 15.0
RETRY_MILLISECONDS = 2_000
RESET = "reset"


class Streams:
    """A companion of the gateway. `most` streams at once, `most_each` of them for one person."""

    def __init__(
        self, tail: Tail, *, most: int = 200, most_each: int = 10, heartbeat_seconds: float = HEARTBEAT_SECONDS
    ) -> None:
        self._tail = tail
        self._most = most
        self._most_each = most_each
        self._heartbeat = heartbeat_seconds
        self._leaving = Leaving()
        self._open: Counter[Principal] = Counter()

    async def start(self) -> None:
        """Listen to the signals that end the process."""
        self._leaving.start()

    async def stop(self) -> None:
        """End all streams."""
        self._leaving.stop()

    def samples(self) -> Iterable[Sample]:
        """How many are open."""
        return [("acs_streams_open", "Streams of server-sent events", float(self._open.total()), {})]

    @property
    def asked_to_end(self) -> asyncio.Event:
        """Set when the process ends."""
        return self._leaving.asked

    async def enter(self, principal: Principal) -> int:
        """One more stream, `leave` when it is over; answers the last arrival. Overloaded, or 429, for too many."""
        if self._open.total() >= self._most:
            raise Overloaded("there are enough streams")
        if self._open[principal] >= self._most_each:
            raise HTTPException(429, "Too many streams of one person", {"Retry-After": "15"})
        self._open[principal] += 1
        try:
            return await self._tail.listen()
        except BaseException:
            self.leave(principal)
            raise

    def leave(self, principal: Principal) -> None:
        """One less."""
        self._tail.leave()
        self._open[principal] -= 1
        if not self._open[principal]:
            del self._open[principal]

    async def events(
        self, head: int, after: int | None, where: Sequence[ColumnElement[bool]], still_welcome: Callable[[], object]
    ) -> AsyncIterator[bytes]:
        """Everything that arrived after `after` (None: after `head`, from now on), then everything that arrives.

        `still_welcome` raises Unauthenticated when the token has expired: the stream ends with the next heartbeat.
        """
        # A place before the first arrival is one in the order of a database that was lost; 0 is the beginning of any.
        reset = bool(after) and not await self._tail.first() - 1 <= (after or 0) <= head
        seen = head if after is None or reset else after
        yield b"retry: %d\n" % RETRY_MILLISECONDS + (_reset(seen) if reset else _place(seen))
        clock = asyncio.get_running_loop().time
        heartbeat = clock() + self._heartbeat
        while True:
            while seen < head and (entries := await self._tail.entries(seen, head, *where)):
                yield b"".join(map(_event, entries))
                seen = entries[-1].seq
            seen = head
            head = await self._tail.moved(seen, max(0.0, heartbeat - clock()))
            if head < seen:
                # The read models were lost and made anew: places of before mean nothing any more.
                seen = head
                yield _reset(seen)
            if clock() >= heartbeat:
                still_welcome()
                heartbeat = clock() + self._heartbeat
                yield b": still here\n" + _place(seen)


def _event(entry: Entry) -> bytes:
    return f"id: {entry.seq}\nevent: {entry.type}\ndata: {entry.data}\n\n".encode()


def _place(seq: int) -> bytes:
    """Without data nothing is dispatched, but the place to resume from is remembered (HTML standard, §9.2.6)."""
    return b"id: %d\n\n" % seq


def _reset(seq: int) -> bytes:
    return f"id: {seq}\nevent: {RESET}\ndata: {{}}\n\n".encode()
