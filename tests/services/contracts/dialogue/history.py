"""Entries of the dialogue log, as the tests start from them."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.dialogue import commands as c
from shared.events.contracts import dialogue as e

ENTRY = UUID("01980000-0000-7000-8000-00000000d101")
COPY = UUID("01980000-0000-7000-8000-00000000d102")
PROCUREMENT = UUID("01980000-0000-7000-8000-00000000d201")
LAUNCH = date(2025, 3, 1)
AWARD = date(2025, 6, 1)
SIGNED = date(2025, 7, 1)
LIVE = c.SubjectFacts(
    ref="BHR-P1", commissioners=("07L",), localities=("havering-north",), procurement_id=PROCUREMENT, live_from=LAUNCH
)
OVER = LIVE.model_copy(update={"live_until": AWARD, "in_life_from": SIGNED})
conflicts = (
    e.DialogueConflict(
        seat="Clinical chair", ods="07L", interest="Partner works at a bidder.", management="Left the room."
    ),
)
RECORD = c.RecordDialogueEntry(
    entry_id=ENTRY,
    subject="procurement",
    subject_id=PROCUREMENT,
    channel="portal",
    held_on=LAUNCH,
    topic="TUPE",
    summary="Staff lists are given on request.",
    providers=("RAT",),
    conflicts=conflicts,
    shared_with_all=True,
    facts=LIVE,
    today=date(2025, 12, 31),
)
SAID: dict[str, Any] = {
    "subject": "procurement",
    "subject_id": PROCUREMENT,
    "subject_ref": "BHR-P1",
    "procurement_id": PROCUREMENT,
    "phase": "during",
    "channel": "portal",
    "held_on": LAUNCH,
    "topic": "TUPE",
    "summary": "Staff lists are given on request.",
    "commissioners": ("07L",),
    "localities": ("havering-north",),
    "recorded_on": date(2025, 12, 31),
}
recorded = e.DialogueEntryRecorded(
    **SAID, entry_id=ENTRY, providers=("RAT",), parties=("07L", "RAT"), shared_with_all=True, conflicts=conflicts
)
MIRROR = c.MirrorDialogueEntry(**SAID, entry_id=COPY, copy_of=ENTRY, bidder="RF4")
mirrored = e.DialogueEntryMirrored(**SAID, entry_id=COPY, copy_of=ENTRY, providers=("RF4",), parties=("07L", "RF4"))
corrected = e.DialogueEntryCorrected(
    entry_id=ENTRY,
    subject_ref="BHR-P1",
    correction_no=1,
    corrected_on=date(2025, 12, 31),
    correction="Lists are given to all without request.",
)
