"""What the rules need to know of one contracting strategy, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.law import Route
from shared.events.contracts.strategies import (
    RouteAppraised,
    StrategyApproved,
    StrategyDrafted,
    StrategyEvent,
    StrategyRevised,
    StrategySuperseded,
)
from shared.events.contracts.strategy_parts import (
    CaseForChange,
    Criterion,
    Legality,
    RoadmapStep,
    RouteAppraisal,
)


class StrategyStatus(StrEnum):
    """Where a strategy is in its life."""

    DRAFT = "draft"
    APPRAISED = "appraised"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Strategy:
    """One strategy; `proposed_by` are those who drafted, revised or appraised it. `legality` is of the day of approval.

    Of each approach the newest appraisal counts.
    """

    strategy_id: UUID
    ref: str
    title: str
    status: StrategyStatus
    parties: tuple[str, ...]
    commissioners: tuple[str, ...]
    localities: tuple[str, ...]
    service_lines: tuple[str, ...]
    cpv: tuple[str, ...]
    estimated_value_pence: int
    begins_on: date
    starts_on: date
    case: CaseForChange
    case_version: int
    contract_ids: tuple[UUID, ...]
    priorities: tuple[Criterion, ...]
    supersedes: UUID | None
    proposed_by: tuple[str, ...]
    appraisals: tuple[RouteAppraisal, ...] = ()
    chosen_route: Route | None = None
    rationale: str | None = None
    roadmap: tuple[RoadmapStep, ...] = ()
    legality: Legality | None = None
    delegation_id: UUID | None = None
    decision_id: UUID | None = None
    approved_on: date | None = None
    superseded_by: UUID | None = None


def evolve(strategy: Strategy | None, event: StrategyEvent) -> Strategy | None:
    """The strategy after `event`."""
    if isinstance(event, StrategyDrafted):
        return _drafted(event)
    if strategy is None:
        return None
    match event:
        case StrategyRevised():
            return _revised(strategy, event)
        case RouteAppraised():
            return _appraised(strategy, event)
        case StrategyApproved():
            return replace(
                strategy,
                status=StrategyStatus.APPROVED,
                chosen_route=event.route,
                rationale=event.rationale,
                roadmap=event.roadmap,
                legality=event.legality,
                delegation_id=event.delegation_id,
                decision_id=event.decision_id,
                approved_on=event.approved_on,
            )
        case StrategySuperseded():
            return replace(strategy, status=StrategyStatus.SUPERSEDED, superseded_by=event.superseded_by)
    assert_never(event)


def _drafted(event: StrategyDrafted) -> Strategy:
    return Strategy(
        strategy_id=event.strategy_id,
        ref=event.ref,
        title=event.title,
        status=StrategyStatus.DRAFT,
        parties=event.parties,
        commissioners=event.commissioners,
        localities=event.localities,
        service_lines=event.service_lines,
        cpv=event.cpv,
        estimated_value_pence=event.estimated_value_pence,
        begins_on=event.begins_on,
        starts_on=event.starts_on,
        case=event.case,
        case_version=1,
        contract_ids=event.contract_ids,
        priorities=event.priorities,
        supersedes=event.supersedes,
        proposed_by=(event.proposed_by,),
    )


def _revised(strategy: Strategy, event: StrategyRevised) -> Strategy:
    return replace(
        strategy,
        status=StrategyStatus.DRAFT,
        localities=event.localities,
        service_lines=event.service_lines,
        cpv=event.cpv,
        estimated_value_pence=event.estimated_value_pence,
        begins_on=event.begins_on,
        starts_on=event.starts_on,
        case=event.case,
        case_version=event.case_version,
        priorities=event.priorities,
        appraisals=(),
        proposed_by=_with(strategy.proposed_by, event.proposed_by),
    )


def _appraised(strategy: Strategy, event: RouteAppraised) -> Strategy:
    others = tuple(one for one in strategy.appraisals if one.route != event.appraisal.route)
    return replace(
        strategy,
        status=StrategyStatus.APPRAISED,
        appraisals=(*others, event.appraisal),
        proposed_by=_with(strategy.proposed_by, event.proposed_by),
    )


def _with(proposers: tuple[str, ...], one: str) -> tuple[str, ...]:
    return proposers if one in proposers else (*proposers, one)
