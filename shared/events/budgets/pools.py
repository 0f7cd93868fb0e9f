"""What can have happened to a pooled fund under section 75 of the NHS Act 2006 (SI 2000/617)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.kernel.message import Event
from shared.kernel.money import pounds
from shared.kernel.organisations import OrgCode
from shared.kernel.privacy import Confidential

Pence = Annotated[int, Field(ge=0, le=10**13)]
"""One amount that somebody gives. Sums of amounts are plain ints: the event that reports one never refuses it."""
BasisPoints = Annotated[int, Field(ge=0, le=10_000)]
LineCode = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9-]{0,19}$", examples=["COMM-01"])]
FinancialYear = Annotated[str, Field(pattern=r"^\d{4}/\d{2}$", examples=["2018/19"])]
Period = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", examples=["2018-04"], description="Year and month")]
Quarter = Annotated[int, Field(ge=1, le=4, description="Quarter of the financial year; 1 is April to June")]
Words = Annotated[str, Field(min_length=1, max_length=200)]
LongWords = Annotated[str, Field(max_length=4_000)]
ContributionKind = Literal["cash", "in_kind"]
Setting = Literal["op", "ip", "dc", "ed"]
Funding = Literal["pooled", "aligned"]
RiskShareMethod = Literal["pro_rata_after_risk_pool_with_caps"]
Sector = Literal["primary", "community", "mental_health", "acute", "social_care", "public_health", "voluntary"]
PathwayStage = Literal["prevention", "primary", "community", "secondary", "social"]
LineFunction = Literal[
    "general",
    "surgery",
    "radiotherapy",
    "termination_of_pregnancy",
    "endoscopy",
    "class_4_laser_or_other_invasive",
    "emergency_ambulance",
]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PoolLine(_Part):
    """One budget line of a pool for the year, in pence (R46, R53, R67, R90).

    `funding` says whether the partners' contributions pay for it (pooled) or its commissioner does, beside the
    pool (aligned). Either a contract stands behind it or `no_contract_reason` says why none does.
    """

    code: LineCode
    title: Words
    service_line: Words
    sector: Sector
    pathway_stage: PathwayStage
    function: LineFunction = "general"
    funding: Funding = "pooled"
    budget_pence: Pence
    locality: Words | None = None
    provider: OrgCode
    commissioner: OrgCode
    contract_id: UUID | None = None
    no_contract_reason: Words | None = None


class AgreementStatements(_Part):
    """What the written agreement says under each heading of SI 2000/617 reg 7; a heading left out is None."""

    aims: LongWords | None = None
    functions: LongWords | None = None
    persons_and_services: LongWords | None = None
    staff_goods_and_accommodation: LongWords | None = None
    contributions_variation: LongWords | None = None
    duration: LongWords | None = None
    review: LongWords | None = None
    termination: LongWords | None = None
    management: LongWords | None = None


class PartnerCap(_Part):
    """The most a partner pays of an overspend: basis points of its own contribution."""

    partner: OrgCode
    cap_bp: BasisPoints


class RiskShareTerms(_Part):
    """How a variance is shared: the risk pool first, then pro rata to contribution with caps (R107).

    `risk_pool_pence` is set aside beside the contributions; a partner without a cap is not capped; of an underspend
    `underspend_to_investment_bp` goes to the investment fund before the rest is handed back.
    """

    method: RiskShareMethod = "pro_rata_after_risk_pool_with_caps"
    risk_pool_pence: Pence = 0
    caps: tuple[PartnerCap, ...] = Field(default=(), max_length=50)
    underspend_to_investment_bp: BasisPoints = 0


class PartnerContribution(_Part):
    """What one partner agreed to contribute, cash and in kind together, in pence."""

    partner: OrgCode
    amount_pence: int


class PartnerAllocation(_Part):
    """One partner's part of a variance in pence: positive is to be paid in, negative is handed back."""

    partner: OrgCode
    amount_pence: int
    capped: bool


class PartnerForecast(_Part):
    """What a partner is forecast to bear: its contribution and its part of the variance, in pence."""

    partner: OrgCode
    contribution_pence: int
    variance_pence: int
    capped: bool
    total_pence: int


