"""The routes of initiatives."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.initiatives import commands as c
from services.contracts.initiatives import refusals as no
from services.contracts.initiatives.coverage import InitiativeCoverage, coverage_on
from services.contracts.initiatives.domain import initiative_decider
from services.contracts.initiatives.state import InitiativeStatus
from services.contracts.initiatives.views import InitiativeRow, InitiativeTable, initiative_view
from services.contracts.naming import NamedTwice
from services.contracts.programmes.api import programmes
from services.contracts.register.refusals import UnknownLocality
from shared.capability import Capability
from shared.events.contracts.initiatives import InitiativeKind
from shared.kernel.organisations import UnknownOrganisation
from shared.kernel.refusals import NotFound
from shared.web.call import Call, asks
from shared.web.docs import answers, changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, Day, PageQuery
from shared.web.routing import capability_router

initiatives = Capability(
    decider=initiative_decider,
    resource=initiative_view,
    views=(initiative_view,),
    path="/initiatives",
    taken={
        "uq_initiatives_ref": partial(
            no.InitiativeRefTaken, "Another initiative has this reference; give this one its own."
        )
    },
)
router = capability_router("initiatives")
add_history(router, initiatives)

_ONE = "/initiatives/{initiative_id}"
_HAPPENED = (no.InitiativeOver, no.InitiativeDayInFuture)


@router.post(
    "/initiatives",
    **creates(InitiativeRow, no.InitiativeRefTaken, NamedTwice, UnknownLocality, UnknownOrganisation, NotFound),
)
async def register_initiative(
    body: c.RegisterInitiativeBody, call: Annotated[Call, asks("register_initiative")]
) -> Response:
    """Enter an initiative in the register."""
    call.known_organisations(sponsors=body.sponsors)
    call.must_concern(body.sponsors)
    if body.programme_id is not None:
        await call.row(programmes, body.programme_id, programmes.read_action)
    initiative_id = call.new_id()
    facts = {"initiative_id": initiative_id, "known_localities": call.organisations.localities}
    return await call.create(initiatives, initiative_id, body.given(c.RegisterInitiative, **facts))


@router.post(
    f"{_ONE}/roll-outs",
    **changes(
        InitiativeRow,
        no.NotANetwork,
        no.NetworkReachedAlready,
        no.ReachedBeforeLeaving,
        UnknownOrganisation,
        *_HAPPENED,
    ),
)
async def roll_out_initiative(
    initiative_id: UUID, body: c.RollOutInitiativeBody, call: Annotated[Call, asks("roll_out_initiative")]
) -> Response:
    """Record that a network is reached."""
    kind = call.organisations.known(body.network, "network").kind
    command = body.given(c.RollOutInitiative, kind_of_network=kind, today=call.today)
    return await call.change(initiatives, initiative_id, command)


@router.post(
    f"{_ONE}/roll-backs",
    **changes(InitiativeRow, no.NetworkNotReached, no.LeavesBeforeReached, *_HAPPENED),
)
async def roll_back_initiative(
    initiative_id: UUID, body: c.RollBackInitiativeBody, call: Annotated[Call, asks("roll_back_initiative")]
) -> Response:
    """Record that a network takes part no longer."""
    return await call.change(initiatives, initiative_id, body.given(c.RollBackInitiative, today=call.today))


@router.post(
    f"{_ONE}/engagements",
    **changes(InitiativeRow, no.NotAPractice, NamedTwice, UnknownOrganisation, *_HAPPENED),
)
async def engage_practices(
    initiative_id: UUID, body: c.EngagePracticesBody, call: Annotated[Call, asks("engage_practices")]
) -> Response:
    """Record that general practices were reached; those reached before on an earlier day are left as they are."""
    call.known_organisations(practices=body.practices)
    kinds = {code: call.organisations[code].kind for code in body.practices}
    command = body.given(c.EngagePractices, kinds=kinds, today=call.today)
    return await call.change(initiatives, initiative_id, command)


@router.post(
    f"{_ONE}/workforce-measures",
    **changes(InitiativeRow, no.NotAboutWorkforce, no.MeasuredBefore, *_HAPPENED),
)
async def measure_workforce(
    initiative_id: UUID, body: c.MeasureWorkforceBody, call: Annotated[Call, asks("measure_workforce")]
) -> Response:
    """Record how many there were to be, and how many there are."""
    return await call.change(initiatives, initiative_id, body.given(c.MeasureWorkforce, today=call.today))


@router.post(f"{_ONE}/end", **changes(InitiativeRow, *_HAPPENED))
async def end_initiative(
    initiative_id: UUID, body: c.EndInitiativeBody, call: Annotated[Call, asks("end_initiative")]
) -> Response:
    """End an initiative."""
    return await call.change(initiatives, initiative_id, body.given(c.EndInitiative, today=call.today))


@router.get(f"{_ONE}/coverage", **answers(InitiativeCoverage, NotFound))
async def read_initiative_coverage(
    initiative_id: UUID, call: Annotated[Call, asks("read_initiative")], on: Day | None = None
) -> InitiativeCoverage:
    """How far it reached on a day, today unless said: networks of all networks, practices of all practices."""
    row: InitiativeRow = await call.row(initiatives, initiative_id, initiatives.read_action)
    return coverage_on(on or call.today, row.networks, row.practices, call.organisations.values())


@router.get(_ONE, **reads(InitiativeRow))
async def read_initiative(
    initiative_id: UUID, call: Annotated[Call, asks("read_initiative")], as_of: AsOf = None
) -> Response:
    """One initiative, as it is or as it was known at a moment of the past."""
    return await call.read(initiatives, initiative_id, as_of)


@router.get("/initiatives", **lists(InitiativeRow))
async def list_initiatives(
    call: Annotated[Call, asks("list_initiatives")],
    page: PageQuery,
    status: InitiativeStatus | None = None,
    kind: InitiativeKind | None = None,
    network: str | None = None,
    locality: str | None = None,
    programme_id: UUID | None = None,
) -> Response:
    """Initiatives, newest first; `network` asks for those that network takes part in now."""
    where = [
        col(column) == value
        for column, value in (
            (InitiativeTable.status, status),
            (InitiativeTable.kind, kind),
            (InitiativeTable.programme_id, programme_id),
        )
        if value is not None
    ]
    if network is not None:
        where.append(col(InitiativeTable.networks_now).contains([network]))
    if locality is not None:
        where.append(col(InitiativeTable.localities).contains([locality]))
    return await call.list(initiatives, page, *where)
