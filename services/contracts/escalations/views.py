"""Issues raised with governance bodies, as people read them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.escalations.state import EarlierStep, Escalation, EscalationStatus, evolve
from shared.events.contracts.escalations import DebateContribution, EscalationKind
from shared.folded import folded_view
from shared.views import ResourceRow


class EscalationRow(ResourceRow):
    """An issue and the body it is with; `answer_due_on` is the last day for its answer, `steps` the bodies before."""

    escalation_id: UUID = Field(primary_key=True)
    localities: list[str] = Field(sa_type=ARRAY(Text))
    kind: EscalationKind = Field(sa_type=Text)
    title: str
    details: str
    about: str | None
    body_id: UUID
    body_ref: str
    convened_by: list[str] = Field(sa_type=ARRAY(Text))
    raised_by: str
    raised_on: date
    answer_due_on: date
    status: EscalationStatus = Field(sa_type=Text)
    overdue: bool
    contributions: list[DebateContribution] = Field(sa_type=JSONB)
    answer: str | None
    answered_on: date | None
    steps: list[EarlierStep] = Field(sa_type=JSONB)
    resolution: str | None
    decision_id: UUID | None
    resolved_on: date | None

    @property
    def owners(self) -> Sequence[str]:
        """Those who convene the body it is with: they answer for it."""
        return self.convened_by


class EscalationTable(EscalationRow, table=True):
    """The table behind the issues."""

    __tablename__ = "escalations"
    __table_args__ = (
        Index("ix_escalations_body_id", "body_id"),
        Index("ix_escalations_status", "status"),
    )


escalation_view = folded_view(EscalationTable, EscalationRow, Escalation, evolve)
