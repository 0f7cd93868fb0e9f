"""The log of dialogue with providers, before, during and in the life of contracts: only added to (R17, R18)."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Part, Prose
from shared.kernel.privacy import Confidential

DialogueSubject = Literal["market", "procurement", "contract"]
DialoguePhase = Literal["before", "during", "in_life"]
DialogueChannel = Literal["meeting", "event", "call", "correspondence", "portal"]


class DialogueConflict(Part):
    """An interest that touched the dialogue, by the seat that holds it, and what was done about it."""

    seat: Name
    ods: OrgCode
    interest: Prose
    management: Prose


class AboutDialogue(Event):
    """An event of one entry; `subject_ref` is the reference of the contract, procurement or market exercise."""

    entry_id: UUID
    subject_ref: str


class DialogueEntryRecorded(AboutDialogue):
    """Commissioners and providers spoke with one another; what was said stays among them.

    `procurement_id` is the procurement it belongs to, whether it is the subject or led to the contract that is.
    `shared_with_all`: each bidder of it gets a copy of its own, which does not say with whom the dialogue was.
    """

    sentence: ClassVar[str] = "Dialogue about {subject_ref} on {held_on}: {topic}"

    subject: DialogueSubject
    subject_id: UUID | None
    procurement_id: UUID | None
    phase: DialoguePhase
    channel: DialogueChannel
    held_on: date
    topic: str
    commissioners: tuple[OrgCode, ...]
    providers: tuple[OrgCode, ...]
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    shared_with_all: bool
    recorded_on: date
    summary: Confidential[str]
    conflicts: Confidential[tuple[DialogueConflict, ...]]


class DialogueEntryMirrored(AboutDialogue):
    """A bidder got the same as the bidder of the dialogue: `copy_of` is the entry, whose providers are not named."""

    sentence: ClassVar[str] = "Dialogue about {subject_ref} on {held_on} was shared with {providers}: {topic}"

    copy_of: UUID
    subject: DialogueSubject
    subject_id: UUID | None
    procurement_id: UUID | None
    phase: DialoguePhase
    channel: DialogueChannel
    held_on: date
    topic: str
    commissioners: tuple[OrgCode, ...]
    providers: tuple[OrgCode, ...]
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    recorded_on: date
    summary: Confidential[str]


class DialogueEntryCorrected(AboutDialogue):
    """What an entry said was wrong; it stays as it was, and this follows it."""

    sentence: ClassVar[str] = "The entry on dialogue about {subject_ref} was corrected on {corrected_on}"

    correction_no: int
    corrected_on: date
    correction: Confidential[str]


DialogueEvent = DialogueEntryRecorded | DialogueEntryMirrored | DialogueEntryCorrected
