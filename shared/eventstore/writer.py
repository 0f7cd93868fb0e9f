"""The group-committing writer: concurrent commands share a transaction, positions are gap-free in commit order."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import asyncpg

from shared.crash import crash_here
from shared.eventstore import chain, conditions, statements
from shared.eventstore.database import BY_INDEX, UNREACHABLE, Connection, Database, StoreUnavailable
from shared.eventstore.ends import UNBEGUN, Ends, KnownEnds, Tip, look
from shared.eventstore.items import (
    AlreadyAnswered,
    Committed,
    Item,
    Overloaded,
    ProgressTaken,
    RowTaken,
    Unless,
    Unwritable,
    VersionConflict,
)

LANES = 2
"""Two connections: while one transaction is under way, the next waits for the lock and fills."""

OUT_OF_ORDER = (asyncpg.TransactionRollbackError,)
"""A lock given up: nothing about the command itself."""

ANSWERED_AT_ONCE = 4
"""Whoever is answered asks again at once: between a few of them, the other lane hears from the database."""

CAPACITY = 2_000
BATCH = 200


class Outdated(Exception):
    """The store does not end where it was thought to: somebody else has written."""


@dataclass
class _Waiting:
    item: Item
    said: tuple[bytes, ...]
    tip: Tip = UNBEGUN
    answer: "asyncio.Future[Committed]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def fail(self, reason: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(reason)

    def succeed(self, committed: Committed) -> None:
        if not self.answer.done():
            self.answer.set_result(committed)


class Writer:
    """Commits items in batches under one short lock per batch; a failing item hurts nobody but itself."""

    def __init__(self, database: Database, on_commit: Callable[[], None] = lambda: None) -> None:
        self._database = database
        self.on_commit = on_commit
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue(CAPACITY)
        self._lanes: list[asyncio.Task[None]] = []
        self._known = KnownEnds()
        self.events_written = 0
        self.rebuilds = 0
        """How many rebuilds of views there have been, as far as this process knows."""

    async def start(self) -> None:
        """Start the lanes; they connect when there is something to write."""
        self._lanes = [asyncio.create_task(self._lane(), name=f"writer-{n}") for n in range(LANES)]

    async def stop(self) -> None:
        """Finish what was taken in, then close the lanes."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._queue.join(), 10)
        for lane in self._lanes:
            lane.cancel()
        await asyncio.gather(*self._lanes, return_exceptions=True)

    async def write(self, item: Item) -> Committed:
        """Commit one item, or raise what `items` names as the reason, or StoreUnavailable."""
        waiting = _Waiting(item, _said(item))
        try:
            self._queue.put_nowait(waiting)
        except asyncio.QueueFull:
            raise Overloaded("too many commands are waiting to be written") from None
        return await waiting.answer

    async def _lane(self) -> None:
        connection: Connection = None
        try:
            while True:
                connection = await self._attend(connection, [await self._queue.get()])
        finally:
            if connection is not None:
                connection.terminate()

    async def _attend(self, connection: Connection, batch: list[_Waiting]) -> Connection:
        """Write a batch and answer everybody in it; gives the connection back, or None when it broke."""
        try:
            if connection is None or connection.is_closed():
                connection = await self._database.dedicated(**BY_INDEX)
            await self._write(connection, batch)
            return connection
        except asyncio.CancelledError:
            _fail_all(batch, StoreUnavailable("the writer is stopping"))
            if connection is not None:
                connection.terminate()
            raise
        except (*UNREACHABLE, StoreUnavailable) as broken:
            _fail_all(batch, StoreUnavailable(type(broken).__name__))
        except Exception as unexpected:
            _fail_all(batch, unexpected)
        finally:
            for _ in batch:
                self._queue.task_done()
        if connection is not None:
            connection.terminate()
        return None

    async def _write(self, connection: Connection, batch: list[_Waiting], *, first: bool = True) -> None:
        """At first with whoever else waits and on what is known; then looking; and then half and half."""
        try:
            await self._transact(connection, batch, first=first)
        except UNREACHABLE:
            raise
        except (asyncpg.PostgresError, ProgressTaken, Outdated) as refused:
            await connection.execute("ROLLBACK")
            unanswered = [waiting for waiting in batch if not waiting.answer.done()]
            if first and unanswered:
                await self._write(connection, unanswered, first=False)
            elif len(batch) == 1:
                batch[0].fail(_reason(refused))
            else:
                middle = (len(unanswered) + 1) // 2
                for half in (unanswered[:middle], unanswered[middle:]):
                    if half:
                        await self._write(connection, half, first=False)

    async def _transact(self, connection: Connection, batch: list[_Waiting], *, first: bool) -> None:
        """One transaction: lock, look, write, commit; then everybody in it is answered."""
        await connection.execute(statements.BEGIN_AND_LOCK)
        # Filled under the lock: what the transaction before this one answers is asked meanwhile.
        while first and len(batch) < BATCH and not self._queue.empty():
            batch.append(self._queue.get_nowait())
        items = [waiting.item for waiting in batch]
        ends = (self._known.of(items) if first else None) or self._known.found(await look(connection, items))
        accepted = _accept(batch, ends)
        barred = await conditions.barred(connection, [waiting.item for waiting in accepted])
        accepted = [waiting for waiting in accepted if not _fails(waiting, barred)]
        if not accepted:
            await connection.execute("ROLLBACK")
            return
        entries = [statements.Entry(waiting.item, waiting.said, waiting.tip) for waiting in accepted]
        written = statements.compose(entries, ends.position)
        stored = await connection.fetchrow(written.sql, ends.digest, *written.arguments)
        if not stored["moments"] or self._rebuilt(accepted, stored["rebuilds"]):
            raise Outdated
        if stored["progressed"] != written.progress_rows:
            raise ProgressTaken("another consumer has already taken this event")
        if written.events:
            # Before the lock is given up: who takes it next builds on this.
            tips = zip((waiting.item.stream_id for waiting in accepted), written.tips, strict=True)
            self._known.remember(written.positions[-1], written.last_digest, tips)
        crash_here("before-commit")
        await connection.execute("COMMIT")
        crash_here("after-commit")
        if written.events:
            self.events_written += written.events
            self.on_commit()
        await _answer(accepted, written.positions)

    def _rebuilt(self, batch: Sequence[_Waiting], rebuilds: int) -> bool:
        """Whether a view was rebuilt since rows were read that somebody in the batch goes by; who does is told."""
        self.rebuilds = rebuilds
        outdated = [waiting for waiting in batch if waiting.item.rebuilds not in (None, rebuilds)]
        for waiting in outdated:
            waiting.fail(VersionConflict(waiting.item.stream_id))
        return bool(outdated)


