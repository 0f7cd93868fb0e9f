"""The routes of a contract's life: review clauses and points, what is planned for its end, where it goes (R19, R20)."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.contracts.procurements.refusals import UnknownProcurement
from services.contracts.procurements.signing import signing_gate
from services.contracts.register import refusals as no
from services.contracts.register.api import register
from services.contracts.register.commands import (
    PlanContractExpiry,
    PlanContractExpiryBody,
    RecordContractReviewClause,
    RecordContractReviewClauseBody,
    RollContractIntoAcs,
    RollContractIntoAcsBody,
    SetContractReviewPoint,
    SetContractReviewPointBody,
)
from services.contracts.register.state import ContractStatus
from services.contracts.register.views import ContractRow, contract_view
from shared.web.call import Call, asks
from shared.web.docs import changes
from shared.web.routing import capability_router

router = capability_router("contracts")


@router.post(
    "/contracts/{contract_id}/review-clauses", **changes(ContractRow, no.ContractHasEnded, no.ClauseRecordedTwice)
)
async def record_contract_review_clause(
    contract_id: UUID,
    body: RecordContractReviewClauseBody,
    call: Annotated[Call, asks("record_contract_review_clause")],
) -> Response:
    """Record a clause that lets the contract change; variations are tested against it."""
    return await call.change(register, contract_id, body.given(RecordContractReviewClause))


@router.post(
    "/contracts/{contract_id}/review-points",
    **changes(ContractRow, no.ContractHasEnded, no.ReviewPointOutsideTerm, no.ReviewPointSetTwice),
)
async def set_contract_review_point(
    contract_id: UUID, body: SetContractReviewPointBody, call: Annotated[Call, asks("set_contract_review_point")]
) -> Response:
    """Set a day on which the contract may be broken or is reviewed; people are reminded before."""
    return await call.change(register, contract_id, body.given(SetContractReviewPoint, today=call.today))


@router.post(
    "/contracts/{contract_id}/expiry-plans",
    **changes(ContractRow, no.ContractNotActive, no.ContractTermOver, no.NoProcurementFollows, UnknownProcurement),
)
async def plan_contract_expiry(
    contract_id: UUID, body: PlanContractExpiryBody, call: Annotated[Call, asks("plan_contract_expiry")]
) -> Response:
    """Say what is to follow the contract: renewed, procured again, or let end."""
    await call.row(register, contract_id)
    if body.procurement_id is not None:
        await signing_gate(call, body.procurement_id)
    return await call.change(register, contract_id, body.given(PlanContractExpiry, today=call.today))


@router.post(
    "/contracts/{contract_id}/acs-roll-over",
    **changes(
        ContractRow,
        no.ContractNotActive,
        no.EffectiveInFuture,
        no.OutsideTerm,
        no.RolledIntoItself,
        no.AcsContractUnknown,
        no.AcsContractNotInForce,
    ),
)
async def roll_contract_into_acs(
    contract_id: UUID, body: RollContractIntoAcsBody, call: Annotated[Call, asks("roll_contract_into_acs")]
) -> Response:
    """End a contract by taking its services into a contract of the accountable care system."""
    await call.row(register, contract_id)
    acs: ContractRow | None = await call.service.row(contract_view, body.acs_contract_id)
    if acs is None or not call.allowed(register.read_action, acs):
        raise no.AcsContractUnknown("The register knows no contract of this id.")
    command = body.given(
        RollContractIntoAcs,
        acs_ref=acs.ref,
        acs_in_force=acs.status == ContractStatus.ACTIVE,
        today=call.today,
    )
    return await call.change(register, contract_id, command)
