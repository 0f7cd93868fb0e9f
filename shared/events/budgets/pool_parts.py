"""What the events of a pooled fund are made of: amounts, lines, terms, and what each of them says of its pool."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.message import Event
from shared.kernel.money import pounds
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import BasisPoints, Part

Pence = Annotated[int, Field(ge=0, le=10**13)]
"""One amount that somebody gives. Sums of amounts are plain ints: the event that reports one never refuses it."""
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


class PoolLine(Part):
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


class AgreementStatements(Part):
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


class TrustConsent(Part):
    """`commissioner` consents to an NHS trust's part in the pool (SI 2000/617 reg 7)."""

    trust: OrgCode
    commissioner: OrgCode


class PartnerCap(Part):
    """The most a partner pays of an overspend: basis points of its own contribution."""

    partner: OrgCode
    cap_bp: BasisPoints


class RiskShareTerms(Part):
    """How a variance is shared: the risk pool first, then pro rata to contribution with caps (R107).

    `risk_pool_pence` is set aside beside the contributions; a partner without a cap is not capped; of an underspend
    `underspend_to_investment_bp` goes to the investment fund before the rest is handed back.
    """

    method: RiskShareMethod = "pro_rata_after_risk_pool_with_caps"
    risk_pool_pence: Pence = 0
    caps: tuple[PartnerCap, ...] = Field(default=(), max_length=50)
    underspend_to_investment_bp: BasisPoints = 0


class PartnerContribution(Part):
    """What one partner agreed to contribute, cash and in kind together, in pence."""

    partner: OrgCode
    amount_pence: int


class PartnerAllocation(Part):
    """One partner's part of a variance in pence: positive is to be paid in, negative is handed back."""

    partner: OrgCode
    amount_pence: int
    capped: bool


class PartnerForecast(Part):
    """What a partner is forecast to bear: its contribution and its part of the variance, in pence."""

    partner: OrgCode
    contribution_pence: int
    variance_pence: int
    capped: bool
    total_pence: int


class TraceStep(Part):
    """One step of a calculation, in words and in pence."""

    step: Literal["variance", "risk_pool", "investment_fund", "pro_rata", "cap", "unallocated"]
    words: str
    amount_pence: int
    partner: OrgCode | None = None


class Tariff(Part):
    """Unit cost in pence of one discharge by setting, for discharges on and after `valid_from`; None: not priced."""

    valid_from: date
    op_pence: Annotated[int, Field(ge=1, le=10**9)] | None = None
    ip_pence: Annotated[int, Field(ge=1, le=10**9)] | None = None
    dc_pence: Annotated[int, Field(ge=1, le=10**9)] | None = None
    ed_pence: Annotated[int, Field(ge=1, le=10**9)] | None = None


class AboutPool(Event):
    """What every event of a pool carries, so that its readers need not ask back."""

    pool_id: UUID
    title: str
    financial_year: FinancialYear
    partners: tuple[OrgCode, ...]

    def told(self, name: str) -> object:
        """A field as it stands in the sentence, an amount in pounds."""
        value = super().told(name)
        return pounds(value) if name.endswith("_pence") and isinstance(value, int) else value
