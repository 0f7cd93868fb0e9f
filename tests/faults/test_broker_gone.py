"""While the broker is gone writes go on, and the overview goes on through the feeds; when it is back all converges."""

import asyncio
import os
import time

import pytest

from tests.e2e.alliance import Alliance
from tests.e2e.reckoning import nothing_is_lost_or_doubled
from tests.faults.conftest import LONG
from tests.faults.effects import every_event_took_effect_once, stored_ids
from tests.faults.topics import ids_on_topic
from tests.kit.rig import eventually
from tests.messaging.world import EmbeddedBroker

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(600)]
GONE_SECONDS = float(os.environ.get("ACS_BROKER_GONE_SECONDS", "300" if LONG else "5"))
SHOWN_WITHIN_SECONDS = 20.0


@pytest.mark.promise(number=6)
async def test_writing_and_reading_go_on_while_the_broker_is_gone_and_no_event_is_lost(faulty: Alliance) -> None:
    await faulty.contract()
    await eventually(lambda: every_event_took_effect_once(faulty.rig))
    before = await stored_ids(faulty.rig, "contracts")
    await asyncio.to_thread(faulty.broker.kill)
    until = time.monotonic() + GONE_SECONDS
    written = 0
    while time.monotonic() < until or written < 3:
        begun = time.monotonic()
        made = await faulty.activated(await faulty.contract())
        assert time.monotonic() - begun < SHOWN_WITHIN_SECONDS, "writing waits for Kafka"
        await eventually(lambda made=made: is_shown(faulty, made.position), within_seconds=SHOWN_WITHIN_SECONDS)
        written += 1
        await asyncio.sleep(min(5.0, GONE_SECONDS / 20))
    while_gone = (await stored_ids(faulty.rig, "contracts")) - before
    await asyncio.to_thread(faulty.broker.start)

    async def all_is_on_kafka() -> bool:
        topic = await ids_on_topic(faulty.broker.bootstrap, "acs.contracts")
        return set(while_gone) <= set(topic)

    # The embedded broker comes back empty, and acknowledges what is sent to a topic that it has not been given again.
    if not isinstance(faulty.broker, EmbeddedBroker):
        await eventually(all_is_on_kafka, every_seconds=0.5)
    await faulty.contract()
    await eventually(lambda: every_event_took_effect_once(faulty.rig))
    await nothing_is_lost_or_doubled(faulty)


async def is_shown(faulty: Alliance, position: str) -> bool:
    overview = await faulty.overview(position)
    return overview.headers["acs-position-reached"] == "true" and not overview.body["partial"]
