"""How fast the feed of a store is read, as event objects."""

import asyncio
import time
from collections.abc import Sequence
from functools import partial
from statistics import median

from uuid_utils import compat

from shared.eventstore.codec import Catalogue
from tests.benchmarks.baselines import library as other
from tests.benchmarks.filling import a_tally, fill
from tests.benchmarks.rows import Row
from tests.benchmarks.stage import Side, Stage
from tests.kit.family import tallies, tally_decider
from tests.kit.kernel import Kernel, create_tables, running_kernel

EVENTS = 20_000
SECTION = 1_000
READS = 5
"""Of the whole log in a turn; their median counts, for each is over in a moment."""


async def measure(stage: Stage) -> Sequence[Row]:
    """The whole log in sections of 1,000 on both sides."""
    events = stage.count(EVENTS)
    async with stage.database("tallies") as address:
        await create_tables(address)
        with other.library(address.owner_url, SECTION) as theirs:
            await asyncio.to_thread(other.long_stream, theirs, events)
            async with running_kernel(address) as kernel:
                await _fill(kernel, events)
                ours, baseline = await stage.interleaved(
                    partial(_often, partial(_read_per_second, kernel)),
                    partial(_often, partial(asyncio.to_thread, other.read_per_second, theirs, SECTION)),
                )
    return [Row("feed read, decoded to event objects", "/s", ours, f"{other.NAME}, mapped", baseline, 1.5)]


async def _fill(kernel: Kernel, events: int) -> None:
    keys = [compat.uuid7() for _ in range(50)]
    await asyncio.gather(*(fill(kernel, tallies, key, a_tally(key, events // len(keys))) for key in keys))


async def _often(read: Side) -> float:
    return median([await read() for _ in range(READS)])


async def _read_per_second(kernel: Kernel) -> float:
    catalogue = Catalogue(tally_decider.events)
    begun = time.perf_counter()
    after = read = 0
    while events := await kernel.store.feed(after, SECTION):
        for one in events:
            catalogue.decode_published(one.type, one.schema_version, one.data)
        read += len(events)
        after = events[-1].position
    return read / (time.perf_counter() - begun)
