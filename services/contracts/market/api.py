"""The routes of the market's assessments."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.market import refusals as no
from services.contracts.market.commands import (
    DecideShortlisting,
    DecideShortlistingBody,
    DeclineInterest,
    DeclineInterestBody,
    ExpressInterest,
    ExpressInterestBody,
    InviteProvider,
    InviteProviderBody,
    ModerateScores,
    ModerateScoresBody,
    ScoreCompetency,
    ScoreCompetencyBody,
)
from services.contracts.market.domain import market_decider
from services.contracts.market.state import AssessmentStatus
from services.contracts.market.views import (
    AssessmentRow,
    AssessmentScoresRow,
    AssessmentTable,
    assessment_view,
    scores_view,
)
from services.contracts.register.refusals import UnknownLocality
from shared.capability import Capability
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

market = Capability(
    decider=market_decider,
    resource=assessment_view,
    views=(assessment_view, scores_view),
    path="/provider-assessments",
    taken={
        "uq_provider_assessments_exercise_provider": partial(
            no.AlreadyInvited, "This provider is invited to this exercise already; read its assessment instead."
        )
    },
)
scores = Capability(
    decider=market_decider, resource=scores_view, views=(scores_view,), path="/provider-assessments/scores"
)
"""The same streams, read as their scores: a row of other parties."""

router = capability_router("market")
add_history(router, market)


@router.post(
    "/provider-assessments",
    **creates(
        AssessmentRow,
        no.AlreadyInvited,
        no.InvitedByNoCommissioner,
        no.CommissionerInvited,
        no.InvitationOver,
        UnknownLocality,
        UnknownOrganisation,
    ),
)
async def invite_provider(body: InviteProviderBody, call: Annotated[Call, asks("invite_provider")]) -> Response:
    """Ask a provider whether it is interested in an exercise."""
    call.known_organisations(commissioners=body.commissioners)
    call.organisations.known(body.provider, "provider")
    call.must_concern([*body.commissioners, body.provider], body.commissioners)
    assessment_id = call.new_id()
    command = body.given(
        InviteProvider,
        assessment_id=assessment_id,
        commissioner_kinds={code: call.organisations[code].kind for code in body.commissioners},
        known_localities=call.organisations.localities,
        today=call.today,
    )
    return await call.create(market, assessment_id, command)


@router.post(
    "/provider-assessments/{provider_assessment_id}/interest",
    **changes(AssessmentRow, no.NotTheInvitedProvider, no.InvitationAnswered, no.InvitationOver, no.ServiceNotSought),
)
async def express_interest(
    provider_assessment_id: UUID, body: ExpressInterestBody, call: Annotated[Call, asks("express_interest")]
) -> Response:
    """The provider says which of the services it could deliver, and what makes it able to."""
    command = body.given(ExpressInterest, org=call.principal.org, today=call.today)
    return await call.change(market, provider_assessment_id, command)


@router.post(
    "/provider-assessments/{provider_assessment_id}/decline",
    **changes(AssessmentRow, no.NotTheInvitedProvider, no.InvitationAnswered),
)
async def decline_interest(
    provider_assessment_id: UUID, body: DeclineInterestBody, call: Annotated[Call, asks("decline_interest")]
) -> Response:
    """The provider says that it is not interested, and why."""
    return await call.change(market, provider_assessment_id, body.given(DeclineInterest, org=call.principal.org))


@router.post(
    "/provider-assessments/{provider_assessment_id}/scores",
    **changes(
        AssessmentRow,
        no.ScoredByItself,
        no.NotInterested,
        no.ScoreWithoutEvidence,
        no.CompetencyScoredAlready,
        no.CompetencyScoredTwice,
    ),
)
async def score_competency(
    provider_assessment_id: UUID, body: ScoreCompetencyBody, call: Annotated[Call, asks("score_competency")]
) -> Response:
    """Score one competency, without seeing what the other assessor gave."""
    command = body.given(ScoreCompetency, by=call.principal.sub, org=call.principal.org)
    return await call.change(market, provider_assessment_id, command)


@router.post(
    "/provider-assessments/{provider_assessment_id}/moderations",
    **changes(AssessmentRow, no.ModeratedByAssessor, no.NothingToModerate),
)
async def moderate_scores(
    provider_assessment_id: UUID, body: ModerateScoresBody, call: Annotated[Call, asks("moderate_scores")]
) -> Response:
    """Settle a competency the two assessors saw too differently."""
    return await call.change(market, provider_assessment_id, body.given(ModerateScores, by=call.principal.sub))


@router.post(
    "/provider-assessments/{provider_assessment_id}/shortlisting",
    **changes(AssessmentRow, no.NotAssessed, no.ShortlistedByAssessor, no.BelowThreshold),
)
async def decide_shortlisting(
    provider_assessment_id: UUID, body: DecideShortlistingBody, call: Annotated[Call, asks("decide_shortlisting")]
) -> Response:
    """Let the provider go on, or not; from then on it sees its own scores."""
    command = body.given(DecideShortlisting, by=call.principal.sub, today=call.today)
    return await call.change(market, provider_assessment_id, command)


@router.get("/provider-assessments/{provider_assessment_id}/scores", **reads(AssessmentScoresRow))
async def read_provider_assessment_scores(
    provider_assessment_id: UUID,
    call: Annotated[Call, asks("read_provider_assessment")],
    as_of: AsOf = None,
) -> Response:
    """The scores: nothing until both assessors have scored everything; for the provider nothing until it is decided."""
    return await call.read(scores, provider_assessment_id, as_of)


@router.get("/provider-assessments/{provider_assessment_id}", **reads(AssessmentRow))
async def read_provider_assessment(
    provider_assessment_id: UUID, call: Annotated[Call, asks("read_provider_assessment")], as_of: AsOf = None
) -> Response:
    """One provider in one market exercise."""
    return await call.read(market, provider_assessment_id, as_of)


@router.get("/provider-assessments", **lists(AssessmentRow))
async def list_provider_assessments(
    call: Annotated[Call, asks("list_provider_assessments")],
    page: PageQuery,
    exercise: str | None = None,
    provider: str | None = None,
    status: AssessmentStatus | None = None,
    service: str | None = None,
) -> Response:
    """The market register, newest first; `service` asks for providers that have offered to deliver it."""
    where = [
        col(column) == value
        for column, value in (
            (AssessmentTable.exercise, exercise),
            (AssessmentTable.provider, provider),
            (AssessmentTable.status, status),
        )
        if value is not None
    ]
    if service is not None:
        where.append(col(AssessmentTable.services_offered).contains([service]))
    return await call.list(market, page, *where)
