"""Documents as people read them, the newest version set out."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.documents.state import Document, DocumentStatus, evolve
from shared.events.contracts.documents import DocumentKind, DocumentVersion
from shared.folded import folded_view
from shared.views import ResourceRow, View


class DocumentRow(ResourceRow):
    """A document with all its versions, oldest first; `newest_label` and `issued_on` are those of the last."""

    document_id: UUID = Field(primary_key=True)
    ref: str
    title: str
    kind: DocumentKind = Field(sa_type=Text)
    status: DocumentStatus = Field(sa_type=Text)
    localities: list[str] = Field(sa_type=ARRAY(Text))
    versions: list[DocumentVersion] = Field(sa_type=JSONB)
    newest_label: str
    issued_on: date
    kept_by: str

    @property
    def owners(self) -> Sequence[str]:
        """Who entered it keeps it; those it is shared with see it."""
        return [self.kept_by]


class DocumentTable(DocumentRow, table=True):
    """The table behind the document register."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("ref", name="uq_documents_ref"), Index("ix_documents_kind", "kind"))


def _derived(document: Document) -> Mapping[str, object]:
    newest = document.versions[-1]
    return {"newest_label": newest.label, "issued_on": newest.issued_on}


document_view: View[DocumentRow] = folded_view(DocumentTable, DocumentRow, Document, evolve, _derived)
