"""How a step in another room rests on a decision of a governance body."""

from datetime import date
from uuid import UUID

from sqlmodel import col

from services.contracts.decisions.api import decisions
from services.contracts.decisions.refusals import DecisionNotTaken
from services.contracts.decisions.state import DecisionStatus
from services.contracts.decisions.views import DecisionRow, PositionTable, decision_view, position_view
from shared.kernel.parts import Part
from shared.web.call import Call

__all__ = ["DecisionNotTaken", "TakenDecision", "taken_decision"]


class TakenDecision(Part):
    """A decision that was taken and stands: the last on its topic, or upheld by those after it."""

    decision_id: UUID
    body_id: UUID
    topic: str
    taken_on: date


async def taken_decision(call: Call, decision_id: UUID) -> TakenDecision:
    """The decision, for those who may read it; DecisionNotTaken when it is open, rejected or superseded."""
    row: DecisionRow | None = await call.service.row(decision_view, decision_id)
    if row is None or not call.allowed(decisions.read_action, row):
        raise DecisionNotTaken("No decision that was taken has this id.")
    if row.status is not DecisionStatus.TAKEN or row.met_on is None:
        raise DecisionNotTaken(f"The decision on {row.topic} is {row.status}.")
    if await call.rows(
        position_view,
        col(PositionTable.topic) == row.topic,
        col(PositionTable.number) > row.number,
        col(PositionTable.supersedes).is_not(None),
    ):
        raise DecisionNotTaken(f"The decision on {row.topic} is superseded.")
    return TakenDecision(decision_id=row.decision_id, body_id=row.body_id, topic=row.topic, taken_on=row.met_on)
