"""What events do to the figures, without a database."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.alliance.effects import Effects, Rows, effects_of, read
from services.gateway.alliance.figures import Figure, Figures, changes, figure_id
from services.gateway.alliance.things import CATALOGUE, CONCERNED, THING_OF
from services.gateway.overview.assembly import Titles, contracts_position, pathway_positions, pool_positions
from services.gateway.overview.names import FigureNotFound, asked_for, windows
from shared.eventstore.codec import NewerSchemaVersion
from shared.eventstore.published import PublishedEvent
from shared.kernel.dates import add_months
from tests.services.gateway.chance import TODAY
from tests.services.gateway.histories import contract_life, some_lives
from tests.services.gateway.recount import recount
from tests.services.gateway.world import World

KNOWN, UNKNOWN = Figure("known"), Figure("unknown")


def shown_sums(figures: Counter[Figure] | dict[Figure, int]) -> dict[str, int]:
    """Sums under the names of the overview, as its SQL makes them."""
    sums = Counter({figure.name: amount for figure, amount in figures.items() if figure.day is None})
    for window in windows(TODAY):
        for figure, amount in figures.items():
            if figure.name.endswith(window.stored) and figure.day and window.first <= figure.day <= window.last:
                sums[figure.name.removesuffix(window.stored) + window.label] += amount
    return dict(sums)


def effects_in_batches(events: list[PublishedEvent], rng: Random) -> list[Effects]:
    made: list[Effects] = []
    rows: Rows = {}
    while events:
        size = rng.choice((1, 3, 50))
        batch, events = events[:size], events[size:]
        made.append(effects_of(read(batch), rows))
        rows |= made[-1].rows
    return made


@given(seed=st.integers(0, 2**32), size=st.integers(0, 40))
@settings(max_examples=100, deadline=None)
def test_sums_of_contributions_are_what_a_recount_says(seed: int, size: int) -> None:
    world, rng = World(), Random(seed)  # noqa: S311  # no secret
    world.live(some_lives(rng, size), rng)
    made = effects_in_batches(world.events, rng)
    figures: Counter[Figure] = Counter()
    for effects in made:
        figures.update(effects.figures)
    sums, expected = shown_sums(figures), recount(world.events, TODAY)
    titles = Titles(
        {one: (pool["title"], pool["financial_year"]) for one, pool in expected["pools"].items()},
        {one: pathway["title"] for one, pathway in expected["referrals"].items()},
        {},
    )
    assert contracts_position(sums).model_dump() == expected["contracts"]
    assert {str(one.pool_id): one.model_dump(mode="json") for one in pool_positions(sums, titles)} == expected["pools"]
    pathways = {str(one.pathway_id): one.model_dump(mode="json") for one in pathway_positions(sums, titles)}
    assert pathways == expected["referrals"]


@given(seed=st.integers(0, 2**32))
@settings(max_examples=50, deadline=None)
def test_batches_make_no_difference(seed: int) -> None:
    world, rng = World(), Random(seed)  # noqa: S311  # no secret
    world.live(some_lives(rng, 8), rng)
    whole = effects_of(read(world.events), {})
    parts = effects_in_batches(world.events, rng)
    assert [one for part in parts for one in part.contributions] == whole.contributions
    assert [one for part in parts for one in part.entries] == whole.entries


@pytest.mark.parametrize(
    ("before", "after", "made"),
    [
        ({}, {KNOWN: 3}, [(KNOWN, 3)]),
        ({KNOWN: 3}, {KNOWN: 3}, []),
        ({KNOWN: 3}, {KNOWN: 1}, [(KNOWN, -2)]),
        ({KNOWN: 3}, {}, [(KNOWN, -3)]),
        ({}, {KNOWN: 0}, [(KNOWN, 0)]),
        ({KNOWN: 0}, {}, []),
        ({KNOWN: 1}, {UNKNOWN: 1}, [(UNKNOWN, 1), (KNOWN, -1)]),
    ],
)
def test_changes_are_differences(before: Figures, after: Figures, made: list[tuple[Figure, int]]) -> None:
    assert changes(before, after) == made


def test_figure_ids_are_the_same_for_ever() -> None:
    assert str(figure_id(Figure("contracts.by_status.active"))) == "c912c794-9ac0-584c-9c57-fccd4d5da366"
    assert figure_id(Figure("a", TODAY)) != figure_id(Figure("a"))


def test_an_unknown_type_is_passed_over_and_a_newer_version_is_not() -> None:
    world = World()
    source, stream_id, events = contract_life(Random(1))  # noqa: S311  # no secret
    told = world.tell(source, stream_id, events[0])
    assert read([told._replace(type="ContractSung")]) == []
    with pytest.raises(NewerSchemaVersion):
        read([told._replace(schema_version=2)])


def test_every_event_the_gateway_knows_is_about_a_thing_or_told_whom_it_concerns() -> None:
    assert all(kind in CATALOGUE for kind in CONCERNED)
    assert not CONCERNED.keys() & THING_OF.keys()


def test_no_private_field_reaches_an_entry() -> None:
    world, rng = World(), Random(5)  # noqa: S311  # no secret
    world.live(some_lives(rng, 60), rng)
    entries = effects_of(read(world.events), {}).entries
    assert not any("secret dealings" in str(entry) or "sealed" in str(entry) for entry in entries)


class TestWindows:
    def test_a_contract_that_ends_today_or_on_the_last_day_expires_within_three_months(self) -> None:
        asked = asked_for("contracts.expiring_within.3_months", TODAY)
        assert (asked.first, asked.last) == (TODAY, add_months(TODAY, 3))

    def test_126_days_are_within_18_weeks_and_127_are_not(self) -> None:
        pathway = "01980000-0000-7000-8000-00000000a001"
        asked = asked_for(f"referrals.{pathway}.within_18_weeks", TODAY)
        assert asked.first == TODAY - timedelta(days=126)

    @pytest.mark.parametrize("name", ["", "contracts.by_status", "pools.x.spend_pence", "contracts.by_status.active\n"])
    def test_a_name_of_no_figure_is_refused(self, name: str) -> None:
        with pytest.raises(FigureNotFound):
            asked_for(name, TODAY)
