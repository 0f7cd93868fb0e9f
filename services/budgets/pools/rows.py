"""The shapes of what people read of pools, and the tables behind them."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import BigInteger, Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.budgets.pools.state import PoolStatus
from shared.events.budgets.pools import (
    AgreementStatements,
    Funding,
    PartnerAllocation,
    PoolLine,
    RiskShareTerms,
    Setting,
    Tariff,
    TraceStep,
    TrustConsent,
)
from shared.views import ResourceRow

Entry = Literal["expenditure", "reversal", "held", "dismissed"]
LinkKind = Literal["contract", "pathway"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class ContractOnLine(_Part):
    """A contract the line pays `share_bp` of; what it commits of this year, in pence."""

    contract_id: UUID
    ref: str | None = None
    share_bp: int
    committed_pence: int = 0
    status: Literal["linked", "open", "closed"] = "linked"


class PathwayOnLine(_Part):
    """A pathway whose discharges the line pays for."""

    pathway_id: UUID
    tariff: tuple[Tariff, ...]


class LinePosition(_Part):
    """A line of the pool and where it stands, in pence."""

    line: PoolLine
    spend_pence: int = 0
    committed_pence: int = 0
    forecast_pence: int | None = None
    above_budget: bool = False
    contracts: tuple[ContractOnLine, ...] = ()
    pathways: tuple[PathwayOnLine, ...] = ()


class PartnerPosition(_Part):
    """A partner of the pool and where it stands, in pence; forecasts are None until one was made."""

    partner: str
    signed_on: date | None = None
    cash_agreed_pence: int = 0
    in_kind_agreed_pence: int = 0
    contribution_pence: int = 0
    paid_pence: int = 0
    forecast_variance_pence: int | None = None
    forecast_total_pence: int | None = None


class QuarterlyReturn(_Part):
    """A quarter as reported; `amendments` counts how often it was put right."""

    quarter: int
    income_pence: int
    expenditure_pence: int
    income_to_date_pence: int
    expenditure_to_date_pence: int
    amendments: int = 0


class PoolRow(ResourceRow):
    """A pooled fund. Pence throughout; `spend_pence` is on pooled lines, `aligned_spend_pence` beside the pool.

    `variance_pence` and what follows from it are None until reconciliation, forecasts until one was made;
    `returns_to_amend` are the quarters whose figures, of the quarter or of the year so far, changed since reported.
    """

    pool_id: UUID = Field(primary_key=True)
    title: str
    financial_year: str
    status: PoolStatus = Field(sa_type=Text)
    host: str
    partners: list[str] = Field(sa_type=ARRAY(Text))
    trust_consents: list[TrustConsent] = Field(sa_type=JSONB)
    statements: AgreementStatements = Field(sa_type=JSONB)
    risk_share: RiskShareTerms = Field(sa_type=JSONB)
    lines: list[LinePosition] = Field(sa_type=JSONB)
    positions: list[PartnerPosition] = Field(sa_type=JSONB)
    pooled_budget_pence: int = Field(sa_type=BigInteger)
    contributions_pence: int = Field(default=0, sa_type=BigInteger)
    paid_pence: int = Field(default=0, sa_type=BigInteger)
    spend_pence: int = Field(default=0, sa_type=BigInteger)
    aligned_spend_pence: int = Field(default=0, sa_type=BigInteger)
    committed_pence: int = Field(default=0, sa_type=BigInteger)
    held_costs: int = 0
    forecast_outturn_pence: int | None = Field(default=None, sa_type=BigInteger)
    forecast_variance_pence: int | None = Field(default=None, sa_type=BigInteger)
    forecast_unallocated_pence: int | None = Field(default=None, sa_type=BigInteger)
    returns: list[QuarterlyReturn] = Field(default_factory=list, sa_type=JSONB)
    returns_to_amend: list[int] = Field(default_factory=list, sa_type=ARRAY(Integer))
    activated_on: date | None = None
    closed_on: date | None = None
    reconciled_on: date | None = None
    terminated_on: date | None = None
    outturn_pence: int | None = Field(default=None, sa_type=BigInteger)
    variance_pence: int | None = Field(default=None, sa_type=BigInteger)
    risk_pool_used_pence: int | None = Field(default=None, sa_type=BigInteger)
    investment_fund_pence: int | None = Field(default=None, sa_type=BigInteger)
    allocations: list[PartnerAllocation] = Field(default_factory=list, sa_type=JSONB)
    unallocated_pence: int | None = Field(default=None, sa_type=BigInteger)
    escalated_to: str | None = None
    trace: list[TraceStep] = Field(default_factory=list, sa_type=JSONB)
    rule_version: str | None = None


class PoolTable(PoolRow, table=True):
    """The table behind the pools."""

    __tablename__ = "pools"
    __table_args__ = (
        Index(
            "uq_pools_title_year",
            "title",
            "financial_year",
            unique=True,
            postgresql_where=text("status <> 'terminated'"),
        ),
    )


class PostingRow(ResourceRow):
    """An entry in a pool's ledger: expenditure, the reversal of one, or an activity cost held back for a person.

    Amounts in pence; a reversal's is negative; a held cost counts nowhere until it is posted under its source_ref, and
    a dismissed one never does.
    """

    posting_id: UUID = Field(primary_key=True)
    pool_id: UUID
    entry: Entry = Field(sa_type=Text)
    line: str
    funding: Funding | None = Field(default=None, sa_type=Text)
    amount_pence: int | None = Field(sa_type=BigInteger)
    period: str
    source_ref: str
    narrative: str | None = None
    pathway_id: UUID | None = None
    setting: Setting | None = Field(default=None, sa_type=Text)
    held_because: str | None = None
    reverses: UUID | None = None
    reversed_by: UUID | None = None


class PostingTable(PostingRow, table=True):
    """The table behind the ledger; what it keeps unique is said once, whoever says it."""

    __tablename__ = "pool_postings"
    __table_args__ = (
        Index(
            "uq_pool_postings_source",
            "pool_id",
            "source_ref",
            unique=True,
            postgresql_where=text("reversed_by IS NULL AND entry <> 'dismissed'"),
        ),
        UniqueConstraint("reverses", name="uq_pool_postings_reverses"),
    )


class LineLinkRow(ResourceRow):
    """What stands behind a line: a share of a contract, or the discharges of a pathway."""

    link_id: str = Field(primary_key=True)
    pool_id: UUID
    financial_year: str
    kind: LinkKind = Field(sa_type=Text)
    line: str
    contract_id: UUID | None = None
    share_bp: int | None = None
    pathway_id: UUID | None = None


class LineLinkTable(LineLinkRow, table=True):
    """The table behind the links; one line of all pools of a year pays for a pathway."""

    __tablename__ = "pool_line_links"
    __table_args__ = (
        UniqueConstraint("pathway_id", "financial_year", name="uq_pool_line_links_pathway"),
        Index("ix_pool_line_links_contract", "contract_id"),
    )
