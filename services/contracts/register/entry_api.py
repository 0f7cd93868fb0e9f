"""The routes into the register: a draft is entered, and comes into force once procurement and authority allow it."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.contracts.delegations.citing import CITING_REFUSALS, approval_of
from services.contracts.outcomes.citing import known_framework
from services.contracts.outcomes.refusals import UnknownFramework
from services.contracts.procurements.refusals import UnknownProcurement
from services.contracts.procurements.signing import SigningGate, signing_gate
from services.contracts.register import refusals as no
from services.contracts.register.api import register
from services.contracts.register.commands import (
    ActivateContract,
    ActivateContractBody,
    Gate,
    RegisterContract,
    RegisterContractBody,
)
from services.contracts.register.views import ContractRow
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates
from shared.web.routing import capability_router

router = capability_router("contracts")


@router.post(
    "/contracts",
    **creates(
        ContractRow,
        no.EndNotAfterStart,
        no.NotACommissioner,
        no.CommissionerNamedTwice,
        no.ProviderNamedTwice,
        no.ProviderIsCommissioner,
        no.UnknownLocality,
        no.ValueTooLarge,
        no.ContractRefTaken,
        no.InvestorNotAProvider,
        no.InvestedAfterEnd,
        UnknownOrganisation,
        UnknownFramework,
        UnknownProcurement,
    ),
)
async def register_contract(body: RegisterContractBody, call: Annotated[Call, asks("register_contract")]) -> Response:
    """Enter a contract in the register, as a draft."""
    call.known_organisations(commissioners=body.commissioners, providers=[one.ods for one in body.providers])
    call.must_concern([*body.commissioners, *(one.ods for one in body.providers)], body.commissioners)
    if body.procurement_id is not None:
        await signing_gate(call, body.procurement_id)
    await known_framework(call, body.outcomes_framework_id)
    contract_id = call.new_id()
    command = body.given(
        RegisterContract,
        contract_id=contract_id,
        commissioner_kinds={code: call.organisations[code].kind for code in body.commissioners},
        known_localities=call.organisations.localities,
    )
    return await call.create(register, contract_id, command)


@router.post(
    "/contracts/{contract_id}/activation",
    **changes(
        ContractRow,
        no.ContractNotDraft,
        no.SignedInFuture,
        no.ProcurementNotComplete,
        no.SignedTooEarly,
        no.ProviderNotAwarded,
        no.WorthMoreThanAwarded,
        UnknownProcurement,
        *CITING_REFUSALS,
    ),
)
async def activate_contract(
    contract_id: UUID, body: ActivateContractBody, call: Annotated[Call, asks("activate_contract")]
) -> Response:
    """Bring a draft into force, once its procurement misses nothing, within the authority cited."""
    row: ContractRow = await call.row(register, contract_id)
    command = body.given(
        ActivateContract,
        today=call.today,
        approval=await approval_of(call, "contract", body.delegation_id),
        gate=None if row.procurement_id is None else _gate(await signing_gate(call, row.procurement_id)),
    )
    return await call.change(register, contract_id, command)


def _gate(found: SigningGate) -> Gate:
    return Gate.model_validate(found.model_dump(exclude={"procurement_id"}))
