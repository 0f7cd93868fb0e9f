"""Routes of the pathways."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from sqlmodel import col

from services.referrals.pathways import refusals as no
from services.referrals.pathways.commands import (
    DraftPathway,
    DraftPathwayBody,
    DraftPathwayVersion,
    DraftPathwayVersionBody,
    EditPathwaySection,
    EditPathwaySectionBody,
    PublishPathway,
    PublishPathwayBody,
    SignOffPathway,
    SignOffPathwayBody,
    SubmitPathwayForReview,
    SubmitPathwayForReviewBody,
    WithdrawPathway,
    WithdrawPathwayBody,
)
from services.referrals.pathways.domain import pathway_decider
from services.referrals.pathways.versions import PathwayVersion, VersionStatus, version_on
from services.referrals.pathways.views import PathwayRow, PathwayTable, pathway_view
from shared.capability import Capability
from shared.events.referrals.pathways import SectionName, SpecialtyTfc
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, Day, PageQuery
from shared.web.routing import capability_router

pathways = Capability(decider=pathway_decider, resource=pathway_view, views=(pathway_view,), path="/pathways")
router = capability_router("pathways")
add_history(router, pathways)


@router.post("/pathways", **creates(PathwayRow, no.NotPanAlliance, no.SignatoryNamedTwice, UnknownOrganisation))
async def draft_pathway(body: DraftPathwayBody, call: Annotated[Call, asks("draft_pathway")]) -> Response:
    """Begin the first version of a pathway, to be signed by its owner and by one provider at least."""
    call.organisations.known(body.owner_network, "owner_network")
    call.known_organisations(required_signatories=body.required_signatories)
    pathway_id = call.new_id()
    kinds = tuple(call.organisations[code].kind for code in body.required_signatories)
    command = body.given(DraftPathway, pathway_id=pathway_id, signatory_kinds=kinds, today=call.today)
    return await call.create(pathways, pathway_id, command)


@router.put(
    "/pathways/{pathway_id}/sections/{section}",
    **changes(
        PathwayRow,
        no.PublishedVersionNeverEdited,
        no.SectionNamedDifferently,
        no.InvestigationNamedTwice,
        no.PathwayAlreadyWithdrawn,
    ),
)
async def edit_pathway_section(
    pathway_id: UUID,
    section: SectionName,
    body: EditPathwaySectionBody,
    call: Annotated[Call, asks("edit_pathway_section")],
) -> Response:
    """Replace one section of the draft; the signatures given so far are withdrawn by it."""
    return await call.change(pathways, pathway_id, body.given(EditPathwaySection, section=section))


@router.post(
    "/pathways/{pathway_id}/reviews",
    **changes(PathwayRow, no.CompulsorySectionEmpty, no.NotADraft, no.PublishedVersionNeverEdited),
)
async def submit_pathway_for_review(
    pathway_id: UUID, body: SubmitPathwayForReviewBody, call: Annotated[Call, asks("submit_pathway_for_review")]
) -> Response:
    """Lay the draft before its parties."""
    return await call.change(pathways, pathway_id, body.given(SubmitPathwayForReview))


@router.post(
    "/pathways/{pathway_id}/signatures",
    **changes(
        PathwayRow, no.NotInReview, no.NotARequiredSignatory, no.SignedForAnother, no.PublishedVersionNeverEdited
    ),
)
async def sign_off_pathway(
    pathway_id: UUID, body: SignOffPathwayBody, call: Annotated[Call, asks("sign_off_pathway")]
) -> Response:
    """Sign for one's own organisation; the last signature makes the version agreed."""
    command = body.given(SignOffPathway, signer_org=call.principal.org, today=call.today)
    return await call.change(pathways, pathway_id, command)


@router.post(
    "/pathways/{pathway_id}/publication",
    **changes(PathwayRow, no.NotAgreedByAll, no.BackdatedTooFar, no.PublishedIntoThePast, no.NotAfterVersionBefore),
)
async def publish_pathway(
    pathway_id: UUID, body: PublishPathwayBody, call: Annotated[Call, asks("publish_pathway")]
) -> Response:
    """Publish the agreed version; a first one applies from two years ago at the earliest, a later one from today."""
    return await call.change(pathways, pathway_id, body.given(PublishPathway, today=call.today))


@router.post("/pathways/{pathway_id}/drafts", **changes(PathwayRow, no.DraftAlreadyOpen, no.PathwayAlreadyWithdrawn))
async def draft_pathway_version(
    pathway_id: UUID, body: DraftPathwayVersionBody, call: Annotated[Call, asks("draft_pathway_version")]
) -> Response:
    """Begin the next version as a copy of the published one, which goes on meanwhile."""
    return await call.change(pathways, pathway_id, body.given(DraftPathwayVersion))


@router.post(
    "/pathways/{pathway_id}/withdrawal", **changes(PathwayRow, no.WithdrawnIntoThePast, no.PathwayAlreadyWithdrawn)
)
async def withdraw_pathway(
    pathway_id: UUID, body: WithdrawPathwayBody, call: Annotated[Call, asks("withdraw_pathway")]
) -> Response:
    """Give the pathway up for good, from a day on."""
    return await call.change(pathways, pathway_id, body.given(WithdrawPathway, today=call.today))


@router.get("/pathways", **lists(PathwayRow))
async def list_pathways(
    call: Annotated[Call, asks("list_pathways")],
    page: PageQuery,
    status: VersionStatus | None = None,
    owner_network: Annotated[str | None, Query(max_length=12)] = None,
    specialty_tfc: SpecialtyTfc | None = None,
) -> Response:
    """The pathways, newest first."""
    where = [
        column == wanted
        for column, wanted in (
            (col(PathwayTable.status), status),
            (col(PathwayTable.owner_network), owner_network),
            (col(PathwayTable.specialty_tfc), specialty_tfc),
        )
        if wanted is not None
    ]
    return await call.list(pathways, page, *where, action="read_pathway")


@router.get("/pathways/{pathway_id}", **reads(PathwayRow))
async def read_pathway(pathway_id: UUID, call: Annotated[Call, asks("read_pathway")], as_of: AsOf = None) -> Response:
    """One pathway with all its versions."""
    return await call.read(pathways, pathway_id, as_of)


@router.get("/pathways/{pathway_id}/versions/{number}", **reads(PathwayVersion))
async def read_pathway_version(
    pathway_id: UUID,
    number: Annotated[int, Path(ge=1, le=10_000)],
    call: Annotated[Call, asks("read_pathway")],
) -> PathwayVersion:
    """One version, whatever became of it."""
    row: PathwayRow = await call.row(pathways, pathway_id)
    found = next((version for version in row.versions if version.version == number), None)
    if found is None:
        raise no.PathwayNotFound(f"The pathway has no version {number}.")
    return found


@router.get("/pathways/{pathway_id}/published", **reads(PathwayVersion))
async def read_published_pathway(
    pathway_id: UUID,
    call: Annotated[Call, asks("read_pathway")],
    on: Annotated[Day | None, Query(description="Any day, past or to come; today unless given")] = None,
) -> PathwayVersion:
    """The version that referrals of a day follow."""
    row: PathwayRow = await call.row(pathways, pathway_id)
    day = on or call.today
    found = version_on(row.versions, day)
    if found is None:
        raise no.PathwayNotFound(f"No version was published on {day}.")
    return found
