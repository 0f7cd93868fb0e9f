"""What can have happened to legal advice (R106). What was asked and answered never leaves the service."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.privacy import Confidential

AdviceArea = Literal["procurement", "governance", "contract", "data_protection", "tax", "employment", "other"]


class LegalAdviceRecorded(Event):
    """Advice was entered. Privileged advice concerns those who commissioned it alone; `subjects` are paths."""

    sentence: ClassVar[str] = "Legal advice {ref} on {area} was recorded"

    legal_advice_id: UUID
    parties: tuple[OrgCode, ...]
    ref: str
    area: AdviceArea
    adviser: str
    advised_on: date
    privileged: bool
    commissioned_by: tuple[OrgCode, ...]
    subjects: tuple[str, ...]
    question: Confidential[str]
    summary: Confidential[str]

    def tell(self) -> str:
        """The event in one sentence, the area in words."""
        return self.sentence.format(ref=self.ref, area=self.area.replace("_", " "))


class LegalAdviceLinked(Event):
    """The advice is about these subjects as well."""

    sentence: ClassVar[str] = "Legal advice {ref} was linked to {subjects}"

    legal_advice_id: UUID
    ref: str
    subjects: tuple[str, ...]


class LegalAdviceShared(Event):
    """Advice that is not privileged was shown to others; `parties` are all whom it concerns from now on."""

    sentence: ClassVar[str] = "Legal advice {ref} was shared with {shared_with}"

    legal_advice_id: UUID
    ref: str
    shared_with: tuple[OrgCode, ...]
    parties: tuple[OrgCode, ...]


class LegalPrivilegeWaived(Event):
    """Those who commissioned the advice gave up privilege in it, which cannot be taken back."""

    sentence: ClassVar[str] = "Privilege in legal advice {ref} was waived"

    legal_advice_id: UUID
    ref: str
    reason: Confidential[str]
    waived_by: Confidential[str]


class LegalAdviceSuperseded(Event):
    """Later advice takes its place."""

    sentence: ClassVar[str] = "Legal advice {ref} was superseded by {superseded_by_ref}"

    legal_advice_id: UUID
    ref: str
    superseded_by: UUID
    superseded_by_ref: str


LegalAdviceEvent = (
    LegalAdviceRecorded | LegalAdviceLinked | LegalAdviceShared | LegalPrivilegeWaived | LegalAdviceSuperseded
)
