"""What can have happened to a document of the alliance and its versions (R36, R105)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import NO_BLANK, Part, Ref

DocumentKind = Literal[
    "strategic_outline_case",
    "outline_business_case",
    "full_business_case",
    "joint_strategic_needs_assessment",
    "market_position_statement",
    "strategy",
    "terms_of_reference",
    "report",
    "other",
]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the file, in lower-case hex")]
Uri = Annotated[str, Field(pattern=rf"^https?://{NO_BLANK}+$", max_length=500)]


class DocumentVersion(Part):
    """One version, which never changes: where its file is, which file that is, who issued it and when."""

    label: Ref
    uri: Uri
    sha256: Sha256
    issued_by: OrgCode
    issued_on: date
    note: Annotated[str, Field(max_length=2_000)] = ""


class DocumentRegistered(Event):
    """A document was entered with its first version."""

    sentence: ClassVar[str] = "{title} ({ref}) was entered in the document register, version {version.label}"

    document_id: UUID
    ref: str
    title: str
    kind: DocumentKind
    localities: tuple[str, ...]
    version: DocumentVersion
    parties: tuple[OrgCode, ...]


class DocumentVersionIssued(Event):
    """A further version; those before stay as they are. `number` counts from 1."""

    sentence: ClassVar[str] = "{ref}: version {version.label} was issued on {version.issued_on}"

    document_id: UUID
    ref: str
    number: int = Field(ge=2)
    version: DocumentVersion


class DocumentShared(Event):
    """More organisations may see the document; `parties` are all that may now."""

    sentence: ClassVar[str] = "{ref} was shared with {added}"

    document_id: UUID
    ref: str
    added: tuple[OrgCode, ...]
    parties: tuple[OrgCode, ...]


class DocumentWithdrawn(Event):
    """The document does not hold any more; it and its versions stay to be read."""

    sentence: ClassVar[str] = "{ref} was withdrawn: {reason}"

    document_id: UUID
    ref: str
    reason: str


DocumentEvent = DocumentRegistered | DocumentVersionIssued | DocumentShared | DocumentWithdrawn
