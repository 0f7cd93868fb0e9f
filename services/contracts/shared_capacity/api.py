"""The routes of shared capacity."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.naming import NamedTwice
from services.contracts.register.refusals import UnknownLocality
from services.contracts.shared_capacity import commands as c
from services.contracts.shared_capacity import refusals as no
from services.contracts.shared_capacity.domain import shared_capacity_decider
from services.contracts.shared_capacity.state import CapacityStatus
from services.contracts.shared_capacity.views import SharedCapacityRow, SharedCapacityTable, shared_capacity_view
from shared.capability import Capability
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

shared_capacities = Capability(
    decider=shared_capacity_decider,
    resource=shared_capacity_view,
    views=(shared_capacity_view,),
    path="/shared-capacities",
    taken={
        "uq_shared_capacities_ref": partial(
            no.CapacityRefTaken, "Other shared capacity has this reference; give this one its own."
        )
    },
)
router = capability_router("shared capacity")
add_history(router, shared_capacities)

_ONE = "/shared-capacities/{shared_capacity_id}"


@router.post(
    "/shared-capacities",
    **creates(SharedCapacityRow, no.CapacityRefTaken, NamedTwice, UnknownLocality, UnknownOrganisation),
)
async def register_shared_capacity(
    body: c.RegisterSharedCapacityBody, call: Annotated[Call, asks("register_shared_capacity")]
) -> Response:
    """Enter scarce capacity in the register, for others to use."""
    call.organisations.known(body.host, "host")
    call.must_concern((body.host,))
    capacity_id = call.new_id()
    facts = {"shared_capacity_id": capacity_id, "known_localities": call.organisations.localities}
    return await call.create(shared_capacities, capacity_id, body.given(c.RegisterSharedCapacity, **facts))


@router.post(
    f"{_ONE}/allocations",
    **changes(SharedCapacityRow, no.CapacityNotShared, no.CapacityExceeded, NamedTwice, UnknownOrganisation),
)
async def allocate_shared_capacity(
    shared_capacity_id: UUID,
    body: c.AllocateSharedCapacityBody,
    call: Annotated[Call, asks("allocate_shared_capacity")],
) -> Response:
    """Say anew who may use how much; all of it together is no more than there is."""
    for place, one in enumerate(body.shares):
        call.organisations.known(one.ods, f"shares.{place}.ods")
    return await call.change(shared_capacities, shared_capacity_id, body.given(c.AllocateSharedCapacity))


@router.post(f"{_ONE}/resizings", **changes(SharedCapacityRow, no.CapacityNotShared, no.CapacityExceeded))
async def resize_shared_capacity(
    shared_capacity_id: UUID, body: c.ResizeSharedCapacityBody, call: Annotated[Call, asks("resize_shared_capacity")]
) -> Response:
    """Say that there is more or less of it."""
    return await call.change(shared_capacities, shared_capacity_id, body.given(c.ResizeSharedCapacity))


@router.post(
    f"{_ONE}/uses",
    **changes(
        SharedCapacityRow,
        no.CapacityNotShared,
        no.UsePeriodReversed,
        no.CapacityDayInFuture,
        no.UsePeriodOverlaps,
        no.MoreUsedThanOffered,
    ),
)
async def report_shared_capacity_use(
    shared_capacity_id: UUID,
    body: c.ReportSharedCapacityUseBody,
    call: Annotated[Call, asks("report_shared_capacity_use")],
) -> Response:
    """Report what was offered and used in a period."""
    command = body.given(c.ReportSharedCapacityUse, today=call.today)
    return await call.change(shared_capacities, shared_capacity_id, command)


@router.post(f"{_ONE}/withdrawal", **changes(SharedCapacityRow, no.CapacityNotShared, no.CapacityDayInFuture))
async def withdraw_shared_capacity(
    shared_capacity_id: UUID,
    body: c.WithdrawSharedCapacityBody,
    call: Annotated[Call, asks("withdraw_shared_capacity")],
) -> Response:
    """Share it no more."""
    command = body.given(c.WithdrawSharedCapacity, today=call.today)
    return await call.change(shared_capacities, shared_capacity_id, command)


@router.get(_ONE, **reads(SharedCapacityRow))
async def read_shared_capacity(
    shared_capacity_id: UUID, call: Annotated[Call, asks("read_shared_capacity")], as_of: AsOf = None
) -> Response:
    """Shared capacity as it is or as it was known at a moment of the past."""
    return await call.read(shared_capacities, shared_capacity_id, as_of)


@router.get("/shared-capacities", **lists(SharedCapacityRow))
async def list_shared_capacities(
    call: Annotated[Call, asks("list_shared_capacities")],
    page: PageQuery,
    status: CapacityStatus | None = None,
    host: str | None = None,
    user: str | None = None,
    locality: str | None = None,
) -> Response:
    """Shared capacity, newest first; `user` asks for what concerns an organisation, as its host or as a user."""
    where = [
        col(column) == value
        for column, value in ((SharedCapacityTable.status, status), (SharedCapacityTable.host, host))
        if value is not None
    ]
    if user is not None:
        where.append(col(SharedCapacityTable.parties).contains([user]))
    if locality is not None:
        where.append(col(SharedCapacityTable.localities).contains([locality]))
    return await call.list(shared_capacities, page, *where)
