"""The rules of the scope of the ACS."""

from collections.abc import Sequence
from typing import assert_never

from services.contracts.naming import all_commission, all_known, each_once
from services.contracts.scope import refusals as no
from services.contracts.scope.commands import (
    AddScopeEvidence,
    ConsultExpert,
    DecideScope,
    EngageStakeholder,
    ProposeScope,
    ReturnDeferred,
    ReturnScopeItem,
    ReviseScope,
    ScopeCommand,
)
from services.contracts.scope.deciding import decide_scope
from services.contracts.scope.state import OPEN, ScopeItem, ScopeStatus, evolve
from shared.events.contracts.scope import (
    DECIDED,
    ExpertConsulted,
    ScopeEvent,
    ScopeEvidenceAdded,
    ScopeProposed,
    ScopeReturned,
    ScopeRevised,
    StakeholderEngaged,
)
from shared.kernel.decider import Decider


def decide(command: ScopeCommand, item: ScopeItem | None) -> Sequence[ScopeEvent]:
    """What happens, or a refusal."""
    if isinstance(command, ProposeScope):
        return _propose(command, item)
    if item is None:
        raise no.ScopeItemNotFound("There is no such proposal.")
    match command:
        case ReviseScope():
            return _revise(command, item)
        case AddScopeEvidence():
            evidence = command.evidence
            if evidence in item.evidence:
                return []
            return [ScopeEvidenceAdded(scope_item_id=item.scope_item_id, ref=item.ref, evidence=evidence)]
        case EngageStakeholder():
            return _engage(command, item)
        case ConsultExpert():
            return _consult(command, item)
        case DecideScope():
            return decide_scope(command, item)
        case ReturnScopeItem():
            if item.status in OPEN:
                raise no.ScopeNotDecided(f"{item.ref} has not been decided yet.")
            return [_returned(item, command.reason)]
        case ReturnDeferred():
            return _return_deferred(command, item)
    assert_never(command)


def _propose(command: ProposeScope, item: ScopeItem | None) -> Sequence[ScopeEvent]:
    if item is not None:
        raise no.ScopeRefTaken("This proposal is already there.")
    all_commission(command.commissioners, command.commissioner_kinds)
    each_once("providers", command.providers)
    _described(command, command.known_localities)
    facts = {"commissioner_kinds", "known_localities", "by"}
    said = {name: value for name, value in command if name not in facts}
    parties = tuple(dict.fromkeys((*command.commissioners, *command.providers)))
    return [ScopeProposed(**said, parties=parties, proposed_by=command.by)]


def _revise(command: ReviseScope, item: ScopeItem) -> Sequence[ScopeEvent]:
    if item.status not in OPEN:
        raise no.ScopeAlreadyDecided(f"{item.ref} is {DECIDED[item.status]}; return it first.")
    _described(command, command.known_localities)
    said = {name: value for name, value in command if name not in {"known_localities", "by"}}
    if all(getattr(item, name) == value for name, value in said.items()):
        return []
    return [ScopeRevised(scope_item_id=item.scope_item_id, ref=item.ref, **said, revised_by=command.by)]


def _described(command: ProposeScope | ReviseScope, known_localities: frozenset[str]) -> None:
    all_known(command.localities, known_localities)
    low, high = command.cohort.age_from, command.cohort.age_to
    if low is not None and high is not None and high < low:
        raise no.AgesReversed(f"The cohort would be from {low} to {high}.")


def _engage(command: EngageStakeholder, item: ScopeItem) -> Sequence[ScopeEvent]:
    engagement = command.engagement
    if engagement.engaged_on > command.today:
        raise no.EngagedInFuture(f"It is dated {engagement.engaged_on}, after today.")
    if engagement in item.engagements:
        return []
    return [StakeholderEngaged(scope_item_id=item.scope_item_id, ref=item.ref, engagement=engagement)]


def _consult(command: ConsultExpert, item: ScopeItem) -> Sequence[ScopeEvent]:
    consultation = command.consultation
    if consultation.consulted_on > command.today:
        raise no.EngagedInFuture(
            f"It is dated {consultation.consulted_on}, after today.", field="consultation.consulted_on"
        )
    if consultation in item.consultations:
        return []
    return [ExpertConsulted(scope_item_id=item.scope_item_id, ref=item.ref, consultation=consultation)]


def _return_deferred(command: ReturnDeferred, item: ScopeItem) -> Sequence[ScopeEvent]:
    if item.status is not ScopeStatus.DEFERRED or item.deferred_until is None:
        return []
    if command.today < item.deferred_until:
        raise no.StillDeferred(f"{item.ref} is deferred until {item.deferred_until}.")
    return [_returned(item, f"it was deferred until {item.deferred_until}")]


def _returned(item: ScopeItem, reason: str) -> ScopeReturned:
    return ScopeReturned(scope_item_id=item.scope_item_id, ref=item.ref, reason=reason)


scope_decider: Decider[ScopeCommand, ScopeItem | None, ScopeEvent] = Decider(
    category="scope-item",
    events=ScopeEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
