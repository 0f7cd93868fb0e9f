"""What can be asked of the dialogue log."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.events.contracts.dialogue import DialogueChannel, DialogueConflict, DialoguePhase, DialogueSubject
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part, Prose, Ref


class SubjectFacts(Part):
    """What the dialogue is about, as it stands. Days are inclusive.

    `live_from` and `live_until` are the days between which all bidders are treated alike, None while not known;
    `in_life_from` is the day the contract was signed.
    """

    ref: Ref
    commissioners: tuple[OrgCode, ...]
    localities: tuple[str, ...] = ()
    procurement_id: UUID | None = None
    live_from: date | None = None
    live_until: date | None = None
    in_life_from: date | None = None


class RecordDialogueEntryBody(Body):
    """Who spoke about what, when and how; `market_exercise` names the subject where it is the market.

    `phase` is needed only where it cannot be known: before a contract that came of no procurement was signed.
    """

    subject: DialogueSubject
    subject_id: UUID | None = None
    market_exercise: Ref | None = None
    phase: DialoguePhase | None = None
    channel: DialogueChannel
    held_on: date
    topic: Name
    summary: Prose
    providers: tuple[OrgCode, ...] = Field(min_length=1, max_length=50)
    conflicts: tuple[DialogueConflict, ...] = Field(default=(), max_length=20)
    shared_with_all: bool = False


class RecordDialogueEntry(RecordDialogueEntryBody, Command):
    """Add an entry to the log."""

    entry_id: UUID
    facts: SubjectFacts
    today: date


class MirrorDialogueEntry(Command):
    """What follows when an entry was shared with all: a bidder gets a copy of its own."""

    entry_id: UUID
    copy_of: UUID
    bidder: OrgCode
    subject: DialogueSubject
    subject_id: UUID | None
    subject_ref: str
    procurement_id: UUID | None
    phase: DialoguePhase
    channel: DialogueChannel
    held_on: date
    topic: str
    summary: str
    commissioners: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    recorded_on: date


class CorrectDialogueEntryBody(Body):
    """What was wrong, and how it was."""

    correction: Prose


class CorrectDialogueEntry(CorrectDialogueEntryBody, Command):
    """Let a correction follow the entry."""

    today: date


class MirrorDialogueCorrection(Command):
    """What follows when an entry was corrected: its copies are, too."""

    correction_no: int
    corrected_on: date
    correction: str


DialogueCommand = RecordDialogueEntry | MirrorDialogueEntry | CorrectDialogueEntry | MirrorDialogueCorrection
