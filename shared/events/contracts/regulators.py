"""What can have happened with regulators: contacts, their findings and answers (R23), and flexibility (R44)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Evidence, Name, Part, Prose

RegulatorCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$", examples=["cqc"])]
ContactKind = Literal["meeting", "letter", "inspection", "review", "data_request"]
Severity = Literal["good_practice", "advice", "concern", "breach"]
FlexibilityOutcome = Literal["granted", "granted_in_part", "refused"]


class RegulatorFinding(Part):
    """What a regulator found; `no` counts through the contact from 1, `answer_due_on` is the last day for an answer."""

    no: int = Field(ge=1)
    severity: Severity
    text: Prose
    found_on: date
    answer_due_on: date | None
    overdue: bool = False
    answer: str | None = None
    answered_on: date | None = None
    answered_by_org: str | None = None
    answer_evidence: tuple[Evidence, ...] = ()
    closed_on: date | None = None
    closing_evidence: tuple[Evidence, ...] = ()


class AssuranceContactRecorded(Event):
    """A regulator and organisations of the alliance were in contact; `parties` are those organisations."""

    sentence: ClassVar[str] = "{regulator_name} was in contact on {held_on}: {subject}"

    assurance_contact_id: UUID
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    regulator: RegulatorCode
    regulator_name: str
    kind: ContactKind
    held_on: date
    subject: Name
    summary: Prose
    isap_case_id: UUID | None = None
    contract_id: UUID | None = None


class RegulatorFindingRecorded(Event):
    """The regulator found something."""

    sentence: ClassVar[str] = "{regulator_name} found ({finding.severity}): {finding.text}"

    assurance_contact_id: UUID
    regulator_name: str
    finding: RegulatorFinding

    def tell(self) -> str:
        """The severity in words."""
        severity = self.finding.severity.replace("_", " ")
        return f"{self.regulator_name} found ({severity}): {self.finding.text}"


class RegulatorFindingAnswered(Event):
    """One of the organisations concerned answered a finding."""

    sentence: ClassVar[str] = "{by_org} answered finding {finding_no} of {regulator_name}: {answer}"

    assurance_contact_id: UUID
    regulator_name: str
    finding_no: int
    answer: Prose
    answered_on: date
    by_org: OrgCode
    evidence: tuple[Evidence, ...]


class RegulatorFindingClosed(Event):
    """The regulator regards a finding as dealt with; the evidence is its own word."""

    sentence: ClassVar[str] = "{regulator_name} closed finding {finding_no} on {closed_on}"

    assurance_contact_id: UUID
    regulator_name: str
    finding_no: int
    closed_on: date
    evidence: tuple[Evidence, ...]


class RegulatorFindingOverdue(Event):
    """The last day for an answer passed without one."""

    sentence: ClassVar[str] = "Finding {finding_no} of {regulator_name} should have been answered by {answer_due_on}"

    assurance_contact_id: UUID
    regulator_name: str
    finding_no: int
    answer_due_on: date


class RegulatoryFlexibilityRequested(Event):
    """A regulator was asked not to apply a rule for a period; `start` and `end` are its first and last day."""

    sentence: ClassVar[str] = "{regulator_name} was asked for flexibility from {start} to {end}: {rule}"

    regulatory_flexibility_id: UUID
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    regulator: RegulatorCode
    regulator_name: str
    rule: Prose
    reason: Prose
    start: date
    end: date
    requested_on: date


class RegulatoryFlexibilityDecided(Event):
    """The regulator's answer; `start` and `end` are the first and last day granted, absent where it was refused."""

    sentence: ClassVar[str] = "{regulator_name} decided on flexibility"

    regulatory_flexibility_id: UUID
    regulator_name: str
    outcome: FlexibilityOutcome
    decided_on: date
    start: date | None
    end: date | None
    terms: str | None
    evidence: tuple[Evidence, ...]

    def tell(self) -> str:
        """The outcome in words, with the period granted."""
        period = f" from {self.start} to {self.end}" if self.start and self.end else ""
        return f"The flexibility asked of {self.regulator_name} was {self.outcome.replace('_', ' ')}{period}"


class RegulatoryFlexibilityWithdrawn(Event):
    """It was no longer asked for."""

    sentence: ClassVar[str] = "The flexibility asked of {regulator_name} was withdrawn: {reason}"

    regulatory_flexibility_id: UUID
    regulator_name: str
    reason: Prose


class RegulatoryFlexibilityExpired(Event):
    """The period granted is over: the rule applies again."""

    sentence: ClassVar[str] = "The flexibility granted by {regulator_name} ended on {end}; the rule applies again"

    regulatory_flexibility_id: UUID
    regulator_name: str
    end: date


RegulatorEvent = (
    AssuranceContactRecorded
    | RegulatorFindingRecorded
    | RegulatorFindingAnswered
    | RegulatorFindingClosed
    | RegulatorFindingOverdue
)

FlexibilityEvent = (
    RegulatoryFlexibilityRequested
    | RegulatoryFlexibilityDecided
    | RegulatoryFlexibilityWithdrawn
    | RegulatoryFlexibilityExpired
)
