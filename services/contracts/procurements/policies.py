"""What a procurement does when a contract that came of it comes into force."""

from collections.abc import Sequence

from services.contracts.assurance.gates import gate_of
from services.contracts.procurements.api import procurements
from services.contracts.procurements.award_commands import MarkSigned
from services.contracts.procurements.legal import details_notice_due_on, isap_missing
from services.contracts.procurements.views import procurement_view
from shared.capability import Policies, Reaction
from shared.events.contracts.register import ContractActivated
from shared.eventstore.published import PublishedEvent
from shared.service import Service


async def mark_signed_when_contract_activated(
    event: ContractActivated, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """The contract names the procurement it came of; one that names none is nothing to any."""
    if event.procurement_id is None:
        return []
    row = await service.row(procurement_view, event.procurement_id)
    if row is None:
        return []
    signed = MarkSigned(
        contract_id=event.contract_id,
        contract_ref=event.ref,
        signed_on=event.signed_on,
        isap_missing=isap_missing(await gate_of(service, event.procurement_id), "cp2"),
        notice_due_on=details_notice_due_on(row, event.signed_on),
    )
    return [Reaction(procurements, event.procurement_id, signed)]


policies: Policies = {ContractActivated: (mark_signed_when_contract_activated,)}
