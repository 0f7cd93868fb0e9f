"""Load, decide, append: the only path by which anything is written."""

import asyncio
import hmac
import random
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

from uuid_utils import compat

from shared.capability import Capability
from shared.due import due_writes
from shared.eventstore.codec import Meta
from shared.eventstore.items import (
    AlreadyAnswered,
    Contended,
    Item,
    NewEvent,
    NewReceipt,
    RowTaken,
    RowWrite,
    Unwritable,
    VersionConflict,
)
from shared.eventstore.store import EventStore
from shared.eventstore.vault import unless_erased
from shared.eventstore.writer import Writer
from shared.kernel.message import Event
from shared.kernel.refusals import Refused, Stale
from shared.snapshots import Snapshots, Standing
from shared.views import Key, Recorded, View
from shared.wish import Done, IdempotencyKeyReused, NotFoundHere, ReceiptRequest, TextNotStorable, Wish

ATTEMPTS = 24
"""The first decision and more after conflicts, which only another process' writing to the same stream causes. Two that
write to it without a pause win about every second time each: what loses 24 times is not a matter of luck."""

LONGEST_PAUSE_SECONDS = 0.002
"""Per attempt so far, a random part of it: two processes that met do not meet again at once."""

CACHED_STREAMS = 5_000


@dataclass(frozen=True, slots=True)
class _Current:
    standing: Standing
    row: Any

    @property
    def version(self) -> int:
        return self.standing.version


@dataclass(frozen=True, slots=True)
class _Decided:
    item: Item
    after: _Current
    body: str


