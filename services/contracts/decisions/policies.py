"""What follows from a decision: those on the same topic whose position it does not hold on to are superseded."""

from collections.abc import Sequence

from sqlmodel import col

from services.contracts.decisions.api import decisions
from services.contracts.decisions.commands import SupersedeDecision
from services.contracts.decisions.views import PositionTable, position_view
from shared.capability import Policies, Reaction
from shared.events.contracts.decisions import DecisionTaken
from shared.eventstore.published import PublishedEvent
from shared.service import Service


async def supersede_decisions_when_decision_taken(
    event: DecisionTaken, published: PublishedEvent, service: Service
) -> Sequence[Reaction]:
    """The one it names, and those before that it upheld."""
    if event.supersedes is None:
        return []
    earlier = await service.rows(
        position_view,
        col(PositionTable.topic) == event.topic,
        col(PositionTable.number) < event.number,
        col(PositionTable.superseded_by).is_(None),
    )
    superseded = SupersedeDecision(superseded_by=event.decision_id)
    return [Reaction(decisions, row.decision_id, superseded) for row in earlier]


policies: Policies = {DecisionTaken: (supersede_decisions_when_decision_taken,)}
