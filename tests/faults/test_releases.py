"""An older consumer beside a newer producer: what it does not know it passes over or puts aside; nothing is lost."""

import asyncio
import json
import re
from collections.abc import AsyncIterator

import pytest

from deploy.stack.postgres import Postgres
from tests.e2e.alliance import Alliance, own_alliance
from tests.faults.conftest import slow
from tests.faults.effects import every_event_took_effect_once, fetch, parked_streams
from tests.faults.newer import NEW_FIELD, NEW_TYPE
from tests.faults.test_poison import operator
from tests.kit.kafka import Kafka
from tests.kit.rig import Rig, eventually

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300), slow]
NEWER = "tests.faults.newer"
SHOWN = "SELECT version, type FROM timeline WHERE stream_id = $1 ORDER BY version"
FINDING = {
    "finding": "works_well",
    "evidence": [{"kind": "survey", "uri": "https://example.org/1", "period": "2025"}],
    "assessed_on": "2025-06-01",
}


async def released(faulty: Alliance, service: str, module: str = "") -> None:
    """Another release of the service in place of the one that runs; this one without a module."""
    await asyncio.to_thread(faulty.kill, service)
    faulty.rig.modules.pop(service, None)
    if module:
        faulty.rig.modules[service] = module
    await faulty.rig.restart(service)


@pytest.fixture(scope="module")
async def faulty(
    tmp_path_factory: pytest.TempPathFactory, postgres: Postgres, broker: Kafka
) -> AsyncIterator[Alliance]:
    """Of its own: what the older release has passed over is never shown, and the others wait for all to be."""
    async with own_alliance(tmp_path_factory.mktemp("releases"), postgres, broker) as running:
        yield running


@pytest.fixture
async def newer_contracts(faulty: Alliance) -> Alliance:
    """The others are upgraded at the latest when it is over: what is stored then can be read by no older release."""
    await eventually(lambda: every_event_took_effect_once(faulty.rig))
    await released(faulty, "contracts", NEWER)
    return faulty


async def test_what_an_older_consumer_cannot_read_waits_for_its_upgrade_and_nothing_is_lost(
    newer_contracts: Alliance,
) -> None:
    faulty, rig = newer_contracts, newer_contracts.rig
    tolerated = await faulty.activated(await faulty.contract())
    tolerated = await faulty.do(faulty.manager, tolerated, "extensions", {"option_no": 1})
    newer = await faulty.do(faulty.manager, await faulty.activated(await faulty.contract()), "findings", FINDING)
    newer = await faulty.do(faulty.manager, newer, "extensions", {"option_no": 1})
    await what_it_says_has_changed(rig, f"contract-{tolerated.key}")
    await eventually(lambda: is_parked_alone(rig, f"contract-{newer.key}"))
    await eventually(lambda: is_passed_over(rig, f"contract-{tolerated.key}"))
    retried = await operator(rig, "dead-letters", "retry", "gateway", "--all")
    assert (retried.exit_code, "still waits" in retried.output) == (1, True), retried.output
    await released(faulty, "gateway", NEWER)
    retried = await operator(rig, "dead-letters", "retry", "gateway", "--all")
    assert retried.exit_code == 0, retried.output
    rows = await fetch(rig, "gateway", SHOWN, f"contract-{newer.key}")
    assert [row[0] for row in rows] == [1, 2, 3, 4]
    assert rows[3][1] == NEW_TYPE
    await released(faulty, "budgets", NEWER)
    for consumer in ("budgets", "gateway"):
        assert not await parked_streams(rig, consumer)


async def what_it_says_has_changed(rig: Rig, stream: str) -> None:
    sql = "SELECT type, data FROM events WHERE stream_id = $1 ORDER BY version"
    told = await fetch(rig, "contracts", sql, stream)
    assert [row[0] for row in told] == ["ContractRegistered", "ContractActivated", NEW_TYPE]
    assert json.loads(told[1][1])[NEW_FIELD] == "calm"


async def is_parked_alone(rig: Rig, stream: str) -> bool:
    parked = await fetch(rig, "gateway", "SELECT stream_id, version, reason FROM parked ORDER BY version")
    return [tuple(row) for row in parked] == [(stream, 3, "NewerSchemaVersion"), (stream, 4, "WaitsBehind")]


async def is_passed_over(rig: Rig, stream: str) -> bool:
    """Its progress has moved over what it has no meaning for, and it counts how many those were."""
    seen = await fetch(rig, "gateway", "SELECT version FROM progress WHERE stream_id = $1", stream)
    shown = await fetch(rig, "gateway", "SELECT version FROM timeline WHERE stream_id = $1 ORDER BY 1", stream)
    metrics = (await rig.client("gateway").get("/metrics")).body
    unknown = re.search(r"^acs_inbox_unknown_types_total (\S+)$", metrics, re.MULTILINE)
    assert unknown is not None
    return [row[0] for row in seen] == [3] and [row[0] for row in shown] == [1, 2] and float(unknown[1]) >= 1
