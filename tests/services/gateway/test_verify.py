"""Verifying the gateway: its read models are what the sources have published, and nothing else."""

import asyncio
from random import Random

import asyncpg
import pytest

from deploy.stack.databases import Database as Address
from services.gateway.feeder import Feeder
from services.gateway.verify import verify_read_models
from shared.eventstore.database import Database
from shared.messaging.trouble import FeedUnreachable
from shared.verify.beside import check_progress
from shared.verify.findings import Finding, Findings
from tests.services.gateway.alliance.test_feeder import dump
from tests.services.gateway.histories import some_lives
from tests.services.gateway.world import World


@pytest.fixture
def rng() -> Random:
    return Random(12)  # noqa: S311  # no secret


@pytest.fixture
async def world(database: Database, rng: Random) -> World:
    world = World()
    await Feeder(database).apply(world.live(some_lives(rng, 30), rng))
    return world


async def verified(address: Address, world: World, patience_seconds: float = 0.0) -> list[Finding]:
    return await verify_read_models(address.owner_url, address.url, world.sources, patience_seconds=patience_seconds)


async def test_untouched_read_models_have_nothing_to_tell_and_stay_as_they_are(
    database: Database, gateway_address: Address, world: World
) -> None:
    before = await dump(database)
    assert await verified(gateway_address, world) == []
    assert await dump(database) == before


async def test_they_are_verified_while_events_keep_arriving(
    database: Database, gateway_address: Address, world: World, rng: Random
) -> None:
    done = asyncio.Event()

    async def keep_telling() -> None:
        feeder = Feeder(database)
        while not done.is_set():
            await feeder.apply(world.live(some_lives(rng, 3), rng))
            await asyncio.sleep(0.01)

    beside = asyncio.create_task(keep_telling())
    try:
        found = [one for _ in range(3) for one in await verified(gateway_address, world, patience_seconds=60)]
    finally:
        done.set()
        await beside
    assert found == []


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("UPDATE figures SET amount = amount + 1 WHERE name = 'contracts.by_status.draft'", "2 rows of figures"),
        (
            "DELETE FROM contributions WHERE event_id = (SELECT min(event_id::text)::uuid FROM contributions)",
            "contributions",
        ),
        ("DELETE FROM arrivals WHERE seq = (SELECT min(seq) + 2 FROM arrivals)", "1 numbers are missing"),
        ("DELETE FROM arrivals WHERE seq = (SELECT max(seq) FROM arrivals)", "never arrived"),
        ("INSERT INTO arrivals SELECT max(seq) + 1, gen_random_uuid() FROM arrivals", "does not tell"),
    ],
)
async def test_what_the_events_do_not_make_is_named(
    database: Database, gateway_address: Address, world: World, statement: str, text: str
) -> None:
    async with database.connection() as connection:
        assert not (await connection.execute(statement)).endswith(" 0")
    found = await verified(gateway_address, world)
    assert any(text in one.text for one in found)
    assert {one.check for one in found} == {"views"}


async def test_an_event_that_is_not_applied_and_nobody_applies_is_a_violation(
    gateway_address: Address, world: World, rng: Random
) -> None:
    world.live(some_lives(rng, 1), rng)
    found = await verified(gateway_address, world, patience_seconds=0.2)
    assert {(one.check, one.damage, one.warning) for one in found} == {("progress", "behind", False)}


async def test_a_consumer_that_is_catching_up_is_a_warning(
    database: Database, gateway_address: Address, world: World, rng: Random
) -> None:
    late = world.live(some_lives(rng, 2), rng)
    asked = asyncio.Event()

    async def catching_up() -> None:
        await asked.wait()
        await asyncio.sleep(0.5)
        await Feeder(database).apply(late[:1])

    slow, found = asyncio.create_task(catching_up()), Findings("gateway")
    await check_progress(gateway_address.url, world.sources, found, lambda *how_far: asked.set(), 4.0)
    await slow
    assert {(one.check, one.damage, one.warning) for one in found.listed()} == {("progress", "behind", True)}


async def test_an_event_its_source_has_lost_is_a_violation(gateway_address: Address, world: World) -> None:
    """As after an older backup of the source."""
    lost = world.sources["contracts"].events.pop()
    found = await verified(gateway_address, world)
    assert ("progress", "ahead", lost.stream_id, lost.version) in {
        (one.check, one.damage, one.stream_id, one.version) for one in found
    }


async def test_without_its_sources_it_cannot_be_verified(gateway_address: Address, world: World) -> None:
    world.sources["budgets"].reachable = False
    with pytest.raises(FeedUnreachable):
        await verified(gateway_address, world)


async def test_nothing_is_left_behind(gateway_address: Address, world: World) -> None:
    await verified(gateway_address, world)
    owner = await asyncpg.connect(gateway_address.owner_url)
    assert await owner.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'rebuild'") == []
    await owner.close()
