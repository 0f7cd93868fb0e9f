"""What a pool can be asked."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from shared.events.budgets.pools import (
    AgreementStatements,
    BasisPoints,
    ContributionKind,
    FinancialYear,
    LineCode,
    LongWords,
    Pence,
    Period,
    PoolLine,
    Quarter,
    RiskShareTerms,
    Setting,
    Tariff,
    Words,
)
from shared.kernel.message import Body, Command, Message
from shared.kernel.organisations import OrgCode, OrgKind

Amount = Annotated[int, Field(ge=1, le=10**13, description="Pence")]
Reference = Annotated[str, Field(min_length=1, max_length=100)]


class OpenPoolBody(Body):
    """A pool to enter as a draft. `partners` in agreement order; the host keeps its accounts (SI 2000/617 reg 7).

    `trust_consents`: commissioners that consent to an NHS trust's part in the pool.
    """

    title: Words
    financial_year: FinancialYear
    host: OrgCode
    partners: tuple[OrgCode, ...] = Field(min_length=2, max_length=50)
    lines: tuple[PoolLine, ...] = Field(min_length=1, max_length=200)
    statements: AgreementStatements
    risk_share: RiskShareTerms = RiskShareTerms()
    trust_consents: tuple[OrgCode, ...] = Field(default=(), max_length=50)


class OpenPool(OpenPoolBody, Command):
    """Enter a pool; `partner_kinds` says what each partner is.

    `contract_shares_elsewhere_bp`: what lines of other pools of the year already pay of the contracts named.
    """

    pool_id: UUID
    partner_kinds: dict[OrgCode, OrgKind]
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
    variation_reason: Words | None = None


class AgreeContribution(AgreeContributionBody, Command):
    """Agree or vary a contribution; `by_org` is the organisation of the person who does."""

    by_org: str


class ActivatePool(Command):
    """Let money flow."""

    today: date


class PayContributionBody(Body):
    """Money paid, or its worth delivered in kind, by a partner."""

    partner: OrgCode
    kind: ContributionKind = "cash"
    amount_pence: Amount
    paid_on: date
    payment_ref: Reference


class PayContribution(PayContributionBody, Command):
    """Take a payment of a contribution."""

    today: date


class PostExpenditureBody(Body):
    """Money spent on a line in a month; `source_ref` names the invoice or journal, once in a pool."""

    line: LineCode
    amount_pence: Amount
    period: Period
    source_ref: Reference
    narrative: LongWords = ""


class Posting(Message):
    """An entry as the ledger has it: a foreign fact for the rules."""

    posting_id: UUID
    line: LineCode
    amount_pence: int | None
    period: Period
    entry: str
    pathway_id: UUID | None
    setting: Setting | None
    reversed_by: UUID | None


class PostExpenditure(PostExpenditureBody, Command):
    """Post expenditure; `known` is the entry of this pool that already has the source reference.

    A held cost is released by posting it: `posting_id` is then that of the held entry.
    """

    posting_id: UUID
    known: Posting | None


class ReverseExpenditureBody(Body):
    """Why a posting is taken back."""

    reason: Annotated[str, Field(min_length=1, max_length=4_000)]


class ReverseExpenditure(ReverseExpenditureBody, Command):
    """Take a posting back by an entry of its own; `posting` is None when this pool has none of that id."""

    reversal_id: UUID
    posting: Posting | None


class PostActivityCost(Command):
    """Pay for a discharge; `source_ref_taken` when an entry of this pool already stands for it."""

    posting_id: UUID
    pathway_id: UUID
    setting: Setting
    discharged_on: date
    source_ref: Reference
    source_ref_taken: bool


class SubmitQuarterlyReturnBody(Body):
    """Which quarter to report; its figures are computed."""

    quarter: Quarter
    narrative: LongWords = ""


class SubmitQuarterlyReturn(SubmitQuarterlyReturnBody, Command):
    """Report a quarter that has ended."""

    today: date


class AmendQuarterlyReturnBody(Body):
    """Why a submitted return is put right."""

    reason: Annotated[str, Field(min_length=1, max_length=4_000)]


class AmendQuarterlyReturn(AmendQuarterlyReturnBody, Command):
    """Put a submitted return right with the figures as they stand now."""

    quarter: Quarter


class UpdateForecastBody(Body):
    """The forecast of a line's spending for the whole year, or without a line of the whole pool's."""

    line: LineCode | None = None
    outturn_pence: Pence


class UpdateForecast(UpdateForecastBody, Command):
    """Forecast how the year will end."""


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
    """Bring what a contract binds of this pool's lines into line with what is now known of the contract."""

    contract_id: UUID
    ref: str
    contract_version: int
    start: date
    end: date
    annual_value_pence: Annotated[int, Field(ge=0)]
    ended: bool


class ClosePoolYear(Command):
    """Close the year once it is over."""

    today: date


class ReconcilePool(Command):
    """Share the year's variance and close the books."""

    today: date


class TerminatePoolBody(Body):
    """On what ground the pool ends, and its last day."""

    ground: Words
    effective_on: date


class TerminatePool(TerminatePoolBody, Command):
    """End a pool before its year is reconciled."""


LedgerCommand = (
    PayContribution
    | PostExpenditure
    | ReverseExpenditure
    | PostActivityCost
    | SubmitQuarterlyReturn
    | AmendQuarterlyReturn
    | UpdateForecast
    | ReconcilePool
)
LinkCommand = LinkContract | LinkPathway | AlignCommitment
AgreementCommand = OpenPool | SignAgreement | AgreeContribution | ActivatePool | ClosePoolYear | TerminatePool
PoolCommand = AgreementCommand | LedgerCommand | LinkCommand


def said(command: Command, *without: str) -> dict[str, Any]:
    """The fields of a command but for some, to be repeated in an event."""
    return {name: value for name, value in command if name not in without}
