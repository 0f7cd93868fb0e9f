"""What can have happened to a pooled fund under section 75 of the NHS Act 2006 (SI 2000/617)."""

from datetime import date
from typing import ClassVar

from shared.events.budgets.pool_ledger import (
    ActivityCostDismissed,
    ActivityCostHeld,
    ContributionPaid,
    ContributionReversed,
    ExpenditurePosted,
    ExpenditureReversed,
    ForecastUpdated,
    LedgerEvent,
    QuarterlyReturnAmended,
    QuarterlyReturnSubmitted,
    ShortfallEscalated,
    VarianceAllocated,
)
from shared.events.budgets.pool_links import (
    CommitmentAdjusted,
    CommitmentClosed,
    CommitmentOpened,
    CommitmentsAboveBudget,
    CommitmentsBackWithinBudget,
    LineLinkedToContract,
    LineUnlinkedFromContract,
    LinkEvent,
    PathwayLinked,
    PathwayUnlinked,
)
from shared.events.budgets.pool_parts import (
    AboutPool,
    AgreementStatements,
    ContributionKind,
    FinancialYear,
    Funding,
    LineCode,
    LineFunction,
    LongWords,
    PartnerAllocation,
    PartnerCap,
    PartnerContribution,
    PartnerForecast,
    PathwayStage,
    Pence,
    Period,
    PoolLine,
    Quarter,
    RiskShareMethod,
    RiskShareTerms,
    Sector,
    Setting,
    Tariff,
    TraceStep,
    TrustConsent,
    Words,
)
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import BasisPoints


class PoolOpened(AboutPool):
    """A pool was entered as a draft; `partners` stand in agreement order, which settles ties of a penny."""

    sentence: ClassVar[str] = "Pool {title} was opened for {financial_year}, hosted by {host}, for {partners}"

    host: OrgCode
    lines: tuple[PoolLine, ...]
    statements: AgreementStatements
    risk_share: RiskShareTerms
    trust_consents: tuple[TrustConsent, ...] = ()


class ContributionAgreed(AboutPool):
    """A partner's contribution of one kind for the year is now `amount_pence`; it was `previous_pence`."""

    sentence: ClassVar[str] = "{partner} agreed to contribute {amount_pence} to pool {title}"

    partner: OrgCode
    kind: ContributionKind
    amount_pence: Pence
    previous_pence: Pence
    variation_reason: str | None = None


class AgreementSigned(AboutPool):
    """A partner signed the section 75 agreement."""

    sentence: ClassVar[str] = "{partner} signed the section 75 agreement of pool {title}"

    partner: OrgCode
    signed_on: date


class SignaturesWithdrawn(AboutPool):
    """`partner` varied its contribution, so what the others had signed no longer stands: a draft again."""

    sentence: ClassVar[str] = "The signatures under pool {title} were withdrawn, for {partner} varied its contribution"

    partner: OrgCode


class PoolAgreed(AboutPool):
    """Every partner has signed and agreed its contribution."""

    sentence: ClassVar[str] = "Pool {title} of {pool_pence} was agreed by every partner: {partners}"

    pool_pence: int
    contributions: tuple[PartnerContribution, ...]


class PoolActivated(AboutPool):
    """Money may flow."""

    sentence: ClassVar[str] = "Pool {title} of {pool_pence} for {financial_year} was activated"

    activated_on: date
    pool_pence: int
    contributions: tuple[PartnerContribution, ...]


class PoolYearClosed(AboutPool):
    """The year is over; accruals, reversals and late payments for it are still taken until reconciliation."""

    sentence: ClassVar[str] = "The year {financial_year} of pool {title} was closed with {spend_pence} spent so far"

    closed_on: date
    spend_pence: int


class PoolReconciled(AboutPool):
    """The books of the year are final."""

    sentence: ClassVar[str] = "Pool {title} was reconciled for {financial_year}"

    reconciled_on: date
    outturn_pence: int
    variance_pence: int


class PoolTerminated(AboutPool):
    """The pool ended before its year was reconciled."""

    sentence: ClassVar[str] = "Pool {title} was terminated: {ground}"

    ground: str
    effective_on: date
    spend_pence: int
    paid_pence: int


AgreementEvent = (
    PoolOpened
    | ContributionAgreed
    | AgreementSigned
    | SignaturesWithdrawn
    | PoolAgreed
    | PoolActivated
    | PoolYearClosed
    | PoolReconciled
    | PoolTerminated
)
PoolEvent = AgreementEvent | LedgerEvent | LinkEvent

__all__ = [
    "AboutPool",
    "ActivityCostDismissed",
    "ActivityCostHeld",
    "AgreementEvent",
    "AgreementSigned",
    "AgreementStatements",
    "BasisPoints",
    "CommitmentAdjusted",
    "CommitmentClosed",
    "CommitmentOpened",
    "CommitmentsAboveBudget",
    "CommitmentsBackWithinBudget",
    "ContributionAgreed",
    "ContributionKind",
    "ContributionPaid",
    "ContributionReversed",
    "ExpenditurePosted",
    "ExpenditureReversed",
    "FinancialYear",
    "ForecastUpdated",
    "Funding",
    "LedgerEvent",
    "LineCode",
    "LineFunction",
    "LineLinkedToContract",
    "LineUnlinkedFromContract",
    "LinkEvent",
    "LongWords",
    "PartnerAllocation",
    "PartnerCap",
    "PartnerContribution",
    "PartnerForecast",
    "PathwayLinked",
    "PathwayStage",
    "PathwayUnlinked",
    "Pence",
    "Period",
    "PoolActivated",
    "PoolAgreed",
    "PoolEvent",
    "PoolLine",
    "PoolOpened",
    "PoolReconciled",
    "PoolTerminated",
    "PoolYearClosed",
    "Quarter",
    "QuarterlyReturnAmended",
    "QuarterlyReturnSubmitted",
    "RiskShareMethod",
    "RiskShareTerms",
    "Sector",
    "Setting",
    "ShortfallEscalated",
    "SignaturesWithdrawn",
    "Tariff",
    "TraceStep",
    "TrustConsent",
    "VarianceAllocated",
    "Words",
]
