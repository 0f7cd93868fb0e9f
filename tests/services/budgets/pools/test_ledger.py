"""A pool's entries: postings, reversals and the cost of discharges, at their edges and refused."""

from datetime import date
from typing import Any

import pytest

from services.budgets.pools import commands as c
from services.budgets.pools import refusals as r
from services.budgets.pools.domain import pool_decider
from shared.events.budgets import pools as e
from tests.kit.scenario import given
from tests.services.budgets.pools.history import (
    ABOUT,
    ACTIVE,
    AGREED,
    DAY_AFTER,
    PATHWAY,
    POSTING,
    REVERSAL,
    dismissed,
    held,
    pathway_linked,
    reconciled,
    spent,
    terminated,
    year_closed,
)

CLOSED = (*ACTIVE, year_closed(0))


class TestPostExpenditure:
    POST = c.PostExpenditure(
        line="BEDS",
        amount_pence=100,
        period="2018-04",
        source_ref="INV-1",
        posting_id=POSTING,
        known=None,
        by_org="08F",
        today=DAY_AFTER,
    )
    KNOWN = c.Posting(
        posting_id=POSTING,
        line="BEDS",
        amount_pence=100,
        period="2018-04",
        entry="expenditure",
        pathway_id=None,
        setting=None,
        reversed_by=None,
    )

    def test_on_a_line_in_the_first_month(self) -> None:
        given(pool_decider, *ACTIVE).when(self.POST).then(spent("BEDS", 100))

    def test_takes_accruals_until_reconciliation(self) -> None:
        last_month = self.POST.model_copy(update={"period": "2019-03"})
        given(pool_decider, *CLOSED).when(last_month).then(spent("BEDS", 100, "2019-03"))

    @pytest.mark.parametrize("period", ["2018-03", "2019-04"])
    def test_refuses_a_month_outside_the_year(self, period: str) -> None:
        outside = self.POST.model_copy(update={"period": period})
        given(pool_decider, *ACTIVE).when(outside).then_refused(r.PeriodOutsideYear)

    @pytest.mark.parametrize(("today", "accepted"), [(date(2018, 9, 1), True), (date(2018, 8, 31), False)])
    def test_is_for_a_month_that_has_begun(self, today: date, accepted: bool) -> None:
        september = self.POST.model_copy(update={"period": "2018-09", "today": today})
        asked = given(pool_decider, *ACTIVE).when(september)
        if accepted:
            asked.then(spent("BEDS", 100, "2018-09"))
        else:
            asked.then_refused(r.PeriodNotBegun)

    def test_refuses_a_source_reference_twice(self) -> None:
        again = self.POST.model_copy(update={"known": self.KNOWN})
        given(pool_decider, *ACTIVE).when(again).then_refused(r.SourceRefTaken)

    def test_refuses_a_line_the_pool_does_not_have(self) -> None:
        unknown = self.POST.model_copy(update={"line": "NONE"})
        given(pool_decider, *ACTIVE).when(unknown).then_refused(r.UnknownLine)

    HELD = KNOWN.model_copy(update={"entry": "held", "pathway_id": PATHWAY, "setting": "op"})

    def test_releases_a_held_cost(self) -> None:
        release = self.POST.model_copy(update={"known": self.HELD})
        given(pool_decider, *ACTIVE, held()).when(release).then(
            spent("BEDS", 100, pathway_id=PATHWAY, setting="op", releases_held=True)
        )

    @pytest.mark.parametrize("since", [dismissed, spent("BEDS", 100, releases_held=True)])
    def test_releases_no_held_cost_that_was_settled_meanwhile(self, since: e.PoolEvent) -> None:
        release = self.POST.model_copy(update={"known": self.HELD})
        given(pool_decider, *ACTIVE, held(), since).when(release).then_refused(r.SourceRefTaken)

    @pytest.mark.parametrize("history", [AGREED, (*CLOSED, reconciled), (*ACTIVE, terminated)])
    def test_is_refused_by_a_pool_that_is_not_active(self, history: tuple[e.PoolEvent, ...]) -> None:
        given(pool_decider, *history).when(self.POST).then_refused(r.PoolNotActive)


class TestReverseExpenditure:
    REVERSE = c.ReverseExpenditure(
        reason="wrong line", reversal_id=REVERSAL, posting=TestPostExpenditure.KNOWN, by_org="08F"
    )
    reversed_ = e.ExpenditureReversed(
        **ABOUT,
        reversal_id=REVERSAL,
        posting_id=POSTING,
        line="BEDS",
        line_title="Line BEDS",
        funding="pooled",
        amount_pence=-100,
        period="2018-04",
        source_ref=f"reversal:{POSTING}",
        reason="wrong line",
    )

    def test_takes_the_posting_back(self) -> None:
        given(pool_decider, *ACTIVE, spent("BEDS", 100)).when(self.REVERSE).then(self.reversed_)

    def test_leaves_nothing_spent(self) -> None:
        close = c.ClosePoolYear(by_org="08F", today=DAY_AFTER)
        given(pool_decider, *ACTIVE, spent("BEDS", 100), self.reversed_).when(close).then(year_closed(0))

    def test_is_refused_twice(self) -> None:
        posting = TestPostExpenditure.KNOWN.model_copy(update={"reversed_by": REVERSAL})
        again = self.REVERSE.model_copy(update={"posting": posting})
        given(pool_decider, *ACTIVE).when(again).then_refused(r.PostingAlreadyReversed)

    @pytest.mark.parametrize("entry", ["reversal", "held"])
    def test_is_refused_for_what_is_no_expenditure(self, entry: str) -> None:
        posting = TestPostExpenditure.KNOWN.model_copy(update={"entry": entry})
        given(pool_decider, *ACTIVE).when(self.REVERSE.model_copy(update={"posting": posting})).then_refused(
            r.NotReversible
        )

    def test_is_refused_for_a_posting_of_another_pool(self) -> None:
        unknown = self.REVERSE.model_copy(update={"posting": None})
        given(pool_decider, *ACTIVE).when(unknown).then_refused(r.PostingNotFound)

    def test_is_refused_once_the_books_are_final(self) -> None:
        given(pool_decider, *CLOSED, reconciled).when(self.REVERSE).then_refused(r.PoolNotActive)


