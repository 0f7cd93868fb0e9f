"""Regulatory flexibility as people read it."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.flexibilities.state import Flexibility, FlexibilityStatus, evolve
from shared.events.contracts.regulators import FlexibilityOutcome
from shared.folded import folded_view
from shared.kernel.parts import Evidence
from shared.views import ResourceRow, View


class FlexibilityRow(ResourceRow):
    """A request for flexibility; days are inclusive, those granted absent until granted."""

    regulatory_flexibility_id: UUID = Field(primary_key=True)
    localities: list[str] = Field(sa_type=ARRAY(Text))
    regulator: str
    regulator_name: str
    rule: str
    reason: str
    start: date
    end: date
    requested_on: date
    status: FlexibilityStatus = Field(sa_type=Text)
    outcome: FlexibilityOutcome | None = Field(sa_type=Text, nullable=True)
    decided_on: date | None
    granted_start: date | None
    granted_end: date | None
    terms: str | None
    evidence: list[Evidence] = Field(sa_type=JSONB)
    withdrawn_because: str | None


class FlexibilityTable(FlexibilityRow, table=True):
    """The table behind the requests."""

    __tablename__ = "regulatory_flexibilities"
    __table_args__ = (
        Index("ix_regulatory_flexibilities_regulator", "regulator"),
        Index("ix_regulatory_flexibilities_status", "status"),
    )


flexibility_view: View[FlexibilityRow] = folded_view(FlexibilityTable, FlexibilityRow, Flexibility, evolve)
