"""The rules of contacts with regulators and their findings."""

from collections.abc import Sequence
from typing import assert_never, get_args

from services.contracts.naming import each_once
from services.contracts.regulators import refusals as no
from services.contracts.regulators.commands import (
    AnswerRegulatorFinding,
    CloseRegulatorFinding,
    NoteOverdueFinding,
    RecordAssuranceContact,
    RecordRegulatorFinding,
    RegulatorCommand,
)
from services.contracts.regulators.known import regulator
from services.contracts.regulators.state import AssuranceContact, evolve
from shared.events.contracts.regulators import (
    AssuranceContactRecorded,
    RegulatorEvent,
    RegulatorFinding,
    RegulatorFindingAnswered,
    RegulatorFindingClosed,
    RegulatorFindingOverdue,
    RegulatorFindingRecorded,
)
from shared.kernel.decider import Decider

TO_BE_ANSWERED = ("concern", "breach")


def decide(command: RegulatorCommand, contact: AssuranceContact | None) -> Sequence[RegulatorEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RecordAssuranceContact):
        return _record(command, contact)
    if contact is None:
        raise no.AssuranceContactNotFound("There is no such contact.")
    match command:
        case RecordRegulatorFinding():
            return _find(command, contact)
        case AnswerRegulatorFinding():
            return _answer(command, contact)
        case CloseRegulatorFinding():
            return _close(command, contact)
        case NoteOverdueFinding():
            return _note_overdue(command, contact)
    assert_never(command)


def _record(command: RecordAssuranceContact, contact: AssuranceContact | None) -> Sequence[AssuranceContactRecorded]:
    if contact is not None:
        raise no.ContactAlreadyRecorded("This contact is already recorded.")
    each_once("organisations", command.organisations)
    if command.held_on > command.today:
        raise no.ContactInFuture(f"The contact is dated {command.held_on}, after today.")
    known = regulator(command.regulator, command.held_on)
    said = {name: value for name, value in command if name not in ("organisations", "today")}
    return [AssuranceContactRecorded(parties=command.organisations, regulator_name=known.name, **said)]


def _find(command: RecordRegulatorFinding, contact: AssuranceContact) -> Sequence[RegulatorFindingRecorded]:
    if not contact.held_on <= command.found_on <= command.today:
        raise no.FindingOutsideContact(f"{command.found_on} is not between {contact.held_on} and today.")
    if command.answer_due_on is None and command.severity in TO_BE_ANSWERED:
        raise no.AnswerDayMissing(f"Say by which day the {command.severity} is to be answered.")
    if command.answer_due_on is not None and command.answer_due_on <= command.found_on:
        raise no.AnswerDueBeforeFinding(f"{command.answer_due_on} is not after the finding of {command.found_on}.")
    said = {name: value for name, value in command if name != "today"}
    finding = RegulatorFinding(no=len(contact.findings) + 1, **said)
    return [
        RegulatorFindingRecorded(
            assurance_contact_id=contact.assurance_contact_id, regulator_name=contact.regulator_name, finding=finding
        )
    ]


def _answer(command: AnswerRegulatorFinding, contact: AssuranceContact) -> Sequence[RegulatorFindingAnswered]:
    finding = _open_finding(command.finding_no, contact)
    if not finding.found_on <= command.answered_on <= command.today:
        raise no.AnsweredOutOfTime(f"{command.answered_on} is not between {finding.found_on} and today.")
    said = {name: value for name, value in command if name != "today"}
    return [
        RegulatorFindingAnswered(
            assurance_contact_id=contact.assurance_contact_id, regulator_name=contact.regulator_name, **said
        )
    ]


def _close(command: CloseRegulatorFinding, contact: AssuranceContact) -> Sequence[RegulatorFindingClosed]:
    finding = _open_finding(command.finding_no, contact)
    if finding.answered_on is None and finding.severity in TO_BE_ANSWERED:
        raise no.FindingUnanswered(f"Finding {finding.no} is a {finding.severity}; answer it first.")
    if not (finding.answered_on or finding.found_on) <= command.closed_on <= command.today:
        raise no.FindingClosedOutOfTime(f"{command.closed_on} is before the answer or after today.")
    said = {name: value for name, value in command if name != "today"}
    return [
        RegulatorFindingClosed(
            assurance_contact_id=contact.assurance_contact_id, regulator_name=contact.regulator_name, **said
        )
    ]


def _note_overdue(command: NoteOverdueFinding, contact: AssuranceContact) -> Sequence[RegulatorFindingOverdue]:
    finding = _finding(command.finding_no, contact)
    if finding.overdue or finding.answered_on or finding.closed_on or finding.answer_due_on is None:
        return []
    if command.today <= finding.answer_due_on:
        raise no.FindingNotOverdue(f"An answer is due on {finding.answer_due_on}.")
    return [
        RegulatorFindingOverdue(
            assurance_contact_id=contact.assurance_contact_id,
            regulator_name=contact.regulator_name,
            finding_no=finding.no,
            answer_due_on=finding.answer_due_on,
        )
    ]


def _open_finding(number: int, contact: AssuranceContact) -> RegulatorFinding:
    finding = _finding(number, contact)
    if finding.closed_on is not None:
        raise no.RegulatorFindingIsClosed(f"Finding {number} was closed on {finding.closed_on}.")
    return finding


def _finding(number: int, contact: AssuranceContact) -> RegulatorFinding:
    found = next((one for one in contact.findings if one.no == number), None)
    if found is None:
        raise no.RegulatorFindingNotFound(f"The contact has no finding {number}.")
    return found


regulator_decider: Decider[RegulatorCommand, AssuranceContact | None, RegulatorEvent] = Decider(
    category="assurance-contact", events=get_args(RegulatorEvent), initial=None, decide=decide, evolve=evolve
)
