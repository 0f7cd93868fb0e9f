"""The routes from the intention to the commencement."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.contracts.decisions.citing import DecisionNotTaken
from services.contracts.delegations.citing import CITING_REFUSALS, approval_of
from services.contracts.law.thresholds import LawNotInForce
from services.contracts.procurements import award_commands as c
from services.contracts.procurements import refusals as no
from services.contracts.procurements.api import procurements
from services.contracts.procurements.foreign import decided_on, held_reserved, missing_of_isap
from services.contracts.procurements.legal import (
    abandonment_notice_due_on,
    award_notice_due_on,
    basis_of,
    standstill_of,
)
from services.contracts.procurements.rows import ProcurementRow
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes
from shared.web.routing import capability_router

router = capability_router("procurements")


@router.post(
    "/procurements/{procurement_id}/intention",
    **changes(
        ProcurementRow,
        no.StepNotOfRoute,
        no.WrongStage,
        no.NotEvaluated,
        no.DayToCome,
        no.BeforeStepBefore,
        no.RouteNotPermitted,
        no.IsapCheckpointMissing,
        no.ProviderNamedAgain,
        no.BidderCommissions,
        no.NotTheExistingProvider,
        no.NotHighestPlaced,
        no.TieNotBroken,
        DecisionNotTaken,
        LawNotInForce,
        UnknownOrganisation,
    ),
)
async def publish_award_intention(
    procurement_id: UUID, body: c.PublishIntentionBody, call: Annotated[Call, asks("publish_award_intention")]
) -> Response:
    """Publish to whom the contract is to go; the standstill is counted by the regime's own calendar."""
    call.known_organisations(providers=body.providers)
    row = await call.row(procurements, procurement_id)
    command = body.given(
        c.PublishIntention,
        decided_on=await decided_on(call, body.decision_id),
        notice_id=call.new_id(),
        standstill=standstill_of(row, body.published_on),
        legal=basis_of(row),
        isap_missing=await missing_of_isap(call, procurement_id, "cp1"),
        by=call.principal.sub,
        today=call.today,
    )
    return await call.change(procurements, procurement_id, command)


@router.post(
    "/procurements/{procurement_id}/award",
    **changes(
        ProcurementRow,
        no.RepresentationNotReviewed,
        no.WrongStage,
        no.DayToCome,
        no.StandstillStillRunning,
        no.BeforeStepBefore,
        no.NotThoseIntended,
        no.RouteNotPermitted,
        no.IsapCheckpointMissing,
        no.ProviderNamedAgain,
        no.BidderCommissions,
        no.NotTheExistingProvider,
        no.ReservedTwice,
        DecisionNotTaken,
        ApprovedByProposer,
        *CITING_REFUSALS,
        LawNotInForce,
        UnknownOrganisation,
    ),
)
async def award_procurement(
    procurement_id: UUID, body: c.AwardProcurementBody, call: Annotated[Call, asks("award_procurement")]
) -> Response:
    """Award the contract, by somebody else than who took the decision and within delegated authority (R107)."""
    call.known_organisations(providers=body.providers)
    row = await call.row(procurements, procurement_id)
    command = body.given(
        c.AwardProcurement,
        decided_on=await decided_on(call, body.decision_id),
        approval=await approval_of(call, "procurement", body.delegation_id),
        award_notice_due_on=award_notice_due_on(row, body.awarded_on),
        legal=basis_of(row),
        isap_missing=await missing_of_isap(call, procurement_id, "cp1"),
        held_reserved=tuple(await held_reserved(call, row, body.awarded_on)),
        by=call.principal.sub,
        today=call.today,
    )
    return await call.change(procurements, procurement_id, command)


@router.post(
    "/procurements/{procurement_id}/notices",
    **changes(ProcurementRow, no.DayToCome, no.NoNoticeDue, no.BeforeStepBefore),
)
async def publish_procurement_notice(
    procurement_id: UUID, body: c.PublishNoticeBody, call: Annotated[Call, asks("publish_procurement_notice")]
) -> Response:
    """Record the notice of the award, or that the procurement was abandoned; a late one is taken and marked late."""
    command = body.given(c.PublishNotice, notice_id=call.new_id(), today=call.today)
    return await call.change(procurements, procurement_id, command)


@router.post(
    "/procurements/{procurement_id}/commencement",
    **changes(ProcurementRow, no.WrongStage, no.DayToCome, no.BeforeStepBefore, no.IsapCheckpointMissing),
)
async def commence_procured_service(
    procurement_id: UUID, body: c.CommenceServiceBody, call: Annotated[Call, asks("commence_procured_service")]
) -> Response:
    """Record that the service began; ISAP checkpoint 3 comes first (R22)."""
    await call.row(procurements, procurement_id)
    missing = await missing_of_isap(call, procurement_id, "cp3")
    command = body.given(c.CommenceService, isap_missing=missing, today=call.today)
    return await call.change(procurements, procurement_id, command)


@router.post(
    "/procurements/{procurement_id}/abandonment",
    **changes(ProcurementRow, no.WrongStage, no.DayToCome, no.BeforeStepBefore),
)
async def abandon_procurement(
    procurement_id: UUID, body: c.AbandonProcurementBody, call: Annotated[Call, asks("abandon_procurement")]
) -> Response:
    """Abandon the procurement with a reason, at any stage before a contract is signed."""
    row = await call.row(procurements, procurement_id)
    due = abandonment_notice_due_on(row, body.abandoned_on)
    return await call.change(
        procurements, procurement_id, body.given(c.AbandonProcurement, notice_due_on=due, today=call.today)
    )
