"""What a writer knows of the end of the store: used while it is so, and not a moment longer."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from uuid_utils import compat

from shared.eventstore import chain
from shared.eventstore import writer as writers
from shared.eventstore.database import StoreUnavailable
from shared.eventstore.ends import REMEMBERED_STREAMS, UNBEGUN, Ends, KnownEnds, Tip, look
from shared.eventstore.items import Item, NewEvent, RowTaken, VersionConflict
from shared.eventstore.statements import APPEND_LOCK
from shared.eventstore.writer import Writer
from tests.kit.family import RaiseTally, TallyRow, tally_decider, tally_view
from tests.kit.kernel import Kernel, as_owner

ONE, TWO, THREE = b"1" * 32, b"2" * 32, b"3" * 32
EVENT = NewEvent(compat.uuid7(), "TallyOpened", 1, "{}", "{}", datetime.now(UTC))


def known() -> KnownEnds:
    ends = KnownEnds()
    ends.remember(7, TWO, [("tally-a", Tip(3, ONE)), ("tally-b", Tip(1, TWO))])
    return ends


class TestWhatIsKnown:
    def test_of_streams_written_before(self) -> None:
        ends = known().of([Item("tally-a", 3), Item("tally-b", 1)])
        assert ends == Ends(7, TWO, [Tip(3, ONE), Tip(1, TWO)], [False, False])

    def test_of_a_stream_that_is_to_begin(self) -> None:
        ends = known().of([Item("tally-new", 0, (EVENT,))])
        assert ends is not None
        assert ends.tips == [UNBEGUN]

    @pytest.mark.parametrize(
        "item",
        [
            Item("tally-a", 4, (EVENT,)),  # somebody else has taken it further
            Item("tally-a", 2, (EVENT,)),  # the decision is old: only a look can say how old
            Item("tally-c", 1, (EVENT,)),  # written by somebody else
            Item("tally-c", 0),  # nothing would be inserted that a unique key could refuse
        ],
    )
    def test_nothing_when_one_of_them_must_be_looked_up(self, item: Item) -> None:
        assert known().of([Item("tally-b", 1), item]) is None

    def test_nothing_at_first(self) -> None:
        assert KnownEnds().of([Item("tally-new", 0, (EVENT,))]) is None

    def test_no_longer_when_the_store_ends_elsewhere(self) -> None:
        ends = known()
        found = Ends(9, THREE, [], [])
        assert ends.found(found) is found
        assert ends.of([Item("tally-b", 1)]) is None
        ends.remember(10, ONE, [("tally-c", Tip(1, ONE))])
        assert ends.of([Item("tally-b", 1)]) is None

    def test_still_when_it_ends_as_thought(self) -> None:
        ends = known()
        ends.found(Ends(7, TWO, [], []))
        assert ends.of([Item("tally-b", 1)]) is not None

    def test_is_bounded(self) -> None:
        ends = known()
        for n in range(REMEMBERED_STREAMS):
            ends.remember(n, ONE, [(f"tally-{n}", Tip(1, ONE))])
        assert ends.of([Item("tally-a", 3)]) is None
        assert ends.of([Item(f"tally-{n}", 1)]) is not None


class Looks:
    """Counts how often the writers of a test look."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.taken = 0

        async def counted(*arguments: Any) -> Ends:
            self.taken += 1
            return await look(*arguments)

        monkeypatch.setattr("shared.eventstore.writer.look", counted)


async def first_broken_link(kernel: Kernel) -> Any:
    """The first event whose digest is not made of the one before it, in any stream."""
    async with kernel.database.connection() as connection:
        records: list[Any] = await connection.fetch("SELECT * FROM events ORDER BY stream_id, version")
    stream, digest = "", chain.START
    for one in records:
        if one["stream_id"] != stream:
            stream, digest = one["stream_id"], chain.START
        facts = ("event_id", "type", "schema_version", "data", "metadata", "occurred_at")
        what = chain.said(*(one[name] for name in facts))
        digest = chain.link(digest, one["position"], stream, one["version"], what)
        if digest != one["digest"]:
            return one["stream_id"], one["version"]
    return None


