"""The rules of a pool's entries: expenditure and its reversal, the cost of discharges. Payments have a room."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.budgets.pools.commands import (
    AmendQuarterlyReturn,
    DismissHeldCost,
    LedgerCommand,
    PayContribution,
    PostActivityCost,
    PostExpenditure,
    ReconcilePool,
    ReverseContributionPayment,
    ReverseExpenditure,
    SubmitQuarterlyReturn,
    UpdateForecast,
    said,
)
from services.budgets.pools.payments import pay, reverse_payment
from services.budgets.pools.refusals import (
    HeldCostNotFound,
    NotReversible,
    PeriodNotBegun,
    PeriodOutsideYear,
    PostingAlreadyReversed,
    PostingNotFound,
    SourceRefTaken,
)
from services.budgets.pools.state import OPEN_BOOKS, Pool, books_open, period_in_year
from services.budgets.pools.year import amend_return, forecast, reconcile, submit_return
from shared.events.budgets.pools import (
    ActivityCostDismissed,
    ActivityCostHeld,
    ExpenditurePosted,
    ExpenditureReversed,
    LedgerEvent,
    PoolEvent,
    Setting,
    Tariff,
)


def decide_entry(command: LedgerCommand, pool: Pool) -> Sequence[PoolEvent]:
    """What happens in the books, or a refusal."""
    match command:
        case PayContribution():
            return pay(command, pool)
        case ReverseContributionPayment():
            return reverse_payment(command, pool)
        case PostExpenditure():
            return _post(command, pool)
        case ReverseExpenditure():
            return _reverse(command, pool)
        case DismissHeldCost():
            return _dismiss(command, pool)
        case PostActivityCost():
            return _post_activity(command, pool)
        case SubmitQuarterlyReturn():
            return submit_return(command, pool)
        case AmendQuarterlyReturn():
            return amend_return(command, pool)
        case UpdateForecast():
            return forecast(command, pool)
        case ReconcilePool():
            return reconcile(command, pool)
    assert_never(command)


def _post(command: PostExpenditure, pool: Pool) -> Sequence[LedgerEvent]:
    books_open(pool)
    line = pool.line(command.line)
    if not period_in_year(command.period, pool.financial_year):
        raise PeriodOutsideYear(f"{command.period} is not in {pool.financial_year}.")
    if command.period > f"{command.today:%Y-%m}":
        raise PeriodNotBegun(f"{command.period} has not begun.")
    held = command.known
    if held is not None and (held.entry != "held" or held.posting_id not in pool.held_costs):
        raise SourceRefTaken(f"{command.source_ref} was already posted in this pool.")
    return [
        ExpenditurePosted(
            **pool.about,
            **said(command, "known", "by_org", "today"),
            line_title=line.title,
            funding=line.funding,
            pathway_id=held.pathway_id if held else None,
            setting=held.setting if held else None,
            releases_held=held is not None,
        )
    ]


def _reverse(command: ReverseExpenditure, pool: Pool) -> Sequence[LedgerEvent]:
    books_open(pool)
    posting = command.posting
    if posting is None:
        raise PostingNotFound("There is no such posting in this pool.")
    if posting.reversed_by is not None:
        raise PostingAlreadyReversed("The posting was already reversed.", reversed_by=str(posting.reversed_by))
    if posting.entry != "expenditure" or posting.amount_pence is None:
        raise NotReversible(f"The entry is a {posting.entry}.", entry=posting.entry)
    line = pool.line(posting.line)
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


def _dismiss(command: DismissHeldCost, pool: Pool) -> Sequence[LedgerEvent]:
    """Whatever the status: a discharge heard of after reconciliation is held too, and can only be dismissed."""
    if command.posting_id not in pool.held_costs:
        raise HeldCostNotFound("There is no such held cost in this pool.")
    return [ActivityCostDismissed(**pool.about, posting_id=command.posting_id, reason=command.reason)]


def _post_activity(command: PostActivityCost, pool: Pool) -> Sequence[LedgerEvent]:
    """Never refuses: nobody is there to hear it. What cannot be posted is held, with the reason."""
    link = pool.pathway_links.get(command.pathway_id)
    if link is None or command.source_ref_taken:
        return []
    line = pool.lines[link.line]
    facts = said(command, "source_ref_taken", "discharged_on")
    cost = _unit_cost(link.tariff, command.setting, command.discharged_on)
    period = f"{command.discharged_on:%Y-%m}"
    reason = _why_held(pool, period, cost)
    if reason or cost is None:
        held_on = command.discharged_on
        return [
            ActivityCostHeld(
                **pool.about, **facts, line=line.code, discharged_on=held_on, amount_pence=cost, reason=reason
            )
        ]
    return [
        ExpenditurePosted(
            **pool.about,
            **facts,
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
