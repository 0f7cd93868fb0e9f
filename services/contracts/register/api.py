"""The routes of the register: what it shows, and what happens to contracts in force."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.register import refusals as no
from services.contracts.register.commands import (
    ExtendContract,
    ExtendContractBody,
    NovateContract,
    NovateContractBody,
    RecordContractFinding,
    RecordContractFindingBody,
    TerminateContract,
    TerminateContractBody,
)
from services.contracts.register.domain import contract_decider
from services.contracts.register.state import ContractStatus
from services.contracts.register.timers import due_command, due_of
from services.contracts.register.views import ContractRow, ContractTable, contract_view
from shared.capability import Capability, Timers
from shared.events.contracts.register import Finding
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, Day, PageQuery
from shared.web.routing import capability_router

register = Capability(
    decider=contract_decider,
    resource=contract_view,
    views=(contract_view,),
    path="/contracts",
    taken={
        "uq_contracts_ref": partial(
            no.ContractRefTaken,
            "Another contract in the register has this reference; give this one a reference of its own.",
        )
    },
    timers=Timers(due=due_of, command=due_command),
)
router = capability_router("contracts")
add_history(router, register)


@router.post(
    "/contracts/{contract_id}/extensions",
    **changes(ContractRow, no.ContractNotActive, no.ContractTermOver, no.NotAnAgreedOption),
)
async def extend_contract(
    contract_id: UUID, body: ExtendContractBody, call: Annotated[Call, asks("extend_contract")]
) -> Response:
    """Take the next extension option agreed at the start."""
    return await call.change(register, contract_id, body.given(ExtendContract, today=call.today))


@router.post(
    "/contracts/{contract_id}/findings",
    **changes(ContractRow, no.ContractNotActive, no.FindingWithoutEvidence, no.AssessedInFuture),
)
async def record_contract_finding(
    contract_id: UUID, body: RecordContractFindingBody, call: Annotated[Call, asks("record_contract_finding")]
) -> Response:
    """Record whether the contract works well, on evidence."""
    return await call.change(register, contract_id, body.given(RecordContractFinding, today=call.today))


@router.post(
    "/contracts/{contract_id}/novations",
    **changes(
        ContractRow,
        no.ContractNotActive,
        no.EffectiveInFuture,
        no.OutsideTerm,
        no.NotAProvider,
        no.AlreadyAProvider,
        no.ProviderIsCommissioner,
        UnknownOrganisation,
    ),
)
async def novate_contract(
    contract_id: UUID, body: NovateContractBody, call: Annotated[Call, asks("novate_contract")]
) -> Response:
    """Let one provider take another's place."""
    call.organisations.known(body.to_ods, "to_ods")
    return await call.change(register, contract_id, body.given(NovateContract, today=call.today))


@router.post(
    "/contracts/{contract_id}/termination",
    **changes(ContractRow, no.ContractNotActive, no.EffectiveInFuture, no.OutsideTerm),
)
async def terminate_contract(
    contract_id: UUID, body: TerminateContractBody, call: Annotated[Call, asks("terminate_contract")]
) -> Response:
    """End a contract before its term."""
    return await call.change(register, contract_id, body.given(TerminateContract, today=call.today))


@router.get("/contracts/{contract_id}", **reads(ContractRow))
async def read_contract(
    contract_id: UUID, call: Annotated[Call, asks("read_contract")], as_of: AsOf = None
) -> Response:
    """One contract, as it is or as it was known at a moment of the past."""
    return await call.read(register, contract_id, as_of)


@router.get("/contracts", **lists(ContractRow))
async def list_contracts(
    call: Annotated[Call, asks("list_contracts")],
    page: PageQuery,
    expiring_before: Day | None = None,
    status: ContractStatus | None = None,
    finding: Finding | None = None,
    provider: str | None = None,
    commissioner: str | None = None,
    locality: str | None = None,
    without_plan: bool = False,
) -> Response:
    """Contracts, newest first; `expiring_before` asks for those in force that end earlier than that day.

    With a `status` as well it asks for those of that status instead; `without_plan` for those of whose end nobody has
    said what is to follow.
    """
    where = []
    if expiring_before is not None:
        where.append(col(ContractTable.current_end) < expiring_before)
        status = status or ContractStatus.ACTIVE
    if status is not None:
        where.append(col(ContractTable.status) == status)
    if without_plan:
        where.append(col(ContractTable.expiry_plan).is_(None))
    if finding is not None:
        where.append(col(ContractTable.finding) == finding)
    for column, value in (
        (ContractTable.provider_codes, provider),
        (ContractTable.commissioners, commissioner),
        (ContractTable.localities, locality),
    ):
        if value is not None:
            where.append(col(column).contains([value]))
    return await call.list(register, page, *where)
