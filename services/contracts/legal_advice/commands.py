"""What can be asked of the register of legal advice."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.events.contracts.legal_advice import AdviceArea
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Name, Part, Prose, Ref

SubjectPath = Annotated[
    str, Field(pattern=r"^(/api/v1)?/[a-z0-9-]+/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", max_length=120)
]
AdviceDay = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]


class RecordLegalAdviceBody(Body):
    """Advice as it was given. `adviser` is the firm or chambers; `subjects` are paths such as /procurements/<id>."""

    ref: Ref
    area: AdviceArea
    adviser: Name
    advised_on: AdviceDay
    privileged: bool = True
    commissioned_by: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    question: Prose
    summary: Prose
    subjects: tuple[SubjectPath, ...] = Field(default=(), max_length=50)


class RecordLegalAdvice(RecordLegalAdviceBody, Command):
    """Enter advice. `not_found` are the places of subjects that this service should have and has not."""

    legal_advice_id: UUID
    commissioner_kinds: dict[OrgCode, OrgKind]
    not_found: tuple[int, ...]
    today: date


class LinkLegalAdviceBody(Body):
    """What the advice is about as well."""

    subjects: tuple[SubjectPath, ...] = Field(min_length=1, max_length=50)


class LinkLegalAdvice(LinkLegalAdviceBody, Command):
    """Link advice to further subjects."""

    not_found: tuple[int, ...]


class ShareLegalAdviceBody(Body):
    """To whom it is shown."""

    shared_with: tuple[OrgCode, ...] = Field(min_length=1, max_length=50)


class ShareLegalAdvice(ShareLegalAdviceBody, Command):
    """Show advice to others."""


class WaiveLegalPrivilegeBody(Body):
    """Why privilege is given up."""

    reason: Prose


class WaiveLegalPrivilege(WaiveLegalPrivilegeBody, Command):
    """Give up privilege, for good."""

    by: str


class SupersedeLegalAdviceBody(Body):
    """The later advice."""

    superseded_by: UUID


class LaterAdvice(Part):
    """Advice that is to take another's place."""

    legal_advice_id: UUID
    ref: str
    advised_on: date


class SupersedeLegalAdvice(SupersedeLegalAdviceBody, Command):
    """Let later advice take its place; `later` is None when the caller can read none of that id."""

    later: LaterAdvice | None


LegalAdviceCommand = RecordLegalAdvice | LinkLegalAdvice | ShareLegalAdvice | WaiveLegalPrivilege | SupersedeLegalAdvice
