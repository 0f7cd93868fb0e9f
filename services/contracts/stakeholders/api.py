"""The routes of stakeholders."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.register.refusals import UnknownLocality
from services.contracts.stakeholders import refusals as no
from services.contracts.stakeholders.commands import (
    RecordStakeholderPosition,
    RecordStakeholderPositionBody,
    RegisterStakeholder,
    RegisterStakeholderBody,
)
from services.contracts.stakeholders.domain import stakeholder_decider
from services.contracts.stakeholders.views import StakeholderRow, StakeholderTable, stakeholder_view
from shared.capability import Capability
from shared.events.contracts.stakeholders import StakeholderKind, Stance
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

stakeholders = Capability(
    decider=stakeholder_decider, resource=stakeholder_view, views=(stakeholder_view,), path="/stakeholders"
)
router = capability_router("stakeholders")
add_history(router, stakeholders)


@router.post("/stakeholders", **creates(StakeholderRow, UnknownLocality, UnknownOrganisation))
async def register_stakeholder(
    body: RegisterStakeholderBody, call: Annotated[Call, asks("register_stakeholder")]
) -> Response:
    """Enter a stakeholder, by the name of its group, organisation or seat."""
    call.known_organisations(commissioners=body.commissioners)
    call.must_concern(body.commissioners)
    stakeholder_id = call.new_id()
    command = body.given(
        RegisterStakeholder, stakeholder_id=stakeholder_id, known_localities=call.organisations.localities
    )
    return await call.create(stakeholders, stakeholder_id, command)


@router.post("/stakeholders/{stakeholder_id}/positions", **changes(StakeholderRow, no.PositionInFuture))
async def record_stakeholder_position(
    stakeholder_id: UUID,
    body: RecordStakeholderPositionBody,
    call: Annotated[Call, asks("record_stakeholder_position")],
) -> Response:
    """Record what it thinks of a topic since a day."""
    return await call.change(stakeholders, stakeholder_id, body.given(RecordStakeholderPosition, today=call.today))


@router.get("/stakeholders/{stakeholder_id}", **reads(StakeholderRow))
async def read_stakeholder(
    stakeholder_id: UUID, call: Annotated[Call, asks("read_stakeholder")], as_of: AsOf = None
) -> Response:
    """One stakeholder with every position it has taken."""
    return await call.read(stakeholders, stakeholder_id, as_of)


@router.get("/stakeholders", **lists(StakeholderRow))
async def list_stakeholders(
    call: Annotated[Call, asks("list_stakeholders")],
    page: PageQuery,
    kind: StakeholderKind | None = None,
    stance: Stance | None = None,
    topic: str | None = None,
) -> Response:
    """Stakeholders, newest first; `stance` is one of today, on whichever topic."""
    where = []
    if kind is not None:
        where.append(col(StakeholderTable.kind) == kind)
    if stance is not None:
        where.append(col(StakeholderTable.stances).contains([stance]))
    if topic is not None:
        where.append(col(StakeholderTable.topics).contains([topic]))
    return await call.list(stakeholders, page, *where)