async def test_a_writer_that_is_alone_looks_once(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = Looks(monkeypatch)
    key = await kernel.opened()
    for _ in range(5):
        await kernel.do(key, RaiseTally(by=1))
        await kernel.opened()
    assert looks.taken == 1
    assert await first_broken_link(kernel) is None


async def test_two_processes_in_turn_keep_one_chain(
    kernel: Kernel, other_kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = Looks(monkeypatch)
    key = await kernel.opened()
    for _ in range(4):
        for one in (kernel, other_kernel):
            await one.do(key, RaiseTally(by=1))
    assert looks.taken > 1
    assert await kernel.store.version(tally_decider.stream_id(key)) == 9
    assert await first_broken_link(kernel) is None


async def test_what_was_never_committed_is_not_built_on(
    kernel: Kernel, other_kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, elsewhere = await kernel.opened(), await kernel.opened()
    stream_id = tally_decider.stream_id(key)

    class Lost(Exception):
        pass

    def lose(label: str) -> None:
        if label == "before-commit":
            raise Lost

    with monkeypatch.context() as patch:
        patch.setattr(writers, "crash_here", lose)
        with pytest.raises(Lost):
            await kernel.do(key, RaiseTally(by=1))
    # Somebody else writes the version that was lost; then this process learns anew where the store ends.
    await other_kernel.do(key, RaiseTally(by=5))
    await kernel.do(elsewhere, RaiseTally(by=1))
    kernel.executor._recent.clear()
    await kernel.do(key, RaiseTally(by=1))
    assert await kernel.store.version(stream_id) == 3
    assert await first_broken_link(kernel) is None


async def test_a_store_set_back_is_noticed(kernel: Kernel) -> None:
    key = await kernel.opened()
    await kernel.do(key, RaiseTally(by=1))
    owner = await as_owner(kernel.address)
    await owner.execute("DELETE FROM events WHERE position = 2")
    await owner.close()
    with pytest.raises(VersionConflict):
        await kernel.writer.write(Item(tally_decider.stream_id(key), 2, (EVENT,)))


async def test_who_was_told_no_is_not_written_after_all(kernel: Kernel) -> None:
    """Two decided on the same version: the second is told so, though the first is then refused for its row."""
    await kernel.opened("taken")
    key = compat.uuid7()
    stream_id = tally_decider.stream_id(key)

    def opening(name: str) -> Item:
        row = TallyRow(tally_id=key, name=name, total=0, version=1, parties=[], changed_at=datetime.now(UTC))
        return Item(stream_id, 0, (replace(EVENT, event_id=compat.uuid7()),), (tally_view.write(key, row),))

    owner = await as_owner(kernel.address)
    await owner.execute(f"SELECT pg_advisory_lock({APPEND_LOCK})")
    lanes = [asyncio.create_task(kernel.opened()) for _ in range(writers.LANES)]
    await asyncio.sleep(0.2)  # both wait for the lock, so the next two go together
    two = [asyncio.create_task(kernel.writer.write(opening(name))) for name in ("taken", "free")]
    await asyncio.sleep(0.2)
    await owner.close()
    first, second = await asyncio.gather(*two, return_exceptions=True)
    await asyncio.gather(*lanes)
    assert isinstance(first, RowTaken)
    assert isinstance(second, VersionConflict)
    assert await kernel.store.version(stream_id) == 0


async def test_a_stopped_writer_answers_whom_it_leaves(kernel: Kernel) -> None:
    writer = Writer(kernel.database)
    await writer.start()
    owner = await as_owner(kernel.address)
    await owner.execute(f"SELECT pg_advisory_lock({APPEND_LOCK})")
    waiting = asyncio.create_task(writer.write(Item("tally-x", 0, (EVENT,))))
    await asyncio.sleep(0.2)
    for lane in writer._lanes:
        lane.cancel()
    with pytest.raises(StoreUnavailable):
        await waiting
    await writer.stop()
    await owner.close()
