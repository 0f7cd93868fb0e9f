"""What can have happened to the money of a pooled fund (SI 2000/617 reg 7)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.events.budgets.pool_parts import (
    AboutPool,
    ContributionKind,
    Funding,
    LineCode,
    PartnerAllocation,
    PartnerForecast,
    Pence,
    Period,
    Quarter,
    Setting,
    TraceStep,
)
from shared.kernel.organisations import OrgCode
from shared.kernel.privacy import Confidential


class ContributionPaid(AboutPool):
    """A partner paid (or delivered in kind) part of its contribution; `payment_ref` is unique in the pool."""

    sentence: ClassVar[str] = "{partner} paid {amount_pence} into pool {title}"

    partner: OrgCode
    kind: ContributionKind
    amount_pence: Pence
    paid_on: date
    quarter: Quarter
    payment_ref: str


class ContributionReversed(AboutPool):
    """A payment was taken back by an entry of its own; `amount_pence` is negative and counts in the same quarter."""

    sentence: ClassVar[str] = "A payment of {partner} into pool {title} was reversed: {amount_pence}"

    partner: OrgCode
    kind: ContributionKind
    amount_pence: int
    quarter: Quarter
    payment_ref: str
    reason: Confidential[str] = ""


class ExpenditurePosted(AboutPool):
    """Money was spent on a line; `pathway_id` and `setting` are present when a discharge caused it (R89).

    `releases_held`: the posting was held back until now, under the same `posting_id`.
    """

    sentence: ClassVar[str] = "{amount_pence} was spent on {line_title} ({line}) of pool {title} for {period}"

    posting_id: UUID
    line: LineCode
    line_title: str
    funding: Funding
    amount_pence: Pence
    period: Period
    source_ref: str
    narrative: Confidential[str] = ""
    pathway_id: UUID | None = None
    setting: Setting | None = None
    releases_held: bool = False


class ExpenditureReversed(AboutPool):
    """A posting was taken back by an entry of its own; `amount_pence` is negative and counts in the same period."""

    sentence: ClassVar[str] = "A posting on {line_title} ({line}) of pool {title} was reversed: {amount_pence}"

    reversal_id: UUID
    posting_id: UUID
    line: LineCode
    line_title: str
    funding: Funding
    amount_pence: int
    period: Period
    source_ref: str
    pathway_id: UUID | None = None
    reason: Confidential[str] = ""


class ActivityCostHeld(AboutPool):
    """A discharge's cost could not be posted, and waits for a person; `amount_pence` is None without a tariff."""

    sentence: ClassVar[str] = "The cost of a discharge on {discharged_on} was held back from pool {title}: {reason}"

    posting_id: UUID
    line: LineCode
    pathway_id: UUID
    setting: Setting
    discharged_on: date
    source_ref: str
    amount_pence: int | None
    reason: str


class ActivityCostDismissed(AboutPool):
    """A held cost is not for this pool to pay: somebody decided so."""

    sentence: ClassVar[str] = "A held cost of a discharge was dismissed from pool {title}"

    posting_id: UUID
    reason: Confidential[str] = ""


class QuarterlyReturnSubmitted(AboutPool):
    """The pool manager's report to the partners on one quarter (SI 2000/617 reg 7), computed from the entries."""

    sentence: ClassVar[str] = (
        "Quarter {quarter} of {financial_year} was reported for pool {title}: "
        "{income_pence} received, {expenditure_pence} spent"
    )

    quarter: Quarter
    income_pence: int
    expenditure_pence: int
    income_to_date_pence: int
    expenditure_to_date_pence: int
    narrative: Confidential[str] = ""


class QuarterlyReturnAmended(AboutPool):
    """A submitted return was put right with the figures as they stand now."""

    sentence: ClassVar[str] = (
        "The return for quarter {quarter} of pool {title} was amended: "
        "{income_pence} received, {expenditure_pence} spent"
    )

    quarter: Quarter
    income_pence: int
    expenditure_pence: int
    income_to_date_pence: int
    expenditure_to_date_pence: int
    previous_income_pence: int
    previous_expenditure_pence: int
    reason: Confidential[str] = ""


class ForecastUpdated(AboutPool):
    """The year is forecast to end like this; `line` None means the outturn was forecast as a whole.

    Σ partners' variance + unallocated + risk pool used - investment fund = variance.
    """

    sentence: ClassVar[str] = (
        "Pool {title} is forecast to spend {forecast_outturn_pence}, a variance of {variance_pence}"
    )

    line: LineCode | None
    line_forecast_pence: int | None
    forecast_outturn_pence: int
    pool_pence: int
    variance_pence: int
    risk_pool_used_pence: int
    investment_fund_pence: int
    partner_forecasts: tuple[PartnerForecast, ...]
    unallocated_pence: int
    rule_version: str


class VarianceAllocated(AboutPool):
    """The year's variance, shared to the penny.

    Σ allocations + unallocated + risk pool used - investment fund = variance = outturn - pool. `trace` says how.
    """

    sentence: ClassVar[str] = (
        "Pool {title} ended {financial_year} with {outturn_pence} spent of {pool_pence}: "
        "a variance of {variance_pence} was shared among the partners"
    )

    outturn_pence: int
    pool_pence: int
    variance_pence: int
    risk_pool_used_pence: int
    investment_fund_pence: int
    allocations: tuple[PartnerAllocation, ...]
    unallocated_pence: int
    trace: tuple[TraceStep, ...]
    rule_version: str


class ShortfallEscalated(AboutPool):
    """Nobody is bound to pay the rest of the overspend: the joint commissioning board decides."""

    sentence: ClassVar[str] = "A shortfall of {unallocated_pence} in pool {title} was escalated to the {escalated_to}"

    unallocated_pence: int
    escalated_to: str


LedgerEvent = (
    ContributionPaid
    | ContributionReversed
    | ExpenditurePosted
    | ExpenditureReversed
    | ActivityCostHeld
    | ActivityCostDismissed
    | QuarterlyReturnSubmitted
    | QuarterlyReturnAmended
    | ForecastUpdated
    | VarianceAllocated
    | ShortfallEscalated
)
