"""The overview is what the events add up to, and every figure of it names the events it is made of."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from services.gateway.feeder import Feeder
from services.gateway.overview.answers import AllianceOverview
from services.gateway.overview.explaining import Explanations
from services.gateway.overview.names import FigureNotFound
from services.gateway.overview.reading import Overview
from shared.eventstore.database import Database
from shared.web.paging import Cursors, Page
from tests.services.gateway.chance import TODAY
from tests.services.gateway.histories import contract_life, some_lives
from tests.services.gateway.recount import recount
from tests.services.gateway.referral_lives import referral_life
from tests.services.gateway.world import Status, World

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
CURSORS = Cursors(b"secret")


async def overview_of(database: Database, now: datetime = NOW) -> dict[str, Any]:
    read = await Overview(database, Status.all_well(now)).now(now)
    AllianceOverview.model_validate_json(read)
    return dict(json.loads(read))


def comparable(overview: Mapping[str, Any]) -> dict[str, Any]:
    """Lists by id, as the recount has them."""
    return {
        "contracts": overview["contracts"],
        "pools": {pool["pool_id"]: pool for pool in overview["pools"]},
        "referrals": {pathway["pathway_id"]: pathway for pathway in overview["referrals"]},
        **{part: overview[part] for part in ("procurements", "assurance", "programmes", "challenges")},
        "outcomes": {one["outcomes_framework_id"]: one for one in overview["outcomes"]},
    }


def figures_in(overview: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Every number in the overview under its path, with the id in the place of a list's index."""

    def walk(path: str, value: Any) -> Iterator[tuple[str, int]]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from walk(f"{path}.{name}", inner)
        elif isinstance(value, int):
            yield path, value

    counted = comparable(overview)
    for name, part in counted.items():
        yield from walk(name, part)


async def everything_in(
    explanations: Explanations, name: str, limit: int, now: datetime = NOW
) -> tuple[Any, list[Any]]:
    """An explanation with the contributions of all its pages."""
    first = page = await explanations.explain(name, Page(limit, None), now)
    contributions = list(page.contributions)
    while page.next:
        page = await explanations.explain(name, Page(limit, page.next), now)
        contributions += page.contributions
    return first, contributions


@pytest.fixture
async def world(database: Database) -> World:
    """A little alliance whose events the gateway has applied, in uneven batches."""
    rng = Random(20)  # noqa: S311  # no secret
    world = World()
    told = world.live(some_lives(rng, 120), rng)
    feeder = Feeder(database)
    while told:
        size = rng.choice((1, 7, 300))
        batch, told = told[:size], told[size:]
        await feeder.apply(batch)
    return world


async def test_overview_is_what_a_recount_of_the_events_says(database: Database, world: World) -> None:
    assert comparable(await overview_of(database)) == recount(world.events, TODAY)


@pytest.mark.parametrize("days", [1, 60, 127, 400])
async def test_figures_that_depend_on_the_day_move_with_it(database: Database, world: World, days: int) -> None:
    later = NOW + timedelta(days=days)
    assert comparable(await overview_of(database, later)) == recount(world.events, later.date())


