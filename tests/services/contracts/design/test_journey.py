"""The two sides, the split of commissioning and the stages, at the edges and refused (R34, R35, R38, R39)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.design import commands as c
from services.contracts.design import refusals as r
from services.contracts.design.domain import design_decider
from services.contracts.design.views import acs_design_view
from services.contracts.naming import NamedTwice
from shared.events.contracts import design_parts as p
from shared.kernel.four_eyes import ApprovedByProposer
from tests.kit.scenario import given, row_after
from tests.services.contracts.design.history import (
    A_DAY,
    CONFIRMED,
    OPTIONS,
    READY,
    SHARES,
    TODAY,
    approved,
    begun,
    confirmed,
    live,
    mobilised,
    selected,
    sides,
    split,
)

NAME = c.NameSides(strategic=sides.strategic, alliance=sides.alliance, on_both=sides.on_both)
SPLIT = c.SplitFunctions(effective_on=date(2018, 4, 1), shares=SHARES)
BEGIN = c.BeginMobilisation(on=TODAY, today=TODAY, by="bob")
CONFIRM = c.ConfirmItem(
    item="geography", reference="paper 7", seat="chief finance officer", confirmed_on=TODAY, today=TODAY, by="dee"
)


class TestNameSides:
    def test_both_sides_see_the_design_from_then_on(self) -> None:
        given(design_decider, begun).when(NAME).then(sides)
        assert row_after(acs_design_view, begun, sides).parties == ["07L", "08F", "E09000016", "RF4"]

    def test_who_is_on_both_needs_a_reason_and_nobody_else_has_one(self) -> None:
        other = p.OnBothSides(org="RF4", reason="none")
        for reasons in ((), (*sides.on_both, other), (other,)):
            given(design_decider, begun).when(NAME.model_copy(update={"on_both": reasons})).then_refused(
                r.ReasonForBothSides
            )

    @pytest.mark.parametrize("side", ["strategic", "alliance"])
    def test_nobody_stands_on_a_side_twice(self, side: str) -> None:
        twice = NAME.model_copy(update={side: ("08F", "08F")})
        given(design_decider, begun).when(twice).then_refused(r.OnASideTwice)


class TestSplitFunctions:
    def test_thirty_and_seventy_are_the_whole(self) -> None:
        given(design_decider, begun).when(SPLIT).then(split)

    @pytest.mark.parametrize("share", [2_999, 3_001])
    def test_refuses_a_basis_point_too_few_or_too_many(self, share: int) -> None:
        shares = (SHARES[0].model_copy(update={"share_bp": share}), SHARES[1])
        given(design_decider, begun).when(SPLIT.model_copy(update={"shares": shares})).then_refused(r.SharesNotWhole)

    @whatever(st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(["strategic", "alliance"])), max_size=6))
    def test_whatever_is_the_whole_is_accepted_and_nothing_else(self, drawn: list[tuple[int, Any]]) -> None:
        rest = 10_000 - sum(share for share, _ in drawn)
        shares = [*drawn, (rest, "alliance")] if 0 <= rest <= 10_000 else drawn
        asked = SPLIT.model_copy(
            update={
                "shares": tuple(
                    p.FunctionShare(function=f"function {n}", side=side, share_bp=share)
                    for n, (share, side) in enumerate(shares)
                )
            }
        )
        if sum(one.share_bp for one in asked.shares) != 10_000:
            given(design_decider, begun).when(asked).then_refused(r.SharesNotWhole)
            return
        (event,) = given(design_decider, begun).when(asked).happened()
        assert event.strategic_bp + event.alliance_bp == 10_000

    def test_a_function_may_be_shared_by_the_sides_and_stands_once_on_each(self) -> None:
        shared = (SHARES[0], SHARES[1].model_copy(update={"function": SHARES[0].function}))
        assert given(design_decider, begun).when(SPLIT.model_copy(update={"shares": shared})).happened()
        twice = (SHARES[0], SHARES[1], SHARES[0].model_copy(update={"share_bp": 0}))
        given(design_decider, begun).when(SPLIT.model_copy(update={"shares": twice})).then_refused(NamedTwice)

    def test_another_one_holds_from_a_later_day(self) -> None:
        history = given(design_decider, begun, split)
        history.when(SPLIT).then_refused(r.SplitNotAfterTheLast)
        (event,) = history.when(SPLIT.model_copy(update={"effective_on": date(2018, 4, 2)})).happened()
        assert event.split.number == 2


class TestConfirmItem:
    def test_the_newest_of_an_item_holds(self) -> None:
        earlier = confirmed("geography", by="eve", on=TODAY - A_DAY)
        given(design_decider, begun, earlier).when(CONFIRM).then(confirmed("geography"))
        row = row_after(acs_design_view, begun, earlier, confirmed("geography"))
        assert (len(row.confirmations), row.confirmed_by) == (1, ["dee"])

    def test_asked_twice_it_is_confirmed_once(self) -> None:
        given(design_decider, begun, confirmed("geography")).when(CONFIRM).then()

    def test_refuses_tomorrow_and_what_is_in_mobilisation(self) -> None:
        tomorrow = CONFIRM.model_copy(update={"confirmed_on": TODAY + A_DAY})
        given(design_decider, begun).when(tomorrow).then_refused(r.ConfirmedInFuture)
        given(design_decider, *READY, mobilised).when(CONFIRM).then_refused(r.NotInThatStage)


class TestBeginMobilisation:
    def test_begins_once_all_three_are_confirmed_and_the_design_is_approved(self) -> None:
        given(design_decider, *READY).when(BEGIN).then(mobilised)
        assert row_after(acs_design_view, *READY).missing == []

    @pytest.mark.parametrize("absent", range(3))
    def test_waits_for_each_of_the_three(self, absent: int) -> None:
        two = [one for n, one in enumerate(CONFIRMED) if n != absent]
        history = (*OPTIONS, selected, approved, *two)
        given(design_decider, *history).when(BEGIN).then_refused(r.MobilisationNotReady)
        item = CONFIRMED[absent].confirmation.item.replace("_", " ")
        assert row_after(acs_design_view, *history).missing == [item]

    def test_waits_for_the_approval(self) -> None:
        given(design_decider, *OPTIONS, selected, *CONFIRMED).when(BEGIN).then_refused(r.MobilisationNotReady)

    def test_is_for_somebody_who_has_confirmed_nothing_of_it(self) -> None:
        given(design_decider, *READY).when(BEGIN.model_copy(update={"by": "dee"})).then_refused(ApprovedByProposer)

    def test_begins_today_at_the_latest_and_not_before_what_it_rests_on(self) -> None:
        history = given(design_decider, *READY)
        history.when(BEGIN.model_copy(update={"on": TODAY + A_DAY})).then_refused(r.StageInFuture)
        history.when(BEGIN.model_copy(update={"on": TODAY - A_DAY})).then_refused(r.StageBeforeTheLast)

    def test_begins_once(self) -> None:
        given(design_decider, *READY, mobilised).when(BEGIN).then_refused(r.NotInThatStage)


class TestGoLive:
    LIVE = c.GoLive(on=TODAY, today=TODAY)

    def test_comes_after_mobilisation(self) -> None:
        given(design_decider, *READY, mobilised).when(self.LIVE).then(live)
        for history in (READY, (*READY, mobilised, live)):
            given(design_decider, *history).when(self.LIVE).then_refused(r.NotInThatStage)

    def test_is_no_earlier_than_mobilisation_and_today_at_the_latest(self) -> None:
        history = given(design_decider, *READY, mobilised)
        history.when(self.LIVE.model_copy(update={"on": TODAY - A_DAY})).then_refused(r.StageBeforeTheLast)
        history.when(self.LIVE.model_copy(update={"on": TODAY + A_DAY})).then_refused(r.StageInFuture)
