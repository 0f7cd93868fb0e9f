"""Approaches side by side, ranked: lawful ones first, then by what the strategy puts first (R11, R14, R16)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from services.contracts.strategies.state import Strategy
from shared.events.contracts.law import Route
from shared.events.contracts.strategy_parts import Criterion, Risk, RouteAppraisal
from shared.kernel.parts import Part

_RISKS: Mapping[Risk, int] = {"low": 0, "medium": 1, "high": 2}

_MEASURES: Mapping[Criterion, Callable[[RouteAppraisal], int]] = {
    "vat": lambda one: one.vat.total_pence,
    "integration": lambda one: -len(one.integrates),
    "risk": lambda one: _RISKS[one.risk],
    "weeks": lambda one: one.weeks,
}
"""The less, the better."""


class ComparedRoute(Part):
    """One approach among the others; places count from 1, equals share one, and a lawful approach precedes all others.

    VAT is what nobody recovers, in pence over the whole term; `integrates` counts service lines out of `in_scope`.
    """

    place: int
    route: Route
    permitted: bool
    regime: Literal["pcr2015", "psr2023", "pa2023", "none"]
    ground: str
    vat_irrecoverable_pence: int
    vat_place: int
    integrates: int
    in_scope: int
    integration_place: int
    risk: Risk
    risk_place: int
    weeks: int
    weeks_place: int


def compare(strategy: Strategy) -> tuple[ComparedRoute, ...]:
    """All appraised approaches, the best first."""

    def standing(one: RouteAppraisal) -> tuple[int, ...]:
        return (not one.legality.permitted, *(_MEASURES[criterion](one) for criterion in strategy.priorities))

    ranked = sorted(strategy.appraisals, key=standing)
    standings = [standing(one) for one in ranked]
    return tuple(
        ComparedRoute(
            place=standings.index(standing(one)) + 1,
            route=one.route,
            permitted=one.legality.permitted,
            regime=one.legality.regime,
            ground=one.legality.ground,
            vat_irrecoverable_pence=one.vat.total_pence,
            vat_place=_place(one, ranked, "vat"),
            integrates=len(one.integrates),
            in_scope=len(strategy.service_lines),
            integration_place=_place(one, ranked, "integration"),
            risk=one.risk,
            risk_place=_place(one, ranked, "risk"),
            weeks=one.weeks,
            weeks_place=_place(one, ranked, "weeks"),
        )
        for one in ranked
    )


def _place(one: RouteAppraisal, among: Sequence[RouteAppraisal], criterion: Criterion) -> int:
    measure = _MEASURES[criterion]
    return 1 + sum(measure(other) < measure(one) for other in among)
