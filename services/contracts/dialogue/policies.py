"""How every bidder comes to know what one of them was told: copies that follow from entries, corrections and bids."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col

from services.contracts.dialogue.api import dialogue
from services.contracts.dialogue.copies import copies_of
from services.contracts.dialogue.views import DialogueEntryRow, DialogueEntryTable, dialogue_entry_view
from services.contracts.procurements.equal_treatment import equal_treatment
from shared.capability import Policies, Reaction
from shared.events.contracts.dialogue import DialogueEntryCorrected, DialogueEntryRecorded
from shared.events.contracts.procurements import BidReceived
from shared.eventstore.published import PublishedEvent
from shared.service import Service


async def mirror_entry_when_recorded(
    event: DialogueEntryRecorded, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """Every other bidder gets a copy."""
    return await _copies(event.entry_id, service)


async def mirror_correction_when_entry_corrected(
    event: DialogueEntryCorrected, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """Who got the entry gets the correction."""
    return await _copies(event.entry_id, service)


async def mirror_entries_when_bid_received(
    event: BidReceived, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """Who bids late is told what the others have been told before."""
    shared = await service.rows(
        dialogue_entry_view,
        col(DialogueEntryTable.procurement_id) == event.procurement_id,
        col(DialogueEntryTable.shared_with_all).is_(True),
        col(DialogueEntryTable.copy_of).is_(None),
    )
    bidders = await _bidders(event.procurement_id, service)
    return [reaction for entry in shared for reaction in _reactions(entry, bidders)]


async def _copies(entry_id: UUID, service: Service) -> Sequence[Reaction]:
    entry = await service.row(dialogue_entry_view, entry_id)
    if entry is None or not entry.shared_with_all or entry.copy_of is not None or entry.procurement_id is None:
        return []
    return _reactions(entry, await _bidders(entry.procurement_id, service))


async def _bidders(procurement_id: UUID, service: Service) -> Sequence[str]:
    alike = await equal_treatment(service, procurement_id)
    return alike.bidders if alike else ()


def _reactions(entry: DialogueEntryRow, bidders: Sequence[str]) -> list[Reaction]:
    return [Reaction(dialogue, key, command) for key, command in copies_of(entry, bidders)]


policies: Policies = {
    DialogueEntryRecorded: (mirror_entry_when_recorded,),
    DialogueEntryCorrected: (mirror_correction_when_entry_corrected,),
    BidReceived: (mirror_entries_when_bid_received,),
}
