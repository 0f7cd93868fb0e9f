"""What follows when a version of an outcomes framework, or a contract that names one, is in force."""

from collections.abc import Sequence

from services.contracts.outcomes.api import outcomes_frameworks
from services.contracts.outcomes.commands import LinkOutcomesFramework, SupersedeOutcomesFramework
from services.contracts.outcomes.foreign import known_contract
from services.contracts.outcomes.views import outcomes_view
from services.contracts.register.views import contract_view
from shared.capability import Policies, Reaction
from shared.events.contracts.outcomes import OutcomesFrameworkInForce
from shared.events.contracts.register import ContractActivated
from shared.eventstore.published import PublishedEvent
from shared.service import Service


async def supersede_framework_when_successor_in_force(
    event: OutcomesFrameworkInForce, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """The version before it ends where this one begins."""
    if event.supersedes_id is None:
        return []
    later = SupersedeOutcomesFramework(superseded_by_id=event.outcomes_framework_id, from_day=event.from_day)
    return [Reaction(outcomes_frameworks, event.supersedes_id, later)]


async def link_framework_when_contract_activated(
    event: ContractActivated, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """The framework a contract names becomes its own (R97); one that does not fit is left for a person to link."""
    row = await service.row(contract_view, event.contract_id)
    if row is None or row.outcomes_framework_id is None:
        return []
    framework = await service.row(outcomes_view, row.outcomes_framework_id)
    contract = known_contract(row)
    if framework is None or framework.contract_id is not None or framework.first_day != contract.start:
        return []
    if not set(framework.commissioners) & set(contract.commissioners):
        return []
    return [Reaction(outcomes_frameworks, row.outcomes_framework_id, LinkOutcomesFramework(contract=contract))]


policies: Policies = {
    OutcomesFrameworkInForce: (supersede_framework_when_successor_in_force,),
    ContractActivated: (link_framework_when_contract_activated,),
}
