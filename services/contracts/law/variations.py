"""Routes that buy nothing anew: a legal variation of the existing contract, an alliance agreement over contracts."""

from services.contracts.law.answers import LegalAnswer
from services.contracts.law.facts import ModificationFacts
from services.contracts.law.modifying import assess_modification
from services.contracts.law.regimes import Applicable
from services.contracts.law.route_facts import RouteFacts, answer


def by_variation(facts: RouteFacts, regime: Applicable) -> LegalAnswer:
    """Permitted as far as the existing contract may be modified so (R11); an overlay may change nothing at all."""
    previous = facts.previous_value_pence
    overlay = facts.route == "alliance_overlay"
    unchanged = previous is None or previous == facts.estimated_value_pence
    if overlay and unchanged and not facts.materially_different:
        words = "the alliance agreement changes neither value nor character of the contracts below it"
        return answer(regime, "no contract is awarded or modified", {words: True})
    known = {
        "there is an existing contract to vary": facts.existing_provider or overlay,
        "the value of the existing contract is known": previous is not None,
    }
    if previous is None or not all(known.values()):
        return answer(regime, "no existing contract to vary is known", known)
    found = assess_modification(_as_modification(facts, previous))
    return LegalAnswer(**{name: getattr(found, name) for name in LegalAnswer.model_fields})


def _as_modification(facts: RouteFacts, previous_pence: int) -> ModificationFacts:
    """As if modified on the day the procurement would begin."""
    return ModificationFacts(
        cpv=facts.cpv,
        procurement_began_on=facts.previous_began_on or facts.began_on,
        modified_on=facts.began_on,
        kind=facts.kind,
        authority=facts.authority,
        light_touch=facts.light_touch,
        original_value_pence=previous_pence,
        delta_value_pence=facts.estimated_value_pence - previous_pence,
        cause="authority" if facts.change_attributable_to_authority else "external",
        materially_different=facts.materially_different,
    )
