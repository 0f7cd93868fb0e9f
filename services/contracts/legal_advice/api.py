"""The routes of the register of legal advice."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.decisions.evidence import look_at
from services.contracts.legal_advice import refusals as no
from services.contracts.legal_advice.commands import (
    LaterAdvice,
    LinkLegalAdvice,
    LinkLegalAdviceBody,
    RecordLegalAdvice,
    RecordLegalAdviceBody,
    ShareLegalAdvice,
    ShareLegalAdviceBody,
    SupersedeLegalAdvice,
    SupersedeLegalAdviceBody,
    WaiveLegalPrivilege,
    WaiveLegalPrivilegeBody,
)
from services.contracts.legal_advice.domain import legal_advice_decider
from services.contracts.legal_advice.views import LegalAdviceRow, LegalAdviceTable, legal_advice_view
from shared.capability import Capability
from shared.events.contracts.decisions import CitedEvidence
from shared.events.contracts.legal_advice import AdviceArea
from shared.kernel.addresses import path_at_the_service
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

legal_advice = Capability(
    decider=legal_advice_decider,
    resource=legal_advice_view,
    views=(legal_advice_view,),
    path="/legal-advice",
    taken={"uq_legal_advice_ref": partial(no.LegalAdviceRefTaken, "Other legal advice has this reference.")},
)
router = capability_router("legal advice")
add_history(router, legal_advice)


async def _not_found(call: Call, subjects: Sequence[str]) -> tuple[int, ...]:
    _, missing = await look_at(call, [CitedEvidence(what="subject", uri=path) for path in subjects])
    return missing


@router.post(
    "/legal-advice",
    **creates(
        LegalAdviceRow,
        no.AdvisedInFuture,
        no.AdviceOfAProvider,
        no.SubjectNotFound,
        no.LegalAdviceRefTaken,
        UnknownOrganisation,
    ),
)
async def record_legal_advice(
    body: RecordLegalAdviceBody, call: Annotated[Call, asks("record_legal_advice")]
) -> Response:
    """Enter advice that commissioners took: what they asked, who advised, and what it is about."""
    call.known_organisations(commissioned_by=body.commissioned_by)
    call.must_concern(body.commissioned_by)
    legal_advice_id = call.new_id()
    command = body.given(
        RecordLegalAdvice,
        legal_advice_id=legal_advice_id,
        commissioner_kinds={code: call.organisations[code].kind for code in body.commissioned_by},
        not_found=await _not_found(call, body.subjects),
        today=call.today,
    )
    return await call.create(legal_advice, legal_advice_id, command)


@router.post("/legal-advice/{legal_advice_id}/subjects", **changes(LegalAdviceRow, no.SubjectNotFound))
async def link_legal_advice(
    legal_advice_id: UUID, body: LinkLegalAdviceBody, call: Annotated[Call, asks("link_legal_advice")]
) -> Response:
    """Link advice to further subjects, such as a procurement."""
    await call.row(legal_advice, legal_advice_id)
    command = body.given(LinkLegalAdvice, not_found=await _not_found(call, body.subjects))
    return await call.change(legal_advice, legal_advice_id, command)


@router.post(
    "/legal-advice/{legal_advice_id}/sharing",
    **changes(LegalAdviceRow, no.PrivilegedAdviceIsNotShared, UnknownOrganisation),
)
async def share_legal_advice(
    legal_advice_id: UUID, body: ShareLegalAdviceBody, call: Annotated[Call, asks("share_legal_advice")]
) -> Response:
    """Show advice that is not privileged to others, such as providers."""
    call.known_organisations(shared_with=body.shared_with)
    return await call.change(legal_advice, legal_advice_id, body.given(ShareLegalAdvice))


@router.post("/legal-advice/{legal_advice_id}/privilege-waiver", **changes(LegalAdviceRow, no.NotPrivileged))
async def waive_legal_privilege(
    legal_advice_id: UUID, body: WaiveLegalPrivilegeBody, call: Annotated[Call, asks("waive_legal_privilege")]
) -> Response:
    """Give up privilege, for good: the advice can be shared from now on."""
    return await call.change(legal_advice, legal_advice_id, body.given(WaiveLegalPrivilege, by=call.principal.sub))


@router.post(
    "/legal-advice/{legal_advice_id}/supersession",
    **changes(LegalAdviceRow, no.AdviceIsSuperseded, no.NotLaterAdvice),
)
async def supersede_legal_advice(
    legal_advice_id: UUID, body: SupersedeLegalAdviceBody, call: Annotated[Call, asks("supersede_legal_advice")]
) -> Response:
    """Let later advice take its place."""
    await call.row(legal_advice, legal_advice_id)
    row: LegalAdviceRow | None = await call.service.row(legal_advice_view, body.superseded_by)
    later = None
    if row is not None and call.allowed(legal_advice.read_action, row):
        later = LaterAdvice(legal_advice_id=row.legal_advice_id, ref=row.ref, advised_on=row.advised_on)
    return await call.change(legal_advice, legal_advice_id, body.given(SupersedeLegalAdvice, later=later))


@router.get("/legal-advice/{legal_advice_id}", **reads(LegalAdviceRow))
async def read_legal_advice(
    legal_advice_id: UUID, call: Annotated[Call, asks("read_legal_advice")], as_of: AsOf = None
) -> Response:
    """One piece of advice, as it is or as it was known at a moment of the past."""
    return await call.read(legal_advice, legal_advice_id, as_of)


@router.get("/legal-advice", **lists(LegalAdviceRow))
async def list_legal_advice(
    call: Annotated[Call, asks("list_legal_advice")],
    page: PageQuery,
    area: AdviceArea | None = None,
    subject: str | None = None,
    in_force: bool | None = None,
) -> Response:
    """Legal advice, newest first; `subject` is a path, `in_force` leaves out what was superseded, or shows it alone."""
    where = []
    if area is not None:
        where.append(col(LegalAdviceTable.area) == area)
    if subject is not None:
        where.append(col(LegalAdviceTable.subjects).contains([path_at_the_service(subject)]))
    if in_force is not None:
        where.append(col(LegalAdviceTable.superseded_by).is_(None) == in_force)
    return await call.list(legal_advice, page, *where)
