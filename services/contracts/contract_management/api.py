"""The routes of managing contracts in their life."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.contract_management import refusals as no
from services.contracts.contract_management.commands import (
    CloseContractReviewAction,
    CloseContractReviewActionBody,
    HoldContractReview,
    HoldContractReviewBody,
    ScheduleContractReview,
    ScheduleContractReviewBody,
)
from services.contracts.contract_management.domain import contract_management_decider
from services.contracts.contract_management.timers import due_command, due_of
from services.contracts.contract_management.views import (
    ManagedContractRow,
    ManagedContractTable,
    managed_contract_view,
)
from shared.capability import Capability, Timers
from shared.events.contracts.contract_management import ReviewAction
from shared.web.call import Call, asks
from shared.web.docs import changes, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, Day, PageQuery
from shared.web.routing import capability_router

contract_management = Capability(
    decider=contract_management_decider,
    resource=managed_contract_view,
    views=(managed_contract_view,),
    path="/managed-contracts",
    timers=Timers(due=due_of, command=due_command),
)
router = capability_router("contract management")
add_history(router, contract_management)


@router.post(
    "/managed-contracts/{managed_contract_id}/reviews",
    **changes(ManagedContractRow, no.ContractManagementOver, no.ReviewDueInPast),
)
async def schedule_contract_review(
    managed_contract_id: UUID,
    body: ScheduleContractReviewBody,
    call: Annotated[Call, asks("schedule_contract_review")],
) -> Response:
    """Schedule a review; the clock notices when it is missed."""
    command = body.given(ScheduleContractReview, review_id=call.new_id(), today=call.today)
    return await call.change(contract_management, managed_contract_id, command)


@router.post(
    "/managed-contracts/{managed_contract_id}/reviews/{review_id}/holding",
    **changes(
        ManagedContractRow,
        no.ContractManagementOver,
        no.ReviewNotFound,
        no.ReviewHeldAlready,
        no.ReviewHeldOutOfTime,
        no.ReviewWithoutProvider,
        no.ReviewWithStranger,
    ),
)
async def hold_contract_review(
    managed_contract_id: UUID,
    review_id: UUID,
    body: HoldContractReviewBody,
    call: Annotated[Call, asks("hold_contract_review")],
) -> Response:
    """Record that the contract was reviewed with its providers; that is dialogue as well."""
    command = HoldContractReview(
        review_id=review_id,
        held_on=body.held_on,
        attended=body.attended,
        findings=body.findings,
        actions=tuple(ReviewAction(action_id=call.new_id(), **dict(one)) for one in body.actions),
        today=call.today,
    )
    return await call.change(contract_management, managed_contract_id, command)


@router.post(
    "/managed-contracts/{managed_contract_id}/actions/{action_id}/closure",
    **changes(ManagedContractRow, no.ReviewActionNotFound, no.ReviewActionClosedAlready, no.ClosedOutOfTime),
)
async def close_contract_review_action(
    managed_contract_id: UUID,
    action_id: UUID,
    body: CloseContractReviewActionBody,
    call: Annotated[Call, asks("close_contract_review_action")],
) -> Response:
    """Close what a review had asked for; that is possible after the contract has ended, too."""
    command = body.given(CloseContractReviewAction, action_id=action_id, today=call.today)
    return await call.change(contract_management, managed_contract_id, command)


@router.get("/managed-contracts/{managed_contract_id}", **reads(ManagedContractRow))
async def read_managed_contract(
    managed_contract_id: UUID, call: Annotated[Call, asks("read_managed_contract")], as_of: AsOf = None
) -> Response:
    """One contract in its life, under the id it has in the register."""
    return await call.read(contract_management, managed_contract_id, as_of)


@router.get("/managed-contracts", **lists(ManagedContractRow))
async def list_managed_contracts(
    call: Annotated[Call, asks("list_managed_contracts")],
    page: PageQuery,
    silent: bool | None = None,
    provider: str | None = None,
    review_due_before: Day | None = None,
) -> Response:
    """Contracts in their life, newest first; `review_due_before` asks for those whose next review is due earlier."""
    where = []
    if silent is not None:
        where.append(col(ManagedContractTable.silent) == silent)
    if provider is not None:
        where.append(col(ManagedContractTable.providers).contains([provider]))
    if review_due_before is not None:
        where.append(col(ManagedContractTable.next_review_on) < review_due_before)
    return await call.list(contract_management, page, *where)
