"""A process that is frozen for longer than its leases: others go on, and when it wakes up it does no harm."""

import asyncio
from contextlib import suppress
from uuid import uuid4

import asyncpg
import httpx
import pytest

from shared.messaging.leadership import LEASE_SECONDS
from shared.operations import RelayStatus
from tests.e2e.alliance import Alliance
from tests.faults.conftest import slow
from tests.faults.effects import every_event_took_effect_once, stored_ids
from tests.faults.replicas import another
from tests.kit.apps import Client
from tests.kit.rig import Rig, eventually
from tests.services.contracts.register.test_api import a_contract

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]

WRITERS = 16

_HOLDS_A_LOCK = """
SELECT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid)
               WHERE l.locktype = 'advisory' AND l.granted AND l.mode = 'ExclusiveLock' AND l.objid = 7265001
               AND a.datname = $1 AND a.application_name = $2)
"""


async def status_of(client: Client) -> RelayStatus:
    answer = await client.get("/operations/contracts/relay")
    assert answer.status == 200, answer.body
    return RelayStatus.model_validate(answer.body)


async def register(client: Client) -> None:
    headers, body = {"Idempotency-Key": str(uuid4())}, a_contract()
    async with asyncio.timeout(60):
        while True:
            with suppress(httpx.TransportError):
                if (await client.send("POST", "/contracts", json=body, headers=headers)).status == 201:
                    return
            await asyncio.sleep(0.1)


@pytest.mark.promise(number=3)
async def test_a_frozen_relay_is_replaced_and_does_no_harm_when_it_wakes_up(faulty: Alliance) -> None:
    rig = faulty.rig
    first = rig.client("contracts", "OPERATOR", "CONTRACT_MANAGER")

    async def it_leads() -> bool:
        return (await status_of(first)).leading

    await eventually(it_leads)
    async with another(rig, "contracts") as replica:
        second = replica.client("OPERATOR", "CONTRACT_MANAGER")
        assert not (await status_of(second)).leading
        rig.processes["contracts"].pause()
        try:
            await register(second)

            async def the_other_leads() -> bool:
                status = await status_of(second)
                return status.leading and not status.lag_events

            await eventually(the_other_leads, within_seconds=LEASE_SECONDS + 30)
        finally:
            rig.processes["contracts"].resume()
        await rig.ready("contracts")
        await asyncio.gather(*(register(client) for client in (first, second) * 5))

        async def one_leads() -> bool:
            statuses = [await status_of(first), await status_of(second)]
            return sorted(one.leading for one in statuses) == [False, True] and not statuses[0].lag_events

        await eventually(one_leads)
        await eventually(lambda: every_event_took_effect_once(rig))
        await asyncio.to_thread(replica.process.stop)
    await eventually(it_leads)


@slow
async def test_a_process_frozen_amid_its_commit_stops_nobody_elses_for_long(faulty: Alliance) -> None:
    rig = faulty.rig
    first = rig.client("contracts", "CONTRACT_MANAGER")
    async with another(rig, "contracts") as replica:
        before = (await stored_ids(rig, "contracts")).total()
        caught = asyncio.Event()
        writing = [asyncio.create_task(written_until(caught, first)) for _ in range(WRITERS)]
        await frozen_amid_a_transaction(rig)
        caught.set()
        begun = asyncio.get_running_loop().time()
        await register(replica.client("CONTRACT_MANAGER"))
        assert asyncio.get_running_loop().time() - begun < 30
        rig.processes["contracts"].resume()
        written = sum(await asyncio.gather(*writing))
        assert (await stored_ids(rig, "contracts")).total() == before + written + 1
        await eventually(lambda: every_event_took_effect_once(rig))


async def written_until(caught: asyncio.Event, client: Client) -> int:
    """How many contracts were registered, one after another, until then."""
    written = 0
    while not caught.is_set():
        await register(client)
        written += 1
    return written


async def frozen_amid_a_transaction(rig: Rig) -> None:
    """Freeze the process again and again until it holds the lock of appending as it stands still."""
    process, database = rig.processes["contracts"], rig.databases["contracts"].name
    admin = await asyncpg.connect(rig.postgres.url())
    try:
        async with asyncio.timeout(60):
            while True:
                process.pause()
                await asyncio.sleep(0.05)
                if await admin.fetchval(_HOLDS_A_LOCK, database, f"acs-{process.pid}"):
                    return
                process.resume()
                await asyncio.sleep(0.003)
    finally:
        await admin.close()
