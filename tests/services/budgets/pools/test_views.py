"""Pools as people read them, after each event; the ledger's and the links' rows."""

from datetime import date
from typing import Any

from services.budgets.pools.ledger_views import line_link_view, posting_view
from services.budgets.pools.rows import LinePosition, PoolRow
from services.budgets.pools.views import pool_view
from shared.events.budgets import pools as e
from shared.views import Key, View
from tests.kit.scenario import recorded, row_after
from tests.services.budgets.pools.history import (
    ABOUT,
    ACTIVE,
    AGREED,
    CONTRACT,
    DAY_AFTER,
    PARTNERS,
    PATHWAY,
    POOL,
    POSTING,
    REVERSAL,
    contract_linked,
    dismissed,
    opened,
    paid,
    pathway_linked,
    payment_reversed,
    reconciled,
    spent,
    terminated,
    year_closed,
)
from tests.services.budgets.pools.history import held as held_cost
from tests.services.budgets.pools.test_ledger import TestReverseExpenditure
from tests.services.budgets.pools.test_links import commitment
from tests.services.budgets.pools.test_year import TestSubmitQuarterlyReturn

reversed_ = TestReverseExpenditure.reversed_
held = held_cost()


def pool_after(*history: e.PoolEvent) -> PoolRow:
    row = row_after(pool_view, *history)
    assert isinstance(row, PoolRow)
    assert pool_view.read(row.model_dump_json()) == row
    return row


def line_of(row: PoolRow, code: str) -> LinePosition:
    return next(one for one in row.lines if one.line.code == code)


def rows_after(view: View[Any], *history: e.PoolEvent) -> dict[Key, Any]:
    rows: dict[Key, Any] = {}
    for version, event in enumerate(history, start=1):
        one = recorded(event, version)
        for key in view.keys(one):
            rows[key] = view.project(rows.get(key), one)
    return rows


