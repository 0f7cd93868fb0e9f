"""The rules of shared capacity, at their edges and refused (R117)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given as holds_for
from hypothesis import strategies as some

from services.contracts.naming import NamedTwice
from services.contracts.register.refusals import UnknownLocality
from services.contracts.shared_capacity import refusals as no
from services.contracts.shared_capacity.domain import shared_capacity_decider as decider
from services.contracts.shared_capacity.views import shared_capacity_view
from shared.events.contracts.shared_capacity import CapacityShare
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.shared_capacity.history import (
    ALLOCATE,
    REGISTER,
    RESIZE,
    TODAY,
    USE,
    WITHDRAW,
    after,
)


def but(command: Any, **changes: Any) -> Any:
    return command.model_copy(update=changes)


class TestRegisterSharedCapacity:
    def test_is_all_left_over_at_first(self) -> None:
        row = row_after(shared_capacity_view, *after(REGISTER))
        assert (row.unallocated_units, row.utilisation_bp, row.parties) == (10, None, ["RAT"])

    def test_refuses_a_place_nobody_knows_and_twice(self) -> None:
        given(decider).when(but(REGISTER, localities=("nowhere",))).then_refused(UnknownLocality)
        given(decider, *after(REGISTER)).when(REGISTER).then_refused(no.CapacityRefTaken)


class TestAllocateSharedCapacity:
    def test_may_be_all_there_is(self) -> None:
        row = row_after(shared_capacity_view, *after(REGISTER, ALLOCATE))
        assert (row.unallocated_units, row.parties) == (0, ["RAT", "RF4", "ILLF02"])

    def test_refuses_one_more_than_there_is(self) -> None:
        more = but(ALLOCATE, shares=(*ALLOCATE.shares, CapacityShare(ods="ILLF01", units=1)))
        given(decider, *after(REGISTER)).when(more).then_refused(no.CapacityExceeded)

    def test_refuses_somebody_named_twice(self) -> None:
        twice = but(ALLOCATE, shares=(ALLOCATE.shares[1],) * 2)
        given(decider, *after(REGISTER)).when(twice).then_refused(NamedTwice)

    def test_who_had_a_share_keeps_sight(self) -> None:
        row = row_after(shared_capacity_view, *after(REGISTER, ALLOCATE, but(ALLOCATE, shares=())))
        assert (row.unallocated_units, row.parties) == (10, ["RAT", "RF4", "ILLF02"])

    @holds_for(some.lists(some.integers(0, 12), max_size=5))
    def test_what_is_allocated_and_left_over_is_all_there_is(self, units: list[int]) -> None:
        shares = tuple(CapacityShare(ods=f"ORG{place}", units=one) for place, one in enumerate(units))
        asked = given(decider, *after(REGISTER)).when(but(ALLOCATE, shares=shares))
        if sum(units) > 10:
            asked.then_refused(no.CapacityExceeded)
        else:
            (allocated,) = asked.happened()
            assert allocated.unallocated_units + sum(units) == 10


class TestResizeSharedCapacity:
    def test_keeps_to_what_is_allocated(self) -> None:
        allocated = after(REGISTER, ALLOCATE)
        assert given(decider, *allocated).when(but(RESIZE, total_units=10)).happened()
        given(decider, *allocated).when(but(RESIZE, total_units=9)).then_refused(no.CapacityExceeded)


class TestReportSharedCapacityUse:
    def test_says_how_much_was_used_of_what_was_offered(self) -> None:
        may = but(USE, first_day=date(2026, 5, 1), last_day=date(2026, 5, 1), offered_units=10, used_units=10)
        row = row_after(shared_capacity_view, *after(REGISTER, USE, may))
        assert (row.offered_units, row.used_units, row.utilisation_bp) == (50, 40, 8_000)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"used_units": 41}, no.MoreUsedThanOffered),
            ({"last_day": date(2026, 3, 31)}, no.UsePeriodReversed),
            ({"last_day": date(2026, 5, 2)}, no.CapacityDayInFuture),
        ],
    )
    def test_refuses(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(decider, *after(REGISTER)).when(but(USE, **changes)).then_refused(refusal)

    def test_refuses_a_day_twice(self) -> None:
        again = but(USE, first_day=date(2026, 4, 30), last_day=TODAY)
        given(decider, *after(REGISTER, USE)).when(again).then_refused(no.UsePeriodOverlaps)

    def test_may_be_all(self) -> None:
        assert given(decider, *after(REGISTER)).when(but(USE, used_units=40)).happened()


class TestWithdrawSharedCapacity:
    def test_is_for_good(self) -> None:
        gone = after(REGISTER, WITHDRAW)
        assert row_after(shared_capacity_view, *gone).status == "withdrawn"
        for command in (ALLOCATE, RESIZE, USE, WITHDRAW):
            given(decider, *gone).when(command).then_refused(no.CapacityNotShared)

    def test_refuses_tomorrow(self) -> None:
        tomorrow = but(WITHDRAW, last_day=date(2026, 5, 2))
        given(decider, *after(REGISTER)).when(tomorrow).then_refused(no.CapacityDayInFuture)

    def test_refuses_what_nobody_registered(self) -> None:
        given(decider).when(WITHDRAW).then_refused(no.SharedCapacityNotFound)
