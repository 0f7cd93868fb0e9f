"""The routes of modifications."""

from datetime import timedelta
from functools import partial
from typing import Annotated, get_args
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.delegations.citing import CITING_REFUSALS, approval_of
from services.contracts.law.thresholds import LawNotInForce
from services.contracts.modifications import refusals as no
from services.contracts.modifications.commands import (
    AgreeModification,
    AgreeModificationBody,
    AssessModification,
    AssessModificationBody,
    ContractAsItStands,
    LinkReprocurement,
    LinkReprocurementBody,
    ProposeModification,
    ProposeModificationBody,
    PublishModificationNotice,
    PublishModificationNoticeBody,
    RejectModification,
    RejectModificationBody,
)
from services.contracts.modifications.domain import modification_decider
from services.contracts.modifications.state import ModificationStatus
from services.contracts.modifications.timers import due_command, due_of
from services.contracts.modifications.views import ModificationRow, ModificationTable, modification_view
from services.contracts.procurements.refusals import UnknownProcurement
from services.contracts.procurements.signing import signing_gate
from services.contracts.register.api import register
from services.contracts.register.state import ContractStatus
from services.contracts.register.views import ContractRow, contract_view
from shared.capability import Capability, Timers
from shared.events.contracts.law import Route
from shared.kernel.dates import extended_end
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.refusals import NotFound
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

modifications = Capability(
    decider=modification_decider,
    resource=modification_view,
    views=(modification_view,),
    path="/modifications",
    taken={"uq_modifications_ref": partial(no.ModificationRefTaken, "Another modification has this reference.")},
    timers=Timers(due=due_of, command=due_command),
)
router = capability_router("modifications")
add_history(router, modifications)


@router.post(
    "/modifications",
    **creates(
        ModificationRow,
        NotFound,
        no.ContractNotInForce,
        no.NothingModified,
        no.EffectBackdated,
        no.ServiceNotClassified,
        no.ModificationOutOfBounds,
        no.ClauseNotRecorded,
        no.ModificationRefTaken,
    ),
)
async def propose_modification(
    body: ProposeModificationBody, call: Annotated[Call, asks("propose_modification")]
) -> Response:
    """Propose to change a contract in force."""
    row: ContractRow = await call.row(register, body.contract_id, register.read_action)
    call.must_concern([*row.commissioners, *row.provider_codes], row.commissioners)
    modification_id = call.new_id()
    command = body.given(
        ProposeModification,
        modification_id=modification_id,
        contract=_as_it_stands(row),
        by=call.principal.sub,
        today=call.today,
    )
    return await call.create(modifications, modification_id, command)


@router.post(
    "/modifications/{modification_id}/assessment",
    **changes(ModificationRow, no.ModificationNotOpen, no.ContractNotInForce, LawNotInForce),
)
async def assess_modification(
    modification_id: UUID, body: AssessModificationBody, call: Annotated[Call, asks("assess_modification")]
) -> Response:
    """Ask the law, against the contract as it stands; it may be asked again until the modification is agreed."""
    row: ModificationRow = await call.row(modifications, modification_id)
    contract = await call.service.row(contract_view, row.contract_id)
    if contract is None:
        raise no.ContractNotInForce("The register no longer knows the contract.")
    command = body.given(AssessModification, contract=_as_it_stands(contract), today=call.today)
    return await call.change(modifications, modification_id, command)


@router.post(
    "/modifications/{modification_id}/notice",
    **changes(ModificationRow, no.NoNoticeAskedFor, no.NoticePublishedAlready, no.PublishedInFuture),
)
async def publish_modification_notice(
    modification_id: UUID,
    body: PublishModificationNoticeBody,
    call: Annotated[Call, asks("publish_modification_notice")],
) -> Response:
    """Record that the notice the law asks for was published."""
    command = body.given(PublishModificationNotice, today=call.today)
    return await call.change(modifications, modification_id, command)


@router.post(
    "/modifications/{modification_id}/agreement",
    **changes(
        ModificationRow,
        no.ModificationNotAssessed,
        no.ModificationNotPermitted,
        no.ModificationNotOpen,
        no.NoticeNotPublishedYet,
        no.EffectBackdated,
        ApprovedByProposer,
        *CITING_REFUSALS,
    ),
)
async def agree_modification(
    modification_id: UUID, body: AgreeModificationBody, call: Annotated[Call, asks("agree_modification")]
) -> Response:
    """Agree to what somebody else proposed, within the authority cited; the register follows."""
    await call.row(modifications, modification_id)
    approval = await approval_of(call, "modification", body.delegation_id)
    command = body.given(AgreeModification, approval=approval, by=call.principal.sub, today=call.today)
    return await call.change(modifications, modification_id, command)


@router.post("/modifications/{modification_id}/rejection", **changes(ModificationRow, no.ModificationNotOpen))
async def reject_modification(
    modification_id: UUID, body: RejectModificationBody, call: Annotated[Call, asks("reject_modification")]
) -> Response:
    """Give a modification up before it is agreed."""
    return await call.change(modifications, modification_id, body.given(RejectModification))


@router.post(
    "/modifications/{modification_id}/reprocurement",
    **changes(ModificationRow, no.NoReprocurementNeeded, UnknownProcurement),
)
async def link_reprocurement(
    modification_id: UUID, body: LinkReprocurementBody, call: Annotated[Call, asks("link_reprocurement")]
) -> Response:
    """Name the procurement that does what the contract may not be modified to."""
    await call.row(modifications, modification_id)
    gate = await signing_gate(call, body.procurement_id)
    return await call.change(modifications, modification_id, body.given(LinkReprocurement, procurement_ref=gate.ref))


@router.get("/modifications/{modification_id}", **reads(ModificationRow))
async def read_modification(
    modification_id: UUID, call: Annotated[Call, asks("read_modification")], as_of: AsOf = None
) -> Response:
    """One modification with what the law said of it, as it is or as it was known at a moment of the past."""
    return await call.read(modifications, modification_id, as_of)


@router.get("/modifications", **lists(ModificationRow))
async def list_modifications(
    call: Annotated[Call, asks("list_modifications")],
    page: PageQuery,
    contract_id: UUID | None = None,
    status: ModificationStatus | None = None,
    notice_overdue: bool | None = None,
) -> Response:
    """Modifications, newest first."""
    where = [
        column == value
        for column, value in (
            (col(ModificationTable.contract_id), contract_id),
            (col(ModificationTable.status), status),
            (col(ModificationTable.notice_overdue), notice_overdue),
        )
        if value is not None
    ]
    return await call.list(modifications, page, *where)


def _as_it_stands(row: ContractRow) -> ContractAsItStands:
    untaken = row.extension_options[row.options_taken :]
    longest = extended_end(row.original_end, sum(option.months for option in row.extension_options))
    return ContractAsItStands(
        contract_id=row.contract_id,
        ref=row.ref,
        in_force=row.status == ContractStatus.ACTIVE,
        commissioners=tuple(row.commissioners),
        providers=tuple(row.provider_codes),
        localities=tuple(row.localities),
        cpv=tuple(row.cpv),
        procurement_began_on=row.procurement_began_on,
        awarded_route=row.route if row.route in get_args(Route) else None,  # type: ignore[arg-type]  # one of its names
        start=row.start,
        end=row.current_end,
        value_pence=row.current_value_pence,
        options_pence=sum(option.value_pence for option in untaken),
        original_value_pence=row.original_value_pence,
        max_term_days=(longest - row.start + timedelta(days=1)).days,
        clauses=tuple(row.review_clauses),
        modifications=tuple(row.modifications),
    )
