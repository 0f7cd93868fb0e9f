"""Modifications as people read them: the proposal, what the law said on which facts, and what came of it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.modifications.state import Modification, ModificationStatus, evolve
from shared.events.contracts.law import Cause, Ground, GroundAnswer, Limit, ModificationFacts, NoticeDuty, Regime
from shared.folded import folded_view
from shared.views import ResourceRow


class ModificationRow(ResourceRow):
    """A modification. Values in pence, changes signed; terms in days. What the law said rests on `facts`."""

    modification_id: UUID = Field(primary_key=True)
    ref: str
    status: ModificationStatus = Field(sa_type=Text)
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
    contract_id: UUID
    contract_ref: str
    title: str
    rationale: str
    delta_value_pence: int = Field(sa_type=BigInteger)
    delta_term_days: int
    cause: Cause = Field(sa_type=Text)
    clause_ref: str | None
    character_change: bool
    effective_on: date
    facts: ModificationFacts = Field(sa_type=JSONB)
    proposed_by: str
    regime: Regime | None = Field(sa_type=Text)
    ground: str | None
    ground_code: Ground | None = Field(sa_type=Text)
    cumulative_pence: int | None = Field(sa_type=BigInteger)
    reasons: list[str] = Field(sa_type=ARRAY(Text))
    limits: list[Limit] = Field(sa_type=JSONB)
    considered: list[GroundAnswer] = Field(sa_type=JSONB)
    citations: list[str] = Field(sa_type=ARRAY(Text))
    advice: str | None
    assessed_on: date | None
    notices: list[NoticeDuty] = Field(sa_type=JSONB)
    notice_due_on: date | None
    notice_published_on: date | None
    notice_ref: str | None
    notice_overdue: bool
    agreed_on: date | None
    delegation_id: UUID | None
    new_value_pence: int | None = Field(sa_type=BigInteger)
    new_end: date | None
    rejected_because: str | None
    procurement_id: UUID | None

    @property
    def owners(self) -> Sequence[str]:
        """The contract's commissioners: they change it, its providers see it."""
        return self.commissioners


class ModificationTable(ModificationRow, table=True):
    """The table behind the modifications."""

    __tablename__ = "modifications"
    __table_args__ = (
        UniqueConstraint("ref", name="uq_modifications_ref"),
        Index("ix_modifications_contract_id", "contract_id"),
        Index("ix_modifications_status", "status"),
        Index("ix_modifications_parties", "parties", postgresql_using="gin"),
    )


modification_view = folded_view(ModificationTable, ModificationRow, Modification, evolve)
