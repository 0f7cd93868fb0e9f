"""The rules of the document register."""

from collections.abc import Sequence
from typing import assert_never

from services.contracts.documents import refusals as no
from services.contracts.documents.commands import (
    DocumentCommand,
    IssueVersion,
    RegisterDocument,
    ShareDocument,
    WithdrawDocument,
)
from services.contracts.documents.state import Document, DocumentStatus, evolve
from services.contracts.naming import all_known
from shared.events.contracts.documents import (
    DocumentEvent,
    DocumentRegistered,
    DocumentShared,
    DocumentVersion,
    DocumentVersionIssued,
    DocumentWithdrawn,
)
from shared.kernel.decider import Decider


def decide(command: DocumentCommand, document: Document | None) -> Sequence[DocumentEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RegisterDocument):
        return _register(command, document)
    if document is None:
        raise no.DocumentNotFound("There is no such document.")
    if document.status is DocumentStatus.WITHDRAWN:
        raise no.DocumentIsWithdrawn(f"{document.ref} was withdrawn.")
    match command:
        case IssueVersion():
            return _issue(command, document)
        case ShareDocument():
            return _share(command, document)
        case WithdrawDocument():
            return [DocumentWithdrawn(document_id=document.document_id, ref=document.ref, reason=command.reason)]
    assert_never(command)


def _register(command: RegisterDocument, document: Document | None) -> Sequence[DocumentEvent]:
    if document is not None:
        raise no.DocumentRefTaken("This document is already registered.")
    all_known(command.localities, command.known_localities)
    return [
        DocumentRegistered(
            document_id=command.document_id,
            ref=command.ref,
            title=command.title,
            kind=command.kind,
            localities=command.localities,
            version=_version(command),
            parties=tuple(dict.fromkeys((command.by_org, *command.shared_with, command.issued_by))),
        )
    ]


def _issue(command: IssueVersion, document: Document) -> Sequence[DocumentEvent]:
    version = _version(command)
    if version in document.versions:
        return []  # asked twice, issued once
    for number, earlier in enumerate(document.versions, start=1):
        if earlier.label == version.label:
            raise no.VersionLabelTaken(
                f"{document.ref} has a version {version.label}, which stays as it is; give this one another label."
            )
        if earlier.sha256 == version.sha256:
            raise no.SameFileAgain(f"It is the file of version {earlier.label}, number {number}.")
    last = document.versions[-1]
    if version.issued_on < last.issued_on:
        raise no.IssuedBeforeTheLast(f"Version {last.label} was issued on {last.issued_on}.")
    number = len(document.versions) + 1
    return [DocumentVersionIssued(document_id=document.document_id, ref=document.ref, number=number, version=version)]


def _share(command: ShareDocument, document: Document) -> Sequence[DocumentEvent]:
    added = tuple(dict.fromkeys(code for code in command.organisations if code not in document.parties))
    if not added:
        return []
    return [
        DocumentShared(
            document_id=document.document_id, ref=document.ref, added=added, parties=(*document.parties, *added)
        )
    ]


def _version(command: RegisterDocument | IssueVersion) -> DocumentVersion:
    if command.issued_on > command.today:
        raise no.IssuedInFuture(f"It would be issued on {command.issued_on}, after today.")
    return DocumentVersion(
        label=command.label,
        uri=command.uri,
        sha256=command.sha256,
        issued_by=command.issued_by,
        issued_on=command.issued_on,
        note=command.note,
    )


document_decider: Decider[DocumentCommand, Document | None, DocumentEvent] = Decider(
    category="document",
    events=DocumentEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