class TestDismissHeldCost:
    DISMISS = c.DismissHeldCost(posting_id=POSTING, reason="another pool paid", by_org="08F")

    @pytest.mark.parametrize("history", [(*AGREED, held()), (*CLOSED, held()), (*CLOSED, reconciled, held())])
    def test_settles_it_without_money_whatever_the_status(self, history: tuple[e.PoolEvent, ...]) -> None:
        given(pool_decider, *history).when(self.DISMISS).then(dismissed)

    @pytest.mark.parametrize("since", [dismissed, spent("BEDS", 150, releases_held=True)])
    def test_is_refused_once_it_is_settled(self, since: e.PoolEvent) -> None:
        given(pool_decider, *ACTIVE, held(), since).when(self.DISMISS).then_refused(r.HeldCostNotFound)

    def test_is_refused_for_what_was_never_held(self) -> None:
        given(pool_decider, *ACTIVE, spent("BEDS", 150)).when(self.DISMISS).then_refused(r.HeldCostNotFound)


class TestPostActivityCost:
    COST = c.PostActivityCost(
        posting_id=POSTING,
        pathway_id=PATHWAY,
        setting="op",
        discharged_on=date(2018, 5, 2),
        source_ref="event-1",
        source_ref_taken=False,
    )

    def held_back(self, command: c.PostActivityCost, *history: e.PoolEvent) -> e.ActivityCostHeld:
        (event,) = given(pool_decider, *history).when(command).happened()
        assert isinstance(event, e.ActivityCostHeld)
        return event

    def test_goes_to_the_line_that_pays_for_the_pathway(self) -> None:
        (posted,) = given(pool_decider, *ACTIVE, pathway_linked).when(self.COST).happened()
        assert (posted.line, posted.amount_pence, posted.period, posted.source_ref) == (
            "BEDS",
            150,
            "2018-05",
            "event-1",
        )
        assert (posted.pathway_id, posted.setting) == (PATHWAY, "op")

    @pytest.mark.parametrize(("setting", "pence"), [("op", 150), ("ip", 2_000), ("dc", 700), ("ed", 90)])
    def test_costs_what_the_setting_costs(self, setting: Any, pence: int) -> None:
        cost = self.COST.model_copy(update={"setting": setting})
        (posted,) = given(pool_decider, *ACTIVE, pathway_linked).when(cost).happened()
        assert posted.amount_pence == pence

    @pytest.mark.parametrize(("day", "pence"), [(date(2018, 6, 30), 150), (date(2018, 7, 1), 160)])
    def test_costs_what_the_tariff_of_the_day_says(self, day: date, pence: int) -> None:
        dearer = (*pathway_linked.tariff, e.Tariff(valid_from=date(2018, 7, 1), op_pence=160))
        linked = pathway_linked.model_copy(update={"tariff": dearer})
        cost = self.COST.model_copy(update={"discharged_on": day})
        (posted,) = given(pool_decider, *ACTIVE, linked).when(cost).happened()
        assert posted.amount_pence == pence

    def test_is_posted_once_whatever_is_replayed(self) -> None:
        replay = self.COST.model_copy(update={"source_ref_taken": True})
        given(pool_decider, *ACTIVE, pathway_linked).when(replay).then()

    def test_of_a_pathway_no_line_pays_for_is_nothing(self) -> None:
        given(pool_decider, *ACTIVE).when(self.COST).then()

    def test_is_held_by_a_pool_that_is_not_active(self) -> None:
        event = self.held_back(self.COST, *AGREED, pathway_linked)
        assert (event.reason, event.amount_pence) == ("the pool is agreed", 150)

    def test_is_held_when_the_books_are_final(self) -> None:
        assert self.held_back(self.COST, *CLOSED, pathway_linked, reconciled).reason == "the pool is reconciled"

    def test_is_held_the_day_after_the_year(self) -> None:
        event = self.held_back(self.COST.model_copy(update={"discharged_on": DAY_AFTER}), *ACTIVE, pathway_linked)
        assert event.reason == "2019-04 is not in 2018/19"

    def test_is_held_without_a_price_for_the_setting(self) -> None:
        unpriced = pathway_linked.model_copy(update={"tariff": (e.Tariff(valid_from=date(2018, 4, 1), ip_pence=1),)})
        event = self.held_back(self.COST, *ACTIVE, unpriced)
        assert (event.reason, event.amount_pence) == ("no tariff is in force for the setting on that day", None)

    def test_is_held_before_the_tariff_begins(self) -> None:
        later = pathway_linked.model_copy(update={"tariff": (e.Tariff(valid_from=date(2018, 5, 3), op_pence=1),)})
        assert self.held_back(self.COST, *ACTIVE, later).amount_pence is None