class TraceStep(_Part):
    """One step of a calculation, in words and in pence."""

    step: Literal["variance", "risk_pool", "investment_fund", "pro_rata", "cap", "unallocated"]
    words: str
    amount_pence: int
    partner: OrgCode | None = None


class Tariff(_Part):
    """Unit cost in pence of one discharge by setting, for discharges on and after `valid_from`; None: not priced."""

    valid_from: date
    op_pence: Annotated[int, Field(ge=1, le=10**9)] | None = None
    ip_pence: Annotated[int, Field(ge=1, le=10**9)] | None = None
    dc_pence: Annotated[int, Field(ge=1, le=10**9)] | None = None
    ed_pence: Annotated[int, Field(ge=1, le=10**9)] | None = None


class _AboutPool(Event):
    """What every event of a pool carries, so that its readers need not ask back."""

    pool_id: UUID
    title: str
    financial_year: FinancialYear
    partners: tuple[OrgCode, ...]

    def tell(self) -> str:
        """The event in one sentence, amounts in pounds."""
        said = {name: getattr(self, name) for name in type(self).model_fields}
        amounts = {name: pounds(value) for name, value in said.items() if name.endswith("_pence") and value is not None}
        return self.sentence.format_map(said | amounts | {"partners": ", ".join(self.partners)})


class PoolOpened(_AboutPool):
    """A pool was entered as a draft; `partners` stand in agreement order, which settles ties of a penny."""

    sentence: ClassVar[str] = "Pool {title} was opened for {financial_year}, hosted by {host}, for {partners}"

    host: OrgCode
    lines: tuple[PoolLine, ...]
    statements: AgreementStatements
    risk_share: RiskShareTerms
    trust_consents: tuple[OrgCode, ...] = ()


class ContributionAgreed(_AboutPool):
    """A partner's contribution of one kind for the year is now `amount_pence`; it was `previous_pence`."""

    sentence: ClassVar[str] = "{partner} agreed to contribute {amount_pence} to pool {title}"

    partner: OrgCode
    kind: ContributionKind
    amount_pence: Pence
    previous_pence: Pence
    variation_reason: str | None = None


class AgreementSigned(_AboutPool):
    """A partner signed the section 75 agreement."""

    sentence: ClassVar[str] = "{partner} signed the section 75 agreement of pool {title}"

    partner: OrgCode
    signed_on: date


class PoolAgreed(_AboutPool):
    """Every partner has signed and agreed its contribution."""

    sentence: ClassVar[str] = "Pool {title} of {pool_pence} was agreed by every partner: {partners}"

    pool_pence: int
    contributions: tuple[PartnerContribution, ...]


class PoolActivated(_AboutPool):
    """Money may flow."""

    sentence: ClassVar[str] = "Pool {title} of {pool_pence} for {financial_year} was activated"

    activated_on: date
    pool_pence: int
    contributions: tuple[PartnerContribution, ...]


class ContributionPaid(_AboutPool):
    """A partner paid (or delivered in kind) part of its contribution; `payment_ref` is unique in the pool."""

    sentence: ClassVar[str] = "{partner} paid {amount_pence} into pool {title}"

    partner: OrgCode
    kind: ContributionKind
    amount_pence: Pence
    paid_on: date
    quarter: Quarter
    payment_ref: str


class ExpenditurePosted(_AboutPool):
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


class ExpenditureReversed(_AboutPool):
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


class ActivityCostHeld(_AboutPool):
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


class QuarterlyReturnSubmitted(_AboutPool):
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


class QuarterlyReturnAmended(_AboutPool):
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


class ForecastUpdated(_AboutPool):
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


class LineLinkedToContract(_AboutPool):
    """`share_bp` of a contract is paid from this line (R53); said again, it replaces the share."""

    sentence: ClassVar[str] = "Line {line} of pool {title} was linked to a contract"

    line: LineCode
    contract_id: UUID
    share_bp: BasisPoints


class LineUnlinkedFromContract(_AboutPool):
    """The line no longer pays for the contract."""

    sentence: ClassVar[str] = "Line {line} of pool {title} was unlinked from a contract"

    line: LineCode
    contract_id: UUID


