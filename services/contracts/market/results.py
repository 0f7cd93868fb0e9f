"""The scores of an assessment as they may be read: nothing until all are in, for the provider not until the end."""

from dataclasses import dataclass, replace
from uuid import UUID

from pydantic import Field

from shared.events.contracts.market import (
    COMPETENCIES,
    AboutAssessment,
    Competency,
    Opinion,
    ProviderInvited,
    ProviderNotShortlisted,
    ProviderShortlisted,
    ScoresCompared,
    ScoresModerated,
)
from shared.kernel.parts import Part


class CompetencyResult(Part):
    """What came out for one competency: the mean of both scores, or the moderated one, in tenths of a point."""

    competency: Competency
    score_tenths: int | None = Field(ge=0, le=40)
    moderator: str | None = None
    reasons: str | None = None


@dataclass(frozen=True)
class AssessmentScores:
    """`parties` are those who may see them: the commissioners, and the provider once it is decided."""

    assessment_id: UUID
    exercise: str
    provider: str
    parties: tuple[str, ...]
    opinions: tuple[Opinion, ...] = ()
    results: tuple[CompetencyResult, ...] = ()
    to_moderate: tuple[Competency, ...] = ()


def evolve_scores(scores: AssessmentScores | None, event: AboutAssessment) -> AssessmentScores | None:
    """The readable scores after `event`; a single score changes nothing of them."""
    if isinstance(event, ProviderInvited):
        return AssessmentScores(event.assessment_id, event.exercise, event.provider, event.commissioners)
    if scores is None:
        return None
    match event:
        case ScoresCompared():
            results = tuple(_compared(one, event) for one in COMPETENCIES)
            return replace(scores, opinions=event.opinions, results=results, to_moderate=event.to_moderate)
        case ScoresModerated():
            return _moderated(scores, event)
        case ProviderShortlisted() | ProviderNotShortlisted():
            return replace(scores, parties=(*scores.parties, event.provider))
        case _:
            return scores


def _compared(competency: Competency, event: ScoresCompared) -> CompetencyResult:
    if competency in event.to_moderate:
        return CompetencyResult(competency=competency, score_tenths=None)
    points = sum(opinion.score for opinion in event.opinions if opinion.competency == competency)
    return CompetencyResult(competency=competency, score_tenths=points * 10 // 2)


def _moderated(scores: AssessmentScores, event: ScoresModerated) -> AssessmentScores:
    settled = CompetencyResult(
        competency=event.competency, score_tenths=event.score * 10, moderator=event.moderator, reasons=event.reasons
    )
    return replace(
        scores,
        results=tuple(settled if one.competency == event.competency else one for one in scores.results),
        to_moderate=tuple(one for one in scores.to_moderate if one != event.competency),
    )
