"""A consumer that hangs after a broker restart: the watchdog ends its process, the supervisor begins it anew."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.alliance import Alliance
from tests.faults.conftest import slow
from tests.faults.effects import every_event_took_effect_once
from tests.kit.rig import eventually
from tests.messaging.world import Broker, WipeableKafka
from tests.services.contracts.register.test_api import a_contract

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300), slow]


def begin_anew(broker: Broker) -> None:
    """The embedded broker would forget its messages, and with them that anybody lags behind: it only stands still."""
    if isinstance(broker, WipeableKafka):
        broker.kill()
        broker.start()
    else:
        broker.pause()
        time.sleep(1)
        broker.resume()


@pytest.fixture
async def stuck(faulty: Alliance, tmp_path: Path) -> AsyncIterator[Path]:
    """The gateway's consumer hangs as soon as this file is there; afterwards the gateway is as it was."""
    rig, file = faulty.rig, tmp_path / "stuck"
    await asyncio.to_thread(faulty.kill, "gateway")
    rig.modules["gateway"] = "tests.faults.stuck"
    await rig.restart("gateway", ACS_STUCK=str(file))
    yield file
    await asyncio.to_thread(faulty.kill, "gateway")
    rig.modules.clear()
    await rig.restart("gateway")


async def test_a_stuck_consumer_ends_its_process_and_the_next_one_reads_on(faulty: Alliance, stuck: Path) -> None:
    rig = faulty.rig
    hanging = rig.processes["gateway"].pid
    await faulty.contract()
    await eventually(lambda: every_event_took_effect_once(rig))
    stuck.touch()  # noqa: ASYNC240  # a moment, and nothing else waits
    await asyncio.to_thread(begin_anew, faulty.broker)
    contracts = rig.client("contracts", "CONTRACT_MANAGER")

    async def it_was_begun_anew() -> bool:
        assert (await contracts.post("/contracts", a_contract())).status == 201
        return rig.processes["gateway"].pid not in (None, hanging)

    await eventually(it_was_begun_anew, every_seconds=0.5)
    await rig.ready("gateway")
    assert "consumer is stuck" in rig.processes["gateway"].log.read_text()
    made = await faulty.contract()
    assert (await faulty.overview(made.position)).headers["acs-position-reached"] == "true"
    await eventually(lambda: every_event_took_effect_once(rig))
