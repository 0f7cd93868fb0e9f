"""The routes of regulatory flexibility."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.flexibilities import commands as ask
from services.contracts.flexibilities import refusals as no
from services.contracts.flexibilities.domain import flexibility_decider
from services.contracts.flexibilities.state import FlexibilityStatus
from services.contracts.flexibilities.timers import due_command, due_of
from services.contracts.flexibilities.views import FlexibilityRow, FlexibilityTable, flexibility_view
from services.contracts.naming import NamedTwice
from services.contracts.regulators.known import UnknownRegulator
from shared.capability import Capability, Timers
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

flexibilities = Capability(
    decider=flexibility_decider,
    resource=flexibility_view,
    views=(flexibility_view,),
    path="/regulatory-flexibilities",
    timers=Timers(due=due_of, command=due_command),
)
router = capability_router("regulatory-flexibilities")
add_history(router, flexibilities)


@router.post(
    "/regulatory-flexibilities",
    **creates(
        FlexibilityRow,
        NamedTwice,
        no.FlexibilityEndsBeforeStart,
        UnknownRegulator,
        UnknownOrganisation,
    ),
)
async def request_regulatory_flexibility(
    body: ask.RequestRegulatoryFlexibilityBody, call: Annotated[Call, asks("request_regulatory_flexibility")]
) -> Response:
    """Ask a regulator not to apply a rule for a period."""
    call.known_organisations(organisations=body.organisations)
    call.must_concern(body.organisations)
    key = call.new_id()
    command = body.given(ask.RequestRegulatoryFlexibility, regulatory_flexibility_id=key, today=call.today)
    return await call.create(flexibilities, key, command)


@router.post(
    "/regulatory-flexibilities/{regulatory_flexibility_id}/decision",
    **changes(
        FlexibilityRow,
        no.FlexibilityNotAwaited,
        no.FlexibilityDecidedOutOfTime,
        no.FlexibilityPeriodMissing,
        no.FlexibilityBeyondRequest,
    ),
)
async def decide_regulatory_flexibility(
    regulatory_flexibility_id: UUID,
    body: ask.DecideRegulatoryFlexibilityBody,
    call: Annotated[Call, asks("decide_regulatory_flexibility")],
) -> Response:
    """Record what the regulator decided."""
    command = body.given(ask.DecideRegulatoryFlexibility, today=call.today)
    return await call.change(flexibilities, regulatory_flexibility_id, command)


@router.post(
    "/regulatory-flexibilities/{regulatory_flexibility_id}/withdrawal",
    **changes(FlexibilityRow, no.FlexibilityNotAwaited),
)
async def withdraw_regulatory_flexibility(
    regulatory_flexibility_id: UUID,
    body: ask.WithdrawRegulatoryFlexibilityBody,
    call: Annotated[Call, asks("withdraw_regulatory_flexibility")],
) -> Response:
    """Take a request back before it is decided."""
    return await call.change(flexibilities, regulatory_flexibility_id, body.given(ask.WithdrawRegulatoryFlexibility))


@router.get("/regulatory-flexibilities/{regulatory_flexibility_id}", **reads(FlexibilityRow))
async def read_regulatory_flexibility(
    regulatory_flexibility_id: UUID, call: Annotated[Call, asks("read_regulatory_flexibility")], as_of: AsOf = None
) -> Response:
    """One request, as it is or as it was known at a moment of the past."""
    return await call.read(flexibilities, regulatory_flexibility_id, as_of)


@router.get("/regulatory-flexibilities", **lists(FlexibilityRow))
async def list_regulatory_flexibilities(
    call: Annotated[Call, asks("list_regulatory_flexibilities")],
    page: PageQuery,
    regulator: str | None = None,
    status: FlexibilityStatus | None = None,
    organisation: str | None = None,
) -> Response:
    """Requests for flexibility, newest first."""
    where = []
    if regulator is not None:
        where.append(col(FlexibilityTable.regulator) == regulator)
    if status is not None:
        where.append(col(FlexibilityTable.status) == status)
    if organisation is not None:
        where.append(col(FlexibilityTable.parties).contains([organisation]))
    return await call.list(flexibilities, page, *where)
