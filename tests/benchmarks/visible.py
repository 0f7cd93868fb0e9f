"""How long after a command is answered the alliance's overview shows it."""

import time
from collections.abc import Sequence

from tests.benchmarks.programs import ROLES, alliance
from tests.benchmarks.rows import Row
from tests.benchmarks.stage import Stage, broker_name
from tests.kit.apps import Client
from tests.services.contracts.register.test_api import a_contract

COMMANDS = 200
MEASURE = "command answered → visible in the overview"


async def measure(stage: Stage) -> Sequence[Row]:
    """One command after another through the gateway; its position makes the overview answer when it shows it."""
    async with alliance(stage, "contracts", "gateway") as rig:
        somebody = rig.client("gateway", *ROLES)
        await _waits(somebody, 5)
        turns = [await _waits(somebody, stage.count(COMMANDS, least=3)) for _ in range(stage.turns)]
    p50 = [waits[len(waits) // 2] for waits in turns]
    p99 = [waits[int(len(waits) * 0.99)] for waits in turns]
    return [
        Row(f"{MEASURE}, p50", "ms", p50, "", [], 30.0, smaller_is_better=True, remark=broker_name()),
        Row(f"{MEASURE}, p99", "ms", p99, "", [], 250.0, smaller_is_better=True, remark=broker_name()),
    ]


async def _waits(somebody: Client, commands: int) -> list[float]:
    """Milliseconds, in rising order; the request that asks for the overview is part of each."""
    waits = []
    for _ in range(commands):
        done = await somebody.post("/api/v1/contracts", a_contract())
        assert done.status == 201, done.body
        answered = time.perf_counter()
        position = {"ACS-Position": done.headers["acs-position"]}
        seen = await somebody.send("GET", "/api/v1/alliance/overview", headers=position)
        assert seen.headers["acs-position-reached"] == "true"
        waits.append((time.perf_counter() - answered) * 1_000)
    return sorted(waits)
