"""A backlog of 10,000 events is drained within a minute, and nobody's memory grows with it."""

import asyncio
import time
from random import Random

import psutil
import pytest

from tests.e2e.alliance import Alliance
from tests.faults.effects import fetch, is_at_rest
from tests.faults.past import write_past
from tests.kit.rig import Rig, eventually
from tests.services.gateway.histories import some_lives

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]
BACKLOG = 10_000
DRAINED_WITHIN_SECONDS = 60.0
MOST_GROWTH_MB = 80.0
"""Room for buffers of one window and one batch, however long the backlog is."""


class Memory:
    """The resident memory of each service in MB, sampled until told to stop."""

    def __init__(self, rig: Rig) -> None:
        self._processes = {name: psutil.Process(process.pid) for name, process in rig.processes.items()}
        self.before = self._now()
        self.most = dict(self.before)

    def _now(self) -> dict[str, float]:
        return {name: process.memory_info().rss / 1e6 for name, process in self._processes.items()}

    async def watch(self) -> None:
        while True:
            for name, megabytes in self._now().items():
                self.most[name] = max(self.most[name], megabytes)
            await asyncio.sleep(0.1)


async def test_a_backlog_is_drained_within_a_minute_and_memory_stays_flat(faulty: Alliance) -> None:
    rig = faulty.rig
    rng = Random(10)  # noqa: S311  # no secret
    await eventually(lambda: is_at_rest(rig))
    await asyncio.to_thread(faulty.broker.kill)
    await asyncio.to_thread(faulty.kill, "gateway")
    written = 0
    while written < BACKLOG:
        written += await write_past(rig, some_lives(rng, (BACKLOG - written) // 8 + 10))
    await asyncio.to_thread(faulty.broker.start)
    await rig.restart("gateway")
    begun, memory = time.monotonic(), Memory(rig)
    watching = asyncio.create_task(memory.watch())
    await eventually(lambda: is_at_rest(rig), within_seconds=DRAINED_WITHIN_SECONDS, every_seconds=0.5)
    took = time.monotonic() - begun
    watching.cancel()
    growth = {name: round(memory.most[name] - memory.before[name], 1) for name in rig.names}
    print(f"\n{written:,} events drained in {took:.1f} s; MB at most {memory.most}; growth {growth}")  # noqa: T201
    assert max(growth.values()) < MOST_GROWTH_MB, growth
    assert not await fetch(rig, "gateway", "SELECT 1 FROM parked")
