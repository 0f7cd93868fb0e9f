"""Commands take effect once, whole, and on the version they were decided on."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest
from uuid_utils import compat

from shared.eventstore.database import StoreUnavailable
from shared.eventstore.items import Overloaded
from shared.eventstore.statements import APPEND_LOCK
from shared.eventstore.writer import LANES
from shared.kernel.refusals import NotFound, Refused, Stale
from shared.wish import IdempotencyKeyReused, ReceiptRequest, Wish
from tests.kit.family import NameTaken, NotRaised, OpenTally, RaiseTally, tallies, tally_decider, tally_view
from tests.kit.kernel import META, Kernel, as_owner


async def total(kernel: Kernel, key: UUID) -> int:
    row = await kernel.executor.find_row(tally_view, key)
    assert row is not None
    return int(row.total)


class TestExecute:
    async def test_appends_events_and_writes_the_view_together(self, kernel: Kernel) -> None:
        key = await kernel.opened()
        done = await kernel.do(key, RaiseTally(by=3))
        assert done.version == 2
        assert await total(kernel, key) == 3
        assert [one.version for one in await kernel.store.load(f"tally-{key}")] == [1, 2]

    async def test_a_refusal_appends_nothing(self, kernel: Kernel) -> None:
        key = await kernel.opened()
        with pytest.raises(NotRaised):
            await kernel.do(key, RaiseTally(by=-1))
        assert await kernel.store.version(f"tally-{key}") == 1

    async def test_an_answer_of_nothing_appends_nothing(self, kernel: Kernel) -> None:
        key = await kernel.opened()
        done = await kernel.do(key, RaiseTally(by=0))
        assert done.version == 1
        assert await kernel.store.head() == 1

    async def test_two_processes_on_one_stream_lose_nothing(self, kernel: Kernel, other_kernel: Kernel) -> None:
        key = await kernel.opened()
        both = [one.do(key, RaiseTally(by=1)) for _ in range(20) for one in (kernel, other_kernel)]
        await asyncio.gather(*both)
        assert await total(kernel, key) == 40
        assert await kernel.store.version(f"tally-{key}") == 41

    async def test_a_stale_copy_of_the_state_does_not_refuse(self, kernel: Kernel, other_kernel: Kernel) -> None:
        key = compat.uuid7()
        with pytest.raises(NotFound):
            await kernel.do(key, RaiseTally(by=1))
        await other_kernel.do(key, OpenTally(tally_id=key, name="late"))
        assert (await kernel.do(key, RaiseTally(by=1))).version == 2

    async def test_a_stale_expectation_is_refused_also_against_another_process(
        self, kernel: Kernel, other_kernel: Kernel
    ) -> None:
        key = await kernel.opened()
        await other_kernel.do(key, RaiseTally(by=1))
        with pytest.raises(Stale):
            await kernel.do(key, RaiseTally(by=1), expected=1)
        assert (await kernel.do(key, RaiseTally(by=1), expected=2)).version == 3

    async def test_a_unique_value_taken_by_another_process_is_refused_by_its_rule(
        self, kernel: Kernel, other_kernel: Kernel
    ) -> None:
        results = await asyncio.gather(
            *(one.opened("the one") for one in (kernel, other_kernel) for _ in range(5)), return_exceptions=True
        )
        assert sum(isinstance(result, UUID) for result in results) == 1
        assert sum(isinstance(result, NameTaken) for result in results) == 9

    async def test_a_failing_neighbour_in_the_batch_hurts_nobody_else(self, kernel: Kernel) -> None:
        await kernel.opened("taken")
        results = await asyncio.gather(
            *(kernel.opened(f"free {n}") for n in range(30)),
            *(kernel.opened("taken") for _ in range(3)),
            return_exceptions=True,
        )
        assert sum(isinstance(result, UUID) for result in results) == 30
        assert sum(isinstance(result, NameTaken) for result in results) == 3


SLOW_RECEIPTS = """
CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.2); RETURN NEW; END $$;
CREATE TRIGGER dawdle BEFORE INSERT ON receipts FOR EACH ROW EXECUTE FUNCTION dawdle()
"""


def opening(key: UUID, name: str = "new") -> Wish:
    return Wish(OpenTally(tally_id=key, name=name), META, datetime.now(UTC), begins=True)


class TestAStreamThatBegins:
    async def test_is_not_read_first(self, kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
        async def unread(*_: object) -> None:
            raise AssertionError("it was read")

        for question in ("history", "version", "row", "receipt"):
            monkeypatch.setattr(kernel.store, question, unread)
        key = compat.uuid7()
        assert (await kernel.executor.execute(tallies, key, opening(key))).version == 1

    async def test_but_is_there_already_is_refused_as_any_other(self, kernel: Kernel) -> None:
        key = await kernel.opened()
        kernel.executor._recent.clear()
        with pytest.raises(NameTaken):
            await kernel.executor.execute(tallies, key, opening(key, "another name"))
        assert await kernel.store.version(tally_decider.stream_id(key)) == 1


class TestIdempotencyKeys:
    def receipt(self, fingerprint: str = "same body") -> ReceiptRequest:
        return ReceiptRequest("key", fingerprint, 201, "/tallies/1")

    async def test_the_same_request_twice_is_done_once(self, kernel: Kernel) -> None:
        key = await kernel.opened()
        first = await kernel.do(key, RaiseTally(by=5), receipt=self.receipt())
        again = await kernel.do(key, RaiseTally(by=5), receipt=self.receipt())
        assert (again.body, again.version, again.replayed) == (first.body, first.version, True)
        assert await total(kernel, key) == 5

    async def test_at_the_same_time_in_one_batch_is_done_once(self, kernel: Kernel) -> None:
        wishes = [OpenTally(tally_id=compat.uuid7(), name="one") for _ in range(8)]
        owner = await as_owner(kernel.address)
        await owner.execute(SLOW_RECEIPTS)  # who comes second asks for the answer before it is committed
        await owner.execute(f"SELECT pg_advisory_lock({APPEND_LOCK})")
        others = [asyncio.create_task(kernel.opened()) for _ in range(LANES)]
        await asyncio.sleep(0.3)  # the lanes wait with the others, so these go together
        doing = [asyncio.create_task(kernel.do(wish.tally_id, wish, receipt=self.receipt())) for wish in wishes]
        await asyncio.sleep(0.3)
        await owner.close()
        done = await asyncio.gather(*doing)
        await asyncio.gather(*others)
        assert len({one.stream_id for one in done}) == 1
        assert sum(not one.replayed for one in done) == 1

    async def test_at_the_same_time_in_two_processes_is_done_once(self, kernel: Kernel, other_kernel: Kernel) -> None:
        key = await kernel.opened()
        done = await asyncio.gather(
            *(one.do(key, RaiseTally(by=5), receipt=self.receipt()) for one in (kernel, other_kernel) for _ in range(8))
        )
        assert {one.version for one in done} == {2}
        assert await total(kernel, key) == 5

    async def test_a_retry_after_the_rule_would_refuse_gets_the_first_answer(self, kernel: Kernel) -> None:
        key = compat.uuid7()
        opening = OpenTally(tally_id=key, name="first")
        first = await kernel.do(key, opening, receipt=self.receipt())
        again = await kernel.do(key, opening, receipt=self.receipt())
        assert again.body == first.body

    async def test_another_body_under_the_same_key_is_refused(self, kernel: Kernel) -> None:
        key = await kernel.opened()
        await kernel.do(key, RaiseTally(by=5), receipt=self.receipt())
        with pytest.raises(IdempotencyKeyReused):
            await kernel.do(key, RaiseTally(by=6), receipt=self.receipt("another body"))

    async def test_a_refusal_is_not_remembered(self, kernel: Kernel) -> None:
        key = await kernel.opened()
        with pytest.raises(Refused):
            await kernel.do(key, RaiseTally(by=-1), receipt=self.receipt())
        assert await kernel.store.receipt("key") is None


class TestTheStoreIsAppendOnly:
    @pytest.mark.parametrize("sql", ["UPDATE events SET version = 9", "DELETE FROM events", "TRUNCATE events"])
    async def test_for_the_role_of_the_service(self, kernel: Kernel, sql: str) -> None:
        await kernel.opened()
        async with kernel.database.connection() as connection:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(sql)


class TestAdmission:
    async def test_is_bounded(self, kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
        results = await asyncio.gather(*(kernel.opened() for _ in range(4_000)), return_exceptions=True)
        refused = [result for result in results if isinstance(result, Exception)]
        assert all(isinstance(result, Overloaded | StoreUnavailable) for result in refused)
        assert await kernel.store.head() == len(results) - len(refused)