class PathwayLinked(_AboutPool):
    """Discharges on this pathway are paid from this line, at this tariff; said again, it replaces both."""

    sentence: ClassVar[str] = "Line {line} of pool {title} now pays for the discharges of a pathway"

    line: LineCode
    pathway_id: UUID
    tariff: tuple[Tariff, ...]


class PathwayUnlinked(_AboutPool):
    """Discharges on this pathway are no longer paid from this pool."""

    sentence: ClassVar[str] = "Line {line} of pool {title} no longer pays for the discharges of a pathway"

    line: LineCode
    pathway_id: UUID


class CommitmentOpened(_AboutPool):
    """A contract binds this much of the line's budget in the pool's year; `contract_version` is what was known."""

    sentence: ClassVar[str] = "Contract {contract_ref} commits {amount_pence} of line {line} of pool {title}"

    line: LineCode
    contract_id: UUID
    contract_ref: str
    contract_version: int
    amount_pence: int
    from_day: date
    to_day: date


class CommitmentAdjusted(_AboutPool):
    """The contract's value, term or share changed, and so did what it binds of this year."""

    sentence: ClassVar[str] = (
        "Contract {contract_ref} now commits {amount_pence} instead of {previous_pence} of line {line} of pool {title}"
    )

    line: LineCode
    contract_id: UUID
    contract_ref: str
    contract_version: int
    amount_pence: int
    previous_pence: int
    from_day: date
    to_day: date


class CommitmentClosed(_AboutPool):
    """The contract or the link ended; `amount_pence` stays owed for the days of this year it was in force."""

    sentence: ClassVar[str] = (
        "The commitment of contract {contract_ref} on line {line} of pool {title} closed at {amount_pence}"
    )

    line: LineCode
    contract_id: UUID
    contract_ref: str
    contract_version: int
    amount_pence: int
    previous_pence: int


class CommitmentsAboveBudget(_AboutPool):
    """The contracts on a line now bind more than its budget."""

    sentence: ClassVar[str] = (
        "Commitments of {commitments_pence} exceed the budget of {budget_pence} on line {line} of pool {title}"
    )

    line: LineCode
    budget_pence: int
    commitments_pence: int
    excess_pence: int


class CommitmentsBackWithinBudget(_AboutPool):
    """The contracts on a line bind no more than its budget again."""

    sentence: ClassVar[str] = "Commitments on line {line} of pool {title} are back within the budget of {budget_pence}"

    line: LineCode
    budget_pence: int
    commitments_pence: int


class PoolYearClosed(_AboutPool):
    """The year is over; accruals, reversals and late payments for it are still taken until reconciliation."""

    sentence: ClassVar[str] = "The year {financial_year} of pool {title} was closed with {spend_pence} spent so far"

    closed_on: date
    spend_pence: int


class VarianceAllocated(_AboutPool):
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


class ShortfallEscalated(_AboutPool):
    """Nobody is bound to pay the rest of the overspend: the joint commissioning board decides."""

    sentence: ClassVar[str] = "A shortfall of {unallocated_pence} in pool {title} was escalated to the {escalated_to}"

    unallocated_pence: int
    escalated_to: str


class PoolReconciled(_AboutPool):
    """The books of the year are final."""

    sentence: ClassVar[str] = "Pool {title} was reconciled for {financial_year}"

    reconciled_on: date
    outturn_pence: int
    variance_pence: int


class PoolTerminated(_AboutPool):
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
    | PoolAgreed
    | PoolActivated
    | PoolYearClosed
    | PoolReconciled
    | PoolTerminated
)
LedgerEvent = (
    ContributionPaid
    | ExpenditurePosted
    | ExpenditureReversed
    | ActivityCostHeld
    | QuarterlyReturnSubmitted
    | QuarterlyReturnAmended
    | ForecastUpdated
    | VarianceAllocated
    | ShortfallEscalated
)
LinkEvent = (
    LineLinkedToContract
    | LineUnlinkedFromContract
    | PathwayLinked
    | PathwayUnlinked
    | CommitmentOpened
    | CommitmentAdjusted
    | CommitmentClosed
    | CommitmentsAboveBudget
    | CommitmentsBackWithinBudget
)
PoolEvent = AgreementEvent | LedgerEvent | LinkEvent
