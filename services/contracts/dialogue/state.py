"""An entry of the dialogue log, and how each event adds to it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never
from uuid import UUID

from shared.events.contracts.dialogue import (
    DialogueChannel,
    DialogueConflict,
    DialogueEntryCorrected,
    DialogueEntryMirrored,
    DialogueEntryRecorded,
    DialogueEvent,
    DialoguePhase,
    DialogueSubject,
)
from shared.kernel.parts import Part


class Correction(Part):
    """What followed an entry that was wrong; numbered from 1."""

    correction_no: int
    corrected_on: date
    correction: str


@dataclass(frozen=True)
class DialogueEntry:
    """One entry, or a bidder's copy of one: a copy names no provider but the bidder itself."""

    entry_id: UUID
    subject: DialogueSubject
    subject_id: UUID | None
    subject_ref: str
    procurement_id: UUID | None
    phase: DialoguePhase
    channel: DialogueChannel
    held_on: date
    topic: str
    summary: str
    commissioners: tuple[str, ...]
    providers: tuple[str, ...]
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    recorded_on: date
    shared_with_all: bool
    conflicts: tuple[DialogueConflict, ...] = ()
    copy_of: UUID | None = None
    corrections: tuple[Correction, ...] = ()


def evolve(entry: DialogueEntry | None, event: DialogueEvent) -> DialogueEntry | None:
    """The entry after `event`: nothing of it ever changes but the corrections that follow it."""
    if isinstance(event, DialogueEntryRecorded):
        return _recorded(event, event.shared_with_all, conflicts=event.conflicts)
    if isinstance(event, DialogueEntryMirrored):
        return _recorded(event, True, copy_of=event.copy_of)
    if entry is None:
        return None
    match event:
        case DialogueEntryCorrected():
            correction = Correction(
                correction_no=event.correction_no, corrected_on=event.corrected_on, correction=event.correction
            )
            return replace(entry, corrections=(*entry.corrections, correction))
    assert_never(event)


def _recorded(
    event: DialogueEntryRecorded | DialogueEntryMirrored,
    shared_with_all: bool,
    conflicts: tuple[DialogueConflict, ...] = (),
    copy_of: UUID | None = None,
) -> DialogueEntry:
    return DialogueEntry(
        entry_id=event.entry_id,
        subject=event.subject,
        subject_id=event.subject_id,
        subject_ref=event.subject_ref,
        procurement_id=event.procurement_id,
        phase=event.phase,
        channel=event.channel,
        held_on=event.held_on,
        topic=event.topic,
        summary=event.summary,
        commissioners=event.commissioners,
        providers=event.providers,
        parties=event.parties,
        localities=event.localities,
        recorded_on=event.recorded_on,
        shared_with_all=shared_with_all,
        conflicts=conflicts,
        copy_of=copy_of,
    )
