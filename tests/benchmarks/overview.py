"""How fast the alliance's overview is read, and that it does not matter how much has happened."""

from collections.abc import Sequence
from functools import partial
from random import Random
from statistics import median

import asyncpg

from services.gateway.feeder import Feeder
from services.gateway.timeline.views import timeline
from shared.eventstore.database import Database
from tests.benchmarks.load import Job
from tests.benchmarks.programs import ROLES, alliance, loaded, plain_program, request, some_seconds
from tests.benchmarks.rows import Row
from tests.benchmarks.stage import Side, Stage
from tests.kit.rig import Rig
from tests.services.gateway.chance import new_id
from tests.services.gateway.histories import contract_life
from tests.services.gateway.pool_lives import pool_life
from tests.services.gateway.referral_lives import pathway_life, referral_life
from tests.services.gateway.world import World

EVENTS = 100_000
TIMES = 10
CONNECTIONS = 16
BATCH = 500
SECONDS = 2.0
NAME = "GET /alliance/overview"
NO_SLOWER = 0.9
"""Two runs of the same program on a busy machine differ by this much."""

_COLUMNS = ", ".join(f'"{column}"' for column in timeline.columns)
_ANEW = ", ".join("a.anew" if column == "event_id" else f't."{column}"' for column in timeline.columns)
MULTIPLY = f"""
SET synchronous_commit TO off;
CREATE TEMP TABLE again AS
    SELECT event_id, gen_random_uuid() AS anew FROM timeline, generate_series(2, {TIMES});
CREATE INDEX ON again (event_id);
ANALYZE again;
INSERT INTO contributions (figure_id, recorded_at, event_id, amount)
    SELECT c.figure_id, c.recorded_at, a.anew, c.amount FROM contributions c JOIN again a USING (event_id);
INSERT INTO timeline ({_COLUMNS}) SELECT {_ANEW} FROM timeline t JOIN again a USING (event_id);
INSERT INTO arrivals (seq, event_id)
    SELECT (SELECT max(seq) FROM arrivals) + row_number() OVER (), anew FROM again;
INSERT INTO alliance_referrals
    SELECT (jsonb_populate_record(r, jsonb_build_object('referral_id', gen_random_uuid()))).*
    FROM alliance_referrals r, generate_series(2, {TIMES});
UPDATE figures SET amount = amount * {TIMES};
ANALYZE;
"""  # noqa: S608  # names come from our own models


async def measure(stage: Stage) -> Sequence[Row]:
    """100,000 events told to the gateway's feeder; then every trace they left, as if each had happened ten times."""
    events = stage.count(EVENTS, least=500)
    async with plain_program(stage, "bare") as bare, alliance(stage, "gateway") as rig:
        read, nothing = _overview(stage, rig), _rate(stage, bare, request("GET", "/nothing", {}))
        await _tell(rig, events)
        few, baseline = await stage.interleaved(read, nothing)
        await _multiply(rig)
        many, later = await stage.interleaved(read, nothing)
    # Minutes lie between the two, in which the machine itself may have become slower: the bare route says by how much.
    pace = median(later) / median(baseline)
    few_then = [rate * pace for rate in few]
    return [
        Row(f"{NAME} after 100,000 events", "/s", few, "a bare FastAPI route", baseline, 0.2),
        Row(
            f"{NAME} after 1,000,000",
            "/s",
            many,
            "after 100,000",
            few_then,
            NO_SLOWER,
            remark="no slower, but for noise",
        ),
    ]


def _overview(stage: Stage, rig: Rig) -> Side:
    headers = {"Authorization": f"Bearer {rig.token(*ROLES)}"}
    return _rate(stage, rig.settings.ports["gateway"], request("GET", "/api/v1/alliance/overview", headers))


def _rate(stage: Stage, port: int, sent: str) -> Side:
    return partial(_per_second, Job(port, sent, CONNECTIONS, some_seconds(stage, SECONDS), stage.seconds(0.5)))


async def _per_second(job: Job) -> float:
    return (await loaded(job, status=200)).per_second


async def _tell(rig: Rig, events: int) -> None:
    """Of a few contracts, pools and pathways, and of as many referrals as it takes."""
    rng, world = Random(1), World()  # noqa: S311  # histories, no secrets
    pathways = [new_id(rng) for _ in range(6)]
    lives = [pathway_life(rng, pathway) for pathway in pathways]
    lives += [pool_life(rng) for _ in range(8)] + [contract_life(rng) for _ in range(40)]
    told = world.live(lives, rng)
    while len(told) < events:
        more = min(500, events // 10)
        told += world.live([referral_life(rng, rng.choice(pathways)) for _ in range(more)], rng)
    database = Database(rig.databases["gateway"].url)
    await database.open()
    feeder = Feeder(database)
    for begin in range(0, len(told), BATCH):
        await feeder.apply(told[begin : begin + BATCH])
    await database.close()


async def _multiply(rig: Rig) -> None:
    owner = await asyncpg.connect(rig.databases["gateway"].owner_url)
    try:
        await owner.execute(MULTIPLY)
    finally:
        await owner.close()
