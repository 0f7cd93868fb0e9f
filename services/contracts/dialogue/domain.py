"""The rules of the dialogue log (R17, R18)."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.contracts.dialogue import refusals as no
from services.contracts.dialogue.commands import (
    CorrectDialogueEntry,
    DialogueCommand,
    MirrorDialogueCorrection,
    MirrorDialogueEntry,
    RecordDialogueEntry,
    SubjectFacts,
)
from services.contracts.dialogue.state import DialogueEntry, evolve
from shared.events.contracts.dialogue import (
    DialogueEntryCorrected,
    DialogueEntryMirrored,
    DialogueEntryRecorded,
    DialogueEvent,
    DialoguePhase,
    DialogueSubject,
)
from shared.kernel.decider import Decider


def decide(command: DialogueCommand, entry: DialogueEntry | None) -> Sequence[DialogueEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RecordDialogueEntry):
        return _record(command, entry)
    if isinstance(command, MirrorDialogueEntry):
        return [] if entry else [_mirrored(command)]
    if entry is None:
        raise no.DialogueEntryNotFound("There is no such entry.")
    match command:
        case CorrectDialogueEntry():
            if entry.copy_of is not None:
                raise no.CorrectTheOriginal("This is a copy; correct the entry it was made of.")
            return [_corrected(entry, command.today, command.correction)]
        case MirrorDialogueCorrection():
            if command.correction_no <= len(entry.corrections):
                return []
            return [_corrected(entry, command.corrected_on, command.correction)]
    assert_never(command)


def _record(command: RecordDialogueEntry, entry: DialogueEntry | None) -> Sequence[DialogueEvent]:
    if entry is not None:
        raise no.DialogueEntryThereAlready("This entry is recorded already.")
    if command.held_on > command.today:
        raise no.DialogueInFuture(f"{command.held_on} is still to come.")
    facts = command.facts
    own = sorted(set(command.providers) & set(facts.commissioners))
    if own:
        raise no.DialogueWithItself(f"{', '.join(own)} commissions it.")
    phase = _phase(command)
    _equally(command)
    return [
        DialogueEntryRecorded(
            entry_id=command.entry_id,
            subject=command.subject,
            subject_id=command.subject_id,
            subject_ref=facts.ref,
            procurement_id=facts.procurement_id,
            phase=phase,
            channel=command.channel,
            held_on=command.held_on,
            topic=command.topic,
            summary=command.summary,
            commissioners=facts.commissioners,
            providers=command.providers,
            parties=tuple(dict.fromkeys((*facts.commissioners, *command.providers))),
            localities=facts.localities,
            shared_with_all=command.shared_with_all,
            recorded_on=command.today,
            conflicts=command.conflicts,
        )
    ]


def _phase(command: RecordDialogueEntry) -> DialoguePhase:
    known = phase_on(command.held_on, command.subject, command.facts)
    if known is None:
        if command.phase is None or command.phase == "in_life":
            raise no.DialoguePhaseNotSaid("The contract was not in force on that day; say whether before or during.")
        return command.phase
    if command.phase not in (None, known):
        raise no.DialoguePhaseContradicted(f"On {command.held_on} it was: {known.replace('_', ' ')}.", phase=known)
    return known


def phase_on(day: date, subject: DialogueSubject, facts: SubjectFacts) -> DialoguePhase | None:
    """The phase the subject was in; None for a contract before its signature that came of no procurement."""
    if facts.in_life_from is not None and day >= facts.in_life_from:
        return "in_life"
    if facts.live_from is not None and day >= facts.live_from:
        return "during"
    return None if subject == "contract" and facts.procurement_id is None else "before"


def _equally(command: RecordDialogueEntry) -> None:
    facts = command.facts
    if facts.live_from is not None and facts.live_from <= command.held_on <= (facts.live_until or command.today):
        if not command.shared_with_all:
            raise no.UnequalTreatment(
                "The procurement was live on that day; share the entry with all bidders. They are not told with whom "
                "the dialogue was, so leave that out of the summary, too."
            )
        return
    if command.shared_with_all and facts.procurement_id is None:
        raise no.NothingToShare(f"{facts.ref} has no bidders to share it with.")


def _mirrored(command: MirrorDialogueEntry) -> DialogueEntryMirrored:
    said = command.model_dump(exclude={"bidder"})
    parties = tuple(dict.fromkeys((*command.commissioners, command.bidder)))
    return DialogueEntryMirrored(**said, providers=(command.bidder,), parties=parties)


def _corrected(entry: DialogueEntry, corrected_on: date, correction: str) -> DialogueEntryCorrected:
    return DialogueEntryCorrected(
        entry_id=entry.entry_id,
        subject_ref=entry.subject_ref,
        correction_no=len(entry.corrections) + 1,
        corrected_on=corrected_on,
        correction=correction,
    )


dialogue_decider: Decider[DialogueCommand, DialogueEntry | None, DialogueEvent] = Decider(
    category="dialogue-entry",
    events=DialogueEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
