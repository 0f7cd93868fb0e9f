"""The routes of the document register."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.documents import refusals as no
from services.contracts.documents.commands import (
    IssueVersion,
    IssueVersionBody,
    RegisterDocument,
    RegisterDocumentBody,
    ShareDocument,
    ShareDocumentBody,
    WithdrawDocument,
    WithdrawDocumentBody,
)
from services.contracts.documents.domain import document_decider
from services.contracts.documents.state import DocumentStatus
from services.contracts.documents.views import DocumentRow, DocumentTable, document_view
from services.contracts.naming import NamedTwice
from services.contracts.register.refusals import UnknownLocality
from shared.capability import Capability
from shared.events.contracts.documents import DocumentKind
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

documents = Capability(
    decider=document_decider,
    resource=document_view,
    views=(document_view,),
    path="/documents",
    taken={"uq_documents_ref": partial(no.DocumentRefTaken, "Another document has this reference.")},
)
router = capability_router("documents")
add_history(router, documents)


@router.post(
    "/documents",
    **creates(DocumentRow, no.DocumentRefTaken, no.IssuedInFuture, NamedTwice, UnknownLocality, UnknownOrganisation),
)
async def register_document(body: RegisterDocumentBody, call: Annotated[Call, asks("register_document")]) -> Response:
    """Enter a document with its first version."""
    call.known_organisations(shared_with=body.shared_with)
    call.organisations.known(body.issued_by, "issued_by")
    org = call.principal.org
    call.must_concern([org], [org])
    document_id = call.new_id()
    command = body.given(
        RegisterDocument,
        document_id=document_id,
        by_org=org,
        known_localities=call.organisations.localities,
        today=call.today,
    )
    return await call.create(documents, document_id, command)


@router.post(
    "/documents/{document_id}/versions",
    **changes(
        DocumentRow,
        no.VersionLabelTaken,
        no.SameFileAgain,
        no.IssuedInFuture,
        no.IssuedBeforeTheLast,
        no.DocumentIsWithdrawn,
        UnknownOrganisation,
    ),
)
async def issue_version(
    document_id: UUID, body: IssueVersionBody, call: Annotated[Call, asks("issue_version")]
) -> Response:
    """Enter a further version; those before stay as they are."""
    call.organisations.known(body.issued_by, "issued_by")
    return await call.change(documents, document_id, body.given(IssueVersion, today=call.today))


@router.post("/documents/{document_id}/shares", **changes(DocumentRow, no.DocumentIsWithdrawn, UnknownOrganisation))
async def share_document(
    document_id: UUID, body: ShareDocumentBody, call: Annotated[Call, asks("share_document")]
) -> Response:
    """Let more organisations see it."""
    call.known_organisations(organisations=body.organisations)
    return await call.change(documents, document_id, body.given(ShareDocument))


@router.post("/documents/{document_id}/withdrawal", **changes(DocumentRow, no.DocumentIsWithdrawn))
async def withdraw_document(
    document_id: UUID, body: WithdrawDocumentBody, call: Annotated[Call, asks("withdraw_document")]
) -> Response:
    """Say that it does not hold any more; it stays to be read."""
    return await call.change(documents, document_id, body.given(WithdrawDocument))


@router.get("/documents/{document_id}", **reads(DocumentRow))
async def read_document(
    document_id: UUID, call: Annotated[Call, asks("read_document")], as_of: AsOf = None
) -> Response:
    """One document, as it is or as it was known at a moment of the past."""
    return await call.read(documents, document_id, as_of)


@router.get("/documents", **lists(DocumentRow))
async def list_documents(
    call: Annotated[Call, asks("list_documents")],
    page: PageQuery,
    kind: DocumentKind | None = None,
    status: DocumentStatus | None = None,
    ref: str | None = None,
    locality: str | None = None,
) -> Response:
    """Documents, newest first."""
    table = DocumentTable
    where = [
        col(column) == value
        for column, value in ((table.kind, kind), (table.status, status), (table.ref, ref))
        if value is not None
    ]
    if locality is not None:
        where.append(col(table.localities).contains([locality]))
    return await call.list(documents, page, *where)
