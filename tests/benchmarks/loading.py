"""How long it takes to read a stream of 1,000 events into its state."""

import asyncio
import time
from collections.abc import Sequence
from functools import partial
from statistics import median
from uuid import UUID

from uuid_utils import compat

from tests.benchmarks.baselines import library as other
from tests.benchmarks.filling import a_tally, fill
from tests.benchmarks.rows import Row
from tests.benchmarks.stage import Stage
from tests.kit.family import tallies, tally_decider
from tests.kit.kernel import Kernel, create_tables, running_kernel

EVENTS = 1_000
READS = 100


async def measure(stage: Stage) -> Sequence[Row]:
    """From its events alone, without snapshot or cache on either side."""
    events, reads = stage.count(EVENTS, least=10), stage.count(READS, least=2)
    async with stage.database("tallies") as address:
        await create_tables(address)
        with other.library(address.owner_url, section=1_000) as theirs:
            long = await asyncio.to_thread(other.long_stream, theirs, events)
            async with running_kernel(address) as kernel:
                key = compat.uuid7()
                await fill(kernel, tallies, key, a_tally(key, events - 1))
                ours, baseline = await stage.interleaved(
                    partial(_load, kernel, key, reads),
                    partial(asyncio.to_thread, _library_load, theirs, long, reads),
                )
    return [Row("load a 1,000-event stream into state", "ms", ours, other.NAME, baseline, 4.0, smaller_is_better=True)]


async def _load(kernel: Kernel, key: UUID, reads: int) -> float:
    stream_id = tally_decider.stream_id(key)
    taken = []
    for _ in range(reads):
        begun = time.perf_counter()
        tally_decider.fold((await kernel.store.history(stream_id)).events)
        taken.append(time.perf_counter() - begun)
    return median(taken) * 1_000


def _library_load(theirs: other.Tallies, key: UUID, reads: int) -> float:
    return median(other.load_seconds(theirs, key) for _ in range(reads)) * 1_000
