"""The routes of the two sides, the split of commissioning and the stages."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.contracts.design import refusals as no
from services.contracts.design.api import designs
from services.contracts.design.commands import (
    BeginMobilisation,
    ConfirmItem,
    ConfirmItemBody,
    GoLive,
    NameSides,
    NameSidesBody,
    SplitFunctions,
    SplitFunctionsBody,
    StageBody,
)
from services.contracts.design.views import AcsDesignRow
from services.contracts.naming import NamedTwice
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes
from shared.web.routing import capability_router

router = capability_router("design")


@router.post(
    "/acs-designs/{acs_design_id}/sides",
    **changes(AcsDesignRow, no.OnASideTwice, no.ReasonForBothSides, UnknownOrganisation),
)
async def name_sides(acs_design_id: UUID, body: NameSidesBody, call: Annotated[Call, asks("name_sides")]) -> Response:
    """Name who commissions strategically and who delivers as an alliance; both see the design from then on."""
    call.known_organisations(strategic=body.strategic, alliance=body.alliance)
    return await call.change(designs, acs_design_id, body.given(NameSides))


@router.post(
    "/acs-designs/{acs_design_id}/function-splits",
    **changes(AcsDesignRow, NamedTwice, no.SharesNotWhole, no.SplitNotAfterTheLast),
)
async def split_functions(
    acs_design_id: UUID, body: SplitFunctionsBody, call: Annotated[Call, asks("split_functions")]
) -> Response:
    """Split the whole of commissioning between the two sides, in basis points."""
    return await call.change(designs, acs_design_id, body.given(SplitFunctions))


@router.post(
    "/acs-designs/{acs_design_id}/confirmations", **changes(AcsDesignRow, no.ConfirmedInFuture, no.NotInThatStage)
)
async def confirm_item(
    acs_design_id: UUID, body: ConfirmItemBody, call: Annotated[Call, asks("confirm_item")]
) -> Response:
    """Confirm indicative budgets, services in scope or geography: by which paper, and by whose seat."""
    return await call.change(designs, acs_design_id, body.given(ConfirmItem, today=call.today, by=call.principal.sub))


@router.post(
    "/acs-designs/{acs_design_id}/mobilisation",
    **changes(
        AcsDesignRow,
        no.MobilisationNotReady,
        no.NotInThatStage,
        no.StageInFuture,
        no.StageBeforeTheLast,
        ApprovedByProposer,
    ),
)
async def begin_mobilisation(
    acs_design_id: UUID, body: StageBody, call: Annotated[Call, asks("begin_mobilisation")]
) -> Response:
    """Go from design to mobilisation; for somebody who has confirmed none of what it waits for."""
    command = body.given(BeginMobilisation, today=call.today, by=call.principal.sub)
    return await call.change(designs, acs_design_id, command)


@router.post(
    "/acs-designs/{acs_design_id}/going-live",
    **changes(AcsDesignRow, no.NotInThatStage, no.StageInFuture, no.StageBeforeTheLast),
)
async def go_live(acs_design_id: UUID, body: StageBody, call: Annotated[Call, asks("go_live")]) -> Response:
    """Go from mobilisation to live."""
    return await call.change(designs, acs_design_id, body.given(GoLive, today=call.today))
