"""A decision as it stands, and how each event changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.decisions import (
    CitedEvidence,
    DecisionAction,
    DecisionActionDone,
    DecisionActionOverdue,
    DecisionActionSet,
    DecisionConflictDeclared,
    DecisionDeferred,
    DecisionEvent,
    DecisionProposed,
    DecisionRejected,
    DecisionSuperseded,
    DecisionTaken,
    DecisionWithdrawn,
    DeclaredConflict,
    Meeting,
    SeenEvidence,
)


class DecisionStatus(StrEnum):
    """Where a decision is in its life; proposed and deferred ones are open."""

    PROPOSED = "proposed"
    DEFERRED = "deferred"
    TAKEN = "taken"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


OPEN = frozenset({DecisionStatus.PROPOSED, DecisionStatus.DEFERRED})


@dataclass(frozen=True)
class Decision:
    """`evidence` is what was cited, `seen` the same as it stood when the decision was taken.

    `number` counts the decisions taken on the topic, from 1.
    """

    decision_id: UUID
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    body_id: UUID
    body_ref: str
    convened_by: tuple[str, ...]
    topic: str
    position: str
    matter: str
    title: str
    statement: str
    evidence: tuple[CitedEvidence, ...]
    withheld_from: tuple[str, ...]
    proposed_by: str
    status: DecisionStatus = DecisionStatus.PROPOSED
    supersedes: UUID | None = None
    upholds: UUID | None = None
    superseded_by: UUID | None = None
    number: int | None = None
    conflicts: tuple[DeclaredConflict, ...] = ()
    meeting: Meeting | None = None
    met_on: date | None = None
    seen: tuple[SeenEvidence, ...] = ()
    deferred_until: date | None = None
    reason: str | None = None
    actions: tuple[DecisionAction, ...] = ()


def open_actions(decision: Decision) -> Mapping[str, object]:
    """How many actions are not done, and how many of those are overdue."""
    undone = [action for action in decision.actions if action.done_on is None]
    return {"actions_open": len(undone), "actions_overdue": sum(one.overdue_since is not None for one in undone)}


def evolve(decision: Decision | None, event: DecisionEvent) -> Decision | None:
    """The decision after `event`."""
    if isinstance(event, DecisionProposed):
        return _proposed(event)
    if decision is None:
        return None
    match event:
        case DecisionConflictDeclared():
            return replace(decision, conflicts=(*decision.conflicts, event.conflict))
        case DecisionTaken():
            return replace(
                decision,
                status=DecisionStatus.TAKEN,
                number=event.number,
                supersedes=event.supersedes,
                upholds=event.upholds,
                meeting=event.meeting,
                met_on=event.meeting.met_on,
                seen=event.evidence,
            )
        case DecisionRejected():
            met_on = event.meeting.met_on
            return replace(decision, status=DecisionStatus.REJECTED, meeting=event.meeting, met_on=met_on)
        case DecisionDeferred():
            return replace(decision, status=DecisionStatus.DEFERRED, deferred_until=event.until, reason=event.reason)
        case DecisionWithdrawn():
            return replace(decision, status=DecisionStatus.WITHDRAWN, reason=event.reason)
        case DecisionSuperseded():
            return replace(decision, status=DecisionStatus.SUPERSEDED, superseded_by=event.superseded_by)
        case DecisionActionSet():
            return replace(decision, actions=(*decision.actions, event.action))
        case DecisionActionDone():
            return _changed(decision, event.number, done_on=event.done_on)
        case DecisionActionOverdue():
            return _changed(decision, event.number, overdue_since=event.due_on)
    assert_never(event)


def _proposed(event: DecisionProposed) -> Decision:
    return Decision(
        decision_id=event.decision_id,
        parties=event.parties,
        localities=event.localities,
        body_id=event.body_id,
        body_ref=event.body_ref,
        convened_by=event.convened_by,
        topic=event.topic,
        position=event.position,
        matter=event.matter,
        title=event.title,
        statement=event.statement,
        evidence=event.evidence,
        withheld_from=event.withheld_from,
        proposed_by=event.proposed_by,
        supersedes=event.supersedes,
    )


def _changed(decision: Decision, number: int, **changes: object) -> Decision:
    actions = tuple(
        action.model_copy(update=changes) if action.number == number else action for action in decision.actions
    )
    return replace(decision, actions=actions)
