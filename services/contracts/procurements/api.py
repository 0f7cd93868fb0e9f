"""The routes of procurements: planning one, and reading them. Those of the stages stand in files of their own."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.law.thresholds import LawNotInForce
from services.contracts.naming import NamedTwice
from services.contracts.procurements import refusals as no
from services.contracts.procurements.commands import PlanProcurement, PlanProcurementBody
from services.contracts.procurements.domain import procurement_decider
from services.contracts.procurements.foreign import cited_strategy
from services.contracts.procurements.legal import LIMITS, basis
from services.contracts.procurements.record import ProcurementStatus
from services.contracts.procurements.rows import ProcurementRow, ProcurementTable
from services.contracts.procurements.timers import due_command, due_of
from services.contracts.procurements.views import (
    bid_view,
    evaluation_view,
    notice_view,
    procurement_view,
    representation_view,
)
from services.contracts.register.refusals import NotACommissioner
from shared.capability import Capability, Timers
from shared.events.contracts.procurement_parts import ProcurementRoute
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, Day, PageQuery
from shared.web.routing import capability_router

procurements = Capability(
    decider=procurement_decider,
    resource=procurement_view,
    views=(procurement_view, notice_view, bid_view, evaluation_view, representation_view),
    path="/procurements",
    taken={
        "uq_procurements_ref": partial(
            no.ProcurementRefTaken, "Another procurement has this reference; give this one a reference of its own."
        )
    },
    timers=Timers(due=due_of, command=due_command),
)
router = capability_router("procurements")
add_history(router, procurements)


@router.post(
    "/procurements",
    **creates(
        ProcurementRow,
        no.ProcurementRefTaken,
        no.DayToCome,
        NotACommissioner,
        NamedTwice,
        no.LocalityUnknown,
        no.RouteNotPermitted,
        no.ReservedOutsideLightTouch,
        no.ReservedTooLong,
        no.UnknownStrategy,
        no.StrategyNotApproved,
        no.NotTheStrategysRoute,
        LawNotInForce,
        UnknownOrganisation,
    ),
)
async def plan_procurement(body: PlanProcurementBody, call: Annotated[Call, asks("plan_procurement")]) -> Response:
    """Plan a procurement by a lawful route; what the rules engine answers is kept with it (R12)."""
    existing = body.circumstances.existing_providers
    call.known_organisations(commissioners=body.commissioners, **{"circumstances.existing_providers": existing})
    call.must_concern(body.commissioners)
    procurement_id = call.new_id()
    began_on = body.began_on or call.today
    command = body.given(
        PlanProcurement,
        procurement_id=procurement_id,
        legal=basis(body.route, body.circumstances, body.cpv, began_on, body.estimated_value_pence),
        strategy=await cited_strategy(call, body.strategy_id),
        commissioner_kinds={code: call.organisations[code].kind for code in body.commissioners},
        known_localities=call.organisations.localities,
        reserved_months_limit=LIMITS.on("reserved_months", began_on).value,
        by=call.principal.sub,
        today=call.today,
    )
    return await call.create(procurements, procurement_id, command)


@router.get("/procurements/{procurement_id}", **reads(ProcurementRow))
async def read_procurement(
    procurement_id: UUID, call: Annotated[Call, asks("read_procurement")], as_of: AsOf = None
) -> Response:
    """One procurement, as it is or as it was known at a moment of the past."""
    return await call.read(procurements, procurement_id, as_of)


@router.get("/procurements", **lists(ProcurementRow))
async def list_procurements(
    call: Annotated[Call, asks("list_procurements")],
    page: PageQuery,
    status: ProcurementStatus | None = None,
    route: ProcurementRoute | None = None,
    live: bool | None = None,
    next_lawful_by: Day | None = None,
    award_notice_overdue: bool | None = None,
    commissioner: str | None = None,
    locality: str | None = None,
) -> Response:
    """Procurements, newest first; `next_lawful_by` asks for those in which something may lawfully happen by that day.

    `live` are those between their launch and their award.
    """
    where = []
    for column, value in (
        (ProcurementTable.status, status),
        (ProcurementTable.route, route),
        (ProcurementTable.live, live),
        (ProcurementTable.award_notice_overdue, award_notice_overdue),
    ):
        if value is not None:
            where.append(col(column) == value)
    if next_lawful_by is not None:
        where.append(col(ProcurementTable.next_lawful_on) <= next_lawful_by)
    for codes, code in ((ProcurementTable.commissioners, commissioner), (ProcurementTable.localities, locality)):
        if code is not None:
            where.append(col(codes).contains([code]))
    return await call.list(procurements, page, *where)
