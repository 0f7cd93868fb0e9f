"""Outcomes frameworks as people read them: one row per version, with the scores of its contract years."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.outcomes.scoring import YearScore, year_score
from services.contracts.outcomes.state import FrameworkStatus, OutcomesFramework, evolve
from shared.events.contracts.outcome_parts import (
    AtRiskStep,
    OutcomeIndicator,
    OutcomeMeasurement,
    OutcomePayment,
    OutcomeShare,
)
from shared.folded import folded_view
from shared.views import ResourceRow, View


class OutcomesFrameworkRow(ResourceRow):
    """A version of an outcomes framework. Scores and weights in basis points, sums in pence.

    `latest_score_bp` is the score of the latest contract year measured, provisional while `unmeasured` of that year
    names indicators; `earned_pence` and `withheld_pence` are summed over the payments as they stand.
    """

    outcomes_framework_id: UUID = Field(primary_key=True)
    ref: str
    version_no: int
    supersedes_id: UUID | None
    superseded_by_id: UUID | None
    superseded_from: date | None
    title: str
    status: FrameworkStatus = Field(sa_type=Text)
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    providers: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
    population: str
    contract_id: UUID | None
    contract_ref: str | None
    first_day: date
    agreed_on: date | None
    from_day: date | None
    at_risk: list[AtRiskStep] = Field(sa_type=JSONB)
    shares: list[OutcomeShare] = Field(sa_type=JSONB)
    indicators: list[OutcomeIndicator] = Field(sa_type=JSONB)
    weight_bp: int
    proposers: list[str] = Field(sa_type=ARRAY(Text))
    measurements: list[OutcomeMeasurement] = Field(sa_type=JSONB)
    scores: list[YearScore] = Field(sa_type=JSONB)
    latest_score_year: int | None
    latest_score_bp: int | None
    payments: list[OutcomePayment] = Field(sa_type=JSONB)
    earned_pence: int = Field(sa_type=BigInteger)
    withheld_pence: int = Field(sa_type=BigInteger)

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners: they keep it, its providers see it."""
        return self.commissioners


class OutcomesFrameworkTable(OutcomesFrameworkRow, table=True):
    """The table behind the frameworks."""

    __tablename__ = "outcomes_frameworks"
    __table_args__ = (
        UniqueConstraint("ref", "version_no", name="uq_outcomes_frameworks_version"),
        UniqueConstraint("contract_id", "version_no", name="uq_outcomes_frameworks_contract"),
        Index("ix_outcomes_frameworks_supersedes", "supersedes_id"),
        Index("ix_outcomes_frameworks_status", "status"),
    )


def _derived(framework: OutcomesFramework) -> Mapping[str, object]:
    years = sorted({one.contract_year for one in framework.measurements})
    scores = [year_score(framework.indicators, framework.measurements, year) for year in years]
    return {
        "weight_bp": sum(one.weight_bp for one in framework.indicators),
        "scores": scores,
        "latest_score_year": scores[-1].contract_year if scores else None,
        "latest_score_bp": scores[-1].score_bp if scores else None,
        "earned_pence": sum(one.earned_pence for one in framework.payments),
        "withheld_pence": sum(one.withheld_pence for one in framework.payments),
    }


outcomes_view: View[OutcomesFrameworkRow] = folded_view(
    OutcomesFrameworkTable, OutcomesFrameworkRow, OutcomesFramework, evolve, _derived
)
