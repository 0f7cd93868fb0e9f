"""The choice tree of the Provider Selection Regime (SI 2023/1348 regs 6 to 11 and 16 to 18)."""

from services.contracts.law.answers import LegalAnswer, NoticeDuty
from services.contracts.law.considerable import CITATION, ConsiderableChange, considerable_change
from services.contracts.law.regimes import Applicable
from services.contracts.law.route_facts import RouteFacts, answer, route_of_another_regime
from services.contracts.law.thresholds import period

REGULATIONS = "SI 2023/1348"
ROUTES = "direct award A, B and C, most suitable provider, competitive, framework call-off"


def check(facts: RouteFacts, regime: Applicable) -> LegalAnswer:
    """Permitted when the route's own conditions hold and no other route must be followed."""
    match facts.route:
        case "direct_award_a":
            return answer(regime, _cite(7), _a(facts), notices=_confirmed(7), citations=_tree(7))
        case "direct_award_b":
            return answer(regime, _cite(8), _b(facts), notices=_confirmed(8), citations=_tree(8))
        case "direct_award_c":
            return _c(facts, regime)
        case "most_suitable_provider":
            view = "the authority is of the view that it is likely to be able to identify the most suitable provider"
            checks = _free(facts) | {view: facts.likely_to_identify_most_suitable} | _no_framework(facts)
            notices = (_approach(facts), *_intended(10))
            return answer(regime, _cite(10), checks, notices=notices, citations=_tree(10))
        case "competitive":
            opening = NoticeDuty(name="contract notice", due_on=None, before=True, citation=_cite(11))
            return answer(regime, _cite(11), _free(facts), notices=(opening, *_intended(11)), citations=_tree(11))
        case "framework_calloff":
            called = {"it is called off from a framework agreement": facts.via_framework}
            return answer(regime, _cite(18), called, notices=_confirmed(18), citations=(_cite(16), _cite(18)))
        case _:
            return route_of_another_regime(facts, regime, instead=ROUTES)


def must_follow_a(facts: RouteFacts) -> bool:
    """Only the existing provider is capable, and no framework agreement comes in."""
    return facts.existing_provider and facts.only_capable_provider and not _framework(facts)


def must_follow_b(facts: RouteFacts) -> bool:
    """Patients choose, and the authority does not restrict the number of providers."""
    return facts.unrestricted_patient_choice and not must_follow_a(facts) and not _framework(facts)


def change_for_c(facts: RouteFacts) -> ConsiderableChange | None:
    """The considerable change test; None when the value of the existing contract is not known."""
    if facts.previous_value_pence is None:
        return None
    return considerable_change(
        previous_pence=facts.previous_value_pence,
        proposed_pence=facts.estimated_value_pence,
        materially_different=facts.materially_different,
        attributable=facts.change_attributable_to_authority,
        on=facts.began_on,
    )


def _a(facts: RouteFacts) -> dict[str, bool]:
    return {
        "there is an existing provider of the services": facts.existing_provider,
        "only the existing provider is capable of providing them": facts.only_capable_provider,
    } | _no_framework(facts)


def _b(facts: RouteFacts) -> dict[str, bool]:
    return {
        "patients have a choice of provider and their number is not restricted": facts.unrestricted_patient_choice,
        "direct award A need not be followed": not must_follow_a(facts),
    } | _no_framework(facts)


def _c(facts: RouteFacts, regime: Applicable) -> LegalAnswer:
    change = change_for_c(facts)
    checks = {
        "there is an existing provider of the services": facts.existing_provider,
        "it satisfies the existing contract and is likely to satisfy the new one": facts.satisfactory,
        "the value of the existing contract is known": change is not None,
        "the considerable change threshold is not met": change is not None and not change.met,
    }
    found = answer(
        regime,
        _cite(9),
        _free(facts) | checks | _no_framework(facts),
        limits=() if change is None else change.limits,
        notices=_intended(9),
        citations=(*_tree(9), CITATION),
    )
    reasons = () if change is None else change.reasons
    return found.model_copy(update={"reasons": (*found.reasons, *reasons)})


def _framework(facts: RouteFacts) -> bool:
    return facts.concludes_framework or facts.via_framework


def _no_framework(facts: RouteFacts) -> dict[str, bool]:
    return {"no framework agreement comes in, which would leave the competitive process alone": not _framework(facts)}


def _free(facts: RouteFacts) -> dict[str, bool]:
    return {
        "direct award A need not be followed": not must_follow_a(facts),
        "direct award B need not be followed": not must_follow_b(facts),
    }


def _confirmed(regulation: int) -> tuple[NoticeDuty, ...]:
    name = "confirmation of the award, within 30 days of it"
    return (NoticeDuty(name=name, due_on=None, before=False, citation=_cite(regulation)),)


def _intended(regulation: int) -> tuple[NoticeDuty, ...]:
    name = "intention to award, which begins the standstill"
    return (
        NoticeDuty(name=name, due_on=None, before=True, citation=f"{_cite(regulation)} and reg 12"),
        *_confirmed(regulation),
    )


def _approach(facts: RouteFacts) -> NoticeDuty:
    days = period("psr_intended_approach", facts.began_on)
    name = f"intended approach, at least {days.days} days before providers are assessed"
    return NoticeDuty(name=name, due_on=None, before=True, citation=days.source)


def _cite(regulation: int) -> str:
    return f"{REGULATIONS} reg {regulation}"


def _tree(regulation: int) -> tuple[str, ...]:
    return (_cite(6), _cite(regulation))
