"""What the law would say, without anything being written: routes, modifications, standstills."""

from typing import Annotated

from services.contracts.law.answers import ADVICE, LegalAnswer, Regime, Route
from services.contracts.law.facts import LegalDay, ModificationAnswer, ModificationFacts
from services.contracts.law.modifying import assess_modification
from services.contracts.law.route_facts import RouteFacts
from services.contracts.law.routes import check_route, open_routes
from services.contracts.law.standstill import Standstill, standstill
from services.contracts.law.thresholds import LawNotInForce
from shared.kernel.message import Body
from shared.kernel.parts import Part
from shared.web.call import Call, asks
from shared.web.docs import answers
from shared.web.routing import capability_router

router = capability_router("law")


class CheckProcurementRouteBody(RouteFacts, Body):
    """A route somebody thinks of."""


class ProcurementRouteCheck(Part):
    """What was asked, what the law would say of it, and every route it leaves open on the same facts."""

    inputs: RouteFacts
    answer: LegalAnswer
    open_routes: tuple[Route, ...]


class CheckModificationBody(ModificationFacts, Body):
    """A modification somebody thinks of."""


class ModificationCheck(Part):
    """What was asked, and what the law would say of it."""

    inputs: ModificationFacts
    answer: ModificationAnswer


class StandstillFacts(Part):
    """The day on which the notice is published; `regime` where the route's name leaves it open."""

    route: Route
    published_on: LegalDay
    regime: Regime | None = None
    mini_competition: bool = False


class CheckStandstillBody(StandstillFacts, Body):
    """A notice somebody thinks of publishing."""


class StandstillCheck(Part):
    """What was asked, and the standstill that would begin; null where the law asks for none."""

    inputs: StandstillFacts
    standstill: Standstill | None
    advice: str = ADVICE


@router.post("/procurement-routes/check", **answers(ProcurementRouteCheck, LawNotInForce))
async def check_procurement_route(
    body: CheckProcurementRouteBody, call: Annotated[Call, asks("check_procurement_route")]
) -> ProcurementRouteCheck:
    """Whether a route to a contract would be lawful, and which others would be."""
    call.must_concern(())
    facts = body.given(RouteFacts)
    return ProcurementRouteCheck(inputs=facts, answer=check_route(facts), open_routes=open_routes(facts))


@router.post("/modifications/check", **answers(ModificationCheck, LawNotInForce))
async def check_modification(
    body: CheckModificationBody, call: Annotated[Call, asks("check_modification")]
) -> ModificationCheck:
    """Whether a contract could be modified so without a new procurement."""
    call.must_concern(())
    facts = body.given(ModificationFacts)
    return ModificationCheck(inputs=facts, answer=assess_modification(facts))


@router.post("/standstill/check", **answers(StandstillCheck, LawNotInForce))
async def check_standstill(
    body: CheckStandstillBody, call: Annotated[Call, asks("check_standstill")]
) -> StandstillCheck:
    """From when to when a standstill would run, and the first day to sign."""
    call.must_concern(())
    facts = body.given(StandstillFacts)
    found = standstill(facts.route, facts.published_on, regime=facts.regime, mini_competition=facts.mini_competition)
    return StandstillCheck(inputs=facts, standstill=found)
