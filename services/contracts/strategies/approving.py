"""The rules of approving: what is compared, evidenced and reasoned, lawful on that day, by somebody else who may."""

from collections.abc import Sequence
from itertools import pairwise

from services.contracts.strategies import refusals as no
from services.contracts.strategies.commands import ApproveStrategy
from services.contracts.strategies.legality import legality_of
from services.contracts.strategies.state import Strategy
from shared.events.contracts.strategies import StrategyApproved
from shared.events.contracts.strategy_parts import Legality, RouteAppraisal
from shared.kernel.authority import within_authority
from shared.kernel.four_eyes import somebody_else


def approve(command: ApproveStrategy, strategy: Strategy) -> Sequence[StrategyApproved]:
    """The strategy with the approach chosen, when everything asked of it holds."""
    for proposer in strategy.proposed_by:
        somebody_else(command.by, proposer, "or appraised this strategy")
    chosen = _chosen(command, strategy)
    _reasoned(command, strategy)
    legality = _lawful(command, chosen, strategy)
    if command.superseded_is_approved is False:
        raise no.SupersededNotApproved("The strategy it is to take the place of is not approved any more, or not yet.")
    within_authority(command.approval, strategy.estimated_value_pence)
    return [
        StrategyApproved(
            strategy_id=strategy.strategy_id,
            ref=strategy.ref,
            title=strategy.title,
            route=command.route,
            compared=tuple(one.route for one in strategy.appraisals),
            rationale=command.rationale,
            roadmap=command.roadmap,
            legality=legality,
            vat_irrecoverable_pence=chosen.vat.total_pence,
            estimated_value_pence=strategy.estimated_value_pence,
            case_version=strategy.case_version,
            supersedes=strategy.supersedes,
            delegation_id=command.delegation_id,
            decision_id=command.decision_id,
            approved_on=command.today,
            approved_by=command.by,
        )
    ]


def _chosen(command: ApproveStrategy, strategy: Strategy) -> RouteAppraisal:
    if not strategy.appraisals:
        raise no.NothingAppraised(f"No approach of strategy {strategy.ref} is appraised as it now stands.")
    if len(strategy.appraisals) < 2:
        (only,) = strategy.appraisals
        raise no.OnlyOneApproachCompared(
            f"Only {only.route.replace('_', ' ')} is appraised; appraise another beside it."
        )
    for appraisal in strategy.appraisals:
        if appraisal.route == command.route:
            return appraisal
    raise no.ChosenRouteNotAppraised(f"{command.route.replace('_', ' ').capitalize()} is not among those appraised.")


def _reasoned(command: ApproveStrategy, strategy: Strategy) -> None:
    if not command.rationale:
        raise no.StrategyWithoutRationale("Say why this approach is chosen.")
    if not strategy.case.evidence:
        raise no.CaseWithoutEvidence("The case for change names no evidence; revise it.")
    for place, (earlier, later) in enumerate(pairwise(command.roadmap), start=1):
        if later.by <= earlier.by:
            raise no.RoadmapNotRising(f"{later.by} is not after {earlier.by}.", field=f"roadmap.{place}.by")
    if command.roadmap and command.roadmap[0].by < command.today:
        raise no.RoadmapInPast(f"Its first step was due on {command.roadmap[0].by}.", field="roadmap.0.by")


def _lawful(command: ApproveStrategy, chosen: RouteAppraisal, strategy: Strategy) -> Legality:
    """Asked again on the day: what has not begun by then is under the law of then."""
    began_on = max(strategy.begins_on, command.today)
    legality = legality_of(chosen.route, chosen.legality.circumstances, strategy, began_on)
    if not legality.permitted:
        raise no.ChosenRouteNotLawful(
            f"Begun on {began_on}, it would not be permitted: {' '.join(legality.reasons)}",
            regime=legality.regime,
            ground=legality.ground,
        )
    return legality
