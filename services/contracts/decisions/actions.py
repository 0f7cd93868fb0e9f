"""The actions that follow from a decision: who does what by when (R47)."""

from collections.abc import Sequence
from datetime import timedelta

from services.contracts.decisions import refusals as no
from services.contracts.decisions.commands import CompleteDecisionAction, MarkDecisionActionOverdue, SetDecisionAction
from services.contracts.decisions.state import Decision, DecisionStatus
from shared.events.contracts.decisions import (
    DecisionAction,
    DecisionActionDone,
    DecisionActionOverdue,
    DecisionActionSet,
    DecisionEvent,
)


def set_action(command: SetDecisionAction, decision: Decision) -> Sequence[DecisionEvent]:
    """Somebody whom the decision concerns is to do something by a day."""
    if decision.status in (DecisionStatus.PROPOSED, DecisionStatus.WITHDRAWN):
        raise no.ActionBeforeMeeting(f"The decision on {decision.topic} is {decision.status}.")
    if command.owner not in decision.parties:
        raise no.ActionOwnerNotConcerned(f"The decision concerns: {', '.join(decision.parties)}.")
    owned = {seat.seat for seat in command.body.seats if seat.org == command.owner}
    if command.owner_seat is not None and command.owner_seat not in owned:
        raise no.ActionOwnerSeatUnknown(f"{command.owner} has no such seat in {decision.body_ref}.")
    if command.due_on < command.today:
        raise no.ActionDueInPast(f"It would have been due on {command.due_on}.")
    action = DecisionAction(
        number=len(decision.actions) + 1,
        what=command.what,
        owner=command.owner,
        owner_seat=command.owner_seat,
        due_on=command.due_on,
    )
    return [DecisionActionSet(decision_id=decision.decision_id, topic=decision.topic, action=action)]


def complete_action(command: CompleteDecisionAction, decision: Decision) -> Sequence[DecisionEvent]:
    """Its owner, or a convenor of the body, says that it was done."""
    action = _action(decision, command.number)
    if command.org != action.owner and command.org not in decision.convened_by:
        raise no.NotTheActionsOwner(f"The action is {action.owner}'s.")
    if action.done_on is not None:
        raise no.ActionAlreadyDone(f"It was done on {action.done_on}.")
    if command.done_on > command.today:
        raise no.DoneInFuture(f"It would be done on {command.done_on}, after today.")
    return [
        DecisionActionDone(
            decision_id=decision.decision_id, topic=decision.topic, number=action.number, done_on=command.done_on
        )
    ]


def mark_overdue(command: MarkDecisionActionOverdue, decision: Decision) -> Sequence[DecisionEvent]:
    """The day after it was due, unless it was done; said once."""
    action = _action(decision, command.number)
    if action.done_on is not None or action.overdue_since is not None:
        return []
    if command.today < action.due_on + timedelta(days=1):
        raise no.ActionNotOverdue(f"It is due on {action.due_on}.")
    return [
        DecisionActionOverdue(
            decision_id=decision.decision_id,
            topic=decision.topic,
            number=action.number,
            owner=action.owner,
            due_on=action.due_on,
        )
    ]


def _action(decision: Decision, number: int) -> DecisionAction:
    if not 1 <= number <= len(decision.actions):
        raise no.NoSuchAction(f"The decision on {decision.topic} has {len(decision.actions)} actions.")
    return decision.actions[number - 1]