async def _answer(committed: Sequence[_Waiting], positions: Sequence[int]) -> None:
    for count, (waiting, position) in enumerate(zip(committed, positions, strict=True), start=1):
        item = waiting.item
        waiting.succeed(Committed(position, item.expected + len(item.events)))
        if count % ANSWERED_AT_ONCE == 0:
            await asyncio.sleep(0)


def _said(item: Item) -> tuple[bytes, ...]:
    # Before the queue: outside the lock, and what cannot be said hurts nobody else.
    try:
        return tuple(
            chain.said(event.event_id, event.type, event.schema_version, event.data, event.metadata, event.occurred_at)
            for event in item.events
        )
    except chain.NotCanonical as wrong:
        raise Unwritable(str(wrong)) from None


def _fails(waiting: _Waiting, barred: Collection[Unless]) -> bool:
    unless = waiting.item.unless
    if unless is None or unless not in barred:
        return False
    waiting.fail(unless.refusal())
    return True


def _accept(batch: Sequence[_Waiting], ends: Ends) -> list[_Waiting]:
    """Those whose decision still holds; the others are told why not."""
    accepted: list[_Waiting] = []
    streams: set[str] = set()
    keys: set[str] = set()
    for waiting, tip, answered in zip(batch, ends.tips, ends.answered, strict=True):
        item = waiting.item
        key = item.receipt.key if item.receipt else None
        if answered or key in keys:
            waiting.fail(AlreadyAnswered(key or ""))
        elif tip.version != item.expected or item.stream_id in streams:
            waiting.fail(VersionConflict(item.stream_id))
        else:
            waiting.tip = tip
            accepted.append(waiting)
            if item.events:
                streams.add(item.stream_id)
            if key:
                keys.add(key)
    return accepted


def _fail_all(batch: Sequence[_Waiting], reason: Exception) -> None:
    for waiting in batch:
        waiting.fail(reason)


def _reason(refused: Exception) -> Exception:
    if isinstance(refused, asyncpg.UniqueViolationError):
        if refused.constraint_name == "receipts_pkey":
            return AlreadyAnswered("")
        if refused.constraint_name == "uq_events_stream_version":
            return VersionConflict("")
        return RowTaken(refused.constraint_name or "")
    if isinstance(refused, OUT_OF_ORDER):
        return StoreUnavailable(type(refused).__name__)
    if isinstance(refused, asyncpg.UntranslatableCharacterError | asyncpg.CharacterNotInRepertoireError):
        return Unwritable(str(refused))
    return refused
