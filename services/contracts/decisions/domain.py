"""The rules of decisions."""

from collections.abc import Sequence
from typing import assert_never

from services.contracts.decisions import refusals as no
from services.contracts.decisions.actions import complete_action, mark_overdue, set_action
from services.contracts.decisions.commands import (
    CompleteDecisionAction,
    DecisionCommand,
    DeclareDecisionConflict,
    DeferDecision,
    MarkDecisionActionOverdue,
    ProposeDecision,
    RejectDecision,
    SetDecisionAction,
    SupersedeDecision,
    TakeDecision,
    WithdrawDecision,
)
from services.contracts.decisions.meeting import hold, right_to_decide, terms_of
from services.contracts.decisions.standing import succession
from services.contracts.decisions.state import OPEN, Decision, DecisionStatus, evolve
from shared.events.contracts.decisions import (
    DecisionConflictDeclared,
    DecisionDeferred,
    DecisionEvent,
    DecisionProposed,
    DecisionRejected,
    DecisionSuperseded,
    DecisionTaken,
    DecisionWithdrawn,
    DeclaredConflict,
)
from shared.kernel.decider import Decider
from shared.kernel.four_eyes import somebody_else

_OfOpen = DeclareDecisionConflict | TakeDecision | RejectDecision | DeferDecision | WithdrawDecision


def decide(command: DecisionCommand, decision: Decision | None) -> Sequence[DecisionEvent]:
    """What happens, or a refusal."""
    if isinstance(command, ProposeDecision):
        return _propose(command, decision)
    if decision is None:
        raise no.DecisionNotFound("There is no such decision.")
    match command:
        case SupersedeDecision():
            return _supersede(command, decision)
        case SetDecisionAction():
            return set_action(command, decision)
        case CompleteDecisionAction():
            return complete_action(command, decision)
        case MarkDecisionActionOverdue():
            return mark_overdue(command, decision)
        case _:
            return _while_open(command, decision)


def _while_open(command: _OfOpen, decision: Decision) -> Sequence[DecisionEvent]:
    if decision.status not in OPEN:
        raise no.DecisionClosed(f"The decision on {decision.topic} is {decision.status}.", status=decision.status)
    match command:
        case DeclareDecisionConflict():
            return _declare(command, decision)
        case TakeDecision():
            return _take(command, decision)
        case RejectDecision():
            return _reject(command, decision)
        case DeferDecision():
            return _defer(command, decision)
        case WithdrawDecision(reason=reason):
            return [
                DecisionWithdrawn(
                    decision_id=decision.decision_id, body_ref=decision.body_ref, topic=decision.topic, reason=reason
                )
            ]
    assert_never(command)


def _propose(command: ProposeDecision, decision: Decision | None) -> Sequence[DecisionEvent]:
    if decision is not None:
        raise no.DecisionAlreadyProposed("This decision is already proposed.")
    body = command.body
    if body is None:
        raise no.UnknownDecidingBody("No governance body has this id.")
    right_to_decide(body, terms_of(body, command.today), command.matter)
    _check_evidence(command.not_found)
    if kept := set(command.withheld_from) & set(body.convened_by):
        raise no.PapersWithheldFromConvenor(f"They convene {body.ref}: {', '.join(sorted(kept))}.")
    return [
        DecisionProposed(
            decision_id=command.decision_id,
            parties=tuple(org for org in body.parties if org not in command.withheld_from),
            localities=body.localities,
            body_id=body.body_id,
            body_ref=body.ref,
            convened_by=body.convened_by,
            topic=command.topic,
            position=command.position,
            matter=command.matter,
            title=command.title,
            statement=command.statement,
            supersedes=command.supersedes,
            evidence=command.evidence,
            withheld_from=command.withheld_from,
            proposed_by=command.by,
        )
    ]


def _check_evidence(not_found: Sequence[int]) -> None:
    for place in not_found:
        raise no.EvidenceNotFound("There is no such resource to rest on.", field=f"evidence.{place}.uri")


def _declare(command: DeclareDecisionConflict, decision: Decision) -> Sequence[DecisionEvent]:
    if command.seat not in {seat.seat for seat in command.body.seats}:
        raise no.NotASeatOfTheBody(f"{decision.body_ref} has no such seat.")
    conflict = DeclaredConflict(seat=command.seat, interest=command.interest, interest_in=command.interest_in)
    if conflict in decision.conflicts:
        raise no.ConflictAlreadyDeclared(f"{command.seat} has declared this interest already.")
    return [DecisionConflictDeclared(decision_id=decision.decision_id, topic=decision.topic, conflict=conflict)]


def _take(command: TakeDecision, decision: Decision) -> Sequence[DecisionEvent]:
    somebody_else(command.by, decision.proposed_by, "this decision")
    held = hold(command, decision)
    if not held.carried:
        raise no.NotCarried(
            f"{len(command.in_favour)} in favour, {len(command.against)} against: not carried; record it as rejected."
        )
    if held.right.area == "joint_accountability" and not held.both_sides:
        raise no.JointDecisionOneSided("Both a commissioning and a provider seat have to vote in favour.")
    place = succession(command.standing, decision.position, command.supersedes or decision.supersedes, command.met_on)
    _check_evidence(command.not_found)
    return [
        DecisionTaken(
            decision_id=decision.decision_id,
            parties=decision.parties,
            body_id=decision.body_id,
            body_ref=decision.body_ref,
            topic=decision.topic,
            position=decision.position,
            title=decision.title,
            number=place.number,
            supersedes=place.supersedes,
            upholds=place.upholds,
            meeting=held.record,
            evidence=command.seen,
            recorded_by=command.by,
        )
    ]


def _reject(command: RejectDecision, decision: Decision) -> Sequence[DecisionEvent]:
    somebody_else(command.by, decision.proposed_by, "this decision")
    held = hold(command, decision)
    one_sided = held.right.area == "joint_accountability" and not held.both_sides
    if held.carried and not one_sided:
        raise no.ProposalWasCarried(f"{len(command.in_favour)} in favour carry it; record it as taken.")
    return [
        DecisionRejected(
            decision_id=decision.decision_id,
            body_ref=decision.body_ref,
            topic=decision.topic,
            title=decision.title,
            meeting=held.record,
            recorded_by=command.by,
        )
    ]


def _defer(command: DeferDecision, decision: Decision) -> Sequence[DecisionEvent]:
    if command.until is not None and command.until <= command.today:
        raise no.DeferredIntoPast(f"It would be put off until {command.until}, which is not to come.")
    return [
        DecisionDeferred(
            decision_id=decision.decision_id,
            body_ref=decision.body_ref,
            topic=decision.topic,
            reason=command.reason,
            until=command.until,
        )
    ]


def _supersede(command: SupersedeDecision, decision: Decision) -> Sequence[DecisionEvent]:
    if decision.status is not DecisionStatus.TAKEN or decision.met_on is None:
        return []
    return [
        DecisionSuperseded(
            decision_id=decision.decision_id,
            body_ref=decision.body_ref,
            topic=decision.topic,
            taken_on=decision.met_on,
            superseded_by=command.superseded_by,
        )
    ]


decision_decider: Decider[DecisionCommand, Decision | None, DecisionEvent] = Decider(
    category="decision",
    events=DecisionEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
