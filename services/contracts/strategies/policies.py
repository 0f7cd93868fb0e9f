"""What follows from a strategy's approval: the one it takes the place of is superseded."""

from collections.abc import Sequence

from services.contracts.strategies.api import strategies
from services.contracts.strategies.commands import SupersedeStrategy
from shared.capability import Policies, Reaction
from shared.events.contracts.strategies import StrategyApproved
from shared.eventstore.published import PublishedEvent
from shared.service import Service


async def supersede_strategy_when_strategy_approved(
    event: StrategyApproved, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """Only where the approved one names an earlier one."""
    if event.supersedes is None:
        return []
    supersede = SupersedeStrategy(superseded_by=event.strategy_id, superseded_by_ref=event.ref, today=event.approved_on)
    return [Reaction(strategies, event.supersedes, supersede)]


policies: Policies = {StrategyApproved: (supersede_strategy_when_strategy_approved,)}