class Executor:
    """Runs commands of one service: one at a time per stream, deciding again after a conflict, within bounds."""

    def __init__(self, store: EventStore, writer: Writer) -> None:
        self._store = store
        self._writer = writer
        self.snapshots = Snapshots(store)
        self._recent: OrderedDict[str, _Current] = OrderedDict()
        self._rebuilds = 0
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def execute(self, capability: Capability, key: UUID, wish: Wish) -> Done:
        """Do what is asked, once. Raises Refused, Contended, Overloaded, StoreUnavailable, ProgressTaken."""
        stream_id = capability.decider.stream_id(key)
        turn = self._turns.setdefault(stream_id, asyncio.Lock())
        async with turn:
            for attempt in range(ATTEMPTS):
                if attempt:
                    self._recent.pop(stream_id, None)
                    await asyncio.sleep(random.random() * attempt * LONGEST_PAUSE_SECONDS)  # noqa: S311  # no secret
                try:
                    return await self._attempt(capability, key, stream_id, wish, begins=wish.begins and not attempt)
                except VersionConflict:
                    continue
        raise Contended(stream_id)

    async def _attempt(self, capability: Capability, key: UUID, stream_id: str, wish: Wish, *, begins: bool) -> Done:
        rebuilds = self._go_by(self._writer.rebuilds)
        cached = self._recent.get(stream_id)
        if cached is None and begins:
            # Nothing is read of what is only now to be; were there anything after all, it would be a conflict.
            cached = _Current(Standing(0, capability.decider.initial, 0), None)
        current = cached or await self._load(capability, key, stream_id)
        try:
            decided = await self._decide(capability, key, stream_id, current, wish, rebuilds)
        except Refused:
            if wish.receipt and (done := await self.answered(wish.receipt)):
                return done
            if cached and await self._store.version(stream_id) != cached.version:
                raise VersionConflict(stream_id) from None
            raise
        if wish.prepare is not None and decided.item.events:
            await wish.prepare()
        try:
            committed = await self._writer.write(decided.item)
        except AlreadyAnswered:
            if wish.receipt and (done := await self.answered(wish.receipt)):
                return done
            raise VersionConflict(stream_id) from None  # the request is being answered right now
        except RowTaken as taken:
            raise _refusal(capability, taken) from None
        except Unwritable:
            raise TextNotStorable("A text in the request holds a character that cannot be stored.") from None
        if rebuilds == self._rebuilds:
            self._remember(stream_id, self._snapshot_taken(capability, stream_id, decided.after))
        location = wish.receipt.location if wish.receipt else None
        status = wish.receipt.status if wish.receipt else 200
        return Done(decided.body, status, location, stream_id, committed.version)

    async def _decide(
        self, capability: Capability, key: UUID, stream_id: str, current: _Current, wish: Wish, rebuilds: int
    ) -> _Decided:
        if current.version:
            wish.allow(current.row, current.row)
        elif wish.expected is not None:
            # The same answer as for what is outside the caller's scope: nobody can tell the two apart.
            raise NotFoundHere("There is no such thing.")
        if wish.expected is not None and wish.expected != current.version:
            raise Stale(f"The current version is {current.version}.", version=current.version)
        happened = capability.decider.decide(wish.command, current.standing.state)
        recorded = [
            Recorded(event, stream_id, version, compat.uuid7(), wish.now, wish.meta.actor, wish.meta.org)
            for version, event in enumerate(happened, start=current.version + 1)
        ]
        row = _projected(capability.resource, current.row, recorded)
        if not current.version:
            wish.allow(None, row)
        writes = await self._writes(capability, key, row, recorded)
        if recorded and capability.timers is not None:
            writes += due_writes(capability.timers, stream_id, current.row, row)
        body = (writes[0].row if writes else _body(row)) or "null"
        item = Item(
            stream_id=stream_id,
            expected=current.version,
            events=tuple(_new_event(one, wish.meta) for one in recorded),
            rows=tuple(writes),
            receipt=_receipt(wish, body),
            progress=wish.progress,
            unless=wish.unless or unless_erased(happened),
            rebuilds=rebuilds,
        )
        return _Decided(item, _Current(_after(capability, current.standing, happened), row), body)

    async def _writes(
        self, capability: Capability, key: UUID, row: Any, recorded: list[Recorded[Any]]
    ) -> list[RowWrite]:
        if not recorded:
            return []
        writes = [capability.resource.write(key, row)]
        for view in (*capability.views, *capability.effects):
            if view is not capability.resource:
                writes += [view.write(*pair) for pair in (await self._rows_after(view, recorded)).items()]
        return writes

    async def _rows_after(self, view: View[Any], recorded: list[Recorded[Any]]) -> dict[Key, Any]:
        rows: dict[Key, Any] = {}
        for one in recorded:
            for key in view.keys(one):
                if key not in rows:
                    rows[key] = await self.find_row(view, key)
                rows[key] = view.project(rows[key], one)
        return rows

    async def find_row(self, view: View[Any], key: Key) -> Any:
        """A view's row as it stands, or None."""
        stored = await self._store.row(view.shape, str(key))
        return None if stored is None else view.read(stored)

    async def _load(self, capability: Capability, key: UUID, stream_id: str) -> _Current:
        # Events first, then the row: a row that is newer than the state meets a conflict, an older one would not.
        standing = await self.snapshots.standing(capability.decider, stream_id)
        row = await self.find_row(capability.resource, key) if standing.version else None
        return _Current(standing, row)

    def _snapshot_taken(self, capability: Capability, stream_id: str, current: _Current) -> _Current:
        if not self.snapshots.due(capability.decider, stream_id, current.standing):
            return current
        return replace(current, standing=replace(current.standing, snapshot=current.version))

    async def answered(self, asked: ReceiptRequest) -> Done | None:
        """The first answer to a request, if there was one. Raises IdempotencyKeyReused."""
        stored = await self._store.receipt(asked.key)
        if stored is None:
            return None
        if not hmac.compare_digest(stored["fingerprint"], asked.fingerprint):
            raise IdempotencyKeyReused("This Idempotency-Key was used for a different request.")
        return Done(
            stored["body"], stored["status"], stored["location"], stored["stream_id"], stored["version"], replayed=True
        )

    def _go_by(self, rebuilds: int) -> int:
        """So many rebuilds of views there have been: what was read before the last of them is forgotten."""
        if rebuilds != self._rebuilds:
            self._recent.clear()
            self._rebuilds = rebuilds
        return rebuilds

    def _remember(self, stream_id: str, current: _Current) -> None:
        self._recent[stream_id] = current
        self._recent.move_to_end(stream_id)
        if len(self._recent) > CACHED_STREAMS:
            self._recent.popitem(last=False)


def _after(capability: Capability, standing: Standing, happened: Sequence[Event]) -> Standing:
    if not happened:
        return standing
    state = capability.decider.fold(happened, standing.state)
    return Standing(standing.version + len(happened), state, standing.snapshot)


def _projected(view: View[Any], row: Any, recorded: list[Recorded[Any]]) -> Any:
    for one in recorded:
        row = view.project(row, one)
    return row


def _new_event(one: Recorded[Any], meta: Meta) -> NewEvent:
    event_class = type(one.event)
    return NewEvent(
        event_id=one.event_id,
        type=event_class.__name__,
        schema_version=event_class.schema_version,
        data=one.event.model_dump_json(),
        metadata=meta.as_json(),
        occurred_at=one.occurred_at,
    )


def _receipt(wish: Wish, body: str) -> NewReceipt | None:
    asked = wish.receipt
    if asked is None:
        return None
    kept = body if asked.keep_body else ""
    return NewReceipt(asked.key, asked.fingerprint, asked.status, kept, asked.location, wish.now)


def _body(row: Any) -> str:
    return "null" if row is None else str(row.model_dump_json())


def _refusal(capability: Capability, taken: RowTaken) -> Exception:
    refusal = capability.taken.get(taken.constraint)
    return refusal() if refusal else taken
