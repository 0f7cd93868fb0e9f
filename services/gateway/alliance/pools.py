"""Pooled funds: what was agreed, paid, spent, committed and forecast, and how a variance was shared."""

from collections.abc import Mapping
from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import BigInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.gateway.alliance.figures import Figure, Figures
from services.gateway.alliance.rows import ThingRow
from shared.events.budgets.pools import (
    ActivityCostDismissed,
    ActivityCostHeld,
    AgreementEvent,
    AgreementSigned,
    CommitmentAdjusted,
    CommitmentClosed,
    CommitmentOpened,
    CommitmentsAboveBudget,
    CommitmentsBackWithinBudget,
    ContributionAgreed,
    ContributionPaid,
    ContributionReversed,
    ExpenditurePosted,
    ExpenditureReversed,
    ForecastUpdated,
    LedgerEvent,
    LineLinkedToContract,
    LineUnlinkedFromContract,
    LinkEvent,
    PathwayLinked,
    PathwayUnlinked,
    PoolActivated,
    PoolAgreed,
    PoolEvent,
    PoolOpened,
    PoolReconciled,
    PoolTerminated,
    PoolYearClosed,
    QuarterlyReturnAmended,
    QuarterlyReturnSubmitted,
    ShortfallEscalated,
    SignaturesWithdrawn,
    VarianceAllocated,
)
from shared.views import Recorded, View

POOL_STATUSES = ("draft", "agreed", "active", "year_end", "reconciled", "terminated")


class KnownPoolRow(ThingRow):
    """A pool. Pence throughout; `commitments_pence` by "line:contract", shares and allocations by partner.

    `spend_pence` is of pooled lines. `variance_pence` is of the reconciliation, before that of the last forecast;
    None, like the outturn, while neither was made.
    """

    pool_id: UUID = Field(primary_key=True)
    title: str
    financial_year: str
    status: str
    agreed_pence: int = Field(default=0, sa_type=BigInteger)
    paid_pence: int = Field(default=0, sa_type=BigInteger)
    spend_pence: int = Field(default=0, sa_type=BigInteger)
    aligned_spend_pence: int = Field(default=0, sa_type=BigInteger)
    held_costs: int = 0
    commitments_pence: dict[str, int] = Field(default_factory=dict, sa_type=JSONB)
    lines_above_budget: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    forecast_outturn_pence: int | None = Field(default=None, sa_type=BigInteger)
    variance_pence: int | None = Field(default=None, sa_type=BigInteger)
    forecast_share_pence: dict[str, int] = Field(default_factory=dict, sa_type=JSONB)
    allocations_pence: dict[str, int] = Field(default_factory=dict, sa_type=JSONB)
    unallocated_pence: int | None = Field(default=None, sa_type=BigInteger)


class KnownPoolTable(KnownPoolRow, table=True):
    """The table behind it."""

    __tablename__ = "alliance_pools"


def project_pool(row: KnownPoolRow | None, recorded: Recorded[PoolEvent]) -> KnownPoolRow | None:
    """The pool after one more event."""
    event = recorded.event
    if isinstance(event, PoolOpened):
        return KnownPoolRow(
            pool_id=event.pool_id,
            version=recorded.version,
            parties=list(event.partners),
            localities=list(dict.fromkeys(line.locality for line in event.lines if line.locality)),
            title=event.title,
            financial_year=event.financial_year,
            status="draft",
        )
    if row is None:
        return None
    if isinstance(event, LedgerEvent):
        changed = _entry(row, event)
    elif isinstance(event, LinkEvent):
        changed = _link(row, event)
    else:
        changed = _agreement(row, event)
    return row.model_copy(update={"version": recorded.version} | changed)


def _agreement(row: KnownPoolRow, event: AgreementEvent) -> dict[str, Any]:
    match event:
        case ContributionAgreed():
            return {"agreed_pence": row.agreed_pence + event.amount_pence - event.previous_pence}
        case SignaturesWithdrawn():
            return {"status": "draft"}
        case PoolAgreed():
            return {"status": "agreed"}
        case PoolActivated():
            return {"status": "active"}
        case PoolYearClosed():
            return {"status": "year_end"}
        case PoolReconciled():
            return {"status": "reconciled"}
        case PoolTerminated():
            return {"status": "terminated"}
        case PoolOpened() | AgreementSigned():
            return {}
    assert_never(event)


