"""The routes of representations and their review."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.contracts.law.thresholds import LawNotInForce
from services.contracts.procurements import award_commands as c
from services.contracts.procurements import refusals as no
from services.contracts.procurements.api import procurements
from services.contracts.procurements.legal import abandonment_notice_due_on, running_on
from services.contracts.procurements.rows import ProcurementRow
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes
from shared.web.routing import capability_router

router = capability_router("procurements")


@router.post(
    "/procurements/{procurement_id}/representations",
    **changes(
        ProcurementRow,
        no.WrongStage,
        no.DayToCome,
        no.BidderCommissions,
        no.RepresentationTooEarly,
        no.RepresentationTooLate,
        UnknownOrganisation,
    ),
)
async def record_representation(
    procurement_id: UUID, body: c.RecordRepresentationBody, call: Annotated[Call, asks("record_representation")]
) -> Response:
    """Take a representation that came in within the standstill; it stays open until the review (reg 12)."""
    call.organisations.known(body.provider, "provider")
    command = body.given(c.RecordRepresentation, representation_id=call.new_id(), today=call.today)
    return await call.change(procurements, procurement_id, command)


@router.post(
    "/procurements/{procurement_id}/representations/{representation_id}/hearing",
    **changes(ProcurementRow, no.RepresentationNotFound, no.DayToCome, no.BeforeStepBefore),
)
async def hear_representation(
    procurement_id: UUID,
    representation_id: UUID,
    body: c.HearRepresentationBody,
    call: Annotated[Call, asks("hear_representation")],
) -> Response:
    """Record how the provider could explain its representation (reg 12(4)(a))."""
    command = body.given(c.HearRepresentation, representation_id=representation_id, today=call.today)
    return await call.change(procurements, procurement_id, command)


@router.post(
    "/procurements/{procurement_id}/representations/{representation_id}/information",
    **changes(ProcurementRow, no.RepresentationNotFound, no.NothingRequested, no.DayToCome, no.BeforeStepBefore),
)
async def give_representation_information(
    procurement_id: UUID,
    representation_id: UUID,
    body: c.GiveInformationBody,
    call: Annotated[Call, asks("give_representation_information")],
) -> Response:
    """Record which of the information kept under regulation 24 was given (reg 12(4)(b))."""
    command = body.given(c.GiveInformation, representation_id=representation_id, today=call.today)
    return await call.change(procurements, procurement_id, command)


@router.post(
    "/procurements/{procurement_id}/review",
    **changes(
        ProcurementRow,
        no.WrongStage,
        ApprovedByProposer,
        no.DayToCome,
        no.BeforeStepBefore,
        no.ProviderNotHeard,
        no.InformationNotGiven,
        no.StepMissing,
        no.StepNotTaken,
        LawNotInForce,
    ),
)
async def review_award_decision(
    procurement_id: UUID, body: c.ReviewDecisionBody, call: Annotated[Call, asks("review_award_decision")]
) -> Response:
    """Review the decision, by somebody else than who took it: confirm it, repeat a step, or abandon (reg 12(4))."""
    row = await call.row(procurements, procurement_id)
    command = body.given(
        c.ReviewDecision,
        running_on=running_on(row, body.communicated_on),
        abandonment_notice_due_on=abandonment_notice_due_on(row, body.communicated_on),
        by=call.principal.sub,
        today=call.today,
    )
    return await call.change(procurements, procurement_id, command)
