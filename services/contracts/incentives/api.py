"""The routes of the register of incentives."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.incentives import commands as c
from services.contracts.incentives import refusals as no
from services.contracts.incentives.domain import incentive_decider
from services.contracts.incentives.state import IncentiveStatus
from services.contracts.incentives.views import IncentiveRow, IncentiveTable, incentive_view
from services.contracts.reduction_aims.views import ReductionAimTable, reduction_aim_view
from services.contracts.register.api import register
from services.contracts.register.views import ContractRow
from shared.capability import Capability
from shared.events.contracts.incentives import IncentiveTerms, PerverseFlag
from shared.events.contracts.reduction_aims import Activity
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.refusals import NotFound
from shared.service import Service
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

incentives = Capability(
    decider=incentive_decider,
    resource=incentive_view,
    views=(incentive_view,),
    path="/incentives",
)
router = capability_router("incentives")
add_history(router, incentives)


async def aims_against(service: Service, terms: IncentiveTerms) -> tuple[PerverseFlag, ...]:
    """The aims pursued that concern the activity these terms pay for."""
    if terms.activity is None:
        return ()
    rows = await service.rows(
        reduction_aim_view,
        col(ReductionAimTable.activity) == terms.activity,
        col(ReductionAimTable.pursued).is_(True),
    )
    return tuple(
        PerverseFlag(reduction_aim_id=row.reduction_aim_id, activity=row.activity, reason=row.reason) for row in rows
    )


@router.post("/incentives", **creates(IncentiveRow, no.BeneficiaryNotProvider, no.RewardNotNamed, NotFound))
async def register_incentive(
    body: c.RegisterIncentiveBody, call: Annotated[Call, asks("register_incentive")]
) -> Response:
    """Enter what a contract rewards; it is flagged at once when it works against an aim."""
    contract: ContractRow = await call.row(register, body.contract_id, register.read_action)
    call.must_concern(contract.parties, contract.commissioners)
    incentive_id = call.new_id()
    command = body.given(
        c.RegisterIncentive,
        incentive_id=incentive_id,
        contract_ref=contract.ref,
        commissioners=tuple(contract.commissioners),
        providers=tuple(contract.provider_codes),
        localities=tuple(contract.localities),
        aims=await aims_against(call.service, body.terms),
        by=call.principal.sub,
    )
    return await call.create(incentives, incentive_id, command)


@router.post("/incentives/{incentive_id}/amendments", **changes(IncentiveRow, no.IncentiveWithdrawn, no.RewardNotNamed))
async def amend_incentive(
    incentive_id: UUID, body: c.AmendIncentiveBody, call: Annotated[Call, asks("amend_incentive")]
) -> Response:
    """Pay it on other terms; a review made before counts no longer."""
    await call.row(incentives, incentive_id)
    command = body.given(c.AmendIncentive, aims=await aims_against(call.service, body.terms), by=call.principal.sub)
    return await call.change(incentives, incentive_id, command)


@router.post(
    "/incentives/{incentive_id}/reviews",
    **changes(IncentiveRow, no.IncentiveWithdrawn, no.IncentiveReviewedInFuture, ApprovedByProposer),
)
async def review_incentive(
    incentive_id: UUID, body: c.ReviewIncentiveBody, call: Annotated[Call, asks("review_incentive")]
) -> Response:
    """Decide whether it is kept, amended or withdrawn, and say why; by somebody who did not register it."""
    command = body.given(c.ReviewIncentive, by=call.principal.sub, today=call.today)
    return await call.change(incentives, incentive_id, command)


@router.get("/incentives/{incentive_id}", **reads(IncentiveRow))
async def read_incentive(
    incentive_id: UUID, call: Annotated[Call, asks("read_incentive")], as_of: AsOf = None
) -> Response:
    """One incentive, as it is or as it was known at a moment of the past."""
    return await call.read(incentives, incentive_id, as_of)


@router.get("/incentives", **lists(IncentiveRow))
async def list_incentives(
    call: Annotated[Call, asks("list_incentives")],
    page: PageQuery,
    contract_id: UUID | None = None,
    beneficiary: str | None = None,
    activity: Activity | None = None,
    status: IncentiveStatus | None = None,
    perverse: bool | None = None,
    review_outstanding: bool | None = None,
) -> Response:
    """Incentives, newest first; `review_outstanding` asks for perverse ones nobody has decided on."""
    where = [
        col(column) == value
        for column, value in (
            (IncentiveTable.contract_id, contract_id),
            (IncentiveTable.beneficiary, beneficiary),
            (IncentiveTable.activity, activity),
            (IncentiveTable.status, status),
            (IncentiveTable.perverse, perverse),
            (IncentiveTable.review_outstanding, review_outstanding),
        )
        if value is not None
    ]
    return await call.list(incentives, page, *where)
