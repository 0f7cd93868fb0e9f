"""What must not grow: the cost of a command with the length of its stream, and with the number of streams."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from statistics import median
from uuid import UUID

from uuid_utils import compat

from services.budgets.pools.api import pools
from services.budgets.pools.commands import PostExpenditure
from shared.execute import Executor
from shared.kernel.message import Event
from shared.snapshots import EVERY
from shared.wish import Wish
from tests.benchmarks.filling import a_tally, fill
from tests.benchmarks.rows import Row
from tests.benchmarks.stage import Stage
from tests.kit.family import RaiseTally, tallies
from tests.kit.kernel import META, Kernel, create_tables, running_kernel
from tests.services.budgets.pools.history import ACTIVE, spent

POSTINGS = 50_000
STREAMS = 20_000
PAIRS = 300
FLAT = 0.9
COLD = 0.7
Ask = Callable[[], Awaitable[object]]


async def measure(stage: Stage) -> Sequence[Row]:
    """The two sides of each row are asked in pairs, one command after the other."""
    return [*await _long(stage), *await _many(stage)]


async def _long(stage: Stage) -> Sequence[Row]:
    """A pool with 50,000 postings against a new one; and what a process pays that has just started."""
    pairs = stage.count(PAIRS, least=3)
    async with stage.database("pools") as address:
        await create_tables(address, pools.views)
        async with running_kernel(address, pools.decider.events) as kernel:
            new, old, short = compat.uuid7(), compat.uuid7(), compat.uuid7()
            await fill(kernel, pools, new, _pool(new, 0))
            await _kept(kernel, old, _pool(old, stage.count(POSTINGS)))
            await _kept(kernel, short, _pool(short, EVERY))
            warm, warm_new = await _paired(stage, pairs, lambda: _post(kernel, old), lambda: _post(kernel, new))
            cold, cold_short = await _paired(
                stage, pairs // 3, lambda: _started(kernel, old), lambda: _started(kernel, short)
            )
    postings = f"{POSTINGS:,} postings"
    return [
        Row(f"a posting to a pool of {postings}", "ms", warm, "to a new pool", warm_new, FLAT, True),
        # Not promised: its whole state is read from a snapshot that is a hundred times as long.
        Row("the same, first of a process", "ms", cold, f"to a pool of {EVERY}", cold_short, COLD, True),
    ]


async def _many(stage: Stage) -> Sequence[Row]:
    """A store of 20,000 streams against one of 2,000: streams in memory, and streams never seen by the process."""
    pairs, streams = stage.count(PAIRS, least=3), stage.count(STREAMS, least=50)
    async with stage.database("many") as large, stage.database("few") as small:
        await create_tables(large)
        await create_tables(small)
        async with running_kernel(large) as many, running_kernel(small) as few:
            known_many = await _streams(many, streams)
            known_few = await _streams(few, streams // 10)
            seen = min(100, len(known_few))
            warm, warm_few = await _paired(
                stage, pairs, lambda: _raise(many, known_many[:seen]), lambda: _raise(few, known_few[:seen])
            )
            cold, cold_few = await _paired(
                stage, pairs, lambda: _raise_cold(many, known_many), lambda: _raise_cold(few, known_few)
            )
    name = f"among {STREAMS // 10:,}"
    return [
        Row(f"a command among {STREAMS:,} streams", "ms", warm, name, warm_few, FLAT, True),
        # Not promised: ten times as many pages of PostgreSQL are written in whole after each of its checkpoints.
        Row("the same, on a stream not in memory", "ms", cold, name, cold_few, COLD, True),
    ]


async def _paired(stage: Stage, pairs: int, ours: Ask, baseline: Ask) -> tuple[list[float], list[float]]:
    """Medians in milliseconds, a turn each; within a turn the sides alternate command by command."""
    medians: tuple[list[float], list[float]] = ([], [])
    for turn in range(stage.turns + 1):
        taken: list[list[float]] = [[], []]
        for _ in range(pairs):
            for side, ask in enumerate((ours, baseline)):
                begun = time.perf_counter()
                await ask()
                taken[side].append(time.perf_counter() - begun)
        if turn:
            for side in (0, 1):
                medians[side].append(median(taken[side]) * 1_000)
    return medians


def _pool(pool_id: UUID, postings: int) -> Iterator[Event]:
    """An active pool that this much was posted to."""
    about = {"pool_id": pool_id, "title": str(pool_id)}
    for event in ACTIVE:
        yield event.model_copy(update=about)
    one = spent("BEDS", 1_000).model_copy(update=about)
    for n in range(postings):
        yield one.model_copy(update={"posting_id": compat.uuid7(), "source_ref": f"INV-{n}"})


async def _kept(kernel: Kernel, key: UUID, history: Iterator[Event]) -> None:
    """A pool with a snapshot at its end, as a process that wrote it command by command would have taken."""
    version = await fill(kernel, pools, key, history)
    snapshots, stream_id = kernel.executor.snapshots, pools.decider.stream_id(key)
    standing = await snapshots.standing(pools.decider, stream_id)
    await snapshots.take(pools.decider, stream_id, version, standing.state)


async def _post(kernel: Kernel, key: UUID, executor: Executor | None = None) -> None:
    command = PostExpenditure(
        posting_id=compat.uuid7(),
        line="BEDS",
        amount_pence=1_000,
        period="2018-04",
        source_ref=str(compat.uuid7()),
        known=None,
        by_org="08F",
        today=date(2018, 5, 1),
    )
    await (executor or kernel.executor).execute(pools, key, Wish(command, META, datetime.now(UTC)))


async def _started(kernel: Kernel, key: UUID) -> None:
    """The first command of a process that has just started."""
    await _post(kernel, key, Executor(kernel.store, kernel.writer))


async def _streams(kernel: Kernel, count: int) -> list[UUID]:
    keys = [compat.uuid7() for _ in range(count)]
    for n in range(0, count, 200):
        await asyncio.gather(*(fill(kernel, tallies, key, a_tally(key, 1)) for key in keys[n : n + 200]))
    return keys


async def _raise(kernel: Kernel, keys: list[UUID]) -> None:
    keys.append(keys.pop(0))
    await kernel.do(keys[0], RaiseTally(by=1))


async def _raise_cold(kernel: Kernel, keys: list[UUID]) -> None:
    keys.append(keys.pop(0))
    wish = Wish(RaiseTally(by=1), META, datetime.now(UTC))
    await Executor(kernel.store, kernel.writer).execute(tallies, keys[0], wish)
