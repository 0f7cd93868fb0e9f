"""The rules of initiatives, and how far they reach, at their edges and refused."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.contracts.initiatives import refusals as no
from services.contracts.initiatives.coverage import coverage_on
from services.contracts.initiatives.domain import initiative_decider as decider
from services.contracts.initiatives.state import NetworkReached, PracticeReached
from services.contracts.initiatives.views import initiative_view
from services.contracts.naming import NamedTwice
from services.contracts.register.refusals import UnknownLocality
from shared.kernel.organisations import Organisation, OrgKind
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.initiatives.history import (
    END,
    ENGAGE,
    LEAVE,
    MEASURE,
    REACH,
    REGISTER,
    TODAY,
    after,
    running,
)

TOMORROW = TODAY + timedelta(days=1)


def but(command: Any, **changes: Any) -> Any:
    return command.model_copy(update=changes)


class TestRegisterInitiative:
    def test_enters_it_for_its_sponsors(self) -> None:
        """An initiative of the register (R70)."""
        row = row_after(initiative_view, *running)
        assert (row.status, row.owners, row.networks_now, row.practices_reached) == (
            "running",
            ["07L", "ILLF01"],
            [],
            0,
        )

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [({"sponsors": ("07L", "07L")}, NamedTwice), ({"localities": ("nowhere",)}, UnknownLocality)],
    )
    def test_refuses(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(decider).when(but(REGISTER, **changes)).then_refused(refusal)

    def test_refuses_twice(self) -> None:
        given(decider, *running).when(REGISTER).then_refused(no.InitiativeRefTaken)


class TestRollOutInitiative:
    """Initiatives are applied across all networks (R71)."""

    def test_lets_the_network_see_it(self) -> None:
        row = row_after(initiative_view, *after(REGISTER, REACH))
        assert (row.networks_now, row.parties, row.owners) == (
            ["ILLN01"],
            ["07L", "ILLF01", "ILLN01"],
            ["07L", "ILLF01"],
        )

    def test_a_network_leaves_and_comes_back_the_day_after_its_last(self) -> None:
        left = after(REGISTER, REACH, LEAVE)
        given(decider, *left).when(but(REACH, since=date(2026, 4, 30))).then_refused(no.ReachedBeforeLeaving)
        back = (*left, *given(decider, *left).when(but(REACH, since=TODAY)).happened())
        row = row_after(initiative_view, *back)
        assert [(one.since, one.until) for one in row.networks] == [
            (date(2026, 4, 1), date(2026, 4, 30)),
            (TODAY, None),
        ]
        assert row.parties == ["07L", "ILLF01", "ILLN01"]

    @pytest.mark.parametrize(
        ("command", "refusal"),
        [
            (REACH, no.NetworkReachedAlready),
            (but(REACH, since=TOMORROW), no.InitiativeDayInFuture),
            (but(REACH, network="F82001", kind_of_network=OrgKind.GP_PRACTICE), no.NotANetwork),
            (but(LEAVE, network="ILLN02"), no.NetworkNotReached),
            (but(LEAVE, until=date(2026, 3, 31)), no.LeavesBeforeReached),
            (but(LEAVE, until=TOMORROW), no.InitiativeDayInFuture),
        ],
    )
    def test_refuses(self, command: Any, refusal: type[Refused]) -> None:
        given(decider, *after(REGISTER, REACH)).when(command).then_refused(refusal)

    def test_may_leave_on_the_first_day(self) -> None:
        assert given(decider, *after(REGISTER, REACH)).when(but(LEAVE, until=date(2026, 4, 1))).happened()


class TestEngagePractices:
    """All local GPs are brought up to speed (R66)."""

    def test_counts_each_practice_once_from_its_first_day(self) -> None:
        again = but(ENGAGE, practices=("F82002",), engaged_on=TODAY)
        given(decider, *after(REGISTER, ENGAGE)).when(again).then()
        earlier = but(ENGAGE, practices=("F82002",), engaged_on=date(2026, 4, 1))
        row = row_after(initiative_view, *after(REGISTER, ENGAGE, earlier))
        assert row.practices_reached == 2
        assert {one.practice: one.engaged_on for one in row.practices} == {
            "F82001": date(2026, 4, 10),
            "F82002": date(2026, 4, 1),
        }

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"practices": ("F82001", "ILLN01")}, no.NotAPractice),
            ({"practices": ("F82001", "F82001")}, NamedTwice),
            ({"engaged_on": TOMORROW}, no.InitiativeDayInFuture),
        ],
    )
    def test_refuses(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(decider, *running).when(but(ENGAGE, **changes)).then_refused(refusal)


class TestMeasureWorkforce:
    """Recruitment and up-skilling with measures (R119)."""

    def test_says_what_was_achieved_of_the_plan(self) -> None:
        row = row_after(initiative_view, *after(REGISTER, MEASURE))
        assert [(one.measure, one.achieved_bp) for one in row.workforce_figures] == [(MEASURE.measure, 7_500)]

    def test_says_nothing_where_nothing_was_planned(self) -> None:
        row = row_after(initiative_view, *after(REGISTER, but(MEASURE, planned=0)))
        assert row.workforce_figures[0].achieved_bp is None

    def test_the_newest_figures_of_each_measure_count(self) -> None:
        other = but(MEASURE, measure="retained after a year", planned=4, actual=4)
        row = row_after(initiative_view, *after(REGISTER, MEASURE, other, but(MEASURE, actual=12)))
        assert [one.achieved_bp for one in row.workforce_figures] == [10_000, 10_000]

    def test_refuses_what_is_older_than_the_newest(self) -> None:
        older = but(MEASURE, measured_on=TODAY - timedelta(days=1))
        given(decider, *after(REGISTER, MEASURE)).when(older).then_refused(no.MeasuredBefore)

    def test_refuses_a_day_to_come(self) -> None:
        given(decider, *running).when(but(MEASURE, measured_on=TOMORROW)).then_refused(no.InitiativeDayInFuture)

    def test_refuses_an_initiative_that_is_about_something_else(self) -> None:
        hub = after(but(REGISTER, kind="access_hub"))
        given(decider, *hub).when(MEASURE).then_refused(no.NotAboutWorkforce)


class TestEndInitiative:
    def test_is_for_good(self) -> None:
        ended = after(REGISTER, END)
        assert row_after(initiative_view, *ended).status == "ended"
        for command in (REACH, ENGAGE, MEASURE, END):
            given(decider, *ended).when(command).then_refused(no.InitiativeOver)

    def test_refuses_tomorrow(self) -> None:
        given(decider, *running).when(but(END, ended_on=TOMORROW)).then_refused(no.InitiativeDayInFuture)

    def test_refuses_what_nobody_registered(self) -> None:
        given(decider).when(END).then_refused(no.InitiativeNotFound)


def practice(
    code: str, network: str | None = None, days: tuple[date | None, date | None] = (None, None)
) -> Organisation:
    return Organisation(code, code, OrgKind.GP_PRACTICE, network=network, opened=days[0], closed=days[1])


NORTH = Organisation("N1", "North", OrgKind.GP_NETWORK, locality="north")
SOUTH = Organisation("N2", "South", OrgKind.GP_NETWORK, locality="south")
WORLD = (
    NORTH,
    SOUTH,
    practice("P1", "N1"),
    practice("P2", "N1", (date(2026, 1, 1), date(2026, 6, 30))),
    practice("P3"),
    Organisation("RF4", "Trust", OrgKind.NHS_TRUST),
)
REACHED = (NetworkReached(network="N1", since=date(2026, 4, 1), until=date(2026, 4, 30)),)
ENGAGED = (PracticeReached(practice="P2", engaged_on=date(2026, 4, 10)),)


class TestCoverage:
    """Practices reached of practices (R66), networks reached of networks (R71), on a day."""

    @pytest.mark.parametrize(
        ("day", "reached"),
        [
            (date(2026, 3, 31), 0),
            (date(2026, 4, 1), 5_000),
            (date(2026, 4, 30), 5_000),
            (date(2026, 5, 1), 0),
        ],
    )
    def test_counts_a_network_from_its_first_day_to_its_last(self, day: date, reached: int) -> None:
        assert coverage_on(day, REACHED, ENGAGED, WORLD).networks.coverage_bp == reached

    def test_counts_a_practice_from_the_day_it_was_reached(self) -> None:
        assert coverage_on(date(2026, 4, 9), REACHED, ENGAGED, WORLD).practices.reached == 0
        now = coverage_on(date(2026, 4, 10), REACHED, ENGAGED, WORLD).practices
        assert (now.reached, now.of, now.coverage_bp) == (1, 3, 3_333)

    @pytest.mark.parametrize(
        ("day", "of"),
        [(date(2025, 12, 31), 2), (date(2026, 1, 1), 3), (date(2026, 6, 30), 3), (date(2026, 7, 1), 2)],
    )
    def test_counts_the_practices_that_are_open_on_the_day(self, day: date, of: int) -> None:
        assert coverage_on(day, REACHED, ENGAGED, WORLD).practices.of == of

    def test_is_told_network_by_network_and_is_null_where_there_is_nobody_to_reach(self) -> None:
        north, south = coverage_on(date(2026, 4, 10), REACHED, ENGAGED, WORLD).by_network
        assert (north.reached, north.practices.coverage_bp, north.locality) == (True, 5_000, "north")
        assert (south.reached, south.practices.of, south.practices.coverage_bp) == (False, 0, None)
        assert coverage_on(date(2026, 4, 10), REACHED, ENGAGED, ()).networks.coverage_bp is None
