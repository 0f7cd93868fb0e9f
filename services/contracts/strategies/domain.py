"""The rules of a contracting strategy."""

from collections.abc import Sequence
from typing import assert_never

from services.contracts.naming import all_commission, all_known, each_once
from services.contracts.strategies import refusals as no
from services.contracts.strategies.approving import approve
from services.contracts.strategies.commands import (
    AppraiseRoute,
    ApproveStrategy,
    DraftStrategy,
    ReviseStrategy,
    StrategyCommand,
    SupersedeStrategy,
    WhatItRestsOn,
)
from services.contracts.strategies.legality import legality_of
from services.contracts.strategies.state import Strategy, StrategyStatus, evolve
from services.contracts.strategies.vat import irrecoverable_vat
from shared.events.contracts.strategies import (
    RouteAppraised,
    StrategyDrafted,
    StrategyEvent,
    StrategyRevised,
    StrategySuperseded,
)
from shared.events.contracts.strategy_parts import RouteAppraisal
from shared.kernel.decider import Decider

OF_EXISTING_CONTRACTS = frozenset({"legal_variation", "alliance_overlay"})


def decide(command: StrategyCommand, strategy: Strategy | None) -> Sequence[StrategyEvent]:
    """What happens, or a refusal."""
    if isinstance(command, DraftStrategy):
        return _draft(command, strategy)
    if strategy is None:
        raise no.StrategyNotFound("There is no such contracting strategy.")
    match command:
        case ReviseStrategy():
            return _revise(command, strategy)
        case AppraiseRoute():
            return _appraise(command, strategy)
        case ApproveStrategy():
            _open(strategy)
            return approve(command, strategy)
        case SupersedeStrategy():
            return _supersede(command, strategy)
    assert_never(command)


def _draft(command: DraftStrategy, strategy: Strategy | None) -> Sequence[StrategyEvent]:
    if strategy is not None:
        raise no.StrategyRefTaken("This contracting strategy is already drafted.")
    all_commission(command.commissioners, command.commissioner_kinds)
    each_once("contract_ids", command.contract_ids)
    _rests_on(command, command.known_localities)
    said = command.model_dump(exclude={"commissioner_kinds", "known_localities", "by"})
    return [StrategyDrafted(parties=command.commissioners, proposed_by=command.by, **said)]


def _revise(command: ReviseStrategy, strategy: Strategy) -> Sequence[StrategyEvent]:
    _open(strategy)
    _rests_on(command, command.known_localities)
    said = command.model_dump(exclude={"known_localities", "by"})
    return [
        StrategyRevised(
            strategy_id=strategy.strategy_id,
            ref=strategy.ref,
            case_version=strategy.case_version + 1,
            proposed_by=command.by,
            **said,
        )
    ]


def _rests_on(said: WhatItRestsOn, localities: frozenset[str]) -> None:
    all_known(said.localities, localities)
    each_once("service_lines", said.service_lines)
    each_once("priorities", said.priorities)
    if said.starts_on < said.begins_on:
        raise no.ServicesBeforeRoute(f"Services would start on {said.starts_on}, before {said.begins_on}.")


def _appraise(command: AppraiseRoute, strategy: Strategy) -> Sequence[StrategyEvent]:
    _open(strategy)
    if command.route in OF_EXISTING_CONTRACTS and not strategy.contract_ids:
        raise no.VariationOfNothing(f"Strategy {strategy.ref} names no contract to vary or to overlay.")
    each_once("integrates", command.integrates)
    for place, line in enumerate(command.integrates):
        if line not in strategy.service_lines:
            raise no.OutsideScopeOfStrategy(f"{line} is none of its service lines.", field=f"integrates.{place}")
    appraisal = RouteAppraisal(
        route=command.route,
        legality=legality_of(command.route, command.circumstances, strategy, strategy.begins_on),
        supplies=command.supplies,
        vat=irrecoverable_vat(command.supplies, command.kinds, strategy.starts_on),
        weeks=command.weeks,
        risk=command.risk,
        risk_note=command.risk_note,
        integrates=command.integrates,
        appraised_on=command.today,
    )
    return [
        RouteAppraised(strategy_id=strategy.strategy_id, ref=strategy.ref, appraisal=appraisal, proposed_by=command.by)
    ]


def _supersede(command: SupersedeStrategy, strategy: Strategy) -> Sequence[StrategyEvent]:
    if strategy.status is StrategyStatus.SUPERSEDED:
        return []
    if strategy.status is not StrategyStatus.APPROVED:
        raise no.NotApprovedBefore(f"Strategy {strategy.ref} is {strategy.status}.")
    return [
        StrategySuperseded(
            strategy_id=strategy.strategy_id,
            ref=strategy.ref,
            superseded_by=command.superseded_by,
            superseded_by_ref=command.superseded_by_ref,
            superseded_on=command.today,
        )
    ]


def _open(strategy: Strategy) -> None:
    if strategy.status in (StrategyStatus.APPROVED, StrategyStatus.SUPERSEDED):
        raise no.StrategyLocked(f"Strategy {strategy.ref} is {strategy.status}; draft another to take its place.")


strategy_decider: Decider[StrategyCommand, Strategy | None, StrategyEvent] = Decider(
    category="strategy",
    events=StrategyEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
