"""The routes of the actions that follow from decisions."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.contracts.decisions import refusals as no
from services.contracts.decisions.api import decisions
from services.contracts.decisions.commands import (
    CompleteDecisionAction,
    CompleteDecisionActionBody,
    SetDecisionAction,
    SetDecisionActionBody,
)
from services.contracts.decisions.facts import body_of
from services.contracts.decisions.views import DecisionRow
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes
from shared.web.routing import capability_router

router = capability_router("decisions")


@router.post(
    "/decisions/{decision_id}/actions",
    **changes(
        DecisionRow,
        no.ActionBeforeMeeting,
        no.ActionOwnerNotConcerned,
        no.ActionOwnerSeatUnknown,
        no.ActionDueInPast,
        UnknownOrganisation,
    ),
)
async def set_decision_action(
    decision_id: UUID, body: SetDecisionActionBody, call: Annotated[Call, asks("set_decision_action")]
) -> Response:
    """Give an organisation, or its seat in the body, something to do by a day (R47)."""
    call.organisations.known(body.owner, "owner")
    row: DecisionRow = await call.row(decisions, decision_id)
    command = body.given(SetDecisionAction, body=await body_of(call, row.body_id), today=call.today)
    return await call.change(decisions, decision_id, command)


@router.post(
    "/decisions/{decision_id}/actions/completion",
    **changes(DecisionRow, no.NoSuchAction, no.ActionAlreadyDone, no.DoneInFuture, no.NotTheActionsOwner),
)
async def complete_decision_action(
    decision_id: UUID, body: CompleteDecisionActionBody, call: Annotated[Call, asks("complete_decision_action")]
) -> Response:
    """Say that an action was done."""
    command = body.given(CompleteDecisionAction, org=call.principal.org, today=call.today)
    return await call.change(decisions, decision_id, command)
