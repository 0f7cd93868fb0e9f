"""The routes of alignment."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.places.commands import place_id_of
from services.contracts.places.finding import own_commissioner
from services.contracts.places.views import PlaceRow, place_view
from services.contracts.service_alignments import refusals as no
from services.contracts.service_alignments.commands import (
    AssessAlignment,
    AssessAlignmentBody,
    ReassessAlignment,
    ReassessBody,
    service_alignment_id_of,
)
from services.contracts.service_alignments.domain import service_alignment_decider
from services.contracts.service_alignments.views import (
    ServiceAlignmentRow,
    ServiceAlignmentTable,
    service_alignment_view,
)
from shared.capability import Capability
from shared.events.contracts.service_alignments import Alignment
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

service_alignments = Capability(
    decider=service_alignment_decider,
    resource=service_alignment_view,
    views=(service_alignment_view,),
    path="/service-alignments",
)
router = capability_router("places")
add_history(router, service_alignments)

_ASSESSING = (no.AlignmentWithoutEvidence, no.AlignmentAssessedInFuture)


@router.post(
    "/service-alignments",
    **creates(ServiceAlignmentRow, no.AlignmentAssessedAlready, no.NotALocality, UnknownOrganisation, *_ASSESSING),
)
async def assess_alignment(body: AssessAlignmentBody, call: Annotated[Call, asks("assess_alignment")]) -> Response:
    """Say how far a provider's service is organised by a locality."""
    call.organisations.known(body.provider, "provider")
    org = call.principal.org
    call.must_concern([org, body.provider], own_commissioner(call.organisations, org))
    place = await call.service.row(place_view, place_id_of(body.locality))
    key = service_alignment_id_of(body.service, body.provider, body.locality)
    command = body.given(
        AssessAlignment,
        service_alignment_id=key,
        locality_known=body.locality in call.organisations.localities
        or (place is not None and place.kind == "locality"),
        by_org=org,
        today=call.today,
    )
    return await call.create(service_alignments, key, command)


def _is_locality(place: PlaceRow | None) -> bool:
    return place is not None and place.kind == "locality"


@router.post("/service-alignments/{service_alignment_id}/assessments", **changes(ServiceAlignmentRow, *_ASSESSING))
async def reassess_alignment(
    service_alignment_id: UUID, body: ReassessBody, call: Annotated[Call, asks("reassess_alignment")]
) -> Response:
    """Assess it again; the newest assessment counts."""
    return await call.change(service_alignments, service_alignment_id, body.given(ReassessAlignment, today=call.today))


@router.get("/service-alignments/{service_alignment_id}", **reads(ServiceAlignmentRow))
async def read_service_alignment(
    service_alignment_id: UUID, call: Annotated[Call, asks("read_service_alignment")], as_of: AsOf = None
) -> Response:
    """One alignment, as it is or as it was known at a moment of the past."""
    return await call.read(service_alignments, service_alignment_id, as_of)


@router.get("/service-alignments", **lists(ServiceAlignmentRow))
async def list_service_alignments(
    call: Annotated[Call, asks("list_service_alignments")],
    page: PageQuery,
    locality: str | None = None,
    provider: str | None = None,
    service: str | None = None,
    alignment: Alignment | None = None,
) -> Response:
    """Alignments of services with localities."""
    table = ServiceAlignmentTable
    where = [
        col(column) == value
        for column, value in (
            (table.locality, locality),
            (table.provider, provider),
            (table.service, service),
            (table.alignment, alignment),
        )
        if value is not None
    ]
    return await call.list(service_alignments, page, *where)
