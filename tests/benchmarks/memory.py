"""How much memory each service holds after the demonstration, and whether it grows under load."""

import asyncio
import os
from collections.abc import Sequence

import psutil

from deploy.demo.loader import load
from deploy.stack.settings import SERVICES
from tests.benchmarks.load import FRESH, Job
from tests.benchmarks.programs import ROLES, alliance, loaded, request
from tests.benchmarks.rows import Row
from tests.benchmarks.stage import Stage
from tests.e2e.conftest import signer
from tests.kit.rig import Rig
from tests.services.contracts.register.test_api import a_contract

LIMIT_MB = 250.0
LOAD_SECONDS = float(os.environ.get("ACS_BENCH_LOAD_SECONDS", "40"))
"""`ACS_BENCH_LOAD_SECONDS=300 make bench` takes the five minutes that are promised."""

FLAT_MB = 10.0
"""What a process may gain in the second half of a load: a heap's unrest, and nothing that goes on."""


async def measure(stage: Stage) -> Sequence[Row]:
    """The demonstration's events, then commands and reads through the gateway; the first half fills the caches."""
    async with alliance(stage, *SERVICES) as rig:
        if not stage.tiny:
            await load(rig.url("gateway"), signer(rig), lambda done, total: None)
        after_demo = _megabytes(rig)
        await _under_load(rig, stage.seconds(LOAD_SECONDS / 2))
        halfway = _megabytes(rig)
        await _under_load(rig, stage.seconds(LOAD_SECONDS / 2))
        at_the_end = _megabytes(rig)
    grown = {name: max(0.1, at_the_end[name] - halfway[name]) for name in rig.names}
    return [
        *(_row(f"memory of {name} after the demonstration", after_demo[name], LIMIT_MB) for name in rig.names),
        *(_row(f"memory {name} gained in the second half of a load", grown[name], FLAT_MB) for name in rig.names),
    ]


def _row(measure: str, megabytes: float, limit: float) -> Row:
    return Row(measure, "MB", [megabytes], "", [], limit, smaller_is_better=True)


def _megabytes(rig: Rig) -> dict[str, float]:
    """Resident, by service."""
    return {name: psutil.Process(rig.processes[name].pid).memory_info().rss / 2**20 for name in rig.names}


async def _under_load(rig: Rig, seconds: float) -> None:
    """Eight callers who register contracts and eight who read the overview, side by side."""
    port = rig.settings.ports["gateway"]
    user = {"Authorization": f"Bearer {rig.token(*ROLES)}"}
    command = request("POST", "/api/v1/contracts", user | {"Idempotency-Key": FRESH}, a_contract(ref=FRESH))
    read = request("GET", "/api/v1/alliance/overview", user)
    await asyncio.gather(
        loaded(Job(port, command, 8, seconds, 0.0), status=201), loaded(Job(port, read, 8, seconds, 0.0), status=200)
    )
