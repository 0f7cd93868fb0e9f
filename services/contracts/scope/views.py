"""Proposals as people read them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.scope.state import ScopeItem, ScopeStatus, evolve
from shared.events.contracts.scope_parts import (
    Cohort,
    ExpertConsultation,
    LinkedService,
    LocalityPhase,
    Opportunity,
    ScopeDecision,
    Sector,
    StakeholderEngagement,
)
from shared.folded import folded_view
from shared.kernel.parts import Evidence
from shared.views import ResourceRow, View


class ScopeItemRow(ResourceRow):
    """A service for a cohort, proposed for the ACS; `decisions` are all there were, `phases` those in force.

    `linked_services` lie outside the scope. `proposed_by` put forward what stands now, and does not decide it.
    """

    scope_item_id: UUID = Field(primary_key=True)
    ref: str
    service: str
    sector: Sector = Field(sa_type=Text)
    opportunity: Opportunity = Field(sa_type=Text)
    status: ScopeStatus = Field(sa_type=Text)
    cohort: Cohort = Field(sa_type=JSONB)
    localities: list[str] = Field(sa_type=ARRAY(Text))
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    providers: list[str] = Field(sa_type=ARRAY(Text))
    rationale: str
    linked_services: list[LinkedService] = Field(sa_type=JSONB)
    evidence: list[Evidence] = Field(sa_type=JSONB)
    engagements: list[StakeholderEngagement] = Field(sa_type=JSONB)
    consultations: list[ExpertConsultation] = Field(sa_type=JSONB)
    decisions: list[ScopeDecision] = Field(sa_type=JSONB)
    phases: list[LocalityPhase] = Field(sa_type=JSONB)
    deferred_until: date | None
    proposed_by: str

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners: they keep it, its providers see it."""
        return self.commissioners


class ScopeItemTable(ScopeItemRow, table=True):
    """The table behind the scope."""

    __tablename__ = "scope_items"
    __table_args__ = (
        UniqueConstraint("ref", name="uq_scope_items_ref"),
        Index("ix_scope_items_status", "status"),
    )


scope_item_view: View[ScopeItemRow] = folded_view(ScopeItemTable, ScopeItemRow, ScopeItem, evolve)
