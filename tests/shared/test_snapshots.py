"""Snapshots save a cold start from reading a long stream, and are never believed more than the events."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from deploy.stack.databases import Database as Address
from shared.eventstore.store import HISTORY
from shared.execute import Executor
from shared.kernel.states import StateCodec
from shared.rebuild import rebuild_views
from shared.snapshots import EVERY, Snapshots
from shared.wish import Wish
from tests.kit.family import RaiseTally, Tally, tallies, tally_decider, tally_view
from tests.kit.kernel import META, Kernel, as_owner
from tests.kit.rig import eventually

SHAPE = StateCodec(tally_decider).fingerprint


async def raised(kernel: Kernel, times: int) -> UUID:
    """A tally raised by one so many times."""
    key = await kernel.opened()
    for _ in range(times):
        await kernel.do(key, RaiseTally(by=1))
    return key


async def kept_at(kernel: Kernel, key: UUID, total: int) -> None:
    """A snapshot of the stream as it is, that says `total`."""
    stream_id = tally_decider.stream_id(key)
    version = await kernel.store.version(stream_id)
    await Snapshots(kernel.store).take(tally_decider, stream_id, version, Tally(key, total))


async def change(address: Address, sql: str, *arguments: object) -> None:
    owner = await as_owner(address)
    await owner.execute(sql, *arguments)
    await owner.close()


async def grow(address: Address, version: int) -> None:
    """The only stream of the store, up to this version, as if there had been no snapshots."""
    await change(
        address,
        "INSERT INTO events SELECT n, stream_id, n, gen_random_uuid(), type, schema_version, data, metadata,"
        " occurred_at, recorded_at, digest FROM events, generate_series(3, $1::int) n WHERE version = 2",
        version,
    )


async def test_a_long_stream_gets_a_snapshot_and_a_cold_load_reads_only_what_came_since(
    kernel: Kernel, other_kernel: Kernel
) -> None:
    key = await raised(kernel, EVERY + 3)
    stream_id = tally_decider.stream_id(key)

    async def taken() -> bool:
        return kernel.executor.snapshots.figures["taken"] == 1

    await eventually(taken)
    history = await other_kernel.store.history(stream_id, SHAPE)
    assert history.since == EVERY
    assert len(history.events) == 4
    assert (await other_kernel.do(key, RaiseTally(by=1))).version == EVERY + 5
    assert other_kernel.executor.snapshots.figures["read"] == 1
    assert f'"total":{EVERY + 4}' in (await other_kernel.dump("tallies"))[0]


async def test_a_short_stream_gets_none(kernel: Kernel) -> None:
    standing = await kernel.executor.snapshots.standing(tally_decider, tally_decider.stream_id(await raised(kernel, 3)))
    assert not kernel.executor.snapshots.due(tally_decider, "tally", replace(standing, version=EVERY - 1))
    assert kernel.executor.snapshots.due(tally_decider, "tally", replace(standing, version=EVERY))


async def test_a_stream_that_grew_before_there_were_snapshots_gets_one_with_its_next_command(kernel: Kernel) -> None:
    key = await raised(kernel, 1)
    await grow(kernel.address, EVERY + 100)
    cold = Executor(kernel.store, kernel.writer)
    await cold.snapshots.start()
    await cold.execute(tallies, key, Wish(RaiseTally(by=1), META, datetime.now(UTC)))

    async def taken() -> bool:
        return (await kernel.store.history(tally_decider.stream_id(key), SHAPE)).since == EVERY + 101

    await eventually(taken)
    await cold.snapshots.stop()


async def test_the_events_since_a_snapshot_are_found_by_index_where_one_stream_is_most_of_the_table(
    kernel: Kernel,
) -> None:
    key = await raised(kernel, 1)
    await grow(kernel.address, 20_000)
    await change(kernel.address, "ANALYZE events")
    async with kernel.database.connection() as connection:
        plan = await connection.fetch(f"EXPLAIN {HISTORY}", tally_decider.stream_id(key), SHAPE)
    assert "Seq Scan on events" not in str(plan)


async def test_commands_believe_an_intact_snapshot_and_the_past_and_views_never_do(
    kernel: Kernel, other_kernel: Kernel
) -> None:
    key = await raised(kernel, 5)
    stream_id = tally_decider.stream_id(key)
    await kept_at(kernel, key, total=1_000)
    assert await state_of(other_kernel, key) == Tally(key, 1_000)
    assert tally_view.fold(await kernel.store.load_upto_version(stream_id, 6)).total == 5  # type: ignore[union-attr]  # it is there
    address = kernel.address
    done = await rebuild_views(kernel.store, [tallies], address.owner_url, address.url, lambda *_: None)
    assert [one.differing for one in done] == [0]


async def state_of(kernel: Kernel, key: UUID) -> Any:
    """As a process sees it that has never seen the stream before."""
    return (await Snapshots(kernel.store).standing(tally_decider, tally_decider.stream_id(key))).state


def another_figure(kernel: Kernel, key: UUID) -> Awaitable[None]:
    return change(kernel.address, """UPDATE snapshots SET state = replace(state, '"total":1000', '"total":1001')""")


def cut_short(kernel: Kernel, key: UUID) -> Awaitable[None]:
    return change(kernel.address, "UPDATE snapshots SET state = left(state, -5)")


def another_version(kernel: Kernel, key: UUID) -> Awaitable[None]:
    return change(kernel.address, "UPDATE snapshots SET version = version - 1")


async def another_stream(kernel: Kernel, key: UUID) -> None:
    """A snapshot that belongs to somebody else, moved here."""
    other = await raised(kernel, 5)
    await kept_at(kernel, other, total=1_000)
    await change(
        kernel.address,
        "UPDATE snapshots s SET state = o.state, digest = o.digest FROM snapshots o WHERE s.stream_id = $1"
        " AND o.stream_id = $2",
        tally_decider.stream_id(key),
        tally_decider.stream_id(other),
    )


@pytest.mark.parametrize("damage", [another_figure, cut_short, another_version, another_stream])
async def test_a_damaged_snapshot_is_passed_over_and_said_so(
    kernel: Kernel, damage: Callable[[Kernel, UUID], Awaitable[None]]
) -> None:
    key = await raised(kernel, 5)
    await kept_at(kernel, key, total=1_000)
    await damage(kernel, key)
    with capture_logs() as logs:
        assert await state_of(kernel, key) == Tally(key, 5)
    assert [line["event"] for line in logs if "snapshot" in line["event"]] == ["snapshot passed over"]
    assert "1000" not in str(logs)


async def test_an_intact_text_that_is_no_state_is_passed_over(kernel: Kernel) -> None:
    key = await raised(kernel, 5)
    await kernel.store.keep_snapshot(tally_decider.stream_id(key), 6, SHAPE, '[0,{"total":5}]')
    assert await state_of(kernel, key) == Tally(key, 5)


async def test_a_snapshot_from_before_the_state_or_its_rules_changed_is_thrown_away(kernel: Kernel) -> None:
    key = await raised(kernel, 5)
    stream_id = tally_decider.stream_id(key)
    await kept_at(kernel, key, total=1_000)
    changed = replace(tally_decider, evolution=2)
    assert (await Snapshots(kernel.store).standing(changed, stream_id)).state == Tally(key, 5)
    await Snapshots(kernel.store).take(changed, stream_id, 6, Tally(key, 2_000))
    assert (await Snapshots(kernel.store).standing(changed, stream_id)).state == Tally(key, 2_000)
    assert await state_of(kernel, key) == Tally(key, 5)


async def test_a_snapshot_newer_than_a_restored_store_is_passed_over(kernel: Kernel) -> None:
    key = await raised(kernel, 5)
    await kept_at(kernel, key, total=1_000)
    await change(kernel.address, "DELETE FROM events WHERE version > 4")
    assert await state_of(kernel, key) == Tally(key, 3)


async def test_a_snapshot_of_a_past_that_went_otherwise_is_passed_over(kernel: Kernel, other_kernel: Kernel) -> None:
    key = await raised(kernel, 5)
    await kept_at(kernel, key, total=1_000)
    await change(kernel.address, "DELETE FROM events WHERE version > 4")
    await change(kernel.address, "UPDATE tallies SET version = 4, total = 3")
    for _ in range(3):
        await other_kernel.do(key, RaiseTally(by=7))
    assert await state_of(kernel, key) == Tally(key, 24)


async def test_commands_do_not_need_snapshots(kernel: Kernel, address: Address) -> None:
    role = address.url.split("//")[1].split(":")[0]
    await change(address, f'REVOKE INSERT, UPDATE ON snapshots FROM "{role}"')
    key = await kernel.opened()
    with capture_logs() as logs:
        standing = await kernel.executor.snapshots.standing(tally_decider, tally_decider.stream_id(key))
        assert kernel.executor.snapshots.due(tally_decider, "tally", replace(standing, version=EVERY))

        async def said() -> bool:
            return "snapshot not taken" in [line["event"] for line in logs]

        await eventually(said)
    assert (await kernel.do(key, RaiseTally(by=1))).version == 2
