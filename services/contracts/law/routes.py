"""Which routes to a contract the law leaves open: the PSR's choice tree, light touch, Procurement Act (R12, R28)."""

from typing import get_args

from services.contracts.law import pa_routes, pcr_routes, psr_routes
from services.contracts.law.answers import LegalAnswer, Route
from services.contracts.law.considerable import ConsiderableChange, considerable_change
from services.contracts.law.regimes import regime_of_procurement
from services.contracts.law.route_facts import RouteFacts, answer
from services.contracts.law.variations import by_variation

__all__ = ["ConsiderableChange", "RouteFacts", "check_route", "considerable_change", "open_routes"]

ROUTES: tuple[Route, ...] = get_args(Route)


def check_route(facts: RouteFacts) -> LegalAnswer:
    """Whether the route thought of is permitted, and why; `LawNotInForce` for procurements too long ago."""
    regime = regime_of_procurement(facts.cpv, facts.began_on)
    light = regime.light_touch if facts.light_touch is None else facts.light_touch
    if facts.route in ("legal_variation", "alliance_overlay"):
        return by_variation(facts, regime)
    match regime.regime:
        case "psr2023":
            return psr_routes.check(facts, regime)
        case "pa2023":
            return pa_routes.check(facts, regime, light)
        case "pcr2015":
            return pcr_routes.check(facts, regime, light)
        case "none":
            words = "the NHS's own procurement regulations of 2013 left the choice of the route to the commissioner"
            return answer(regime, "outside the Public Contracts Regulations", {words: True})


def open_routes(facts: RouteFacts) -> tuple[Route, ...]:
    """Every route that is permitted on the same facts."""
    return tuple(route for route in ROUTES if check_route(facts.model_copy(update={"route": route})).permitted)
