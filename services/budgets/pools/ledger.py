"""The rules of a pool's money: payments, expenditure, returns, forecast, and the sharing of the year's variance."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, assert_never

from services.budgets.pools.commands import (
    AmendQuarterlyReturn,
    LedgerCommand,
    PayContribution,
    PostActivityCost,
    PostExpenditure,
    ReconcilePool,
    ReverseExpenditure,
    SubmitQuarterlyReturn,
    UpdateForecast,
)
from services.budgets.pools.refusals import (
    BooksNotOpened,
    ForecastNotOpen,
    LineNotPooled,
    NotAPartner,
    NotReversible,
    PaidInFuture,
    PaymentAboveAgreed,
    PaymentRefTaken,
    PeriodOutsideYear,
    PoolNotActive,
    PostingAlreadyReversed,
    PostingNotFound,
    QuarterStillRunning,
    ReturnAlreadySubmitted,
    ReturnNotSubmitted,
    SourceRefTaken,
    UnknownLine,
    YearNotClosed,
)
from services.budgets.pools.risk_share import RULE_VERSION, SharedVariance, share_variance
from services.budgets.pools.state import OPEN_BOOKS, QUARTERS, Pool, PoolStatus, period_in_year
from shared.events.budgets.pools import (
    ActivityCostHeld,
    ContributionPaid,
    ExpenditurePosted,
    ExpenditureReversed,
    ForecastUpdated,
    LedgerEvent,
    PartnerForecast,
    PoolEvent,
    PoolLine,
    PoolReconciled,
    QuarterlyReturnAmended,
    QuarterlyReturnSubmitted,
    Setting,
    ShortfallEscalated,
    Tariff,
    VarianceAllocated,
)
from shared.kernel.dates import add_months, quarter, year_bounds
from shared.kernel.money import pounds

ESCALATED_TO = "joint commissioning board"


def decide_entry(command: LedgerCommand, pool: Pool) -> Sequence[PoolEvent]:
    """What happens in the books, or a refusal."""
    match command:
        case PayContribution():
            return _pay(command, pool)
        case PostExpenditure():
            return _post(command, pool)
        case ReverseExpenditure():
            return _reverse(command, pool)
        case PostActivityCost():
            return _post_activity(command, pool)
        case SubmitQuarterlyReturn():
            return _submit_return(command, pool)
        case AmendQuarterlyReturn():
            return _amend_return(command, pool)
        case UpdateForecast():
            return _forecast(command, pool)
        case ReconcilePool():
            return _reconcile(command, pool)
    assert_never(command)


def _pay(command: PayContribution, pool: Pool) -> Sequence[LedgerEvent]:
    _books_open(pool)
    if command.partner not in pool.partners:
        raise NotAPartner(f"{command.partner} is not a partner of pool {pool.title}.")
    if command.payment_ref in pool.payment_refs:
        raise PaymentRefTaken(f"Payment {command.payment_ref} was already taken.")
    if command.paid_on > command.today:
        raise PaidInFuture(f"The payment is dated {command.paid_on}, after today.")
    key = (command.partner, command.kind)
    agreed, paid = pool.contributions.get(key, 0), pool.paid.get(key, 0)
    if paid + command.amount_pence > agreed:
        raise PaymentAboveAgreed(
            f"{command.partner} agreed {pounds(agreed)} and has paid {pounds(paid)}.",
            agreed_pence=agreed,
            paid_pence=paid,
        )
    in_quarter = _quarter_within(pool.financial_year, command.paid_on)
    return [ContributionPaid(**pool.about, **_body(command, "today"), quarter=in_quarter)]


def _post(command: PostExpenditure, pool: Pool) -> Sequence[LedgerEvent]:
    _books_open(pool)
    line = _line(command.line, pool)
    if not period_in_year(command.period, pool.financial_year):
        raise PeriodOutsideYear(f"{command.period} is not in {pool.financial_year}.")
    held = command.known
    if held is not None and held.entry != "held":
        raise SourceRefTaken(f"{command.source_ref} was already posted in this pool.")
    return [
        ExpenditurePosted(
            **pool.about,
            **_body(command, "known"),
            line_title=line.title,
            funding=line.funding,
            pathway_id=held.pathway_id if held else None,
            setting=held.setting if held else None,
            releases_held=held is not None,
        )
    ]


def _reverse(command: ReverseExpenditure, pool: Pool) -> Sequence[LedgerEvent]:
    _books_open(pool)
    posting = command.posting
    if posting is None:
        raise PostingNotFound("There is no such posting in this pool.")
    if posting.reversed_by is not None:
        raise PostingAlreadyReversed("The posting was already reversed.", reversed_by=str(posting.reversed_by))
    if posting.entry != "expenditure" or posting.amount_pence is None:
        raise NotReversible(f"The entry is a {posting.entry}.", entry=posting.entry)
    line = _line(posting.line, pool)
    return [
        ExpenditureReversed(
            **pool.about,
            reversal_id=command.reversal_id,
            posting_id=posting.posting_id,
            line=posting.line,
            line_title=line.title,
            funding=line.funding,
            amount_pence=-posting.amount_pence,
            period=posting.period,
            source_ref=f"reversal:{posting.posting_id}",
            pathway_id=posting.pathway_id,
            reason=command.reason,
        )
    ]


def _post_activity(command: PostActivityCost, pool: Pool) -> Sequence[LedgerEvent]:
    """Never refuses: nobody is there to hear it. What cannot be posted is held, with the reason."""
    link = pool.pathway_links.get(command.pathway_id)
    if link is None or command.source_ref_taken:
        return []
    line = pool.lines[link.line]
    said = _body(command, "source_ref_taken", "discharged_on")
    cost = _unit_cost(link.tariff, command.setting, command.discharged_on)
    period = f"{command.discharged_on:%Y-%m}"
    reason = _why_held(pool, period, cost)
    if reason or cost is None:
        held_on = command.discharged_on
        return [
            ActivityCostHeld(
                **pool.about, **said, line=line.code, discharged_on=held_on, amount_pence=cost, reason=reason
            )
        ]
    return [
        ExpenditurePosted(
            **pool.about,
            **said,
            line=line.code,
            line_title=line.title,
            funding=line.funding,
            amount_pence=cost,
            period=period,
            narrative=f"Discharge on {command.discharged_on}, setting {command.setting}",
        )
    ]


def _why_held(pool: Pool, period: str, cost: int | None) -> str:
    """Empty when nothing stands against posting."""
    if pool.status not in OPEN_BOOKS:
        return f"the pool is {pool.status.replace('_', ' ')}"
    if not period_in_year(period, pool.financial_year):
        return f"{period} is not in {pool.financial_year}"
    return "no tariff is in force for the setting on that day" if cost is None else ""


def _unit_cost(tariff: Sequence[Tariff], setting: Setting, day: date) -> int | None:
    begun = [version for version in tariff if version.valid_from <= day]
    if not begun:
        return None
    latest = max(begun, key=lambda version: version.valid_from)
    prices = {"op": latest.op_pence, "ip": latest.ip_pence, "dc": latest.dc_pence, "ed": latest.ed_pence}
    return prices[setting]


def _submit_return(command: SubmitQuarterlyReturn, pool: Pool) -> Sequence[LedgerEvent]:
    _books_kept(pool)
    if command.quarter in pool.returns:
        raise ReturnAlreadySubmitted(f"Quarter {command.quarter} was already submitted.")
    last_day = _quarter_end(pool.financial_year, command.quarter)
    if command.today <= last_day:
        raise QuarterStillRunning(f"Quarter {command.quarter} runs to the end of {last_day}.")
    figures = _return_figures(pool, command.quarter)
    return [QuarterlyReturnSubmitted(**pool.about, **_body(command, "today"), **figures)]


def _amend_return(command: AmendQuarterlyReturn, pool: Pool) -> Sequence[LedgerEvent]:
    _books_kept(pool)
    if command.quarter not in pool.returns:
        raise ReturnNotSubmitted(f"Quarter {command.quarter} was not submitted.")
    income, expenditure = pool.returns[command.quarter]
    return [
        QuarterlyReturnAmended(
            **pool.about,
            **dict(command),
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


def _forecast(command: UpdateForecast, pool: Pool) -> Sequence[LedgerEvent]:
    if pool.status is not PoolStatus.ACTIVE:
        raise ForecastNotOpen(f"Pool {pool.title} is {pool.status}.", status=pool.status)
    outturn = command.outturn_pence
    if command.line is not None:
        if _line(command.line, pool).funding == "aligned":
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


def _reconcile(command: ReconcilePool, pool: Pool) -> Sequence[PoolEvent]:
    if pool.status is not PoolStatus.YEAR_END:
        raise YearNotClosed(f"Pool {pool.title} is {pool.status}.", status=pool.status)
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


def _books_open(pool: Pool) -> None:
    if pool.status not in OPEN_BOOKS:
        raise PoolNotActive(f"Pool {pool.title} is {pool.status}.", status=pool.status)


def _books_kept(pool: Pool) -> None:
    if pool.status not in OPEN_BOOKS | {PoolStatus.RECONCILED}:
        raise BooksNotOpened(f"Pool {pool.title} is {pool.status}.", status=pool.status)


def _line(code: str, pool: Pool) -> PoolLine:
    if code not in pool.lines:
        raise UnknownLine(f"Pool {pool.title} has no line {code}.")
    return pool.lines[code]


def _quarter_end(financial_year: str, of_quarter: int) -> date:
    return add_months(year_bounds(financial_year)[0], 3 * of_quarter) - timedelta(days=1)


def _quarter_within(financial_year: str, day: date) -> int:
    """Money paid before the year counts in its first quarter, money paid late in its last."""
    first, last = year_bounds(financial_year)
    return quarter(min(max(day, first), last))


def _body(command: LedgerCommand, *without: str) -> dict[str, Any]:
    return {name: value for name, value in command if name not in without}
