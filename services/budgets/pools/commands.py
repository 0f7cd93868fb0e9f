"""What a pool can be asked."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.budgets.pools.ledger_commands import (
    AmendQuarterlyReturn,
    AmendQuarterlyReturnBody,
    ByHost,
    ClosePoolYear,
    DismissHeldCost,
    DismissHeldCostBody,
    LedgerCommand,
    PayContribution,
    PayContributionBody,
    PostActivityCost,
    PostExpenditure,
    PostExpenditureBody,
    Posting,
    ReconcilePool,
    ReverseContributionPayment,
    ReverseContributionPaymentBody,
    ReverseExpenditure,
    ReverseExpenditureBody,
    SubmitQuarterlyReturn,
    SubmitQuarterlyReturnBody,
    UpdateForecast,
    UpdateForecastBody,
    said,
)
from shared.events.budgets.known_contracts import ContractTerm
from shared.events.budgets.pools import (
    AgreementStatements,
    BasisPoints,
    ContributionKind,
    FinancialYear,
    LineCode,
    Pence,
    PoolLine,
    RiskShareTerms,
    Tariff,
    TrustConsent,
)
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import NO_BLANK, Name

Ground = Annotated[str, Field(min_length=1, max_length=200, pattern=NO_BLANK)]


class OpenPoolBody(Body):
    """A pool to enter as a draft. `partners` in agreement order; the host keeps its accounts (SI 2000/617 reg 7).

    `trust_consents`: which commissioner consents to which NHS trust's part in the pool.
    """

    title: Name
    financial_year: FinancialYear
    host: OrgCode
    partners: tuple[OrgCode, ...] = Field(min_length=2, max_length=50)
    lines: tuple[PoolLine, ...] = Field(min_length=1, max_length=200)
    statements: AgreementStatements
    risk_share: RiskShareTerms = RiskShareTerms()
    trust_consents: tuple[TrustConsent, ...] = Field(default=(), max_length=200)


class OpenPool(OpenPoolBody, Command):
    """Enter a pool; `partner_kinds` and `consenting_kinds` say what each partner and consenting commissioner is.

    `title_taken`: another pool of the year that has not ended has the title. `contract_shares_elsewhere_bp`: what
    lines of other pools of the year already pay of the contracts named.
    """

    pool_id: UUID
    partner_kinds: dict[OrgCode, OrgKind]
    consenting_kinds: dict[OrgCode, OrgKind] = Field(default_factory=dict)
    title_taken: bool = False
    contract_shares_elsewhere_bp: dict[UUID, int] = Field(default_factory=dict)


class SignAgreementBody(Body):
    """Which partner signs, and the day it signed."""

    partner: OrgCode
    signed_on: date


class SignAgreement(SignAgreementBody, Command):
    """Sign for a partner; `by_org` is the organisation of the person who does."""

    by_org: str
    today: date


class AgreeContributionBody(Body):
    """A partner's contribution of one kind for the year; said again, it varies the former, and says why."""

    partner: OrgCode
    kind: ContributionKind = "cash"
    amount_pence: Pence
    variation_reason: Ground | None = None


class AgreeContribution(AgreeContributionBody, Command):
    """Agree or vary a contribution; `by_org` is the organisation of the person who does."""

    by_org: str
    today: date


class ActivatePool(ByHost):
    """Let money flow."""

    today: date


class LinkContractBody(Body):
    """A contract that a line pays a share of; `replaces` names a contract whose link to the line ends with this."""

    line: LineCode
    contract_id: UUID
    share_bp: BasisPoints = 10_000
    replaces: UUID | None = None


class LinkContract(LinkContractBody, Command):
    """Link a line to a contract; `share_elsewhere_bp` is what other lines of the year's pools already pay of it."""

    share_elsewhere_bp: int


class LinkPathwayBody(Body):
    """A pathway whose discharges a line pays for, with its tariff; `replaces` names the line that pays so far."""

    line: LineCode
    pathway_id: UUID
    tariff: tuple[Tariff, ...] = Field(min_length=1, max_length=50)
    replaces: LineCode | None = None


class LinkPathway(LinkPathwayBody, Command):
    """Link a line to a pathway; `linked_elsewhere` when another pool of this year pays for it."""

    linked_elsewhere: bool


class AlignCommitment(Command):
    """Bring what a contract binds of this pool's lines into line with what is now known of the contract.

    `end` is the last day in force; `terms` are as agreed and may run beyond it.
    """

    contract_id: UUID
    ref: str
    contract_version: int
    start: date
    end: date
    terms: tuple[ContractTerm, ...]
    ended: bool


class TerminatePoolBody(Body):
    """On what ground the pool ends, and its last day."""

    ground: Ground
    effective_on: date


class TerminatePool(TerminatePoolBody, ByHost):
    """End a pool that holds no money before its year is over."""

    today: date


LinkCommand = LinkContract | LinkPathway | AlignCommitment
AgreementCommand = OpenPool | SignAgreement | AgreeContribution | ActivatePool | ClosePoolYear | TerminatePool
PoolCommand = AgreementCommand | LedgerCommand | LinkCommand

__all__ = [
    "ActivatePool",
    "AgreeContribution",
    "AgreeContributionBody",
    "AgreementCommand",
    "AlignCommitment",
    "AmendQuarterlyReturn",
    "AmendQuarterlyReturnBody",
    "ByHost",
    "ClosePoolYear",
    "DismissHeldCost",
    "DismissHeldCostBody",
    "LedgerCommand",
    "LinkCommand",
    "LinkContract",
    "LinkContractBody",
    "LinkPathway",
    "LinkPathwayBody",
    "OpenPool",
    "OpenPoolBody",
    "PayContribution",
    "PayContributionBody",
    "PoolCommand",
    "PostActivityCost",
    "PostExpenditure",
    "PostExpenditureBody",
    "Posting",
    "ReconcilePool",
    "ReverseContributionPayment",
    "ReverseContributionPaymentBody",
    "ReverseExpenditure",
    "ReverseExpenditureBody",
    "SignAgreement",
    "SignAgreementBody",
    "SubmitQuarterlyReturn",
    "SubmitQuarterlyReturnBody",
    "TerminatePool",
    "TerminatePoolBody",
    "UpdateForecast",
    "UpdateForecastBody",
    "said",
]
