"""What the rules need to know of one document, and how each event changes it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.documents import (
    DocumentEvent,
    DocumentKind,
    DocumentRegistered,
    DocumentShared,
    DocumentVersion,
    DocumentVersionIssued,
    DocumentWithdrawn,
)


class DocumentStatus(StrEnum):
    """Whether a document holds."""

    CURRENT = "current"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Document:
    """One document; `kept_by` is the organisation that entered it."""

    document_id: UUID
    ref: str
    title: str
    kind: DocumentKind
    status: DocumentStatus
    localities: tuple[str, ...]
    versions: tuple[DocumentVersion, ...]
    kept_by: str
    parties: tuple[str, ...]


def evolve(document: Document | None, event: DocumentEvent) -> Document | None:
    """The document after one more event."""
    if isinstance(event, DocumentRegistered):
        return Document(
            document_id=event.document_id,
            ref=event.ref,
            title=event.title,
            kind=event.kind,
            status=DocumentStatus.CURRENT,
            localities=event.localities,
            versions=(event.version,),
            kept_by=event.parties[0],
            parties=event.parties,
        )
    if document is None:
        return None
    match event:
        case DocumentVersionIssued():
            return replace(document, versions=(*document.versions, event.version))
        case DocumentShared():
            return replace(document, parties=event.parties)
        case DocumentWithdrawn():
            return replace(document, status=DocumentStatus.WITHDRAWN)
    assert_never(event)