class TestPoolRow:
    def test_of_a_draft_has_everything_at_nothing(self) -> None:
        row = pool_after(opened)
        assert (row.status, row.parties, row.version) == ("draft", list(PARTNERS), 1)
        assert (row.pooled_budget_pence, row.contributions_pence, row.spend_pence) == (80_000, 0, 0)
        assert (row.variance_pence, row.forecast_outturn_pence) == (None, None)

    def test_of_an_active_pool_shows_who_agreed_what(self) -> None:
        row = pool_after(*ACTIVE, paid("07L", 10))
        assert (row.status, row.contributions_pence, row.paid_pence) == ("active", 100_000, 10)
        assert [one.contribution_pence for one in row.positions] == [50_000, 30_000, 20_000]
        assert (row.positions[0].paid_pence, row.positions[0].signed_on) == (10, date(2018, 3, 1))

    def test_follows_a_varied_contribution(self) -> None:
        varied = e.ContributionAgreed(
            **ABOUT, partner="07L", kind="cash", amount_pence=60_000, previous_pence=50_000, variation_reason="growth"
        )
        row = pool_after(*ACTIVE, varied)
        assert (row.contributions_pence, row.positions[0].cash_agreed_pence) == (110_000, 60_000)

    def test_counts_pooled_and_aligned_spending_apart(self) -> None:
        row = pool_after(*ACTIVE, spent("BEDS", 100), spent("SURG", 7))
        assert (row.spend_pence, row.aligned_spend_pence) == (100, 7)
        assert (line_of(row, "BEDS").spend_pence, line_of(row, "SURG").spend_pence) == (100, 7)

    def test_takes_a_reversal_off_again(self) -> None:
        row = pool_after(*ACTIVE, spent("BEDS", 100), reversed_)
        assert (row.spend_pence, line_of(row, "BEDS").spend_pence) == (0, 0)

    def test_counts_held_costs_until_they_are_released(self) -> None:
        released = spent("BEDS", 150, releases_held=True)
        assert pool_after(*AGREED, pathway_linked, held).held_costs == 1
        assert pool_after(*AGREED, pathway_linked, held, released).held_costs == 0
        assert pool_after(*AGREED, pathway_linked, held, dismissed).held_costs == 0

    def test_takes_a_payment_off_again(self) -> None:
        payment = paid("07L", 10)
        row = pool_after(*ACTIVE, payment, payment_reversed(payment))
        assert (row.paid_pence, row.positions[0].paid_pence) == (0, 0)

    def test_is_a_draft_without_signatures_once_they_were_withdrawn(self) -> None:
        row = pool_after(*AGREED, e.SignaturesWithdrawn(**ABOUT, partner="07L"))
        assert (row.status, {one.signed_on for one in row.positions}) == ("draft", {None})

    def test_names_the_returns_whose_figures_changed_since(self) -> None:
        second = TestSubmitQuarterlyReturn.submitted
        first = second.model_copy(update={"quarter": 1})
        reported = (*ACTIVE, first, second)
        assert pool_after(*reported).returns_to_amend == []
        assert pool_after(*reported, spent("BEDS", 1, "2018-09")).returns_to_amend == [2]
        assert pool_after(*reported, spent("BEDS", 1, "2018-06")).returns_to_amend == [1, 2]
        assert pool_after(*reported, reversed_).returns_to_amend == [1, 2]
        assert pool_after(*reported, paid("07L", 1, quarter=2)).returns_to_amend == [2]
        assert pool_after(*reported, spent("BEDS", 1, "2018-10")).returns_to_amend == []
        assert pool_after(*reported, spent("SURG", 1, "2018-04")).returns_to_amend == []
        amended = e.QuarterlyReturnAmended(
            **second.model_dump(exclude={"narrative"}), previous_income_pence=0, previous_expenditure_pence=0
        )
        assert pool_after(*reported, spent("BEDS", 1, "2018-06"), amended).returns_to_amend == [1]

    def test_shows_returns_in_order_and_how_often_they_were_amended(self) -> None:
        second = TestSubmitQuarterlyReturn.submitted
        first = second.model_copy(update={"quarter": 1})
        amended = e.QuarterlyReturnAmended(
            **ABOUT,
            quarter=2,
            income_pence=6,
            expenditure_pence=34,
            income_to_date_pence=16,
            expenditure_to_date_pence=134,
            previous_income_pence=5,
            previous_expenditure_pence=33,
        )
        row = pool_after(*ACTIVE, second, first, amended)
        assert [(one.quarter, one.expenditure_pence, one.amendments) for one in row.returns] == [(1, 33, 0), (2, 34, 1)]

    def test_shows_the_forecast_with_each_partners_share(self) -> None:
        part = e.PartnerForecast(
            partner="07L", contribution_pence=50_000, variance_pence=3, capped=False, total_pence=50_003
        )
        forecast = e.ForecastUpdated(
            **ABOUT,
            line="BEDS",
            line_forecast_pence=40_003,
            forecast_outturn_pence=100_003,
            pool_pence=100_000,
            variance_pence=3,
            risk_pool_used_pence=0,
            investment_fund_pence=0,
            partner_forecasts=tuple(part.model_copy(update={"partner": partner}) for partner in PARTNERS),
            unallocated_pence=0,
            rule_version="x/1",
        )
        row = pool_after(*ACTIVE, forecast)
        assert (row.forecast_outturn_pence, row.forecast_variance_pence) == (100_003, 3)
        assert (line_of(row, "BEDS").forecast_pence, row.positions[0].forecast_total_pence) == (40_003, 50_003)
        whole = forecast.model_copy(update={"line": None, "line_forecast_pence": None})
        assert line_of(pool_after(*ACTIVE, forecast, whole), "BEDS").forecast_pence is None

    def test_shows_contracts_and_what_they_commit(self) -> None:
        above = e.CommitmentsAboveBudget(
            **ABOUT, line="BEDS", budget_pence=40_000, commitments_pence=40_001, excess_pence=1
        )
        row = pool_after(opened, contract_linked(), commitment(e.CommitmentOpened, 40_001), above)
        (contract,) = line_of(row, "BEDS").contracts
        assert (contract.ref, contract.status, contract.committed_pence) == ("BHR-0001", "open", 40_001)
        assert (row.committed_pence, line_of(row, "BEDS").above_budget) == (40_001, True)

    def test_forgets_a_contract_that_was_unlinked(self) -> None:
        unlinked = e.LineUnlinkedFromContract(**ABOUT, line="BEDS", contract_id=CONTRACT)
        closed = commitment(e.CommitmentClosed, 0, previous_pence=40_001)
        within = e.CommitmentsBackWithinBudget(**ABOUT, line="BEDS", budget_pence=40_000, commitments_pence=0)
        history = (opened, contract_linked(), commitment(e.CommitmentOpened, 40_001))
        row = pool_after(*history, unlinked, closed, within)
        assert (line_of(row, "BEDS").contracts, row.committed_pence) == ((), 0)

    def test_shows_a_pathway_on_the_line_that_pays_for_it(self) -> None:
        moved = pathway_linked.model_copy(update={"line": "HOME"})
        row = pool_after(opened, pathway_linked, moved)
        assert line_of(row, "BEDS").pathways == ()
        assert [one.pathway_id for one in line_of(row, "HOME").pathways] == [PATHWAY]
        gone = e.PathwayUnlinked(**ABOUT, line="HOME", pathway_id=PATHWAY)
        assert line_of(pool_after(opened, pathway_linked, moved, gone), "HOME").pathways == ()

    def test_of_a_reconciled_pool_shows_who_bears_what_and_why(self) -> None:
        allocated = e.VarianceAllocated(
            **ABOUT,
            outturn_pence=110_000,
            pool_pence=100_000,
            variance_pence=10_000,
            risk_pool_used_pence=5_000,
            investment_fund_pence=0,
            allocations=(e.PartnerAllocation(partner="07L", amount_pence=4_000, capped=True),),
            unallocated_pence=1_000,
            trace=(e.TraceStep(step="variance", words="…", amount_pence=10_000),),
            rule_version="x/1",
        )
        escalated = e.ShortfallEscalated(**ABOUT, unallocated_pence=1_000, escalated_to="board")
        row = pool_after(*ACTIVE, year_closed(110_000), allocated, escalated, reconciled)
        assert (row.status, row.closed_on, row.variance_pence) == ("reconciled", DAY_AFTER, 10_000)
        assert (row.allocations[0].capped, row.unallocated_pence, row.escalated_to) == (True, 1_000, "board")
        assert row.trace[0].step == "variance"

    def test_of_a_terminated_pool_says_so(self) -> None:
        assert pool_after(opened, terminated).terminated_on == date(2018, 9, 30)


