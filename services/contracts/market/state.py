"""What the rules need to know of one provider's assessment: what everybody it concerns sees, and what is secret."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from services.contracts.market.results import AssessmentScores, evolve_scores
from shared.events.contracts.market import (
    Competency,
    CompetencyScored,
    InterestDeclined,
    InterestExpressed,
    MarketEvent,
    Opinion,
    ProviderAssessed,
    ProviderInvited,
    ProviderNotShortlisted,
    ProviderShortlisted,
    ScoresCompared,
    ScoresModerated,
)
from shared.kernel.parts import Evidence


class AssessmentStatus(StrEnum):
    """How far a provider has come in a market exercise."""

    INVITED = "invited"
    INTERESTED = "interested"
    DECLINED = "declined"
    ASSESSED = "assessed"
    SHORTLISTED = "shortlisted"
    NOT_SHORTLISTED = "not_shortlisted"


@dataclass(frozen=True)
class ShownAssessment:
    """What the provider and the commissioners see: how far it is, and no score."""

    assessment_id: UUID
    exercise: str
    title: str
    status: AssessmentStatus
    commissioners: tuple[str, ...]
    provider: str
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    services_sought: tuple[str, ...]
    respond_by: date
    invited_on: date
    services_offered: tuple[str, ...] = ()
    capability: str | None = None
    evidence: tuple[Evidence, ...] = ()
    declined_because: str | None = None
    competencies_scored_once: tuple[Competency, ...] = ()
    competencies_scored_twice: tuple[Competency, ...] = ()
    decision_reasons: str | None = None
    decided_on: date | None = None


@dataclass(frozen=True)
class Assessment:
    """All of it: `opinions` are the scores given, which nobody sees before they are all in."""

    shown: ShownAssessment
    scores: AssessmentScores
    opinions: tuple[Opinion, ...]


def evolve(assessment: Assessment | None, event: MarketEvent) -> Assessment | None:
    """The assessment after `event`."""
    shown = evolve_shown(assessment.shown if assessment else None, event)
    scores = evolve_scores(assessment.scores if assessment else None, event)
    if shown is None or scores is None:
        return None
    opinions = assessment.opinions if assessment else ()
    if isinstance(event, CompetencyScored):
        opinions += (opinion_of(event),)
    return Assessment(shown, scores, opinions)


def opinion_of(scored: CompetencyScored) -> Opinion:
    """The opinion an event tells of."""
    return Opinion(
        competency=scored.competency,
        score=scored.score,
        assessor=scored.assessor,
        comments=scored.comments,
        evidence=scored.evidence,
    )


def evolve_shown(shown: ShownAssessment | None, event: MarketEvent) -> ShownAssessment | None:
    """What everybody it concerns sees after `event`."""
    if isinstance(event, ProviderInvited):
        return _invited(event)
    if shown is None:
        return None
    match event:
        case InterestExpressed():
            return replace(
                shown,
                status=AssessmentStatus.INTERESTED,
                services_offered=event.services,
                capability=event.capability,
                evidence=event.evidence,
            )
        case InterestDeclined():
            return replace(shown, status=AssessmentStatus.DECLINED, declined_because=event.reasons)
        case CompetencyScored():
            return _scored(shown, event.competency)
        case ScoresCompared() | ScoresModerated():
            return shown
        case ProviderAssessed():
            return replace(shown, status=AssessmentStatus.ASSESSED)
        case ProviderShortlisted() | ProviderNotShortlisted():
            chosen = isinstance(event, ProviderShortlisted)
            return replace(
                shown,
                status=AssessmentStatus.SHORTLISTED if chosen else AssessmentStatus.NOT_SHORTLISTED,
                decision_reasons=event.reasons,
                decided_on=event.decided_on,
            )
    assert_never(event)


def _invited(event: ProviderInvited) -> ShownAssessment:
    return ShownAssessment(
        assessment_id=event.assessment_id,
        exercise=event.exercise,
        title=event.title,
        status=AssessmentStatus.INVITED,
        commissioners=event.commissioners,
        provider=event.provider,
        parties=event.parties,
        localities=event.localities,
        services_sought=event.services,
        respond_by=event.respond_by,
        invited_on=event.invited_on,
    )


def _scored(shown: ShownAssessment, competency: Competency) -> ShownAssessment:
    if competency not in shown.competencies_scored_once:
        return replace(shown, competencies_scored_once=(*shown.competencies_scored_once, competency))
    once = tuple(one for one in shown.competencies_scored_once if one != competency)
    twice = (*shown.competencies_scored_twice, competency)
    return replace(shown, competencies_scored_once=once, competencies_scored_twice=twice)
