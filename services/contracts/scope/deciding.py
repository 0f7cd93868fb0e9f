"""The rules of deciding what is in scope: on what it rests, by whom, and what it must say (R3-R5, R53, R54)."""

from collections.abc import Sequence

from services.contracts.scope import refusals as no
from services.contracts.scope.commands import DecideScope
from services.contracts.scope.state import OPEN, ScopeItem
from shared.events.contracts.scope import DECIDED, ScopeDecided
from shared.events.contracts.scope_parts import ScopeDecision
from shared.kernel.four_eyes import somebody_else


def decide_scope(command: DecideScope, item: ScopeItem) -> Sequence[ScopeDecided]:
    """The decision, when everything it must rest on was there before it."""
    if item.status not in OPEN:
        raise no.ScopeAlreadyDecided(f"{item.ref} is {DECIDED[item.status]}; return it to decide again.")
    somebody_else(command.by, item.proposed_by, "this scope")
    _decision(command, item)
    _rests_on(command, item)
    _says(command, item)
    return [
        ScopeDecided(
            scope_item_id=item.scope_item_id,
            ref=item.ref,
            service=item.service,
            sector=item.sector,
            decision=ScopeDecision(
                decided=command.decided,
                decision_id=command.taken.decision_id,
                body_id=command.taken.body_id,
                taken_on=command.taken.taken_on,
                rationale=command.rationale,
                phases=command.phases,
                deferred_until=command.deferred_until,
                budget_line=command.budget_line,
                no_budget_reason=command.no_budget_reason,
                cohort=item.cohort,
                localities=item.localities,
                evidence=item.evidence,
            ),
            decided_by=command.by,
        )
    ]


def _decision(command: DecideScope, item: ScopeItem) -> None:
    if command.taken.taken_on > command.today:
        raise no.DecidedInFuture(f"The decision is dated {command.taken.taken_on}, after today.")
    if any(earlier.decision_id == command.taken.decision_id for earlier in item.decisions):
        raise no.DecisionUsedBefore(f"{item.ref} was decided by it before; name the decision that decides again.")


def _rests_on(command: DecideScope, item: ScopeItem) -> None:
    taken_on = command.taken.taken_on
    if not item.evidence:
        raise no.ScopeWithoutEvidence(f"{item.ref} has no evidence yet; add at least one item.")
    if not any(one.engaged_on < taken_on for one in item.engagements):
        raise no.NoStakeholderEngagedBefore(f"No stakeholder was engaged on {item.ref} before {taken_on}.")
    if not any(one.consulted_on < taken_on for one in item.consultations):
        raise no.NoExpertConsultedBefore(f"No expert was consulted on {item.ref} before {taken_on}.")


def _says(command: DecideScope, item: ScopeItem) -> None:
    inside, deferred = command.decided == "in_scope", command.decided == "deferred"
    wanted = sorted(item.localities) if inside else []
    if sorted(phase.locality for phase in command.phases) != wanted:
        named = f"one phase for each of {', '.join(wanted)}" if inside else "no phases"
        raise no.PhaseForEachLocality(f"Name {named}.")
    said = [one for one in (command.budget_line, command.no_budget_reason) if one is not None]
    if len(said) != int(inside):
        raise no.BudgetLineOrReason(
            "Name the budget line that pays for it, or say why there is none." if inside else "Name no budget."
        )
    until = command.deferred_until
    if deferred != (until is not None) or (until is not None and until <= command.today):
        raise no.DeferredUntilADay("Name a day after today." if deferred else "Name no day until which it is deferred.")