class TestPostings:
    def test_are_one_row_each_and_a_reversal_marks_the_first(self) -> None:
        rows = rows_after(posting_view, *ACTIVE, spent("BEDS", 100, narrative="beds in April"), reversed_)
        first, second = rows[POSTING], rows[REVERSAL]
        assert (first.entry, first.amount_pence, first.reversed_by) == ("expenditure", 100, REVERSAL)
        assert (second.entry, second.amount_pence, second.reverses) == ("reversal", -100, POSTING)
        assert (first.narrative, second.narrative) == ("beds in April", "wrong line")
        assert first.source_ref != second.source_ref
        assert first.parties == list(PARTNERS)

    def test_a_held_cost_becomes_expenditure_when_it_is_released(self) -> None:
        waiting = rows_after(posting_view, opened, held)[POSTING]
        assert (waiting.entry, waiting.held_because, waiting.period) == ("held", "the pool is agreed", "2018-05")
        released = rows_after(posting_view, opened, held, spent("BEDS", 150, releases_held=True))[POSTING]
        assert (released.entry, released.held_because) == ("expenditure", None)

    def test_a_dismissed_cost_stays_with_the_reason(self) -> None:
        gone = rows_after(posting_view, opened, held, dismissed)[POSTING]
        assert (gone.entry, gone.narrative, gone.amount_pence) == ("dismissed", "another pool paid", 150)


class TestLineLinks:
    def test_are_one_row_each_and_gone_when_they_end(self) -> None:
        contract, pathway = f"contract:{POOL}:BEDS:{CONTRACT}", f"pathway:{POOL}:{PATHWAY}"
        rows = rows_after(line_link_view, opened, contract_linked(bp=400), pathway_linked)
        assert (rows[contract].kind, rows[contract].share_bp, rows[contract].financial_year) == (
            "contract",
            400,
            "2018/19",
        )
        assert (rows[pathway].kind, rows[pathway].pathway_id) == ("pathway", PATHWAY)
        ended = (
            e.LineUnlinkedFromContract(**ABOUT, line="BEDS", contract_id=CONTRACT),
            e.PathwayUnlinked(**ABOUT, line="BEDS", pathway_id=PATHWAY),
        )
        rows = rows_after(line_link_view, opened, contract_linked(), pathway_linked, *ended)
        assert rows == {contract: None, pathway: None}


class TestSentences:
    def test_read_well_with_amounts_in_pounds(self) -> None:
        assert spent("BEDS", 123_456).tell() == (
            "£1,234.56 was spent on Line BEDS (BEDS) of pool Intermediate care for 2018-04"
        )
        assert opened.tell() == (
            "Pool Intermediate care was opened for 2018/19, hosted by 08F, for 07L, E09000002, 08F"
        )

    def test_of_every_event_can_be_told_from_its_public_fields(self) -> None:
        told = {type(event): event.tell() for event in (*ACTIVE, held, reversed_, pathway_linked, terminated)}
        assert all("{" not in sentence for sentence in told.values())
        for event_class in e.PoolEvent.__args__:
            fields = {name for name in event_class.model_fields if name not in {"narrative", "reason"}}
            if event_class is e.ActivityCostHeld:
                fields.add("reason")
            blank = dict.fromkeys(fields, "x")
            assert event_class.sentence.format_map(blank)
