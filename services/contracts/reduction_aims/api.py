"""The routes of reduction aims."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.naming import NamedTwice
from services.contracts.reduction_aims import commands as c
from services.contracts.reduction_aims import refusals as no
from services.contracts.reduction_aims.domain import reduction_aim_decider
from services.contracts.reduction_aims.views import ReductionAimRow, ReductionAimTable, reduction_aim_view
from services.contracts.register.refusals import UnknownLocality
from services.contracts.strategies.api import strategies
from shared.capability import Capability
from shared.events.contracts.reduction_aims import Activity
from shared.kernel.organisations import UnknownOrganisation
from shared.kernel.refusals import NotFound
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

reduction_aims = Capability(
    decider=reduction_aim_decider,
    resource=reduction_aim_view,
    views=(reduction_aim_view,),
    path="/reduction-aims",
)
router = capability_router("incentives")
add_history(router, reduction_aims)


@router.post(
    "/reduction-aims",
    **creates(ReductionAimRow, no.AimWithoutSource, NamedTwice, UnknownLocality, UnknownOrganisation, NotFound),
)
async def declare_reduction_aim(
    body: c.DeclareReductionAimBody, call: Annotated[Call, asks("declare_reduction_aim")]
) -> Response:
    """Declare of which activity there is to be less, and why; incentives that reward more of it are flagged."""
    call.known_organisations(commissioners=body.commissioners)
    call.must_concern(body.commissioners)
    if body.source == "strategy" and body.source_id is not None:
        await call.row(strategies, body.source_id, strategies.read_action)
    aim_id = call.new_id()
    facts = {"known_localities": call.organisations.localities, "today": call.today}
    command = body.given(c.DeclareReductionAim, reduction_aim_id=aim_id, **facts)
    return await call.create(reduction_aims, aim_id, command)


@router.post("/reduction-aims/{reduction_aim_id}/withdrawal", **changes(ReductionAimRow, no.AimNotPursued))
async def withdraw_reduction_aim(
    reduction_aim_id: UUID, body: c.WithdrawReductionAimBody, call: Annotated[Call, asks("withdraw_reduction_aim")]
) -> Response:
    """Pursue an aim no longer; incentives flagged for its sake are cleared."""
    command = body.given(c.WithdrawReductionAim, today=call.today)
    return await call.change(reduction_aims, reduction_aim_id, command)


@router.get("/reduction-aims/{reduction_aim_id}", **reads(ReductionAimRow))
async def read_reduction_aim(
    reduction_aim_id: UUID, call: Annotated[Call, asks("read_reduction_aim")], as_of: AsOf = None
) -> Response:
    """One aim, as it is or as it was known at a moment of the past."""
    return await call.read(reduction_aims, reduction_aim_id, as_of)


@router.get("/reduction-aims", **lists(ReductionAimRow))
async def list_reduction_aims(
    call: Annotated[Call, asks("list_reduction_aims")],
    page: PageQuery,
    activity: Activity | None = None,
    pursued: bool | None = None,
) -> Response:
    """Reduction aims, newest first."""
    where = [
        col(column) == value
        for column, value in ((ReductionAimTable.activity, activity), (ReductionAimTable.pursued, pursued))
        if value is not None
    ]
    return await call.list(reduction_aims, page, *where)
