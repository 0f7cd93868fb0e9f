"""How complete the overview says it is."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from services.gateway.feeder import Feeder
from services.gateway.overview.reading import Overview
from services.gateway.overview.sources import Applied, SourceSeen, is_gap, source_position
from shared.eventstore.database import Database
from tests.services.gateway.histories import some_lives
from tests.services.gateway.world import Status, World

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
WELL = SourceSeen(reachable=True, head=10, last_contact=NOW, caught_up_at=NOW - timedelta(seconds=40))


@pytest.mark.parametrize(
    ("seen", "applied", "behind", "gap"),
    [
        (WELL, Applied(10, NOW), 0, False),
        (WELL, Applied(11, NOW), 0, False),
        (WELL, Applied(9, NOW), 40, True),
        (replace(WELL, caught_up_at=NOW), Applied(9, NOW), 1, True),
        (replace(WELL, reachable=False), Applied(10, NOW), 40, True),
        (replace(WELL, caught_up_at=None), Applied(9, NOW), None, True),
        (SourceSeen(reachable=False, head=0, last_contact=None, caught_up_at=None), Applied(), None, True),
        (WELL, Applied(10, NOW, parked_streams=1), 0, True),
    ],
)
def test_behind_and_gaps(seen: SourceSeen, applied: Applied, behind: int | None, gap: bool) -> None:
    position = source_position(seen, applied, NOW)
    assert position.seconds_behind == behind
    assert is_gap(position) is gap


async def test_a_source_that_is_away_or_behind_is_named(database: Database) -> None:
    rng, world = Random(1), World()  # noqa: S311  # no secret
    told = world.live(some_lives(rng, 20), rng)
    await Feeder(database).apply(told)
    status = Status.all_well(NOW)
    for name, source in world.sources.items():
        status.seen[name] = SourceSeen(True, len(source.events), NOW, NOW)
    overview = json.loads(await Overview(database, status).now(NOW))
    assert (overview["partial"], overview["gaps"]) == (False, [])
    last = max(event.recorded_at for event in told if event.source == "budgets")
    assert datetime.fromisoformat(overview["sources"]["budgets"]["as_of"]) == last
    assert overview["sources"]["budgets"]["position"] == len(world.sources["budgets"].events)
    status.seen["budgets"] = replace(status.seen["budgets"], reachable=False)
    status.seen["referrals"] = replace(status.seen["referrals"], head=10_000)
    overview = json.loads(await Overview(database, status).now(NOW))
    assert (overview["partial"], overview["gaps"]) == (True, ["budgets", "referrals"])


async def test_parked_streams_are_counted_where_they_wait(database: Database) -> None:
    async with database.connection() as connection:
        await connection.execute(
            "INSERT INTO parked SELECT 'contracts', 'contract-' || n / 2, n, '{}', 'Buggy', now()"
            " FROM generate_series(0, 3) n"
        )
    overview = json.loads(await Overview(database, Status.all_well(NOW)).now(NOW))
    assert overview["sources"]["contracts"]["parked_streams"] == 2
    assert overview["gaps"] == ["contracts"]
