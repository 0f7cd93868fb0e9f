"""The routes of governance bodies."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.bodies import refusals as no
from services.contracts.bodies.commands import (
    AdoptTermsOfReference,
    AdoptTermsOfReferenceBody,
    AppointSeat,
    AppointSeatBody,
    CheckQuorumBody,
    ConcludeBodyOption,
    ConcludeBodyOptionBody,
    DissolveBody,
    DissolveBodyBody,
    EstablishBody,
    EstablishBodyBody,
    LogBodyOption,
    LogBodyOptionBody,
    MoveBody,
    MoveBodyBody,
    Parent,
    ProposeTermsOfReference,
    ProposeTermsOfReferenceBody,
    VacateSeat,
    VacateSeatBody,
)
from services.contracts.bodies.domain import body_decider
from services.contracts.bodies.quorum import QuorumAnswer, quorum, seats_on
from services.contracts.bodies.rights import DecisionRightsMatrix, matrix
from services.contracts.bodies.state import terms_on
from services.contracts.bodies.views import GovernanceBodyRow, GovernanceBodyTable, body_view
from services.contracts.naming import NamedTwice
from services.contracts.register.refusals import UnknownLocality
from shared.capability import Capability
from shared.events.contracts.bodies import BodyKind
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, Day, PageQuery
from shared.web.routing import capability_router

bodies = Capability(
    decider=body_decider,
    resource=body_view,
    views=(body_view,),
    path="/governance-bodies",
    taken={"uq_governance_bodies_ref": partial(no.BodyRefTaken, "Another governance body has this reference.")},
)
router = capability_router("governance bodies")
add_history(router, bodies)
PARENT = (no.UnknownParent, no.ParentNotAbove, no.ParentDissolved)
BODY = "/governance-bodies/{governance_body_id}"


async def _parent(call: Call, parent_id: UUID | None) -> Parent | None:
    row = None if parent_id is None else await call.service.row(body_view, parent_id)
    if row is None or not call.allowed(bodies.read_action, row):
        return None
    return Parent(body_id=row.body_id, ref=row.ref, kind=row.kind, dissolved=row.dissolved_on is not None)


@router.post(
    "/governance-bodies",
    **creates(
        GovernanceBodyRow,
        *PARENT,
        no.EstablishedInFuture,
        NamedTwice,
        UnknownLocality,
        no.LocalityBodyWithoutLocality,
        no.BodyRefTaken,
        UnknownOrganisation,
    ),
)
async def establish_body(body: EstablishBodyBody, call: Annotated[Call, asks("establish_body")]) -> Response:
    """Set up a governance body, such as a leadership group, a locality board or a sub-group."""
    call.known_organisations(convened_by=body.convened_by)
    call.must_concern(body.convened_by)
    body_id = call.new_id()
    command = body.given(
        EstablishBody,
        body_id=body_id,
        parent=await _parent(call, body.parent_id),
        known_localities=call.organisations.localities,
        today=call.today,
    )
    return await call.create(bodies, body_id, command)


@router.post(f"{BODY}/parent", **changes(GovernanceBodyRow, *PARENT, no.BodyIsDissolved))
async def move_body(governance_body_id: UUID, body: MoveBodyBody, call: Annotated[Call, asks("move_body")]) -> Response:
    """Let a body report to another one of a higher level, or to nobody."""
    await call.row(bodies, governance_body_id)
    command = body.given(MoveBody, parent=await _parent(call, body.parent_id))
    return await call.change(bodies, governance_body_id, command)


@router.post(
    f"{BODY}/terms-of-reference",
    **changes(GovernanceBodyRow, no.MatterStandsTwice, no.QuorumBeyondTotal, no.BodyIsDissolved),
)
async def propose_terms_of_reference(
    governance_body_id: UUID,
    body: ProposeTermsOfReferenceBody,
    call: Annotated[Call, asks("propose_terms_of_reference")],
) -> Response:
    """Put an edition of the terms of reference forward: purpose, quorum, majority, decision rights."""
    return await call.change(bodies, governance_body_id, body.given(ProposeTermsOfReference, by=call.principal.sub))


@router.post(
    f"{BODY}/terms-of-reference/adoption",
    **changes(GovernanceBodyRow, no.NoTermsPutForward, no.TermsBackdated, no.BodyIsDissolved, ApprovedByProposer),
)
async def adopt_terms_of_reference(
    governance_body_id: UUID, body: AdoptTermsOfReferenceBody, call: Annotated[Call, asks("adopt_terms_of_reference")]
) -> Response:
    """Adopt what somebody else has put forward."""
    command = body.given(AdoptTermsOfReference, by=call.principal.sub, today=call.today)
    return await call.change(bodies, governance_body_id, command)


@router.post(
    f"{BODY}/seats",
    **changes(
        GovernanceBodyRow,
        no.SeatKindDoesNotFit,
        no.SeatTermsOverlap,
        no.SeatEndsBeforeItStarts,
        no.BodyIsDissolved,
        UnknownOrganisation,
    ),
)
async def appoint_seat(
    governance_body_id: UUID, body: AppointSeatBody, call: Annotated[Call, asks("appoint_seat")]
) -> Response:
    """Fill a seat for a term. Who sits on it is for the organisation to know."""
    organisation = call.organisations.known(body.org, "org")
    return await call.change(bodies, governance_body_id, body.given(AppointSeat, org_kind=organisation.kind))


@router.post(f"{BODY}/vacancies", **changes(GovernanceBodyRow, no.SeatNotFilled, no.BodyIsDissolved))
async def vacate_seat(
    governance_body_id: UUID, body: VacateSeatBody, call: Annotated[Call, asks("vacate_seat")]
) -> Response:
    """End the present term of a seat on a day."""
    return await call.change(bodies, governance_body_id, body.given(VacateSeat))


@router.post(f"{BODY}/options", **changes(GovernanceBodyRow, no.BodyIsDissolved))
async def log_body_option(
    governance_body_id: UUID, body: LogBodyOptionBody, call: Annotated[Call, asks("log_body_option")]
) -> Response:
    """Enter a way forward, such as a form of collaboration, in the body's options log (R58)."""
    return await call.change(bodies, governance_body_id, body.given(LogBodyOption))


