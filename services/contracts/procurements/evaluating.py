"""The rules of evaluation: everybody is marked by the announced criteria, exactly, and placed (R16)."""

from collections.abc import Mapping, Sequence

from services.contracts.procurements import refusals as no
from services.contracts.procurements.commands import EvaluateProcurement
from services.contracts.procurements.guards import about, at, happened, no_commissioner, not_before
from services.contracts.procurements.record import Procurement, ProcurementStatus
from services.contracts.procurements.sealed import Ranked, Sealed
from services.contracts.procurements.ways import WAYS
from shared.events.contracts.procurement_parts import Criterion, ProviderMarks, ProviderResult
from shared.events.contracts.procurements import ProcurementEvaluated, ProcurementEvent


def evaluate(command: EvaluateProcurement, one: Procurement, sealed: Sealed) -> Sequence[ProcurementEvent]:
    """The result, once every provider concerned is marked or excluded."""
    at(one, (ProcurementStatus.EVALUATING,), "the evaluation")
    if one.evaluated_on is not None:
        raise no.AlreadyEvaluated(f"It was evaluated on {one.evaluated_on}; repeat the step to do it again.")
    happened(command.evaluated_on, command.today, "evaluated_on")
    not_before(command.evaluated_on, one.assessment_began_on, "evaluated_on")
    away = [conflict.seat for conflict in one.conflicts if conflict.excluded and conflict.seat in command.panel]
    if away:
        raise no.ConflictedEvaluator(f"Excluded for an interest declared: {', '.join(away)}.")
    _everybody(command, one, sealed)
    criteria = [criterion.name for criterion in one.criteria]
    for place, marked in enumerate(command.marks):
        if sorted(mark.criterion for mark in marked.marks) != sorted(criteria):
            raise no.MarksNotOfCriteria(
                f"{marked.provider} needs one mark for each of: {', '.join(criteria)}.", field=f"marks.{place}.marks"
            )
    return [
        ProcurementEvaluated(
            **about(one),
            evaluated_on=command.evaluated_on,
            panel=command.panel,
            assessed=len(command.providers),
            commissioners=one.commissioners,
            results=placed(one.criteria, command.marks),
            excluded=command.excluded,
        )
    ]


def placed(criteria: Sequence[Criterion], marked: Sequence[ProviderMarks]) -> tuple[ProviderResult, ...]:
    """Everybody's points and rank, highest first; who has equal points has an equal rank, in the order given."""
    weights = {criterion.name: criterion.weight_bp for criterion in criteria}
    points = {one.provider: points_of(one, weights) for one in marked}
    return tuple(
        ProviderResult(
            provider=one.provider,
            marks=one.marks,
            points=points[one.provider],
            rank=1 + sum(other > points[one.provider] for other in points.values()),
        )
        for one in sorted(marked, key=lambda one: -points[one.provider])
    )


def points_of(marked: ProviderMarks, weights: Mapping[str, int]) -> int:
    """Σ weight × mark, both in basis points: whole, so that nothing is rounded; at most 10^8."""
    return sum(weights[mark.criterion] * mark.mark_bp for mark in marked.marks)


def not_highest(providers: Sequence[str], ranked: Sequence[Ranked]) -> Sequence[Ranked]:
    """Those placed above somebody of `providers` who are not among them."""
    lowest = max((one.rank for one in ranked if one.provider in providers), default=0)
    return [one for one in ranked if one.rank < lowest and one.provider not in providers]


def tied_out(providers: Sequence[str], ranked: Sequence[Ranked]) -> Sequence[Ranked]:
    """Those left out though placed equally with the lowest of `providers`."""
    lowest = max((one.rank for one in ranked if one.provider in providers), default=0)
    return [one for one in ranked if one.rank == lowest and one.provider not in providers]


def _everybody(command: EvaluateProcurement, one: Procurement, sealed: Sealed) -> None:
    providers = command.providers
    if len(set(providers)) < len(providers):
        raise no.MarkedTwice("The same provider is marked or excluded more than once.")
    if not command.marks and not command.excluded:
        raise no.NoBids("Nobody is marked or excluded.")
    no_commissioner(providers, one, "marks")
    if WAYS[one.route].opening != "bids":
        return
    bidders = {bid.provider for bid in sealed.bids}
    if strangers := sorted(set(providers) - bidders):
        raise no.DidNotBid(f"No bid of these stands: {', '.join(strangers)}.")
    if left_out := sorted(bidders - set(providers)):
        raise no.NotEverybodyMarked(f"Mark these or exclude them with a reason: {', '.join(left_out)}.")
