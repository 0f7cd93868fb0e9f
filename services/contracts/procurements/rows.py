"""The tables of procurements: the procurement, its notices, its bids, its evaluation, its representations."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from services.contracts.procurements.record import ProcurementStatus
from shared.events.contracts.law import Regime
from shared.events.contracts.procurement_parts import (
    BidDocument,
    Conflict,
    Criterion,
    LegalBasis,
    NoticeKind,
    ProcurementNotice,
    ProcurementRoute,
    ProviderExclusion,
    ProviderResult,
    ReviewOutcome,
    RouteCircumstances,
)
from shared.views import ResourceRow


class ProcurementRow(ResourceRow):
    """A procurement. Values are lifetime values in pence; ends are inclusive; weights and marks are basis points.

    `live` from the launch to the award. `next_step` is what may come next, `next_lawful_on` the first day on which it
    lawfully may, null while it waits for somebody's deed. Its bids and their bidders are not here.
    """

    procurement_id: UUID = Field(primary_key=True)
    ref: str
    title: str
    status: ProcurementStatus = Field(sa_type=Text)
    live: bool
    next_step: str | None
    next_lawful_on: date | None
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
    service_lines: list[str] = Field(sa_type=ARRAY(Text))
    cpv: list[str] = Field(sa_type=ARRAY(Text))
    route: ProcurementRoute = Field(sa_type=Text)
    regime: Regime = Field(sa_type=Text)
    reserved: bool
    circumstances: RouteCircumstances = Field(sa_type=JSONB)
    legal: LegalBasis = Field(sa_type=JSONB, description="What the rules engine answered at the last formal step")
    strategy_id: UUID | None
    estimated_value_pence: int = Field(sa_type=BigInteger)
    term_months: int
    began_on: date
    conflicts: list[Conflict] = Field(sa_type=JSONB)
    notices: list[ProcurementNotice] = Field(sa_type=JSONB)
    criteria: list[Criterion] = Field(sa_type=JSONB)
    launched_on: date | None
    bids_by: datetime | None = Field(sa_type=DateTime(timezone=True))
    assess_from: date | None
    bids: int
    assessment_began_on: date | None
    evaluated_on: date | None
    intention_published_on: date | None
    intended: list[str] = Field(sa_type=ARRAY(Text))
    standstill_starts: date | None
    standstill_ends: date | None
    sign_from: date | None
    representations_until: date | None
    representations: int
    open_representations: int
    review_outcome: ReviewOutcome | None = Field(sa_type=Text)
    repeats: int
    awarded_on: date | None
    awarded_to: list[str] = Field(sa_type=ARRAY(Text))
    awarded_value_pence: int | None = Field(sa_type=BigInteger)
    award_notice_due_on: date | None
    award_notice_published_on: date | None
    award_notice_overdue: bool
    contract_ids: list[UUID] = Field(sa_type=JSONB)
    signed_on: date | None
    commenced_on: date | None
    abandoned_on: date | None
    abandoned_because: str | None
    abandonment_notice_due_on: date | None

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners."""
        return self.commissioners


class ProcurementTable(ProcurementRow, table=True):
    """The table behind it."""

    __tablename__ = "procurements"
    __table_args__ = (
        UniqueConstraint("ref", name="uq_procurements_ref"),
        Index("ix_procurements_status", "status"),
        Index("ix_procurements_next_lawful_on", "next_lawful_on"),
        Index("ix_procurements_awarded_on", "awarded_on"),
    )


class OfProcurement(ResourceRow):
    """What every row of a procurement says; `version` is the procurement's."""

    procurement_id: UUID
    ref: str


class NoticeRow(OfProcurement):
    """A notice as published: what everybody may know. An intention says to whom, and when to object."""

    notice_id: UUID = Field(primary_key=True)
    title: str
    kind: NoticeKind = Field(sa_type=Text)
    reference: str
    published_on: date
    due_on: date | None
    bids_by: datetime | None = Field(sa_type=DateTime(timezone=True))
    criteria: list[Criterion] = Field(sa_type=JSONB)
    providers: list[str] = Field(sa_type=ARRAY(Text))
    reasons: str | None
    representations_until: date | None


class NoticeTable(NoticeRow, table=True):
    """The table behind it."""

    __tablename__ = "procurement_notices"
    __table_args__ = (Index("ix_procurement_notices_procurement", "procurement_id"),)


BidOutcome = Literal["successful", "unsuccessful"]


class BidRow(OfProcurement):
    """A bid: read by its bidder, and from the assessment on by those of the commissioners who run it.

    The price is over the lifetime in pence. `points` (at most 10^8), `rank` and `outcome` with the intention.
    """

    bid_id: UUID = Field(primary_key=True)
    title: str
    number: int
    provider: str
    received_at: datetime = Field(sa_type=DateTime(timezone=True))
    price_pence: int = Field(sa_type=BigInteger)
    summary: str
    documents: list[BidDocument] = Field(sa_type=JSONB)
    standing: Literal["stands", "withdrawn", "void"] = Field(sa_type=Text)
    opened: bool
    points: int | None
    rank: int | None
    outcome: BidOutcome | None = Field(sa_type=Text)


class BidTable(BidRow, table=True):
    """The table behind it."""

    __tablename__ = "procurement_bids"
    __table_args__ = (Index("ix_procurement_bids_procurement", "procurement_id"),)


class EvaluationRow(OfProcurement):
    """How providers were marked and placed, for those of the commissioners who run the procurement."""

    procurement_id: UUID = Field(primary_key=True)
    evaluated_on: date
    panel: list[str] = Field(sa_type=ARRAY(Text))
    results: list[ProviderResult] = Field(sa_type=JSONB)
    excluded: list[ProviderExclusion] = Field(sa_type=JSONB)


class EvaluationTable(EvaluationRow, table=True):
    """The table behind it."""

    __tablename__ = "procurement_evaluations"


class RepresentationRow(OfProcurement):
    """A representation: read by who made it, and by those of the commissioners who run the procurement."""

    representation_id: UUID = Field(primary_key=True)
    title: str
    number: int
    provider: str
    received_on: date
    grounds: str
    information_requested: str | None
    heard_on: date | None
    account: str | None
    informed_on: date | None
    information: str | None
    outcome: ReviewOutcome | None = Field(sa_type=Text)
    decided_on: date | None


class RepresentationTable(RepresentationRow, table=True):
    """The table behind it."""

    __tablename__ = "procurement_representations"
    __table_args__ = (Index("ix_procurement_representations_procurement", "procurement_id"),)


class ProcurementSummary(SQLModel):
    """A financial year's contracting activity (SI 2023/1348 regs 25 and 26). Values in pence."""

    financial_year: str
    since: date
    until: date
    awarded: int
    awarded_value_pence: int
    by_route: dict[str, int]
    framework_calloffs: int
    new_providers: list[str]
    providers_no_longer: list[str]
    providers_contracted: int
    representations: int
    reviews: dict[str, int]
    abandoned: int
    award_notices_late: int
