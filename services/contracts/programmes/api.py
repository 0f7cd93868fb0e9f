"""The routes of programmes."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.naming import NamedTwice
from services.contracts.programmes import commands as c
from services.contracts.programmes import refusals as no
from services.contracts.programmes.domain import programme_decider
from services.contracts.programmes.state import ProgrammeStatus
from services.contracts.programmes.timers import due_command, due_of
from services.contracts.programmes.views import ProgrammeRow, ProgrammeTable, programme_view
from services.contracts.register.refusals import UnknownLocality
from shared.capability import Capability, Timers
from shared.events.contracts.programmes import ProgrammeKind, Rag
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

programmes = Capability(
    decider=programme_decider,
    resource=programme_view,
    views=(programme_view,),
    path="/programmes",
    taken={
        "uq_programmes_ref": partial(
            no.ProgrammeRefTaken, "Another programme has this reference; give this one its own."
        )
    },
    timers=Timers(due=due_of, command=due_command),
)
router = capability_router("programmes")
add_history(router, programmes)

_ONE = "/programmes/{programme_id}"
_REACH = (NamedTwice, UnknownLocality, UnknownOrganisation)
_CLOSED = (no.ProgrammeOver,)


@router.post("/programmes", **creates(ProgrammeRow, no.ProgrammeRefTaken, *_REACH))
async def propose_programme(body: c.ProposeProgrammeBody, call: Annotated[Call, asks("propose_programme")]) -> Response:
    """Propose a programme of several organisations and localities."""
    _known(call, body)
    call.must_concern([one.ods for one in body.partners])
    programme_id = call.new_id()
    facts = {"programme_id": programme_id, "known_localities": call.organisations.localities}
    return await call.create(programmes, programme_id, body.given(c.ProposeProgramme, **facts))


@router.post(f"{_ONE}/start", **changes(ProgrammeRow, no.ProgrammeNotProposed, no.HappensInFuture, *_CLOSED))
async def start_programme(
    programme_id: UUID, body: c.StartProgrammeBody, call: Annotated[Call, asks("start_programme")]
) -> Response:
    """Start a programme."""
    return await call.change(programmes, programme_id, body.given(c.StartProgramme, today=call.today))


@router.post(f"{_ONE}/reach", **changes(ProgrammeRow, *_REACH, *_CLOSED))
async def change_programme_reach(
    programme_id: UUID, body: c.ChangeProgrammeReachBody, call: Annotated[Call, asks("change_programme_reach")]
) -> Response:
    """Say anew who takes part, and where."""
    _known(call, body)
    command = body.given(c.ChangeProgrammeReach, known_localities=call.organisations.localities)
    return await call.change(programmes, programme_id, command)


@router.post(f"{_ONE}/milestones", **changes(ProgrammeRow, no.MilestoneDueInPast, *_CLOSED))
async def set_milestone(
    programme_id: UUID, body: c.SetMilestoneBody, call: Annotated[Call, asks("set_milestone")]
) -> Response:
    """Set a milestone."""
    return await call.change(programmes, programme_id, body.given(c.SetMilestone, today=call.today))


@router.post(
    f"{_ONE}/milestone-reschedulings",
    **changes(ProgrammeRow, no.NoSuchMilestone, no.MilestoneMetAlready, no.MilestoneDueInPast, *_CLOSED),
)
async def reschedule_milestone(
    programme_id: UUID, body: c.RescheduleMilestoneBody, call: Annotated[Call, asks("reschedule_milestone")]
) -> Response:
    """Give a milestone another day, with the reason; the day first set stays known."""
    return await call.change(programmes, programme_id, body.given(c.RescheduleMilestone, today=call.today))


@router.post(
    f"{_ONE}/milestones-met",
    **changes(
        ProgrammeRow,
        no.ProgrammeNotActive,
        no.NoSuchMilestone,
        no.MilestoneMetAlready,
        no.HappensInFuture,
        *_CLOSED,
    ),
)
async def meet_milestone(
    programme_id: UUID, body: c.MeetMilestoneBody, call: Annotated[Call, asks("meet_milestone")]
) -> Response:
    """Record that a milestone was met."""
    return await call.change(programmes, programme_id, body.given(c.MeetMilestone, today=call.today))


@router.post(
    f"{_ONE}/reviews",
    **changes(
        ProgrammeRow,
        no.ProgrammeNotActive,
        no.HappensInFuture,
        no.ReviewedBefore,
        no.LocalityOutsideProgramme,
        no.GreenWithOverdueMilestone,
        *_CLOSED,
    ),
)
async def review_programme(
    programme_id: UUID, body: c.ReviewProgrammeBody, call: Annotated[Call, asks("review_programme")]
) -> Response:
    """Record how the leadership group, or one locality, sees it, and what was decided."""
    return await call.change(programmes, programme_id, body.given(c.ReviewProgramme, today=call.today))


@router.post(f"{_ONE}/issues", **changes(ProgrammeRow, no.RaisedByStranger, *_CLOSED))
async def raise_issue(
    programme_id: UUID, body: c.RaiseIssueBody, call: Annotated[Call, asks("raise_issue")]
) -> Response:
    """Say what stands in the way."""
    command = body.given(c.RaiseIssue, raised_by=call.principal.org, today=call.today)
    return await call.change(programmes, programme_id, command)


@router.post(f"{_ONE}/issue-escalations", **changes(ProgrammeRow, no.NoSuchIssue, no.ResponseDueInPast, *_CLOSED))
async def escalate_issue(
    programme_id: UUID, body: c.EscalateIssueBody, call: Annotated[Call, asks("escalate_issue")]
) -> Response:
    """Bring an issue before a body."""
    return await call.change(programmes, programme_id, body.given(c.EscalateIssue, today=call.today))


@router.post(f"{_ONE}/issue-resolutions", **changes(ProgrammeRow, no.NoSuchIssue, *_CLOSED))
async def resolve_issue(
    programme_id: UUID, body: c.ResolveIssueBody, call: Annotated[Call, asks("resolve_issue")]
) -> Response:
    """Resolve an issue."""
    return await call.change(programmes, programme_id, body.given(c.ResolveIssue, today=call.today))


@router.post(f"{_ONE}/closure", **changes(ProgrammeRow, no.ProgrammeNotActive, no.NotDelivered, *_CLOSED))
async def close_programme(
    programme_id: UUID, body: c.CloseProgrammeBody, call: Annotated[Call, asks("close_programme")]
) -> Response:
    """Close a programme, delivered or stopped."""
    return await call.change(programmes, programme_id, body.given(c.CloseProgramme, today=call.today))


@router.get(_ONE, **reads(ProgrammeRow))
async def read_programme(
    programme_id: UUID, call: Annotated[Call, asks("read_programme")], as_of: AsOf = None
) -> Response:
    """One programme, as it is or as it was known at a moment of the past."""
    return await call.read(programmes, programme_id, as_of)


@router.get("/programmes", **lists(ProgrammeRow))
async def list_programmes(
    call: Annotated[Call, asks("list_programmes")],
    page: PageQuery,
    status: ProgrammeStatus | None = None,
    kind: ProgrammeKind | None = None,
    rag: Rag | None = None,
    organisation: str | None = None,
    locality: str | None = None,
    overdue: bool | None = None,
    bridges_sides: bool | None = None,
) -> Response:
    """Programmes, newest first; `overdue` tells those with an overdue milestone from those without."""
    where = [
        col(column) == value
        for column, value in (
            (ProgrammeTable.status, status),
            (ProgrammeTable.kind, kind),
            (ProgrammeTable.rag, rag),
            (ProgrammeTable.bridges_sides, bridges_sides),
        )
        if value is not None
    ]
    if organisation is not None:
        where.append(col(ProgrammeTable.organisations).contains([organisation]))
    if locality is not None:
        where.append(col(ProgrammeTable.localities).contains([locality]))
    if overdue is not None:
        where.append((col(ProgrammeTable.overdue_milestones) > 0) == overdue)
    return await call.list(programmes, page, *where)


def _known(call: Call, reach: c.Reach) -> None:
    for place, one in enumerate(reach.partners):
        call.organisations.known(one.ods, f"partners.{place}.ods")
