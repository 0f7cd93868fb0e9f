"""A pool's year: returns, forecast and the sharing of its variance, at their edges and refused."""

from datetime import date

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
    SHARES,
    dismissed,
    held,
    paid,
    reconciled,
    spent,
    year_closed,
)

CLOSED = (*ACTIVE, year_closed(0))


class TestSubmitQuarterlyReturn:
    SECOND = c.SubmitQuarterlyReturn(by_org="08F", quarter=2, today=date(2018, 10, 1))
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
        fourth = c.SubmitQuarterlyReturn(by_org="08F", quarter=4, today=DAY_AFTER)
        assert given(pool_decider, *CLOSED, reconciled).when(fourth).happened()

    def test_is_refused_before_the_pool_was_active(self) -> None:
        given(pool_decider, *AGREED).when(self.SECOND).then_refused(r.BooksNotOpened)


class TestAmendQuarterlyReturn:
    AMEND = c.AmendQuarterlyReturn(by_org="08F", quarter=2, reason="late invoice")

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
        (forecast,) = (
            given(pool_decider, *ACTIVE).when(c.UpdateForecast(by_org="08F", outturn_pence=110_000)).happened()
        )
        assert (forecast.variance_pence, forecast.risk_pool_used_pence) == (10_000, 5_000)
        borne = {one.partner: (one.variance_pence, one.total_pence) for one in forecast.partner_forecasts}
        assert borne == {"07L": (3_143, 53_143), "E09000002": (600, 30_600), "08F": (1_257, 21_257)}

    def test_of_a_line_counts_the_others_at_their_budget_or_last_forecast(self) -> None:
        beds, home = (c.UpdateForecast(by_org="08F", line=code, outturn_pence=60_000) for code in ("BEDS", "HOME"))
        (first,) = given(pool_decider, *ACTIVE).when(beds).happened()
        (both,) = given(pool_decider, *ACTIVE).when(beds, home).happened()
        assert (first.forecast_outturn_pence, both.forecast_outturn_pence) == (100_000, 120_000)

    def test_of_the_whole_pool_sets_the_lines_forecasts_aside(self) -> None:
        beds, home = (c.UpdateForecast(by_org="08F", line=code, outturn_pence=60_000) for code in ("BEDS", "HOME"))
        (last,) = (
            given(pool_decider, *ACTIVE).when(beds, c.UpdateForecast(by_org="08F", outturn_pence=1), home).happened()
        )
        assert last.forecast_outturn_pence == 100_000

    def test_is_refused_for_an_aligned_line(self) -> None:
        given(pool_decider, *ACTIVE).when(c.UpdateForecast(by_org="08F", line="SURG", outturn_pence=1)).then_refused(
            r.LineNotPooled
        )

    def test_is_refused_for_an_unknown_line(self) -> None:
        given(pool_decider, *ACTIVE).when(c.UpdateForecast(by_org="08F", line="NONE", outturn_pence=1)).then_refused(
            r.UnknownLine
        )

    @pytest.mark.parametrize("history", [AGREED, CLOSED])
    def test_is_refused_before_and_after_the_pool_is_active(self, history: tuple[e.PoolEvent, ...]) -> None:
        given(pool_decider, *history).when(c.UpdateForecast(by_org="08F", outturn_pence=1)).then_refused(
            r.ForecastNotOpen
        )


class TestReconcilePool:
    RECONCILE = c.ReconcilePool(by_org="08F", today=date(2019, 6, 1))

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

    def test_is_refused_while_a_cost_is_held_and_done_once_none_is(self) -> None:
        history = (*ACTIVE, held(), year_closed(0))
        given(pool_decider, *history).when(self.RECONCILE).then_refused(r.HeldCostsOutstanding)
        assert given(pool_decider, *history, dismissed).when(self.RECONCILE).happened()
        allocated, _ = (
            given(pool_decider, *history, spent("BEDS", 150, releases_held=True)).when(self.RECONCILE).happened()
        )
        assert allocated.outturn_pence == 150

    @pytest.mark.parametrize("history", [ACTIVE, (*CLOSED, reconciled)])
    def test_is_refused_before_the_year_is_closed_and_twice(self, history: tuple[e.PoolEvent, ...]) -> None:
        given(pool_decider, *history).when(self.RECONCILE).then_refused(r.YearNotClosed)