@router.post(
    f"{BODY}/options/conclusion",
    **changes(GovernanceBodyRow, no.NoSuchOption, no.OptionAlreadyConcluded, no.BodyIsDissolved),
)
async def conclude_body_option(
    governance_body_id: UUID, body: ConcludeBodyOptionBody, call: Annotated[Call, asks("conclude_body_option")]
) -> Response:
    """Recommend an option or set it aside, with the reason."""
    return await call.change(bodies, governance_body_id, body.given(ConcludeBodyOption))


@router.post(
    f"{BODY}/dissolution", **changes(GovernanceBodyRow, no.DissolvedInFuture, no.BodiesStillReport, no.BodyIsDissolved)
)
async def dissolve_body(
    governance_body_id: UUID, body: DissolveBodyBody, call: Annotated[Call, asks("dissolve_body")]
) -> Response:
    """End a body to which no other reports."""
    await call.row(bodies, governance_body_id)
    table = GovernanceBodyTable
    below = await call.rows(body_view, col(table.parent_id) == governance_body_id, col(table.dissolved_on).is_(None))
    command = body.given(DissolveBody, today=call.today, reporting=tuple(sorted(one.ref for one in below)))
    return await call.change(bodies, governance_body_id, command)


@router.post(f"{BODY}/quorum/check", **reads(QuorumAnswer, no.NoTermsThatDay, no.NotASeatThatDay))
async def check_quorum(
    governance_body_id: UUID, body: CheckQuorumBody, call: Annotated[Call, asks("check_quorum")]
) -> QuorumAnswer:
    """Whether a meeting would be quorate, and what it would lack; nothing is written."""
    row: GovernanceBodyRow = await call.row(bodies, governance_body_id, bodies.read_action)
    terms = terms_on(row.editions, body.day)
    if terms is None:
        raise no.NoTermsThatDay(f"{row.ref} has no terms of reference that hold on {body.day}.")
    seats = seats_on(row.seats, body.day)
    if strangers := {*body.attending, *body.conflicted} - {one.seat for one in seats}:
        raise no.NotASeatThatDay(f"{row.ref} has no such seats on {body.day}.", seats=[*sorted(strangers)])
    return quorum(terms.quorum, seats, body.attending, body.conflicted)


@router.get(BODY, **reads(GovernanceBodyRow))
async def read_body(
    governance_body_id: UUID, call: Annotated[Call, asks("read_governance_body")], as_of: AsOf = None
) -> Response:
    """One governance body, as it is or as it was known at a moment of the past."""
    return await call.read(bodies, governance_body_id, as_of)


@router.get("/governance-bodies", **lists(GovernanceBodyRow))
async def list_bodies(
    call: Annotated[Call, asks("list_bodies")],
    page: PageQuery,
    kind: BodyKind | None = None,
    parent_id: UUID | None = None,
    locality: str | None = None,
    sitting: bool | None = None,
) -> Response:
    """Governance bodies, newest first; `sitting` leaves out the dissolved ones, or shows them alone."""
    where = []
    if kind is not None:
        where.append(col(GovernanceBodyTable.kind) == kind)
    if parent_id is not None:
        where.append(col(GovernanceBodyTable.parent_id) == parent_id)
    if locality is not None:
        where.append(col(GovernanceBodyTable.localities).contains([locality]))
    if sitting is not None:
        where.append(col(GovernanceBodyTable.dissolved_on).is_(None) == sitting)
    return await call.list(bodies, page, *where)


@router.get("/decision-rights", **reads(DecisionRightsMatrix))
async def read_decision_rights(
    call: Annotated[Call, asks("read_decision_rights")], on: Day | None = None
) -> DecisionRightsMatrix:
    """The decision-rights matrix of the bodies the caller may read: who decides what on a day, today unless said."""
    rows = await call.rows(body_view)
    return matrix([row for row in rows if call.allowed(bodies.read_action, row)], on or call.today)
