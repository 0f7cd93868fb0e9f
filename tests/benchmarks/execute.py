"""Commands a second through the executor, one event and one view row each."""

import asyncio
import time
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from tests.benchmarks.baselines import library as other
from tests.benchmarks.baselines.transactions import raw_asyncpg
from tests.benchmarks.rows import Row
from tests.benchmarks.stage import Stage
from tests.kit.family import RaiseTally
from tests.kit.kernel import Kernel, create_tables, running_kernel

SECONDS = 1.2


async def measure(stage: Stage) -> Sequence[Row]:
    """16 and 64 callers against raw asyncpg, 8 callers against the library's 8 threads."""
    seconds = stage.seconds(SECONDS)
    async with stage.database("tallies") as address:
        await create_tables(address)
        with (
            other.library(address.owner_url, section=1_000) as documented,
            other.library(address.owner_url, section=1_000, functions=True) as fastest,
        ):
            async with raw_asyncpg(address.owner_url) as raw, running_kernel(address) as kernel:
                many, more, few, least, threads, functions = await stage.interleaved(
                    partial(commands_per_second, kernel, 16, seconds),
                    partial(commands_per_second, kernel, 64, seconds),
                    partial(commands_per_second, kernel, 8, seconds),
                    partial(raw.per_second, seconds),
                    partial(asyncio.to_thread, other.saved_per_second, documented, seconds),
                    partial(asyncio.to_thread, other.saved_per_second, fastest, seconds),
                )
    transactions, eight = "raw asyncpg, 16 connections", f"{other.NAME}, 8 threads"
    return [
        Row("execute, 16 callers", "/s", many, transactions, least, 1.0),
        Row("execute, 64 callers", "/s", more, transactions, least, 1.5),
        Row("execute, 8 callers", "/s", few, eight, threads, 4.0),
        # Nobody promised this one: it shows what the undocumented option is worth, to a side that keeps no view row.
        Row("the same", "/s", few, f"{eight}, database functions on", functions, 0.8),
    ]


async def commands_per_second(kernel: Kernel, callers: int, seconds: float) -> float:
    """Each caller asks again as soon as it is answered, on a stream of its own."""
    keys = [await kernel.opened() for _ in range(callers)]
    end = time.perf_counter() + seconds
    done = await asyncio.gather(*(_ask(kernel, key, end) for key in keys))
    return sum(done) / seconds


async def _ask(kernel: Kernel, key: UUID, end: float) -> int:
    done = 0
    while not done or time.perf_counter() < end:
        await kernel.do(key, RaiseTally(by=1))
        done += 1
    return done
