"""What is published when something becomes known of a procurement or a contract."""

from collections.abc import Sequence
from uuid import UUID

from services.contracts.ocds.api import processes
from services.contracts.ocds.commands import PublishReleases, Telling
from services.contracts.ocds.contracts_told import tell_contract
from services.contracts.ocds.procurements_told import tell_procurement
from services.contracts.register.domain import contract_decider
from shared.capability import Policies, Reaction
from shared.events.contracts import procurement_awards as awards
from shared.events.contracts import procurements as tenders
from shared.events.contracts import register
from shared.events.contracts import register_life as life
from shared.events.contracts.procurement_parts import AboutProcurement
from shared.eventstore.published import PublishedEvent
from shared.service import Service

ContractChanged = (
    register.ContractActivated
    | register.ContractExtended
    | life.ContractModified
    | register.ContractNovated
    | register.ContractTerminated
    | life.ContractRolledIntoAcs
    | register.ContractExpired
)


async def publish_releases_when_contract_changed(
    event: ContractChanged, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """Whatever of the contract was not told yet, and before it of the procurement it came of: they are one process."""
    history = await service.store.load(contract_decider.stream_id(event.contract_id))
    process_id: UUID = history[0].event.procurement_id or event.contract_id
    award_id: str | None = None
    tellings: list[Telling] = []
    if process_id != event.contract_id:
        tenders, award_id = tell_procurement(
            await service.store.load(f"procurement-{process_id}"), service.organisations
        )
        tellings += tenders
    tellings += tell_contract(history, service.organisations, award_id)
    return _reactions(service, process_id, sorted(tellings, key=lambda telling: telling.happened_at))


async def publish_releases_when_procurement_changed(
    event: AboutProcurement, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """Whatever of the procurement was not told yet."""
    history = await service.store.load(f"procurement-{event.procurement_id}")
    tellings, _ = tell_procurement(history, service.organisations)
    return _reactions(service, event.procurement_id, tellings)


def _reactions(service: Service, process_id: UUID, tellings: Sequence[Telling]) -> Sequence[Reaction]:
    if not tellings:
        return []
    prefix = service.alliance.ocid_prefix
    command = PublishReleases(process_id=process_id, prefix=prefix, tellings=tuple(tellings))
    return [Reaction(processes, process_id, command)]


policies: Policies = {
    register.ContractActivated: (publish_releases_when_contract_changed,),
    register.ContractExtended: (publish_releases_when_contract_changed,),
    register.ContractNovated: (publish_releases_when_contract_changed,),
    register.ContractTerminated: (publish_releases_when_contract_changed,),
    life.ContractModified: (publish_releases_when_contract_changed,),
    life.ContractRolledIntoAcs: (publish_releases_when_contract_changed,),
    register.ContractExpired: (publish_releases_when_contract_changed,),
    tenders.ProcurementMarketEngaged: (publish_releases_when_procurement_changed,),
    tenders.ProcurementLaunched: (publish_releases_when_procurement_changed,),
    tenders.ProcurementStepRepeated: (publish_releases_when_procurement_changed,),
    awards.AwardIntentionPublished: (publish_releases_when_procurement_changed,),
    awards.ProcurementAwarded: (publish_releases_when_procurement_changed,),
    awards.ProcurementNoticePublished: (publish_releases_when_procurement_changed,),
    awards.ProcurementAbandoned: (publish_releases_when_procurement_changed,),
}
