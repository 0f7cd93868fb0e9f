"""The rules of assessing the market (R9, R10)."""

from collections.abc import Sequence
from typing import Any, assert_never

from services.contracts.market import refusals as no
from services.contracts.market.commands import (
    DecideShortlisting,
    DeclineInterest,
    ExpressInterest,
    InviteProvider,
    MarketCommand,
    ModerateScores,
    ScoreCompetency,
)
from services.contracts.market.figures import least_tenths, widest_difference
from services.contracts.market.state import Assessment, AssessmentStatus, evolve, opinion_of
from services.contracts.register.refusals import UnknownLocality
from services.contracts.register.registering import COMMISSIONING_KINDS
from shared.events.contracts.market import (
    COMPETENCIES,
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
from shared.kernel.decider import Decider


def decide(command: MarketCommand, assessment: Assessment | None) -> Sequence[MarketEvent]:
    """What happens, or a refusal."""
    if isinstance(command, InviteProvider):
        return _invite(command, assessment)
    if assessment is None:
        raise no.AssessmentNotFound("There is no such assessment.")
    match command:
        case ExpressInterest():
            return _express(command, assessment)
        case DeclineInterest():
            _answer(command.org, assessment)
            return [InterestDeclined(**_about(assessment), reasons=command.reasons)]
        case ScoreCompetency():
            return _score(command, assessment)
        case ModerateScores():
            return _moderate(command, assessment)
        case DecideShortlisting():
            return _decide_shortlisting(command, assessment)
    assert_never(command)


def _invite(command: InviteProvider, assessment: Assessment | None) -> Sequence[MarketEvent]:
    if assessment is not None:
        raise no.AlreadyInvited("This provider is already invited.")
    for place, code in enumerate(command.commissioners):
        if command.commissioner_kinds[code] not in COMMISSIONING_KINDS:
            raise no.InvitedByNoCommissioner(f"{code} commissions nothing.", field=f"commissioners.{place}")
    if command.provider in command.commissioners:
        raise no.CommissionerInvited(f"{command.provider} is one of the commissioners of the exercise.")
    for place, locality in enumerate(command.localities):
        if command.known_localities and locality not in command.known_localities:
            raise UnknownLocality("No locality has the code given.", field=f"localities.{place}")
    if command.respond_by < command.today:
        raise no.InvitationOver(f"{command.respond_by} is over; name today or a later day.")
    facts = {"commissioner_kinds", "known_localities", "today"}
    said = {name: value for name, value in command if name not in facts}
    parties = (*dict.fromkeys(command.commissioners), command.provider)
    return [ProviderInvited(**said, parties=parties, invited_on=command.today)]


def _express(command: ExpressInterest, assessment: Assessment) -> Sequence[MarketEvent]:
    _answer(command.org, assessment)
    if command.today > assessment.shown.respond_by:
        raise no.InvitationOver(f"The invitation could be answered until {assessment.shown.respond_by}.")
    for place, service in enumerate(command.services):
        if service not in assessment.shown.services_sought:
            raise no.ServiceNotSought("The exercise is not about this service.", field=f"services.{place}")
    said = command.model_dump(include={"services", "capability"})
    return [InterestExpressed(**_about(assessment), **said, evidence=command.evidence)]


def _answer(org: str, assessment: Assessment) -> None:
    if org != assessment.shown.provider:
        raise no.NotTheInvitedProvider(f"Only {assessment.shown.provider} answers this invitation.")
    if assessment.shown.status is not AssessmentStatus.INVITED:
        raise no.InvitationAnswered("The provider has answered already.", status=assessment.shown.status)


def _score(command: ScoreCompetency, assessment: Assessment) -> Sequence[MarketEvent]:
    competency = command.competency
    if command.org == assessment.shown.provider:
        raise no.ScoredByItself(f"{command.org} does not score itself.")
    if assessment.shown.status is not AssessmentStatus.INTERESTED:
        raise no.NotInterested(f"The provider is {assessment.shown.status}.", status=assessment.shown.status)
    if not command.evidence:
        raise no.ScoreWithoutEvidence("A score needs at least one item of evidence.")
    given = [one for one in assessment.opinions if one.competency == competency]
    if any(one.assessor == command.by for one in given):
        raise no.CompetencyScoredAlready(f"You have scored {competency}; the second score is for somebody else.")
    if len(given) == 2:
        raise no.CompetencyScoredTwice(f"Two assessors have scored {competency}.")
    scored = CompetencyScored(
        **_about(assessment),
        competency=competency,
        score=command.score,
        assessor=command.by,
        comments=command.comments,
        evidence=command.evidence,
    )
    opinions = (*assessment.opinions, opinion_of(scored))
    if len(opinions) < 2 * len(COMPETENCIES):
        return [scored]
    return [scored, *_compare(assessment, opinions)]


def _compare(assessment: Assessment, opinions: tuple[Opinion, ...]) -> Sequence[MarketEvent]:
    widest = widest_difference(assessment.shown.invited_on)
    apart = tuple(one for one in COMPETENCIES if _difference(one, opinions) > widest)
    compared = ScoresCompared(**_about(assessment), opinions=opinions, to_moderate=apart)
    return [compared] if apart else [compared, ProviderAssessed(**_about(assessment))]


def _difference(competency: Competency, opinions: tuple[Opinion, ...]) -> int:
    first, second = (one.score for one in opinions if one.competency == competency)
    return abs(first - second)


def _moderate(command: ModerateScores, assessment: Assessment) -> Sequence[MarketEvent]:
    _no_assessor(command.by, assessment, no.ModeratedByAssessor("You have scored this provider; ask somebody else."))
    waiting = assessment.scores.to_moderate
    if command.competency not in waiting:
        raise no.NothingToModerate(f"The scores for {command.competency} need no moderation.", waiting=list(waiting))
    moderated = ScoresModerated(
        **_about(assessment),
        competency=command.competency,
        score=command.score,
        moderator=command.by,
        reasons=command.reasons,
    )
    return [moderated] if len(waiting) > 1 else [moderated, ProviderAssessed(**_about(assessment))]


def _decide_shortlisting(command: DecideShortlisting, assessment: Assessment) -> Sequence[MarketEvent]:
    if assessment.shown.status is not AssessmentStatus.ASSESSED:
        raise no.NotAssessed(f"The provider is {assessment.shown.status}.", status=assessment.shown.status)
    _no_assessor(command.by, assessment, no.ShortlistedByAssessor("You have scored this provider; ask somebody else."))
    said: dict[str, Any] = {"reasons": command.reasons, "decided_on": command.today}
    if command.outcome == "not_shortlisted":
        return [ProviderNotShortlisted(**_about(assessment), **said)]
    for result in assessment.scores.results:
        least = least_tenths(result.competency, assessment.shown.invited_on)
        if result.score_tenths is None or result.score_tenths < least:
            raise no.BelowThreshold(
                f"Its score for {result.competency} is below the least of this exercise.",
                score_tenths=result.score_tenths,
                least_tenths=least,
            )
    return [ProviderShortlisted(**_about(assessment), **said)]


def _no_assessor(by: str, assessment: Assessment, refusal: Exception) -> None:
    if any(one.assessor == by for one in assessment.opinions):
        raise refusal


def _about(assessment: Assessment) -> dict[str, Any]:
    shown = assessment.shown
    return {"assessment_id": shown.assessment_id, "exercise": shown.exercise, "provider": shown.provider}


market_decider: Decider[MarketCommand, Assessment | None, MarketEvent] = Decider(
    category="provider-assessment",
    events=MarketEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
