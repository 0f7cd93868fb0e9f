"""The group-committing writer: concurrent commands share a transaction, positions are gap-free in commit order."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from shared.crash import crash_here
from shared.eventstore import chain, conditions, statements
from shared.eventstore.database import BY_INDEX, UNREACHABLE, Connection, Database, StoreUnavailable
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
"""Two connections: while one batch commits, the next is being gathered and waits for the lock."""

OUT_OF_ORDER = (asyncpg.TransactionRollbackError,)
"""A lock given up: nothing about the command itself."""

CAPACITY = 2_000
BATCH = 200


@dataclass
class _Waiting:
    item: Item
    said: tuple[bytes, ...]
    tip: bytes = chain.START
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
        self.events_written = 0

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
                batch = [await self._queue.get()]
                while len(batch) < BATCH and not self._queue.empty():
                    batch.append(self._queue.get_nowait())
                connection = await self._attend(connection, batch)
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

    async def _write(self, connection: Connection, batch: Sequence[_Waiting]) -> None:
        try:
            written = await self._transact(connection, batch)
        except UNREACHABLE:
            raise
        except (asyncpg.PostgresError, ProgressTaken) as refused:
            await connection.execute("ROLLBACK")
            if len(batch) == 1:
                batch[0].fail(_reason(refused))
                return
            for waiting in batch:
                await self._write(connection, [waiting])
            return
        if written:
            self.events_written += written
            self.on_commit()

    async def _transact(self, connection: Connection, batch: Sequence[_Waiting]) -> int:
        """One transaction: lock, look, write, commit. Answers the number of events written."""
        await connection.execute(statements.BEGIN_AND_LOCK)
        heads = await connection.fetch(
            statements.HEADS,
            [waiting.item.stream_id for waiting in batch],
            [waiting.item.receipt.key if waiting.item.receipt else None for waiting in batch],
        )
        accepted = _accept(batch, heads)
        barred = await conditions.barred(connection, [waiting.item for waiting in accepted])
        accepted = [waiting for waiting in accepted if not _fails(waiting, barred)]
        if not accepted:
            await connection.execute("ROLLBACK")
            return 0
        head = heads[0]["head"] or 0
        entries = [statements.Entry(waiting.item, waiting.said, waiting.tip) for waiting in accepted]
        written = statements.compose(entries, head)
        stored = await connection.fetchrow(written.sql, heads[0]["last_recorded_at"], *written.arguments)
        if stored["progressed"] != written.progress_rows:
            raise ProgressTaken("another consumer has already taken this event")
        crash_here("before-commit")
        await connection.execute("COMMIT")
        crash_here("after-commit")
        for waiting, position in zip(accepted, written.positions, strict=True):
            item = waiting.item
            waiting.succeed(Committed(position, item.expected + len(item.events)))
        return written.events


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


def _accept(batch: Sequence[_Waiting], heads: Sequence[Any]) -> list[_Waiting]:
    """Those whose decision still holds; the others are told why not."""
    accepted: list[_Waiting] = []
    streams: set[str] = set()
    keys: set[str] = set()
    for waiting, head in zip(batch, heads, strict=True):
        item = waiting.item
        key = item.receipt.key if item.receipt else None
        if head["answered"] or key in keys:
            waiting.fail(AlreadyAnswered(key or ""))
        elif head["version"] != item.expected or item.stream_id in streams:
            waiting.fail(VersionConflict(item.stream_id, head["version"]))
        else:
            waiting.tip = head["digest"] or chain.START
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
            return VersionConflict("", -1)
        return RowTaken(refused.constraint_name or "")
    if isinstance(refused, OUT_OF_ORDER):
        return StoreUnavailable(type(refused).__name__)
    if isinstance(refused, asyncpg.UntranslatableCharacterError | asyncpg.CharacterNotInRepertoireError):
        return Unwritable(str(refused))
    return refused
