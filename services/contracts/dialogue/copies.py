"""Which bidders are to get a copy of an entry that was shared with all."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

from services.contracts.dialogue.commands import MirrorDialogueCorrection, MirrorDialogueEntry
from services.contracts.dialogue.views import DialogueEntryRow
from shared.kernel.message import Command


def copy_id(entry_id: UUID, bidder: str) -> UUID:
    """Always the same for one bidder, so that whoever asks again finds the copy made."""
    return uuid5(NAMESPACE_URL, f"dialogue-entry:{entry_id}:{bidder}")


def copies_of(entry: DialogueEntryRow, bidders: Sequence[str]) -> list[tuple[UUID, Command]]:
    """What is to be commanded of which copy: to be there, with every correction so far."""
    wishes: list[tuple[UUID, Command]] = []
    for bidder in bidders:
        if bidder in entry.providers:
            continue
        key = copy_id(entry.entry_id, bidder)
        wishes.append((key, _mirror(entry, key, bidder)))
        wishes += [(key, MirrorDialogueCorrection(**one.model_dump())) for one in entry.corrections]
    return wishes


def _mirror(entry: DialogueEntryRow, key: UUID, bidder: str) -> MirrorDialogueEntry:
    return MirrorDialogueEntry(
        entry_id=key,
        copy_of=entry.entry_id,
        bidder=bidder,
        subject=entry.subject,
        subject_id=entry.subject_id,
        subject_ref=entry.subject_ref,
        procurement_id=entry.procurement_id,
        phase=entry.phase,
        channel=entry.channel,
        held_on=entry.held_on,
        topic=entry.topic,
        summary=entry.summary,
        commissioners=tuple(entry.commissioners),
        localities=tuple(entry.localities),
        recorded_on=entry.recorded_on,
    )
