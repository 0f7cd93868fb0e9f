"""What the rules need to know of a pool, and how each event changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, assert_never
from uuid import UUID

from services.budgets.pools.refusals import PoolNotActive, UnknownLine
from shared.events.budgets.pools import (
    ActivityCostDismissed,
    ActivityCostHeld,
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
    PoolLine,
    PoolOpened,
    PoolReconciled,
    PoolTerminated,
    PoolYearClosed,
    QuarterlyReturnAmended,
    QuarterlyReturnSubmitted,
    RiskShareTerms,
    ShortfallEscalated,
    SignaturesWithdrawn,
    Tariff,
    VarianceAllocated,
)
from shared.kernel.dates import year_bounds


class PoolStatus(StrEnum):
    """Where a pool is in its life."""

    DRAFT = "draft"
    AGREED = "agreed"
    ACTIVE = "active"
    YEAR_END = "year_end"
    RECONCILED = "reconciled"
    TERMINATED = "terminated"


OPEN_BOOKS = frozenset({PoolStatus.ACTIVE, PoolStatus.YEAR_END})
FINAL = frozenset({PoolStatus.RECONCILED, PoolStatus.TERMINATED})
QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Commitment:
    """What a contract binds of a line this year; `contract_version` is what was known of the contract."""

    amount_pence: int
    closed: bool
    contract_version: int
    contract_ref: str


NO_COMMITMENT = Commitment(amount_pence=0, closed=True, contract_version=0, contract_ref="")


@dataclass(frozen=True)
class PathwayLink:
    """The line that pays for a pathway's discharges, and its tariff."""

    line: str
    tariff: tuple[Tariff, ...]


@dataclass(frozen=True)
class Pool:
    """One pool. Money in pence; partners in agreement order; (partner, kind) and (line, contract) are keys.

    Single postings are not held here, their uniqueness is kept by the ledger's table; held costs are until they are
    posted or dismissed. `payments` by reference, without those that were reversed.
    """

    pool_id: UUID
    title: str
    financial_year: str
    host: str
    partners: tuple[str, ...]
    status: PoolStatus
    lines: Mapping[str, PoolLine]
    risk_share: RiskShareTerms
    signed: frozenset[str] = frozenset()
    contributions: Mapping[tuple[str, str], int] = field(default_factory=dict)
    paid: Mapping[tuple[str, str], int] = field(default_factory=dict)
    payments: Mapping[str, ContributionPaid] = field(default_factory=dict)
    reversed_payments: frozenset[str] = frozenset()
    income_by_quarter: Mapping[int, int] = field(default_factory=dict)
    spend_by_quarter: Mapping[int, int] = field(default_factory=dict)
    aligned_spend_pence: int = 0
    held_costs: frozenset[UUID] = frozenset()
    returns: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    line_forecasts: Mapping[str, int] = field(default_factory=dict)
    contract_links: Mapping[tuple[str, UUID], int] = field(default_factory=dict)
    pathway_links: Mapping[UUID, PathwayLink] = field(default_factory=dict)
    commitments: Mapping[tuple[str, UUID], Commitment] = field(default_factory=dict)
    above_budget: frozenset[str] = frozenset()

    @property
    def about(self) -> dict[str, Any]:
        """What every event of the pool says of it."""
        return {
            "pool_id": self.pool_id,
            "title": self.title,
            "financial_year": self.financial_year,
            "partners": self.partners,
        }

    @property
    def contribution_by_partner(self) -> dict[str, int]:
        """Cash and in kind together, in agreement order; 0 for a partner that has agreed none."""
        return {
            partner: sum(amount for (whose, _), amount in self.contributions.items() if whose == partner)
            for partner in self.partners
        }

    @property
    def pool_pence(self) -> int:
        """The size of the pool: Σ contributions agreed."""
        return sum(self.contributions.values())

    @property
    def pooled_budget_pence(self) -> int:
        """What the pooled lines are budgeted at."""
        return sum(line.budget_pence for line in self.lines.values() if line.funding == "pooled")

    @property
    def spend_pence(self) -> int:
        """Spent on the pooled lines so far, reversals taken off."""
        return sum(self.spend_by_quarter.values())

    def line(self, code: str) -> PoolLine:
        """The line of this code; UnknownLine when the pool has none."""
        if code not in self.lines:
            raise UnknownLine(f"Pool {self.title} has no line {code}.")
        return self.lines[code]

    def committed_pence(self, line: str) -> int:
        """What contracts bind of a line this year."""
        return sum(held.amount_pence for (code, _), held in self.commitments.items() if code == line)


def books_open(pool: Pool) -> None:
    """PoolNotActive unless money may flow."""
    if pool.status not in OPEN_BOOKS:
        raise PoolNotActive(f"Pool {pool.title} is {pool.status}.", status=pool.status)


def quarter_of(period: str) -> int:
    """The quarter of the financial year that a month "2018-04" lies in."""
    return (int(period[5:]) - 4) % 12 // 3 + 1


def period_in_year(period: str, financial_year: str) -> bool:
    """Whether a month "2018-04" lies in a financial year "2018/19"."""
    first, last = year_bounds(financial_year)
    return f"{first:%Y-%m}" <= period <= f"{last:%Y-%m}"


