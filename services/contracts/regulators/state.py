"""What the rules need to know of one contact with a regulator, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never
from uuid import UUID

from shared.events.contracts.regulators import (
    AssuranceContactRecorded,
    ContactKind,
    RegulatorEvent,
    RegulatorFinding,
    RegulatorFindingAnswered,
    RegulatorFindingClosed,
    RegulatorFindingOverdue,
    RegulatorFindingRecorded,
)


@dataclass(frozen=True)
class AssuranceContact:
    """One contact with its findings."""

    assurance_contact_id: UUID
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    regulator: str
    regulator_name: str
    kind: ContactKind
    held_on: date
    subject: str
    summary: str
    isap_case_id: UUID | None
    contract_id: UUID | None
    findings: tuple[RegulatorFinding, ...] = ()


def evolve(contact: AssuranceContact | None, event: RegulatorEvent) -> AssuranceContact | None:
    """The contact after `event`."""
    if isinstance(event, AssuranceContactRecorded):
        return AssuranceContact(**dict(event))
    if contact is None:
        return None
    match event:
        case RegulatorFindingRecorded():
            return replace(contact, findings=(*contact.findings, event.finding))
        case RegulatorFindingAnswered():
            return _changed(
                contact,
                event.finding_no,
                answer=event.answer,
                answered_on=event.answered_on,
                answered_by_org=event.by_org,
                answer_evidence=event.evidence,
            )
        case RegulatorFindingClosed():
            return _changed(contact, event.finding_no, closed_on=event.closed_on, closing_evidence=event.evidence)
        case RegulatorFindingOverdue():
            return _changed(contact, event.finding_no, overdue=True)
    assert_never(event)


def _changed(contact: AssuranceContact, finding_no: int, **update: object) -> AssuranceContact:
    findings = tuple(one.model_copy(update=update) if one.no == finding_no else one for one in contact.findings)
    return replace(contact, findings=findings)
