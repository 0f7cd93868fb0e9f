"""The routes of exploring options and choosing one."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.decisions.citing import DecisionNotTaken, taken_decision
from services.contracts.design import refusals as no
from services.contracts.design.commands import (
    AddForm,
    AddFormBody,
    AddOption,
    AddOptionBody,
    ApproveDesign,
    ApproveDesignBody,
    BeginDesign,
    BeginDesignBody,
    SelectBody,
    SelectForm,
    SelectOption,
)
from services.contracts.design.comparison import DesignComparison, comparison_of
from services.contracts.design.domain import design_decider
from services.contracts.design.state import DesignStatus, Stage
from services.contracts.design.views import AcsDesignRow, AcsDesignTable, acs_design_view
from services.contracts.naming import NamedTwice
from services.contracts.register.refusals import NotACommissioner, UnknownLocality
from shared.capability import Capability
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import JSON, Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

designs = Capability(
    decider=design_decider,
    resource=acs_design_view,
    views=(acs_design_view,),
    path="/acs-designs",
    taken={"uq_acs_designs_ref": partial(no.DesignRefTaken, "Another design has this reference.")},
)
router = capability_router("design")
add_history(router, designs)

_SELECTING = (
    no.NothingToCompare,
    no.NoSuchOption,
    no.SelectedByThatDecision,
    no.DesignApprovedAlready,
    DecisionNotTaken,
)


@router.post(
    "/acs-designs",
    **creates(AcsDesignRow, no.DesignRefTaken, NotACommissioner, NamedTwice, UnknownLocality, UnknownOrganisation),
)
async def begin_design(body: BeginDesignBody, call: Annotated[Call, asks("begin_design")]) -> Response:
    """Begin to design an ACS."""
    call.known_organisations(commissioners=body.commissioners)
    call.must_concern(body.commissioners)
    acs_design_id = call.new_id()
    command = body.given(
        BeginDesign,
        acs_design_id=acs_design_id,
        commissioner_kinds={code: call.organisations[code].kind for code in body.commissioners},
        known_localities=call.organisations.localities,
    )
    return await call.create(designs, acs_design_id, command)


@router.post(
    "/acs-designs/{acs_design_id}/options",
    **changes(AcsDesignRow, NamedTwice, no.ExtentDoesNotFit, no.DesignApprovedAlready),
)
async def add_option(acs_design_id: UUID, body: AddOptionBody, call: Annotated[Call, asks("add_option")]) -> Response:
    """Consider a level of integration, with its extent per sector."""
    return await call.change(designs, acs_design_id, body.given(AddOption))


@router.post("/acs-designs/{acs_design_id}/forms", **changes(AcsDesignRow, no.DesignApprovedAlready))
async def add_form(acs_design_id: UUID, body: AddFormBody, call: Annotated[Call, asks("add_form")]) -> Response:
    """Consider a structural form."""
    return await call.change(designs, acs_design_id, body.given(AddForm))


@router.post("/acs-designs/{acs_design_id}/option-selection", **changes(AcsDesignRow, *_SELECTING))
async def select_option(
    acs_design_id: UUID, body: SelectBody, call: Annotated[Call, asks("select_option")]
) -> Response:
    """Record which option a body selected; there is no selection without its decision."""
    await call.row(designs, acs_design_id)
    taken = await taken_decision(call, body.decision_id)
    return await call.change(designs, acs_design_id, body.given(SelectOption, taken=taken, by=call.principal.sub))


@router.post("/acs-designs/{acs_design_id}/form-selection", **changes(AcsDesignRow, *_SELECTING))
async def select_form(acs_design_id: UUID, body: SelectBody, call: Annotated[Call, asks("select_form")]) -> Response:
    """Record which structural form a body selected."""
    await call.row(designs, acs_design_id)
    taken = await taken_decision(call, body.decision_id)
    return await call.change(designs, acs_design_id, body.given(SelectForm, taken=taken, by=call.principal.sub))


@router.post(
    "/acs-designs/{acs_design_id}/approval",
    **changes(AcsDesignRow, no.NothingSelected, no.DesignApprovedAlready, ApprovedByProposer),
)
async def approve_design(
    acs_design_id: UUID, body: ApproveDesignBody, call: Annotated[Call, asks("approve_design")]
) -> Response:
    """Approve the design; for somebody else than who recorded the selections."""
    command = body.given(ApproveDesign, today=call.today, by=call.principal.sub)
    return await call.change(designs, acs_design_id, command)


@router.get("/acs-designs/{acs_design_id}", **reads(AcsDesignRow))
async def read_acs_design(
    acs_design_id: UUID, call: Annotated[Call, asks("read_acs_design")], as_of: AsOf = None
) -> Response:
    """One design, as it is or as it was known at a moment of the past."""
    return await call.read(designs, acs_design_id, as_of)


@router.get("/acs-designs/{acs_design_id}/comparison", **reads(DesignComparison))
async def read_design_comparison(acs_design_id: UUID, call: Annotated[Call, asks("read_acs_design")]) -> Response:
    """The options side by side, by sector."""
    row = await call.row(designs, acs_design_id)
    return Response(comparison_of(row).model_dump_json(), 200, media_type=JSON)


@router.get("/acs-designs", **lists(AcsDesignRow))
async def list_acs_designs(
    call: Annotated[Call, asks("list_acs_designs")],
    page: PageQuery,
    status: DesignStatus | None = None,
    stage: Stage | None = None,
    locality: str | None = None,
) -> Response:
    """Designs, newest first."""
    table = AcsDesignTable
    where = [col(column) == value for column, value in ((table.status, status), (table.stage, stage)) if value]
    if locality is not None:
        where.append(col(table.localities).contains([locality]))
    return await call.list(designs, page, *where)
