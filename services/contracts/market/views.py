"""Assessments as people read them: how far each provider is, and apart from it the scores."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.market.results import AssessmentScores, CompetencyResult, evolve_scores
from services.contracts.market.state import AssessmentStatus, ShownAssessment, evolve_shown
from shared.events.contracts.market import Opinion
from shared.folded import folded_view
from shared.kernel.parts import Evidence
from shared.views import ResourceRow


class AssessmentRow(ResourceRow):
    """One provider in one market exercise. The scores are a resource of their own.

    `competencies_scored_once` still need a second assessor.
    """

    assessment_id: UUID = Field(primary_key=True)
    exercise: str
    title: str
    status: AssessmentStatus = Field(sa_type=Text)
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    provider: str
    localities: list[str] = Field(sa_type=ARRAY(Text))
    services_sought: list[str] = Field(sa_type=ARRAY(Text))
    respond_by: date
    invited_on: date
    services_offered: list[str] = Field(sa_type=ARRAY(Text))
    capability: str | None
    evidence: list[Evidence] = Field(sa_type=JSONB)
    declined_because: str | None
    competencies_scored_once: list[str] = Field(sa_type=ARRAY(Text))
    competencies_scored_twice: list[str] = Field(sa_type=ARRAY(Text))
    decision_reasons: str | None
    decided_on: date | None

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners; what only the provider may do, the rules ask for."""
        return self.commissioners


class AssessmentTable(AssessmentRow, table=True):
    """The table behind the market register."""

    __tablename__ = "provider_assessments"
    __table_args__ = (UniqueConstraint("exercise", "provider", name="uq_provider_assessments_exercise_provider"),)


class AssessmentScoresRow(ResourceRow):
    """The scores of one provider: empty until two assessors have scored every competency.

    `score_tenths` of a result is the mean of both scores or the moderated one, 0 to 40; null while it waits for
    moderation. The provider reads its own once it is decided whether it is shortlisted.
    """

    assessment_id: UUID = Field(primary_key=True)
    exercise: str
    provider: str
    opinions: list[Opinion] = Field(sa_type=JSONB)
    results: list[CompetencyResult] = Field(sa_type=JSONB)
    to_moderate: list[str] = Field(sa_type=ARRAY(Text))


class AssessmentScoresTable(AssessmentScoresRow, table=True):
    """The table behind the scores."""

    __tablename__ = "provider_assessment_scores"


assessment_view = folded_view(AssessmentTable, AssessmentRow, ShownAssessment, evolve_shown)
scores_view = folded_view(AssessmentScoresTable, AssessmentScoresRow, AssessmentScores, evolve_scores)
