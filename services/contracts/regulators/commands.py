"""What can be asked of a contact with a regulator."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.events.contracts.regulators import ContactKind, RegulatorCode, Severity
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Evidence, Name, Prose


class RecordAssuranceContactBody(Body):
    """Who was in contact with which regulator, when, how and about what."""

    organisations: tuple[OrgCode, ...] = Field(min_length=1, max_length=50)
    localities: tuple[Name, ...] = Field(default=(), max_length=50)
    regulator: RegulatorCode
    kind: ContactKind
    held_on: date
    subject: Name
    summary: Prose
    isap_case_id: UUID | None = None
    contract_id: UUID | None = None


class RecordAssuranceContact(RecordAssuranceContactBody, Command):
    """Record a contact."""

    assurance_contact_id: UUID
    today: date


class RecordRegulatorFindingBody(Body):
    """What the regulator found; a concern or breach has a day by which it is answered (inclusive)."""

    severity: Severity
    text: Prose
    found_on: date
    answer_due_on: date | None = None


class RecordRegulatorFinding(RecordRegulatorFindingBody, Command):
    """Record a finding."""

    today: date


class AnswerRegulatorFindingBody(Body):
    """What is done about a finding."""

    answer: Prose
    answered_on: date
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=50)


class AnswerRegulatorFinding(AnswerRegulatorFindingBody, Command):
    """Answer a finding; `finding_no` counts through the contact from 1."""

    finding_no: int
    today: date
    by_org: OrgCode


class CloseRegulatorFindingBody(Body):
    """When the regulator closed the finding, and where it says so."""

    closed_on: date
    evidence: tuple[Evidence, ...] = Field(min_length=1, max_length=20)


class CloseRegulatorFinding(CloseRegulatorFindingBody, Command):
    """Record that the regulator regards a finding as dealt with."""

    finding_no: int
    today: date


class NoteOverdueFinding(Command):
    """The clock's wish, the day after an answer was due."""

    finding_no: int
    today: date


RegulatorCommand = (
    RecordAssuranceContact
    | RecordRegulatorFinding
    | AnswerRegulatorFinding
    | CloseRegulatorFinding
    | NoteOverdueFinding
)
