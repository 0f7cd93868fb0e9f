"""Routes under the Public Contracts Regulations 2015: light touch above its threshold, else a full procedure."""

from services.contracts.law.answers import LegalAnswer, Limit, NoticeDuty, below
from services.contracts.law.regimes import Applicable
from services.contracts.law.route_facts import RouteFacts, answer, route_of_another_regime
from services.contracts.law.thresholds import Threshold, threshold

ROUTES = "light touch, competitive, framework call-off"


def check(facts: RouteFacts, regime: Applicable, light_touch: bool) -> LegalAnswer:
    """Below the threshold nothing of Part 2 is asked; above it the procedure of the kind of contract."""
    if facts.route == "framework_calloff":
        called = {"it is called off from a framework agreement": facts.via_framework}
        return answer(regime, "PCR 2015 reg 33", called, notices=(_award(),), citations=("PCR 2015 reg 33",))
    if facts.route not in ("light_touch", "competitive"):
        return route_of_another_regime(facts, regime, instead=ROUTES)
    relevant = relevant_threshold("pcr2015", facts, light_touch)
    limits = (_reaches(facts, relevant),)
    kind = {"the main subject is a light touch service": light_touch} if facts.route == "light_touch" else {}
    if limits[0].kept:
        return answer(regime, "PCR 2015 reg 5: below the threshold, Part 2 does not apply", kind, limits=limits)
    cite = "PCR 2015 regs 74 to 76" if light_touch else "PCR 2015 regs 26 to 31"
    opening = "contract notice, or prior information notice" if light_touch else "contract notice"
    notices = (
        NoticeDuty(
            name=opening, due_on=None, before=True, citation="PCR 2015 reg 75(1)" if light_touch else "PCR 2015 reg 49"
        ),
        NoticeDuty(
            name="decision notice, which begins the standstill", due_on=None, before=True, citation="PCR 2015 reg 86"
        ),
        _award(),
    )
    return answer(regime, cite, kind, limits=limits, notices=notices, citations=(cite, "PCR 2015 regs 86 and 87"))


def relevant_threshold(regime: str, facts: RouteFacts, light_touch: bool) -> Threshold:
    """The threshold for such a contract on the day its procurement began."""
    if facts.kind == "works":
        return threshold(f"{regime}_works", facts.began_on)
    if light_touch:
        return threshold(f"{regime}_light_touch", facts.began_on)
    return threshold(f"{regime}_services_{facts.authority}", facts.began_on)


def _reaches(facts: RouteFacts, relevant: Threshold) -> Limit:
    return below("estimated value, against the threshold", facts.estimated_value_pence, relevant.pence, relevant.source)


def _award() -> NoticeDuty:
    name = "contract award notice, within 30 days or grouped by quarter"
    return NoticeDuty(name=name, due_on=None, before=False, citation="PCR 2015 reg 50 and reg 75(3) to (4)")
