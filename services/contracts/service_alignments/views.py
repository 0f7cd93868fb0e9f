"""Alignments as people read them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.contracts.service_alignments.state import ServiceAlignment, evolve
from shared.events.contracts.service_alignments import Alignment
from shared.folded import folded_view
from shared.kernel.parts import Evidence
from shared.views import ResourceRow, View


class ServiceAlignmentRow(ResourceRow):
    """How far a provider's service is organised by a locality, by its newest assessment."""

    service_alignment_id: UUID = Field(primary_key=True)
    service: str
    provider: str
    locality: str
    alignment: Alignment = Field(sa_type=Text)
    evidence: list[Evidence] = Field(sa_type=JSONB)
    note: str
    assessed_on: date

    @property
    def owners(self) -> Sequence[str]:
        """The commissioner that assesses it; the provider sees it."""
        return [one for one in self.parties if one != self.provider]


class ServiceAlignmentTable(ServiceAlignmentRow, table=True):
    """The table behind the alignments."""

    __tablename__ = "service_alignments"
    __table_args__ = (Index("ix_service_alignments_locality", "locality"),)


service_alignment_view: View[ServiceAlignmentRow] = folded_view(
    ServiceAlignmentTable, ServiceAlignmentRow, ServiceAlignment, evolve
)
