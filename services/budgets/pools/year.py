"""The rules of a pool's year: what is reported each quarter, forecast, and shared out at the end."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from services.budgets.pools.commands import (
    AmendQuarterlyReturn,
    ReconcilePool,
    SubmitQuarterlyReturn,
    UpdateForecast,
    said,
)
from services.budgets.pools.refusals import (
    BooksNotOpened,
    ForecastNotOpen,
    HeldCostsOutstanding,
    LineNotPooled,
    QuarterStillRunning,
    ReturnAlreadySubmitted,
    ReturnNotSubmitted,
    YearNotClosed,
)
from services.budgets.pools.risk_share import RULE_VERSION, SharedVariance, share_variance
from services.budgets.pools.state import OPEN_BOOKS, QUARTERS, Pool, PoolStatus
from shared.events.budgets.pools import (
    ForecastUpdated,
    LedgerEvent,
    PartnerForecast,
    PoolEvent,
    PoolReconciled,
    QuarterlyReturnAmended,
    QuarterlyReturnSubmitted,
    ShortfallEscalated,
    VarianceAllocated,
)
from shared.kernel.dates import add_months, year_bounds

ESCALATED_TO = "joint commissioning board"


def submit_return(command: SubmitQuarterlyReturn, pool: Pool) -> Sequence[LedgerEvent]:
    _books_kept(pool)
    if command.quarter in pool.returns:
        raise ReturnAlreadySubmitted(f"Quarter {command.quarter} was already submitted.")
    last_day = _quarter_end(pool.financial_year, command.quarter)
    if command.today <= last_day:
        raise QuarterStillRunning(f"Quarter {command.quarter} runs to the end of {last_day}.")
    figures = _return_figures(pool, command.quarter)
    return [QuarterlyReturnSubmitted(**pool.about, **said(command, "today", "by_org"), **figures)]


def amend_return(command: AmendQuarterlyReturn, pool: Pool) -> Sequence[LedgerEvent]:
    _books_kept(pool)
    if command.quarter not in pool.returns:
        raise ReturnNotSubmitted(f"Quarter {command.quarter} was not submitted.")
    income, expenditure = pool.returns[command.quarter]
    return [
        QuarterlyReturnAmended(
            **pool.about,
            **said(command, "by_org"),
            **_return_figures(pool, command.quarter),
            previous_income_pence=income,
            previous_expenditure_pence=expenditure,
        )
    ]


def _return_figures(pool: Pool, of_quarter: int) -> dict[str, Any]:
    income, spend = pool.income_by_quarter, pool.spend_by_quarter
    return {
        "income_pence": income.get(of_quarter, 0),
        "expenditure_pence": spend.get(of_quarter, 0),
        "income_to_date_pence": sum(income.get(one, 0) for one in QUARTERS if one <= of_quarter),
        "expenditure_to_date_pence": sum(spend.get(one, 0) for one in QUARTERS if one <= of_quarter),
    }


def forecast(command: UpdateForecast, pool: Pool) -> Sequence[LedgerEvent]:
    if pool.status is not PoolStatus.ACTIVE:
        raise ForecastNotOpen(f"Pool {pool.title} is {pool.status}.", status=pool.status)
    outturn = command.outturn_pence
    if command.line is not None:
        if pool.line(command.line).funding == "aligned":
            raise LineNotPooled(f"Line {command.line} is aligned: its commissioner bears its variance.")
        forecasts = {**pool.line_forecasts, command.line: command.outturn_pence}
        pooled = [line for line in pool.lines.values() if line.funding == "pooled"]
        outturn = sum(forecasts.get(line.code, line.budget_pence) for line in pooled)
    shared = share_variance(outturn - pool.pool_pence, pool.contribution_by_partner, pool.risk_share)
    return [
        ForecastUpdated(
            **pool.about,
            line=command.line,
            line_forecast_pence=None if command.line is None else command.outturn_pence,
            forecast_outturn_pence=outturn,
            pool_pence=pool.pool_pence,
            variance_pence=shared.variance_pence,
            risk_pool_used_pence=shared.risk_pool_used_pence,
            investment_fund_pence=shared.investment_fund_pence,
            partner_forecasts=_partner_forecasts(pool, shared),
            unallocated_pence=shared.unallocated_pence,
            rule_version=RULE_VERSION,
        )
    ]


def _partner_forecasts(pool: Pool, shared: SharedVariance) -> tuple[PartnerForecast, ...]:
    contributions = pool.contribution_by_partner
    return tuple(
        PartnerForecast(
            partner=one.partner,
            contribution_pence=contributions[one.partner],
            variance_pence=one.amount_pence,
            capped=one.capped,
            total_pence=contributions[one.partner] + one.amount_pence,
        )
        for one in shared.allocations
    )


def reconcile(command: ReconcilePool, pool: Pool) -> Sequence[PoolEvent]:
    if pool.status is not PoolStatus.YEAR_END:
        raise YearNotClosed(f"Pool {pool.title} is {pool.status}.", status=pool.status)
    if pool.held_costs:
        raise HeldCostsOutstanding(f"Held costs to post or dismiss: {len(pool.held_costs)}.")
    outturn, size = pool.spend_pence, pool.pool_pence
    shared = share_variance(outturn - size, pool.contribution_by_partner, pool.risk_share)
    allocated = VarianceAllocated(
        **pool.about,
        outturn_pence=outturn,
        pool_pence=size,
        variance_pence=shared.variance_pence,
        risk_pool_used_pence=shared.risk_pool_used_pence,
        investment_fund_pence=shared.investment_fund_pence,
        allocations=shared.allocations,
        unallocated_pence=shared.unallocated_pence,
        trace=shared.trace,
        rule_version=RULE_VERSION,
    )
    reconciled = PoolReconciled(
        **pool.about, reconciled_on=command.today, outturn_pence=outturn, variance_pence=shared.variance_pence
    )
    if shared.unallocated_pence <= 0:
        return [allocated, reconciled]
    escalated = ShortfallEscalated(**pool.about, unallocated_pence=shared.unallocated_pence, escalated_to=ESCALATED_TO)
    return [allocated, escalated, reconciled]


def _books_kept(pool: Pool) -> None:
    if pool.status not in OPEN_BOOKS | {PoolStatus.RECONCILED}:
        raise BooksNotOpened(f"Pool {pool.title} is {pool.status}.", status=pool.status)


def _quarter_end(financial_year: str, of_quarter: int) -> date:
    return add_months(year_bounds(financial_year)[0], 3 * of_quarter) - timedelta(days=1)
