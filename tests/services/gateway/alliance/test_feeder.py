"""The feeder on a real PostgreSQL: every effect once, in one transaction with the progress."""

import asyncio
from random import Random
from uuid import UUID

import pytest
from pydantic import ValidationError

from services.gateway.alliance.storing import READ_MODELS
from services.gateway.alliance.things import CATALOGUE
from services.gateway.feeder import Feeder
from shared.eventstore.database import Database
from shared.eventstore.items import ProgressTaken
from shared.eventstore.published import PublishedEvent
from shared.messaging.inbox import Inbox
from tests.services.gateway.histories import contract_life, some_lives
from tests.services.gateway.world import World


async def dump(database: Database) -> dict[str, list[str]]:
    """Every row of every read model and of the progress, as text."""
    found = {}
    async with database.connection() as connection:
        for name in (*(one.sql_table.name for one in READ_MODELS), "progress"):
            rows = await connection.fetch(f'SELECT row_to_json(t)::text AS row FROM "{name}" t')  # noqa: S608  # our own names
            found[name] = sorted(row["row"] for row in rows)
    return found


@pytest.fixture
def rng() -> Random:
    return Random(7)  # noqa: S311  # no secret


async def test_told_twice_is_applied_once(database: Database, rng: Random) -> None:
    world, feeder = World(), Feeder(database)
    told = world.live(some_lives(rng, 5), rng)
    await feeder.apply(told)
    before = await dump(database)
    with pytest.raises(ProgressTaken):
        await feeder.apply(told)
    with pytest.raises(ProgressTaken):
        await feeder.apply(told[-1:])
    assert await dump(database) == before


async def test_of_two_replicas_one_applies_a_batch(database: Database, rng: Random) -> None:
    world = World()
    told = world.live(some_lives(rng, 20), rng)
    results = await asyncio.gather(*(Feeder(database).apply(told) for _ in range(4)), return_exceptions=True)
    assert {type(result) for result in results if result} == {ProgressTaken}
    assert len([result for result in results if result is None]) == 1
    found = await dump(database)
    assert len(found["arrivals"]) == len(found["timeline"]) == len(told)


async def test_an_event_that_cannot_be_read_leaves_nothing_of_its_batch(database: Database, rng: Random) -> None:
    world, feeder = World(), Feeder(database)
    source, stream_id, events = contract_life(rng)
    told = [world.tell(source, stream_id, event) for event in events]
    before = await dump(database)
    with pytest.raises(ValidationError):
        await feeder.apply([*told, told[0]._replace(stream_id="contract-x", version=1, data='{"ref": 1}')])
    assert await dump(database) == before


async def test_an_event_of_unknown_type_moves_the_progress_and_nothing_else(database: Database, rng: Random) -> None:
    world, feeder = World(), Feeder(database)
    source, stream_id, events = contract_life(rng)
    told = world.tell(source, stream_id, events[0])
    await feeder.apply([told._replace(type="ContractSung")])
    found = await dump(database)
    assert len(found["progress"]) == 1
    assert found["timeline"] == found["arrivals"] == found["figures"] == []


async def test_arrivals_are_numbered_without_a_gap_whoever_applies(database: Database, rng: Random) -> None:
    worlds = [World(), World(), World()]
    streams = [worlds[n].live([contract_life(rng) for _ in range(30)], rng) for n in range(3)]
    told = [[one._replace(event_id=_id(n, one.position)) for one in stream] for n, stream in enumerate(streams)]

    async def apply(mine: list[PublishedEvent]) -> int:
        feeder = Feeder(database)
        for first in range(0, len(mine), 5):
            await feeder.apply(mine[first : first + 5])
        return feeder.last_seq

    last = await asyncio.gather(*map(apply, told))
    async with database.connection() as connection:
        numbers = [one["seq"] for one in await connection.fetch("SELECT seq FROM arrivals ORDER BY seq")]
    assert numbers == list(range(numbers[0], numbers[0] + sum(map(len, told))))
    assert max(last) == numbers[-1]


async def test_who_waits_is_woken_by_a_batch(database: Database, rng: Random) -> None:
    world, feeder = World(), Feeder(database)

    async def wait() -> int:
        assert await feeder.applied.wait(60)
        return feeder.last_seq

    waiting = asyncio.create_task(wait())
    await asyncio.sleep(0)
    told = world.live([contract_life(rng)], rng)
    await feeder.apply(told)
    async with database.connection() as connection:
        last = await connection.fetchval("SELECT max(seq) FROM arrivals")
    assert await asyncio.wait_for(waiting, 5) == last


async def test_numbers_of_a_database_made_anew_are_beyond_those_of_the_lost_one(
    database: Database, rng: Random
) -> None:
    world = World()
    feeder = Feeder(database)
    await feeder.apply(world.live([contract_life(rng)], rng))
    lost = feeder.last_seq
    async with database.connection() as connection:
        await connection.execute("DELETE FROM arrivals")
    await feeder.apply(world.live([contract_life(rng)], rng))
    async with database.connection() as connection:
        first = await connection.fetchval("SELECT min(seq) FROM arrivals")
    assert first > lost


async def test_repeated_and_reordered_telling_ends_the_same(database: Database, rng: Random) -> None:
    world = World()
    told = world.live(some_lives(rng, 40), rng)
    inbox = Inbox("gateway", database, world.sources, Feeder(database), knows=CATALOGUE)
    for _ in range(30):
        await inbox.take(rng.sample(told, 40))
    await inbox.take(told)
    found = await dump(database)
    assert inbox.counts.gaps_repaired > 0
    assert len(found["timeline"]) == len(found["arrivals"]) == len(told)
    assert inbox.counts.parked == 0


def _id(world: int, position: int) -> UUID:
    return UUID(int=(world << 64) | position)
