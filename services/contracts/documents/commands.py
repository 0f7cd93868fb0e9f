"""What can be asked of the document register."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.events.contracts.documents import DocumentKind, Sha256, Uri
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Ref


class IssueVersionBody(Body):
    """A version: where its file is, the SHA-256 of that file, who issued it and on which day."""

    label: Ref
    uri: Uri
    sha256: Sha256
    issued_by: OrgCode
    issued_on: date
    note: Annotated[str, Field(max_length=2_000)] = ""


class RegisterDocumentBody(IssueVersionBody):
    """A document with its first version; `shared_with` may see it beside the organisation that enters it."""

    ref: Ref
    title: Name
    kind: DocumentKind
    shared_with: tuple[OrgCode, ...] = Field(default=(), max_length=200)
    localities: tuple[Name, ...] = Field(default=(), max_length=50)


class RegisterDocument(RegisterDocumentBody, Command):
    """Enter a document."""

    document_id: UUID
    by_org: OrgCode
    known_localities: frozenset[str]
    today: date


class IssueVersion(IssueVersionBody, Command):
    """Enter a further version."""

    today: date


class ShareDocumentBody(Body):
    """Who may see it from now on."""

    organisations: tuple[OrgCode, ...] = Field(min_length=1, max_length=200)


class ShareDocument(ShareDocumentBody, Command):
    """Let more organisations see it."""


class WithdrawDocumentBody(Body):
    """Why it does not hold any more."""

    reason: Name


class WithdrawDocument(WithdrawDocumentBody, Command):
    """Say that it does not hold any more."""


DocumentCommand = RegisterDocument | IssueVersion | ShareDocument | WithdrawDocument
