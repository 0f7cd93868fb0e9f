"""A consumer group that grows to three and shrinks to one, under load: every event takes effect once."""

import asyncio
import re
from contextlib import AsyncExitStack

import httpx
import pytest

from tests.e2e.alliance import Alliance
from tests.faults.conftest import slow
from tests.faults.effects import every_event_took_effect_once
from tests.faults.replicas import Replica, another
from tests.faults.test_graceful import Crowd, crowd_at, has_done
from tests.kit.rig import Rig, eventually
from tests.messaging.world import WipeableKafka

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(400), slow]
LONGER_THAN_A_SESSION_SECONDS = 14.0


@pytest.mark.promise(number=2)
async def test_every_event_takes_effect_once_while_a_group_grows_to_three_and_shrinks_to_one(faulty: Alliance) -> None:
    rig = faulty.rig
    crowd = crowd_at(rig, "contracts")
    working = asyncio.create_task(crowd.work())
    async with AsyncExitStack() as replicas:
        first = await replicas.enter_async_context(another(rig, "gateway", 2))
        await more(crowd)
        second = await replicas.enter_async_context(another(rig, "gateway", 3))
        await more(crowd)
        await eventually(lambda: partitions_are_shared(rig, first.url, second.url))
        if isinstance(faulty.broker, WipeableKafka):
            await a_member_that_slept_goes_on(crowd, first)
        await asyncio.to_thread(first.process.stop)
        await more(crowd)
        await asyncio.to_thread(second.process.kill)
        await more(crowd)
        crowd.stopping = True
        await working
    assert crowd.other == []
    await eventually(lambda: every_event_took_effect_once(rig), within_seconds=120)


async def more(crowd: Crowd) -> None:
    enough = len(crowd.done) + 100
    await eventually(lambda: has_done(crowd, enough))


async def partitions_are_shared(rig: Rig, *others: str) -> bool:
    """Each of the three has some, none of a topic's is read by two."""
    seen: list[set[tuple[str, str]]] = []
    for url in (rig.url("gateway"), *others):
        async with httpx.AsyncClient() as http:
            text = (await http.get(f"{url}/metrics")).text
        seen.append(
            set(re.findall(r'^acs_consumer_lag\{partition="(\d+)",topic="acs\.contracts"\}', text, re.MULTILINE))
        )
    return all(seen) and sum(map(len, seen)) == len(set.union(*seen))


async def a_member_that_slept_goes_on(crowd: Crowd, member: Replica) -> None:
    """Longer than its session: the group has given its partitions to others, and what it commits now is refused."""
    pid = member.process.pid
    member.process.pause()
    await asyncio.sleep(LONGER_THAN_A_SESSION_SECONDS)
    member.process.resume()
    await more(crowd)
    await member.ready()
    assert member.process.pid == pid, "it did not survive a refused commit"