@pytest.mark.promise(number=5)
async def test_overview_as_of_a_moment_knows_what_was_recorded_by_then(database: Database, world: World) -> None:
    moment = world.events[len(world.events) // 2].recorded_at
    read = json.loads(await Overview(database, Status.all_well(NOW)).then(moment, NOW))
    known = [event for event in world.events if event.recorded_at <= moment]
    assert {one: pool | {} for one, pool in comparable(read)["pools"].items()} == recount(known, moment.date())["pools"]
    assert comparable(read)["contracts"] == recount(known, moment.date())["contracts"]


async def test_every_number_is_the_sum_of_its_contributions(database: Database, world: World) -> None:
    explanations = Explanations(database, CURSORS)
    shown = dict(figures_in(await overview_of(database)))
    assert len(shown) > 300
    events = {event.event_id: event for event in world.events}
    for name, value in shown.items():
        explanation, contributions = await everything_in(explanations, name, limit=50)
        assert explanation.total == value, name
        if name.startswith("referrals.") and name.endswith("_bp"):
            assert explanation.numerator.total == shown[explanation.numerator.figure]
            assert explanation.denominator.total == shown[explanation.denominator.figure]
            continue
        assert sum(one.amount for one in contributions) == value, name
        when = [(one.recorded_at, one.event_id) for one in contributions]
        assert when == sorted(when, reverse=True)
        for one in contributions:
            told = events[one.event_id]
            assert (one.type, one.stream_id, one.version) == (told.type, told.stream_id, told.version)
            assert one.sentence


@pytest.mark.promise(number=5)
async def test_explanation_as_of_a_moment_agrees_with_the_overview_then(database: Database, world: World) -> None:
    moment = world.events[len(world.events) // 3].recorded_at
    read = json.loads(await Overview(database, Status.all_well(NOW)).then(moment, NOW))
    explanations = Explanations(database, CURSORS)
    for name, value in figures_in(read):
        explanation = await explanations.explain(name, Page(500, None), NOW, moment)
        assert explanation.total == value, name
        assert sum(one.amount for one in explanation.contributions) == (0 if explanation.numerator else value), name


async def test_small_pages_of_an_explanation_repeat_and_leave_out_nothing(database: Database, world: World) -> None:
    explanations = Explanations(database, CURSORS)
    name = "contracts.expiring_within.18_months"
    _, whole = await everything_in(explanations, name, limit=500)
    _, pieces = await everything_in(explanations, name, limit=3)
    assert len(whole) > 6
    assert pieces == whole


@pytest.mark.parametrize(
    "name",
    [
        "contracts",
        "contracts.by_status.lost",
        "contracts.expiring_within.4_months",
        "contracts.in_force_by_end",
        "pools.01980000-0000-7000-8000-00000000ffff.spend_pence",
        "referrals.01980000-0000-7000-8000-00000000ffff.running_clocks",
        "referrals.nobody.running_clocks",
        "'; DROP TABLE figures",
    ],
)
async def test_an_unknown_figure_is_not_found(database: Database, world: World, name: str) -> None:
    with pytest.raises(FigureNotFound) as caught:
        await Explanations(database, CURSORS).explain(name, Page(10, None), NOW)
    assert "contracts.by_status.active" in str(caught.value.facts["named_like"])


async def test_an_empty_alliance_has_an_overview(database: Database) -> None:
    overview = await overview_of(database)
    assert set(overview["contracts"]["by_status"].values()) == {0}
    assert overview["pools"] == overview["referrals"] == overview["outcomes"] == overview["procurements"]["next"] == []
    explanation = await Explanations(database, CURSORS).explain("contracts.by_status.active", Page(10, None), NOW)
    assert (explanation.total, explanation.contributions) == (0, [])


async def test_a_reader_that_keeps_its_overview_sees_what_is_applied_and_the_new_day(database: Database) -> None:
    rng = Random(3)  # noqa: S311  # no secret
    world, feeder = World(), Feeder(database)
    overview = Overview(database, Status.all_well(NOW))
    for _ in range(5):
        await feeder.apply(world.live(some_lives(rng, 5), rng))
        assert comparable(json.loads(await overview.now(NOW))) == recount(world.events, TODAY)
        assert await overview.now(NOW) == await overview.now(NOW)
    later = NOW + timedelta(days=90)
    assert comparable(json.loads(await overview.now(later))) == recount(world.events, later.date())


async def test_many_readers_at_once_see_the_same(database: Database, world: World) -> None:
    overview = Overview(database, Status.all_well(NOW))
    assert len(set(await asyncio.gather(*(overview.now(NOW) for _ in range(30))))) == 1


class TestEdges:
    async def test_contracts_expire_within_months_from_today_to_the_same_day(self, database: Database) -> None:
        world = World()
        for end in ("2026-01-04", "2026-01-05", "2026-04-05", "2026-04-06", "2027-07-05", "2027-07-06"):
            for event in active_until(date.fromisoformat(end)):
                world.tell("contracts", f"contract-{event.contract_id}", event)
        await Feeder(database).apply(world.events)
        expiring = (await overview_of(database))["contracts"]["expiring_within"]
        assert expiring == {"3_months": 2, "6_months": 3, "12_months": 3, "18_months": 4}

    async def test_126_days_are_within_18_weeks_and_127_are_not(self, database: Database) -> None:
        world = World()
        for days in (0, 126, 127):
            for event in waiting_since(TODAY - timedelta(days=days)):
                world.tell("referrals", f"referral-{event.referral_id}", event)
        await Feeder(database).apply(world.events)
        (pathway,) = (await overview_of(database))["referrals"]
        assert (pathway["running_clocks"], pathway["within_18_weeks"]) == (3, 2)
        assert pathway["within_18_weeks_bp"] == 6667

    async def test_nobody_waiting_is_no_share(self, database: Database) -> None:
        world = World()
        submitted, *_ = waiting_since(TODAY)
        world.tell("referrals", f"referral-{submitted.referral_id}", submitted)
        await Feeder(database).apply(world.events)
        (pathway,) = (await overview_of(database))["referrals"]
        assert pathway["within_18_weeks_bp"] is None
        name = f"referrals.{pathway['pathway_id']}.within_18_weeks_bp"
        assert (await Explanations(database, CURSORS).explain(name, Page(10, None), NOW)).total is None


def active_until(end: date) -> list[Any]:
    """A contract in force up to and including `end`."""
    rng = Random(str(end))  # noqa: S311  # no secret
    while len(history := contract_life(rng)[2]) < 2:
        pass
    return [history[0], history[1].model_copy(update={"end": end})]


def waiting_since(start: date) -> list[Any]:
    """A referral whose clock has run since `start`."""
    rng = Random(str(start))  # noqa: S311  # no secret
    while len(history := referral_life(rng, PATHWAY)[2]) < 2:
        pass
    return [history[0], history[1].model_copy(update={"start": start})]


PATHWAY = UUID("01980000-0000-7000-8000-00000000a001")
