"""A pool's money: payments, postings, returns, forecast and year end, at their edges and refused."""

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
    SHARES,
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


class TestSubmitQuarterlyReturn:
    SECOND = c.SubmitQuarterlyReturn(quarter=2, today=date(2018, 10, 1))
    HISTORY = (
        *ACTIVE,
        paid("07L", 10, "PAY-1", 1),
        paid("08F", 5, "PAY-2", 2),
        spent("BEDS", 100, "2018-06"),
        spent("HOME", 30, "2018-07"),
        spent("HOME", 3, "2018-09"),
        spent("SURG", 999, "2018-07"),
    )
    submitted = e.QuarterlyReturnSubmitted(
        **ABOUT,
        quarter=2,
        income_pence=5,
        expenditure_pence=33,
        income_to_date_pence=15,
        expenditure_to_date_pence=133,
    )

    def test_reports_what_the_entries_say_of_the_pooled_lines(self) -> None:
        given(pool_decider, *self.HISTORY).when(self.SECOND).then(self.submitted)

    def test_is_refused_on_the_last_day_of_the_quarter(self) -> None:
        early = self.SECOND.model_copy(update={"today": date(2018, 9, 30)})
        given(pool_decider, *self.HISTORY).when(early).then_refused(r.QuarterStillRunning)

    def test_is_refused_twice(self) -> None:
        given(pool_decider, *self.HISTORY, self.submitted).when(self.SECOND).then_refused(r.ReturnAlreadySubmitted)

    def test_is_made_for_the_fourth_quarter_after_reconciliation_too(self) -> None:
        fourth = c.SubmitQuarterlyReturn(quarter=4, today=DAY_AFTER)
        assert given(pool_decider, *CLOSED, reconciled).when(fourth).happened()

    def test_is_refused_before_the_pool_was_active(self) -> None:
        given(pool_decider, *AGREED).when(self.SECOND).then_refused(r.BooksNotOpened)


class TestAmendQuarterlyReturn:
    AMEND = c.AmendQuarterlyReturn(quarter=2, reason="late invoice")

    def test_reports_the_figures_as_they_stand_now(self) -> None:
        late = spent("BEDS", 7, "2018-08")
        history = (*TestSubmitQuarterlyReturn.HISTORY, TestSubmitQuarterlyReturn.submitted, late)
        (amended,) = given(pool_decider, *history).when(self.AMEND).happened()
        assert (amended.previous_expenditure_pence, amended.expenditure_pence) == (33, 40)
        assert amended.expenditure_to_date_pence == 140

    def test_is_refused_for_a_quarter_nobody_reported(self) -> None:
        given(pool_decider, *ACTIVE).when(self.AMEND).then_refused(r.ReturnNotSubmitted)


class TestUpdateForecast:
    def test_of_the_whole_pool_says_what_each_partner_will_bear(self) -> None:
        # 10,000 over; the risk pool bears 5,000; the council's cap is 600 (2% of 30,000), not its 1,500.
        (forecast,) = given(pool_decider, *ACTIVE).when(c.UpdateForecast(outturn_pence=110_000)).happened()
        assert (forecast.variance_pence, forecast.risk_pool_used_pence) == (10_000, 5_000)
        borne = {one.partner: (one.variance_pence, one.total_pence) for one in forecast.partner_forecasts}
        assert borne == {"07L": (3_143, 53_143), "E09000002": (600, 30_600), "08F": (1_257, 21_257)}

    def test_of_a_line_counts_the_others_at_their_budget_or_last_forecast(self) -> None:
        beds, home = (c.UpdateForecast(line=code, outturn_pence=60_000) for code in ("BEDS", "HOME"))
        (first,) = given(pool_decider, *ACTIVE).when(beds).happened()
        (both,) = given(pool_decider, *ACTIVE).when(beds, home).happened()
        assert (first.forecast_outturn_pence, both.forecast_outturn_pence) == (100_000, 120_000)

    def test_of_the_whole_pool_sets_the_lines_forecasts_aside(self) -> None:
        beds, home = (c.UpdateForecast(line=code, outturn_pence=60_000) for code in ("BEDS", "HOME"))
        (last,) = given(pool_decider, *ACTIVE).when(beds, c.UpdateForecast(outturn_pence=1), home).happened()
        assert last.forecast_outturn_pence == 100_000

    def test_is_refused_for_an_aligned_line(self) -> None:
        given(pool_decider, *ACTIVE).when(c.UpdateForecast(line="SURG", outturn_pence=1)).then_refused(r.LineNotPooled)

    def test_is_refused_for_an_unknown_line(self) -> None:
        given(pool_decider, *ACTIVE).when(c.UpdateForecast(line="NONE", outturn_pence=1)).then_refused(r.UnknownLine)

    @pytest.mark.parametrize("history", [AGREED, CLOSED])
    def test_is_refused_before_and_after_the_pool_is_active(self, history: tuple[e.PoolEvent, ...]) -> None:
        given(pool_decider, *history).when(c.UpdateForecast(outturn_pence=1)).then_refused(r.ForecastNotOpen)


class TestReconcilePool:
    RECONCILE = c.ReconcilePool(today=date(2019, 6, 1))

    def test_shares_the_overspend_of_the_pooled_lines(self) -> None:
        history = (*ACTIVE, spent("BEDS", 110_000), spent("SURG", 999), year_closed(110_000))
        allocated, final = given(pool_decider, *history).when(self.RECONCILE).happened()
        assert (allocated.outturn_pence, allocated.pool_pence, allocated.variance_pence) == (110_000, 100_000, 10_000)
        assert [one.amount_pence for one in allocated.allocations] == [3_143, 600, 1_257]
        assert allocated.rule_version == "pro_rata_after_risk_pool_with_caps/1"
        assert (final.outturn_pence, final.variance_pence) == (110_000, 10_000)

    def test_hands_an_underspend_back(self) -> None:
        history = (*ACTIVE, spent("BEDS", 80_000), year_closed(80_000))
        allocated, _ = given(pool_decider, *history).when(self.RECONCILE).happened()
        assert allocated.investment_fund_pence == 5_000
        assert [one.amount_pence for one in allocated.allocations] == [-7_500, -4_500, -3_000]

    def test_escalates_what_nobody_is_bound_to_pay(self) -> None:
        caps = tuple(e.PartnerCap(partner=one.partner, cap_bp=200) for one in SHARES)
        all_capped = ACTIVE[0].model_copy(update={"risk_share": e.RiskShareTerms(risk_pool_pence=5_000, caps=caps)})
        history = (all_capped, *ACTIVE[1:], spent("BEDS", 110_000), year_closed(110_000))
        allocated, escalated, _ = given(pool_decider, *history).when(self.RECONCILE).happened()
        assert [one.amount_pence for one in allocated.allocations] == [1_000, 600, 400]
        assert (allocated.unallocated_pence, escalated.unallocated_pence) == (3_000, 3_000)
        assert escalated.escalated_to == "joint commissioning board"

    @pytest.mark.parametrize("history", [ACTIVE, (*CLOSED, reconciled)])
    def test_is_refused_before_the_year_is_closed_and_twice(self, history: tuple[e.PoolEvent, ...]) -> None:
        given(pool_decider, *history).when(self.RECONCILE).then_refused(r.YearNotClosed)
