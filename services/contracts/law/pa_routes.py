"""Routes under the Procurement Act 2023: competitive procedures, direct award on a ground of the Act, call-offs."""

from services.contracts.law.answers import LegalAnswer, NoticeDuty, below
from services.contracts.law.pcr_routes import relevant_threshold
from services.contracts.law.regimes import Applicable
from services.contracts.law.route_facts import RouteFacts, answer, route_of_another_regime
from services.contracts.law.thresholds import period

ACT = "Procurement Act 2023"
ROUTES = "open procedure, competitive flexible procedure, direct award, light touch, framework call-off"


def check(facts: RouteFacts, regime: Applicable, light_touch: bool) -> LegalAnswer:
    """Below the threshold the contract is no public contract; above it the route's own conditions hold."""
    cite, checks, opening = _route(facts, light_touch)
    if cite is None:
        return route_of_another_regime(facts, regime, instead=ROUTES)
    relevant = relevant_threshold("pa2023", facts, light_touch)
    limit = below(
        "estimated value, against the threshold", facts.estimated_value_pence, relevant.pence, relevant.source
    )
    if limit.kept:
        light = {"the main subject is a light touch service": light_touch} if facts.route == "light_touch" else {}
        return answer(regime, f"{ACT} s3: below the threshold, no public contract", light, limits=(limit,))
    notices = (*opening, *_afterwards(facts, light_touch))
    return answer(regime, f"{ACT} {cite}", checks, limits=(limit,), notices=notices, citations=(f"{ACT} {cite}",))


def _route(facts: RouteFacts, light_touch: bool) -> tuple[str | None, dict[str, bool], tuple[NoticeDuty, ...]]:
    tender = (_before("tender notice", "s21"),)
    match facts.route:
        case "pa23_open":
            return "ss19 to 21, open procedure", {}, tender
        case "pa23_competitive_flexible":
            return "ss19 to 21, competitive flexible procedure", {}, tender
        case "light_touch":
            light = {"the main subject is a light touch service": light_touch}
            return "ss9 and 19 to 21, light touch contract", light, tender
        case "pa23_direct_award":
            return "ss41 to 44", _direct(facts, light_touch), (_before("transparency notice", "s44"),)
        case "framework_calloff":
            return "s45", {"it is called off from a framework agreement": facts.via_framework}, ()
        case _:
            return None, {}, ()


def _direct(facts: RouteFacts, light_touch: bool) -> dict[str, bool]:
    ground = facts.direct_award_ground
    checks = {"a ground of sections 41 to 43 or Schedule 5 is named": ground is not None}
    if ground == "user_choice":
        checks["user choice is for light touch services alone"] = light_touch
    if ground == "single_supplier":
        checks["there is no reasonable alternative to the supplier"] = facts.only_capable_provider
    return checks


def _afterwards(facts: RouteFacts, light_touch: bool) -> tuple[NoticeDuty, ...]:
    longer = "_light_touch" if light_touch else ""
    days = period(f"pa2023_details_notice{longer}", facts.began_on)
    stands = "" if light_touch or facts.route == "framework_calloff" else ", which begins the standstill"
    return (
        _before(f"contract award notice{stands}", "ss50 and 51"),
        NoticeDuty(
            name=f"contract details notice, within {days.days} days of the contract",
            due_on=None,
            before=False,
            citation=days.source,
        ),
    )


def _before(name: str, section: str) -> NoticeDuty:
    return NoticeDuty(name=name, due_on=None, before=True, citation=f"{ACT} {section}")
