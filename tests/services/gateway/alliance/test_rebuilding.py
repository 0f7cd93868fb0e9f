"""Read models can be dropped and rebuilt, byte for byte, while they go on."""

import asyncio
from random import Random

import asyncpg
import pytest

from deploy.stack.databases import Database as Address
from services.gateway.alliance.rebuilding import FeedIncomplete, Rebuild
from services.gateway.alliance.things import CATALOGUE
from services.gateway.feeder import Feeder
from services.gateway.overview.reading import Overview
from shared.eventstore.database import Database
from shared.messaging.inbox import Inbox
from shared.messaging.trouble import FeedUnreachable
from shared.rebuild import Rebuilt
from tests.services.gateway.alliance.test_feeder import dump
from tests.services.gateway.histories import some_lives
from tests.services.gateway.overview.test_overview import NOW
from tests.services.gateway.world import Status, World


async def rebuild(address: Address, world: World) -> list[Rebuilt]:
    owner = await asyncpg.connect(address.owner_url)
    try:
        return await Rebuild(world.sources, address.url, lambda read, total: None).run(owner)
    finally:
        await owner.close()


@pytest.fixture
def rng() -> Random:
    return Random(11)  # noqa: S311  # no secret


@pytest.fixture
async def world(database: Database, rng: Random) -> World:
    world = World()
    await Feeder(database).apply(world.live(some_lives(rng, 60), rng))
    return world


async def test_rebuilt_is_the_same_byte_for_byte(database: Database, gateway_address: Address, world: World) -> None:
    before = await dump(database)
    done = await rebuild(gateway_address, world)
    assert await dump(database) == before
    assert {one.differing for one in done} == {0}
    assert {one.view for one in done} >= {"timeline", "figures", "contributions", "progress", "alliance_pools"}


async def test_rebuilt_while_events_keep_arriving(
    database: Database, gateway_address: Address, world: World, rng: Random
) -> None:
    inbox = Inbox("gateway", database, world.sources, Feeder(database), knows=CATALOGUE)
    overview = Overview(database, Status.all_well(NOW))
    done, reads = asyncio.Event(), 0

    async def keep_telling() -> None:
        while not done.is_set():
            # What is told late is in the feed before it is applied here.
            told = world.live(some_lives(rng, 3), rng)
            await asyncio.sleep(0.002)
            await inbox.take(told)

    async def keep_reading() -> None:
        nonlocal reads
        while not done.is_set():
            await overview.now(NOW)
            reads += 1
            await asyncio.sleep(0.001)

    beside = [asyncio.create_task(keep_telling()), asyncio.create_task(keep_reading())]
    try:
        for _ in range(4):
            await asyncio.sleep(0.05)
            rebuilt = await rebuild(gateway_address, world)
            assert {one.differing for one in rebuilt} == {0}
    finally:
        done.set()
        await asyncio.gather(*beside)
    after = await dump(database)
    assert len(after["timeline"]) == len(after["arrivals"]) == len(world.events)
    assert inbox.counts.parked == 0
    assert reads > 20
    again = await rebuild(gateway_address, world)
    assert {one.differing for one in again} == {0}
    assert await dump(database) == after


async def test_what_differs_is_counted_and_put_right(
    database: Database, gateway_address: Address, world: World
) -> None:
    before = await dump(database)
    async with database.connection() as connection:
        await connection.execute("UPDATE figures SET amount = amount + 1 WHERE name = 'contracts.by_status.draft'")
        await connection.execute("DELETE FROM timeline WHERE version = 1")
    done = {one.view: one.differing for one in await rebuild(gateway_address, world)}
    assert done["figures"] == 2
    assert done["timeline"] > 0
    assert done["contributions"] == 0
    assert await dump(database) == before


async def test_a_stream_that_waits_for_an_operator_stays_where_it_is(
    database: Database, gateway_address: Address, world: World, rng: Random
) -> None:
    later = world.live(some_lives(rng, 5), rng)
    before = await dump(database)
    assert {one.differing for one in await rebuild(gateway_address, world)} == {0}
    assert await dump(database) == before
    await Feeder(database).apply(later)
    assert len((await dump(database))["timeline"]) == len(world.events)


async def test_a_source_that_is_away_or_forgot_leaves_the_live_ones_untouched(
    database: Database, gateway_address: Address, world: World
) -> None:
    before = await dump(database)
    world.sources["budgets"].reachable = False
    with pytest.raises(FeedUnreachable):
        await rebuild(gateway_address, world)
    world.sources["budgets"].reachable = True
    world.sources["referrals"].events.pop()
    with pytest.raises(FeedIncomplete):
        await rebuild(gateway_address, world)
    assert await dump(database) == before


async def test_the_gateways_own_role_may_go_on_writing(
    database: Database, gateway_address: Address, world: World, rng: Random
) -> None:
    await rebuild(gateway_address, world)
    await Feeder(database).apply(world.live(some_lives(rng, 3), rng))
    async with database.connection() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("DROP TABLE timeline")


async def test_a_reader_that_keeps_its_overview_notices_what_was_put_right(
    database: Database, gateway_address: Address, world: World
) -> None:
    overview = Overview(database, Status.all_well(NOW))
    right = await overview.now(NOW)
    async with database.connection() as connection:
        await connection.execute("UPDATE figures SET amount = amount + 1 WHERE name = 'contracts.by_status.draft'")
    wrong = await Overview(database, Status.all_well(NOW)).now(NOW)
    assert wrong != right
    reader = Overview(database, Status.all_well(NOW))
    assert await reader.now(NOW) == wrong
    await rebuild(gateway_address, world)
    assert await reader.now(NOW) == right
