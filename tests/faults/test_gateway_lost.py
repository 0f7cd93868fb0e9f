"""The gateway's database is lost: it fills itself from the stores, showing how far it has come."""

import asyncio
import re
import time
from random import Random

import pytest

from deploy.stack.databases import drop_databases, ensure_databases, roles
from services.gateway.app import card
from shared.messaging.reconcile import TELL_EVERY
from shared.migrations import migrate
from tests.e2e.alliance import Alliance
from tests.e2e.reckoning import figures
from tests.faults.conftest import LONG, slow
from tests.faults.effects import every_event_took_effect_once, stored_ids
from tests.faults.past import write_past
from tests.kit.rig import Rig, eventually
from tests.kit.stack import PASSWORD
from tests.services.gateway.histories import some_lives

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(900), slow]
EVENTS = 100_000 if LONG else 6_000
REBUILT_WITHIN_SECONDS = 120.0


@pytest.mark.promise(number=2)
async def test_a_lost_database_of_the_gateway_is_rebuilt_within_two_minutes_showing_progress(faulty: Alliance) -> None:
    rig = faulty.rig
    rng = Random(100)  # noqa: S311  # no secret
    there = (await stored_ids(rig)).total()
    while there < EVENTS:
        there += await write_past(rig, some_lives(rng, (EVENTS - there) // 8 + 10))
    await eventually(lambda: every_event_took_effect_once(rig), within_seconds=600, every_seconds=2)
    before = figures((await faulty.overview()).body)
    await empty_database_of_the_gateway(faulty)
    begun = time.monotonic()
    await rig.restart("gateway")
    seen: list[float] = []

    async def it_is_rebuilt() -> bool:
        seen.append(await behind(rig))
        return await every_event_took_effect_once(rig)

    await eventually(it_is_rebuilt, within_seconds=REBUILT_WITHIN_SECONDS, every_seconds=1)
    took = time.monotonic() - begun
    print(f"\n{there:,} events rebuilt in {took:.1f} s")  # noqa: T201
    told = re.findall(r'"position": ?(\d+), ?"upto": ?(\d+)', rig.processes["gateway"].log.read_text())
    assert len(told) >= EVENTS // TELL_EVERY // 3, "no progress was shown"
    assert all(int(position) <= int(upto) for position, upto in told)
    assert max(seen) > 0

    async def it_shows_the_same() -> bool:
        overview = (await faulty.overview()).body
        return not overview["partial"] and figures(overview) == before

    await eventually(it_shows_the_same)


async def behind(rig: Rig) -> float:
    """Events the gateway knows to be missing, as it tells its operators."""
    metrics = await rig.client("gateway").get("/metrics")
    return sum(float(found) for found in re.findall(r"^acs_source_behind_events\{.*\} (\S+)$", metrics.body, re.M))


async def empty_database_of_the_gateway(faulty: Alliance) -> None:
    rig = faulty.rig
    await asyncio.to_thread(faulty.kill, "gateway")
    name = rig.databases["gateway"].name
    await drop_databases(rig.postgres, [name])
    (empty,) = await ensure_databases(rig.postgres, [name], dict.fromkeys(roles(name), PASSWORD))
    await migrate(card, empty.owner_url, empty.url)
