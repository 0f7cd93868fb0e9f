"""Legal advice as people read it: those who commissioned it, and of advice without privilege those it was shown to."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.contracts.legal_advice.state import LegalAdvice, evolve
from shared.events.contracts.legal_advice import AdviceArea
from shared.folded import folded_view
from shared.views import ResourceRow


class LegalAdviceRow(ResourceRow):
    """Legal advice; `subjects` are the paths of what it is about. What it says never leaves the service by itself."""

    legal_advice_id: UUID = Field(primary_key=True)
    ref: str
    area: AdviceArea = Field(sa_type=Text)
    adviser: str
    advised_on: date
    privileged: bool
    commissioned_by: list[str] = Field(sa_type=ARRAY(Text))
    subjects: list[str] = Field(sa_type=ARRAY(Text))
    question: str
    summary: str
    superseded_by: UUID | None

    @property
    def owners(self) -> Sequence[str]:
        """Those who commissioned it."""
        return self.commissioned_by


class LegalAdviceTable(LegalAdviceRow, table=True):
    """The table behind the register of legal advice."""

    __tablename__ = "legal_advice"
    __table_args__ = (
        UniqueConstraint("ref", name="uq_legal_advice_ref"),
        Index("ix_legal_advice_subjects", "subjects", postgresql_using="gin"),
    )


legal_advice_view = folded_view(LegalAdviceTable, LegalAdviceRow, LegalAdvice, evolve)
