"""What the management of a contract does when the register changes, or dialogue about it was recorded."""

from collections.abc import Sequence

from services.contracts.contract_management.api import contract_management
from services.contracts.contract_management.commands import (
    BeginContractManagement,
    ChangeManagedProviders,
    EndContractManagement,
    NoteContractDialogue,
)
from services.contracts.register.views import contract_view
from shared.capability import Policies, Reaction
from shared.events.contracts.dialogue import DialogueEntryRecorded
from shared.events.contracts.register import (
    ContractActivated,
    ContractExpired,
    ContractNovated,
    ContractTerminated,
)
from shared.events.contracts.register_life import ContractRolledIntoAcs
from shared.eventstore.published import PublishedEvent
from shared.service import Service


async def begin_management_when_contract_activated(
    event: ContractActivated, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """Its life begins with its first day, or with the signature where that came later."""
    contract = await service.row(contract_view, event.contract_id)
    if contract is None:
        return []
    begin = BeginContractManagement(
        contract_id=event.contract_id,
        ref=event.ref,
        commissioners=event.commissioners,
        providers=tuple(contract.provider_codes),
        localities=tuple(contract.localities),
        in_life_from=max(event.start, event.signed_on),
    )
    return [Reaction(contract_management, event.contract_id, begin)]


async def change_managed_providers_when_contract_novated(
    event: ContractNovated, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """From then on those speak with one another who provide now."""
    contract = await service.row(contract_view, event.contract_id)
    if contract is None:
        return []
    change = ChangeManagedProviders(providers=tuple(contract.provider_codes), parties=tuple(contract.parties))
    return [Reaction(contract_management, event.contract_id, change)]


async def end_management_when_contract_terminated(
    event: ContractTerminated, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """What has ended falls silent without anybody being told."""
    return [Reaction(contract_management, event.contract_id, EndContractManagement(ended_on=event.effective_on))]


async def end_management_when_contract_expired(
    event: ContractExpired, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """What has ended falls silent without anybody being told."""
    return [Reaction(contract_management, event.contract_id, EndContractManagement(ended_on=event.end))]


async def end_management_when_contract_rolled_into_acs(
    event: ContractRolledIntoAcs, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """Dialogue goes on about the contract it went into."""
    return [Reaction(contract_management, event.contract_id, EndContractManagement(ended_on=event.effective_on))]


async def note_dialogue_when_entry_recorded(
    event: DialogueEntryRecorded, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """Dialogue in the life of a contract ends a silence."""
    if event.subject != "contract" or event.subject_id is None or event.phase != "in_life":
        return []
    note = NoteContractDialogue(entry_id=event.entry_id, held_on=event.held_on)
    return [Reaction(contract_management, event.subject_id, note)]


policies: Policies = {
    ContractActivated: (begin_management_when_contract_activated,),
    ContractNovated: (change_managed_providers_when_contract_novated,),
    ContractTerminated: (end_management_when_contract_terminated,),
    ContractExpired: (end_management_when_contract_expired,),
    ContractRolledIntoAcs: (end_management_when_contract_rolled_into_acs,),
    DialogueEntryRecorded: (note_dialogue_when_entry_recorded,),
}
