"""How an agreed modification comes into effect: the contract's own stream decides, and its answer is recorded here."""

from collections.abc import Sequence

from services.contracts.modifications.api import modifications
from services.contracts.modifications.commands import DeclineModification, RecordModificationEffect
from services.contracts.modifications.views import modification_view
from services.contracts.register.api import register
from services.contracts.register.commands import ModifyContract
from shared.capability import Policies, Reaction
from shared.events.contracts.modifications import ModificationAgreed
from shared.events.contracts.register_life import ContractModificationDeclined, ContractModified
from shared.eventstore.published import PublishedEvent
from shared.service import Service


async def modify_contract_when_modification_agreed(
    event: ModificationAgreed, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """On the facts it was agreed on; what took effect before it, the contract knows best."""
    row = await service.row(modification_view, event.modification_id)
    if row is None:
        return []
    modify = ModifyContract(
        modification_id=event.modification_id,
        modification_ref=event.ref,
        ground=event.ground,
        clause_ref=row.clause_ref,
        effective_on=event.effective_on,
        facts=row.facts,
        today=service.today(),
    )
    return [Reaction(register, event.contract_id, modify)]


async def record_effect_when_contract_modified(
    event: ContractModified, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """Value and end are now those of the register."""
    effect = RecordModificationEffect(
        effective_on=event.effective_on, new_value_pence=event.new_value_pence, new_end=event.new_end
    )
    return [Reaction(modifications, event.modification_id, effect)]


async def decline_when_contract_modification_declined(
    event: ContractModificationDeclined, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """No room was left, or the contract had ended."""
    return [Reaction(modifications, event.modification_id, DeclineModification(reason=event.reason))]


policies: Policies = {
    ModificationAgreed: (modify_contract_when_modification_agreed,),
    ContractModified: (record_effect_when_contract_modified,),
    ContractModificationDeclined: (decline_when_contract_modification_declined,),
}