def evolve(pool: Pool | None, event: PoolEvent) -> Pool | None:
    """The pool after `event`."""
    if isinstance(event, PoolOpened):
        return _opened(event)
    if pool is None:
        return None
    if isinstance(event, LedgerEvent):
        return _after_entry(pool, event)
    if isinstance(event, LinkEvent):
        return _after_link(pool, event)
    match event:
        case ContributionAgreed():
            return replace(pool, contributions={**pool.contributions, (event.partner, event.kind): event.amount_pence})
        case AgreementSigned():
            return replace(pool, signed=pool.signed | {event.partner})
        case SignaturesWithdrawn():
            return replace(pool, status=PoolStatus.DRAFT, signed=frozenset())
        case PoolAgreed():
            return replace(pool, status=PoolStatus.AGREED)
        case PoolActivated():
            return replace(pool, status=PoolStatus.ACTIVE)
        case PoolYearClosed():
            return replace(pool, status=PoolStatus.YEAR_END)
        case PoolReconciled():
            return replace(pool, status=PoolStatus.RECONCILED)
        case PoolTerminated():
            return replace(pool, status=PoolStatus.TERMINATED)
    assert_never(event)


def _opened(event: PoolOpened) -> Pool:
    return Pool(
        pool_id=event.pool_id,
        title=event.title,
        financial_year=event.financial_year,
        host=event.host,
        partners=event.partners,
        status=PoolStatus.DRAFT,
        lines={line.code: line for line in event.lines},
        risk_share=event.risk_share,
    )


def _after_entry(pool: Pool, event: LedgerEvent) -> Pool:
    match event:
        case ContributionPaid():
            return replace(
                pool,
                paid=_plus(pool.paid, (event.partner, event.kind), event.amount_pence),
                payments={**pool.payments, event.payment_ref: event},
                reversed_payments=pool.reversed_payments - {event.payment_ref},
                income_by_quarter=_plus(pool.income_by_quarter, event.quarter, event.amount_pence),
            )
        case ContributionReversed():
            return replace(
                pool,
                paid=_plus(pool.paid, (event.partner, event.kind), event.amount_pence),
                payments={ref: one for ref, one in pool.payments.items() if ref != event.payment_ref},
                reversed_payments=pool.reversed_payments | {event.payment_ref},
                income_by_quarter=_plus(pool.income_by_quarter, event.quarter, event.amount_pence),
            )
        case ExpenditurePosted() | ExpenditureReversed():
            return _after_spending(pool, event)
        case ActivityCostHeld():
            return replace(pool, held_costs=pool.held_costs | {event.posting_id})
        case ActivityCostDismissed():
            return replace(pool, held_costs=pool.held_costs - {event.posting_id})
        case QuarterlyReturnSubmitted() | QuarterlyReturnAmended():
            figures = (event.income_pence, event.expenditure_pence)
            return replace(pool, returns={**pool.returns, event.quarter: figures})
        case ForecastUpdated():
            if event.line is None or event.line_forecast_pence is None:
                return replace(pool, line_forecasts={})
            return replace(pool, line_forecasts={**pool.line_forecasts, event.line: event.line_forecast_pence})
        case VarianceAllocated() | ShortfallEscalated():
            return pool
    assert_never(event)


def _after_spending(pool: Pool, event: ExpenditurePosted | ExpenditureReversed) -> Pool:
    if isinstance(event, ExpenditurePosted) and event.posting_id in pool.held_costs:
        # Only then: a set that is copied for every posting makes each dearer the more costs are held.
        pool = replace(pool, held_costs=pool.held_costs - {event.posting_id})
    if event.funding == "aligned":
        return replace(pool, aligned_spend_pence=pool.aligned_spend_pence + event.amount_pence)
    spent = _plus(pool.spend_by_quarter, quarter_of(event.period), event.amount_pence)
    return replace(pool, spend_by_quarter=spent)


def _after_link(pool: Pool, event: LinkEvent) -> Pool:
    match event:
        case LineLinkedToContract():
            links = {**pool.contract_links, (event.line, event.contract_id): event.share_bp}
            return replace(pool, contract_links=links)
        case LineUnlinkedFromContract():
            gone = (event.line, event.contract_id)
            return replace(pool, contract_links={key: bp for key, bp in pool.contract_links.items() if key != gone})
        case PathwayLinked():
            linked = PathwayLink(line=event.line, tariff=event.tariff)
            return replace(pool, pathway_links={**pool.pathway_links, event.pathway_id: linked})
        case PathwayUnlinked():
            kept = {pathway: link for pathway, link in pool.pathway_links.items() if pathway != event.pathway_id}
            return replace(pool, pathway_links=kept)
        case CommitmentOpened() | CommitmentAdjusted() | CommitmentClosed():
            commitment = Commitment(
                amount_pence=event.amount_pence,
                closed=isinstance(event, CommitmentClosed),
                contract_version=event.contract_version,
                contract_ref=event.contract_ref,
            )
            return replace(pool, commitments={**pool.commitments, (event.line, event.contract_id): commitment})
        case CommitmentsAboveBudget():
            return replace(pool, above_budget=pool.above_budget | {event.line})
        case CommitmentsBackWithinBudget():
            return replace(pool, above_budget=pool.above_budget - {event.line})
    assert_never(event)


def _plus(sums: Mapping[Any, int], key: Any, pence: int) -> dict[Any, int]:
    return {**sums, key: sums.get(key, 0) + pence}
