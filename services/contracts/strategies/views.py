"""Contracting strategies as people read them: the case, the approaches side by side, what was chosen and why."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.strategies.comparison import ComparedRoute, compare
from services.contracts.strategies.state import Strategy, StrategyStatus, evolve
from shared.events.contracts.law import Route
from shared.events.contracts.strategy_parts import CaseForChange, Legality, RoadmapStep, RouteAppraisal
from shared.folded import folded_view
from shared.views import ResourceRow, View


class StrategyRow(ResourceRow):
    """A contracting strategy; `comparison` ranks its appraised approaches, the best first."""

    strategy_id: UUID = Field(primary_key=True)
    ref: str
    title: str
    status: StrategyStatus = Field(sa_type=Text)
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
    service_lines: list[str] = Field(sa_type=ARRAY(Text))
    cpv: list[str] = Field(sa_type=ARRAY(Text))
    estimated_value_pence: int = Field(sa_type=BigInteger)
    begins_on: date
    starts_on: date
    case: CaseForChange = Field(sa_type=JSONB)
    case_version: int
    contract_ids: list[UUID] = Field(sa_type=ARRAY(Uuid))
    priorities: list[str] = Field(sa_type=ARRAY(Text))
    supersedes: UUID | None
    proposed_by: list[str] = Field(sa_type=ARRAY(Text))
    appraisals: list[RouteAppraisal] = Field(sa_type=JSONB)
    comparison: list[ComparedRoute] = Field(sa_type=JSONB)
    chosen_route: Route | None = Field(sa_type=Text)
    rationale: str | None
    roadmap: list[RoadmapStep] = Field(sa_type=JSONB)
    legality: Legality | None = Field(sa_type=JSONB)
    delegation_id: UUID | None
    decision_id: UUID | None
    approved_on: date | None
    superseded_by: UUID | None

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners."""
        return self.commissioners


class StrategyTable(StrategyRow, table=True):
    """The table behind it."""

    __tablename__ = "strategies"
    __table_args__ = (
        UniqueConstraint("ref", name="uq_strategies_ref"),
        Index("ix_strategies_parties", "parties", postgresql_using="gin"),
        Index("ix_strategies_status", "status", "strategy_id"),
    )


def _derived(strategy: Strategy) -> Mapping[str, object]:
    return {"comparison": compare(strategy)}


strategy_view: View[StrategyRow] = folded_view(StrategyTable, StrategyRow, Strategy, evolve, _derived)
