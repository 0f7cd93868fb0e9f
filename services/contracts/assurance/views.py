"""ISAP cases as people read them."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.assurance.state import CheckpointRecord, IsapCase, evolve
from shared.events.contracts.assurance import (
    Checkpoint,
    IsapCondition,
    IsapScrutiny,
    IsapStage,
    Outcome,
    TriggerAnswer,
)
from shared.folded import folded_view
from shared.views import ResourceRow, View


class IsapCaseRow(ResourceRow):
    """An ISAP case. `passed` are the checkpoints it may proceed past: rated so, and every condition closed."""

    isap_case_id: UUID = Field(primary_key=True)
    ref: str
    title: str
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
    strategy_id: UUID | None
    procurement_id: UUID | None
    stage: IsapStage = Field(sa_type=Text)
    applies: bool
    triggers: list[str] = Field(sa_type=ARRAY(Text))
    screening: list[TriggerAnswer] = Field(sa_type=JSONB)
    screening_reason: str | None
    screened_on: date | None
    checkpoints: list[CheckpointRecord] = Field(sa_type=JSONB)
    passed: list[Checkpoint] = Field(sa_type=ARRAY(Text))
    conditions: list[IsapCondition] = Field(sa_type=JSONB)
    open_conditions: int
    overdue_conditions: int
    scrutinies: list[IsapScrutiny] = Field(sa_type=JSONB)
    last_outcome: Outcome | None = Field(sa_type=Text, nullable=True)
    submitted_by: str | None

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners."""
        return self.commissioners


class IsapCaseTable(IsapCaseRow, table=True):
    """The table behind the ISAP cases."""

    __tablename__ = "isap_cases"
    __table_args__ = (
        UniqueConstraint("ref", name="uq_isap_cases_ref"),
        UniqueConstraint("procurement_id", name="uq_isap_cases_procurement"),
        Index("ix_isap_cases_strategy", "strategy_id"),
        Index("ix_isap_cases_stage", "stage"),
    )


def _derived(case: IsapCase) -> Mapping[str, object]:
    still_open = case.open_conditions()
    return {
        "applies": case.applies,
        "passed": case.passed,
        "open_conditions": len(still_open),
        "overdue_conditions": sum(one.overdue for one in still_open),
    }


isap_case_view: View[IsapCaseRow] = folded_view(IsapCaseTable, IsapCaseRow, IsapCase, evolve, _derived)
