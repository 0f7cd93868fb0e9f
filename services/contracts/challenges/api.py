"""The routes of challenges."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.challenges import refusals as no
from services.contracts.challenges.commands import (
    AnswerChallenge,
    AnswerChallengeBody,
    DebateChallenge,
    DebateChallengeBody,
    PostponeChallengeResponse,
    PostponeChallengeResponseBody,
    RaiseChallenge,
    RaiseChallengeBody,
    WithdrawChallenge,
    WithdrawChallengeBody,
)
from services.contracts.challenges.domain import challenge_decider
from services.contracts.challenges.state import ChallengeStatus
from services.contracts.challenges.timers import due_command, due_of
from services.contracts.challenges.views import ChallengeRow, ChallengeTable, challenge_view
from services.contracts.register.refusals import UnknownLocality
from services.contracts.stakeholders.api import stakeholders
from shared.capability import Capability, Timers
from shared.events.contracts.stakeholders import ChallengeSubject
from shared.kernel.organisations import UnknownOrganisation
from shared.kernel.refusals import NotFound
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, Day, PageQuery
from shared.web.routing import capability_router

challenges = Capability(
    decider=challenge_decider,
    resource=challenge_view,
    views=(challenge_view,),
    path="/challenges",
    timers=Timers(due=due_of, command=due_command),
)
router = capability_router("challenges")
add_history(router, challenges)


@router.post(
    "/challenges",
    **creates(
        ChallengeRow, no.RaisedInFuture, no.ResponseDueBeforeRaised, UnknownLocality, UnknownOrganisation, NotFound
    ),
)
async def raise_challenge(body: RaiseChallengeBody, call: Annotated[Call, asks("raise_challenge")]) -> Response:
    """Enter an issue a stakeholder raised, with the last day for an answer."""
    call.known_organisations(commissioners=body.commissioners)
    call.must_concern(body.commissioners)
    if body.stakeholder_id is not None:
        await call.row(stakeholders, body.stakeholder_id, stakeholders.read_action)
    challenge_id = call.new_id()
    command = body.given(
        RaiseChallenge,
        challenge_id=challenge_id,
        known_localities=call.organisations.localities,
        today=call.today,
    )
    return await call.create(challenges, challenge_id, command)


@router.post("/challenges/{challenge_id}/debates", **changes(ChallengeRow, no.ChallengeClosed, no.DebatedOutOfTime))
async def debate_challenge(
    challenge_id: UUID, body: DebateChallengeBody, call: Annotated[Call, asks("debate_challenge")]
) -> Response:
    """Record that the issue was debated, by whom and what came out."""
    return await call.change(challenges, challenge_id, body.given(DebateChallenge, today=call.today))


@router.post("/challenges/{challenge_id}/postponements", **changes(ChallengeRow, no.ChallengeClosed, no.NotPostponed))
async def postpone_challenge_response(
    challenge_id: UUID,
    body: PostponeChallengeResponseBody,
    call: Annotated[Call, asks("postpone_challenge_response")],
) -> Response:
    """Give the answer more time, for a reason the stakeholder was told."""
    return await call.change(challenges, challenge_id, body.given(PostponeChallengeResponse, today=call.today))


@router.post("/challenges/{challenge_id}/answer", **changes(ChallengeRow, no.ChallengeClosed, no.AnsweredOutOfTime))
async def answer_challenge(
    challenge_id: UUID, body: AnswerChallengeBody, call: Annotated[Call, asks("answer_challenge")]
) -> Response:
    """Record what the stakeholder was told; that closes the challenge."""
    return await call.change(challenges, challenge_id, body.given(AnswerChallenge, today=call.today))


@router.post("/challenges/{challenge_id}/withdrawal", **changes(ChallengeRow, no.ChallengeClosed))
async def withdraw_challenge(
    challenge_id: UUID, body: WithdrawChallengeBody, call: Annotated[Call, asks("withdraw_challenge")]
) -> Response:
    """Record that the stakeholder took it back; that closes the challenge."""
    return await call.change(challenges, challenge_id, body.given(WithdrawChallenge, today=call.today))


@router.get("/challenges/{challenge_id}", **reads(ChallengeRow))
async def read_challenge(
    challenge_id: UUID, call: Annotated[Call, asks("read_challenge")], as_of: AsOf = None
) -> Response:
    """One challenge with its debates and its answer."""
    return await call.read(challenges, challenge_id, as_of)


@router.get("/challenges", **lists(ChallengeRow))
async def list_challenges(
    call: Annotated[Call, asks("list_challenges")],
    page: PageQuery,
    status: ChallengeStatus | None = None,
    overdue: bool | None = None,
    due_before: Day | None = None,
    subject: ChallengeSubject | None = None,
    subject_id: UUID | None = None,
    stakeholder_id: UUID | None = None,
) -> Response:
    """Challenges, newest first; `due_before` asks for those whose last day for an answer is earlier."""
    where = [
        col(column) == value
        for column, value in (
            (ChallengeTable.status, status),
            (ChallengeTable.overdue, overdue),
            (ChallengeTable.subject, subject),
            (ChallengeTable.subject_id, subject_id),
            (ChallengeTable.stakeholder_id, stakeholder_id),
        )
        if value is not None
    ]
    if due_before is not None:
        where.append(col(ChallengeTable.response_due_on) < due_before)
    return await call.list(challenges, page, *where)
