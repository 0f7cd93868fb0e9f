"""Whatever is asked of an initiative in whatever order, no network takes part twice at a time (R71)."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from services.contracts.initiatives.coverage import coverage_on
from services.contracts.initiatives.domain import initiative_decider
from services.contracts.initiatives.views import initiative_view
from shared.kernel.organisations import Organisation, OrgKind
from tests.kit.scenario import row_after
from tests.services.contracts.initiatives import history as h
from tests.services.contracts.walking import walk

APRIL = date(2026, 4, 1)
days = some.integers(0, 29).map(lambda count: APRIL + timedelta(days=count))
steps = some.one_of(
    days.map(lambda day: h.REACH.model_copy(update={"since": day})),
    days.map(lambda day: h.LEAVE.model_copy(update={"until": day})),
    days.map(lambda day: h.ENGAGE.model_copy(update={"engaged_on": day})),
)
WORLD = (
    Organisation("ILLN01", "East", OrgKind.GP_NETWORK),
    Organisation("F82001", "One", OrgKind.GP_PRACTICE, network="ILLN01"),
)


@given(some.lists(steps, max_size=20), days)
@settings(max_examples=40)
def test_an_initiative_keeps_its_promises(asked: list[Any], on: date) -> None:
    for events in walk(initiative_decider, [h.REGISTER, *asked]):
        row = row_after(initiative_view, *events)
        assert sum(one.since <= on and (one.until is None or on <= one.until) for one in row.networks) <= 1
        assert len({one.practice for one in row.practices}) == row.practices_reached
        told = coverage_on(on, row.networks, row.practices, WORLD)
        for coverage in (told.networks, told.practices):
            assert coverage.coverage_bp in (0, 10_000)
            assert coverage.reached <= coverage.of
