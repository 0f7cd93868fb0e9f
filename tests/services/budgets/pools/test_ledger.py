"""A pool's entries: payments, postings, reversals and the cost of discharges, at their edges and refused."""

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
    paid,
    pathway_linked,
    reconciled,
    spent,
    terminated,
    year_closed,
)

CLOSED = (*ACTIVE, year_closed(0))


class TestPayContribution:
    PAY = c.PayContribution(
        partner="07L", amount_pence=50_000, paid_on=date(2018, 4, 30), payment_ref="PAY-1", today=date(2018, 4, 30)
    )

    def test_takes_all_that_was_agreed_today(self) -> None:
        given(pool_decider, *ACTIVE).when(self.PAY).then(paid("07L", 50_000))

    def test_refuses_a_penny_more(self) -> None:
        given(pool_decider, *ACTIVE, paid("07L", 1, "PAY-0")).when(self.PAY).then_refused(r.PaymentAboveAgreed)

    def test_refuses_kind_where_cash_was_agreed(self) -> None:
        in_kind = self.PAY.model_copy(update={"kind": "in_kind"})
        given(pool_decider, *ACTIVE).when(in_kind).then_refused(r.PaymentAboveAgreed)

    def test_refuses_the_same_payment_twice(self) -> None:
        again = self.PAY.model_copy(update={"amount_pence": 1})
        given(pool_decider, *ACTIVE, paid("07L", 1)).when(again).then_refused(r.PaymentRefTaken)

    def test_refuses_a_payment_of_tomorrow(self) -> None:
        early = self.PAY.model_copy(update={"today": date(2018, 4, 29)})
        given(pool_decider, *ACTIVE).when(early).then_refused(r.PaidInFuture)

    def test_refuses_one_who_is_no_partner(self) -> None:
        stranger = self.PAY.model_copy(update={"partner": "08N"})
        given(pool_decider, *ACTIVE).when(stranger).then_refused(r.NotAPartner)

    @pytest.mark.parametrize(
        ("day", "quarter"),
        [
            (date(2018, 3, 31), 1),
            (date(2018, 6, 30), 1),
            (date(2018, 7, 1), 2),
            (date(2019, 3, 31), 4),
            (date(2019, 5, 1), 4),
        ],
    )
    def test_counts_in_its_quarter_and_outside_the_year_in_the_nearest(self, day: date, quarter: int) -> None:
        on_day = self.PAY.model_copy(update={"paid_on": day, "today": day})
        (taken,) = given(pool_decider, *ACTIVE).when(on_day).happened()
        assert taken.quarter == quarter

    def test_is_still_taken_after_the_year_is_closed(self) -> None:
        assert given(pool_decider, *CLOSED).when(self.PAY).happened()

    @pytest.mark.parametrize("history", [AGREED, (*CLOSED, reconciled), (*ACTIVE, terminated)])
    def test_is_refused_by_a_pool_that_is_not_active(self, history: tuple[e.PoolEvent, ...]) -> None:
        given(pool_decider, *history).when(self.PAY).then_refused(r.PoolNotActive)


class TestPostExpenditure:
    POST = c.PostExpenditure(
        line="BEDS", amount_pence=100, period="2018-04", source_ref="INV-1", posting_id=POSTING, known=None
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

    def test_refuses_a_source_reference_twice(self) -> None:
        again = self.POST.model_copy(update={"known": self.KNOWN})
        given(pool_decider, *ACTIVE).when(again).then_refused(r.SourceRefTaken)

    def test_refuses_a_line_the_pool_does_not_have(self) -> None:
        unknown = self.POST.model_copy(update={"line": "NONE"})
        given(pool_decider, *ACTIVE).when(unknown).then_refused(r.UnknownLine)

    def test_releases_a_held_cost(self) -> None:
        held = self.KNOWN.model_copy(update={"entry": "held", "pathway_id": PATHWAY, "setting": "op"})
        release = self.POST.model_copy(update={"known": held})
        given(pool_decider, *ACTIVE).when(release).then(
            spent("BEDS", 100, pathway_id=PATHWAY, setting="op", releases_held=True)
        )

    @pytest.mark.parametrize("history", [AGREED, (*CLOSED, reconciled), (*ACTIVE, terminated)])
    def test_is_refused_by_a_pool_that_is_not_active(self, history: tuple[e.PoolEvent, ...]) -> None:
        given(pool_decider, *history).when(self.POST).then_refused(r.PoolNotActive)


class TestReverseExpenditure:
    REVERSE = c.ReverseExpenditure(reason="wrong line", reversal_id=REVERSAL, posting=TestPostExpenditure.KNOWN)
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
        close = c.ClosePoolYear(today=DAY_AFTER)
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


class TestPostActivityCost:
    COST = c.PostActivityCost(
        posting_id=POSTING,
        pathway_id=PATHWAY,
        setting="op",
        discharged_on=date(2018, 5, 2),
        source_ref="event-1",
        source_ref_taken=False,
    )

    def held(self, command: c.PostActivityCost, *history: e.PoolEvent) -> e.ActivityCostHeld:
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
        event = self.held(self.COST, *AGREED, pathway_linked)
        assert (event.reason, event.amount_pence) == ("the pool is agreed", 150)

    def test_is_held_when_the_books_are_final(self) -> None:
        assert self.held(self.COST, *CLOSED, pathway_linked, reconciled).reason == "the pool is reconciled"

    def test_is_held_the_day_after_the_year(self) -> None:
        event = self.held(self.COST.model_copy(update={"discharged_on": DAY_AFTER}), *ACTIVE, pathway_linked)
        assert event.reason == "2019-04 is not in 2018/19"

    def test_is_held_without_a_price_for_the_setting(self) -> None:
        unpriced = pathway_linked.model_copy(update={"tariff": (e.Tariff(valid_from=date(2018, 4, 1), ip_pence=1),)})
        event = self.held(self.COST, *ACTIVE, unpriced)
        assert (event.reason, event.amount_pence) == ("no tariff is in force for the setting on that day", None)

    def test_is_held_before_the_tariff_begins(self) -> None:
        later = pathway_linked.model_copy(update={"tariff": (e.Tariff(valid_from=date(2018, 5, 3), op_pence=1),)})
        assert self.held(self.COST, *ACTIVE, later).amount_pence is None