def _entry(row: KnownPoolRow, event: LedgerEvent) -> dict[str, Any]:
    match event:
        case ContributionPaid() | ContributionReversed():
            return {"paid_pence": row.paid_pence + event.amount_pence}
        case ExpenditurePosted() | ExpenditureReversed():
            total = "spend_pence" if event.funding == "pooled" else "aligned_spend_pence"
            released = isinstance(event, ExpenditurePosted) and event.releases_held
            return {total: getattr(row, total) + event.amount_pence, "held_costs": row.held_costs - released}
        case ActivityCostHeld():
            return {"held_costs": row.held_costs + 1}
        case ActivityCostDismissed():
            return {"held_costs": row.held_costs - 1}
        case ForecastUpdated():
            return {
                "forecast_outturn_pence": event.forecast_outturn_pence,
                "variance_pence": event.variance_pence,
                "forecast_share_pence": {one.partner: one.variance_pence for one in event.partner_forecasts},
                "unallocated_pence": event.unallocated_pence,
            }
        case VarianceAllocated():
            return {
                "variance_pence": event.variance_pence,
                "allocations_pence": {one.partner: one.amount_pence for one in event.allocations},
                "unallocated_pence": event.unallocated_pence,
            }
        case QuarterlyReturnSubmitted() | QuarterlyReturnAmended() | ShortfallEscalated():
            return {}
    assert_never(event)


def _link(row: KnownPoolRow, event: LinkEvent) -> dict[str, Any]:
    match event:
        case CommitmentOpened() | CommitmentAdjusted() | CommitmentClosed():
            committed = {**row.commitments_pence, f"{event.line}:{event.contract_id}": event.amount_pence}
            return {"commitments_pence": committed}
        case LineUnlinkedFromContract():
            gone = f"{event.line}:{event.contract_id}"
            return {"commitments_pence": _without(row.commitments_pence, gone)}
        case CommitmentsAboveBudget():
            return {"lines_above_budget": sorted({*row.lines_above_budget, event.line})}
        case CommitmentsBackWithinBudget():
            return {"lines_above_budget": [line for line in row.lines_above_budget if line != event.line]}
        case LineLinkedToContract() | PathwayLinked() | PathwayUnlinked():
            return {}
    assert_never(event)


def _without(amounts: Mapping[str, int], key: str) -> dict[str, int]:
    return {name: amount for name, amount in amounts.items() if name != key}


def pool_figures(row: KnownPoolRow) -> Figures:
    """What one pool adds; each of its figures is its own."""
    pool = f"pools.{row.pool_id}"
    figures = {
        Figure(f"{pool}.status.{row.status}"): 1,
        Figure(f"{pool}.contributions_agreed_pence"): row.agreed_pence,
        Figure(f"{pool}.contributions_paid_pence"): row.paid_pence,
        Figure(f"{pool}.spend_pence"): row.spend_pence,
        Figure(f"{pool}.aligned_spend_pence"): row.aligned_spend_pence,
        Figure(f"{pool}.commitments_pence"): sum(row.commitments_pence.values()),
        Figure(f"{pool}.lines_above_budget"): len(row.lines_above_budget),
        Figure(f"{pool}.held_costs"): row.held_costs,
    }
    for name in ("forecast_outturn_pence", "variance_pence", "unallocated_pence"):
        if (amount := getattr(row, name)) is not None:
            figures[Figure(f"{pool}.{name}")] = amount
    for name in ("forecast_share_pence", "allocations_pence"):
        for partner, amount in getattr(row, name).items():
            figures[Figure(f"{pool}.{name}.{partner}")] = amount
    return figures


known_pool_view: View[KnownPoolRow] = View(table=KnownPoolTable, row=KnownPoolRow, project=project_pool)
