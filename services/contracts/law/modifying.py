"""Whether a contract may be modified without a new procurement: the regime, the grounds, the limits, the notices."""

from services.contracts.law import pa74, pcr72, psr13
from services.contracts.law.answers import NoticeDuty
from services.contracts.law.facts import GroundAnswer, ModificationAnswer, ModificationFacts
from services.contracts.law.regimes import Applicable, regime_of_modification


def assess_modification(facts: ModificationFacts) -> ModificationAnswer:
    """The first ground that carries the modification, and all that came into question; `LawNotInForce`."""
    regime = regime_of_modification(facts.cpv, facts.procurement_began_on, facts.modified_on)
    light = regime.light_touch if facts.light_touch is None else facts.light_touch
    considered = _grounds(facts, regime, light)
    relied = next((one for one in considered if one.met), None)
    shown = considered if relied is None else [relied]
    return ModificationAnswer(
        permitted=relied is not None,
        regime=regime.regime,
        ground="no ground carries it: a new procurement is needed" if relied is None else relied.citation,
        reasons=(*regime.reasons, *(f"{one.citation}. {reason}" for one in shown for reason in one.reasons)),
        limits=tuple(limit for one in shown for limit in one.limits),
        notices=() if relied is None else _notices(facts, regime, relied),
        citations=(*regime.citations, *dict.fromkeys(one.citation for one in considered)),
        light_touch=light,
        ground_code=None if relied is None else relied.ground,
        considered=considered,
        cumulative_pence=facts.sum_under() + facts.delta_value_pence,
        reprocure=relied is None,
    )


def _grounds(facts: ModificationFacts, regime: Applicable, light: bool) -> tuple[GroundAnswer, ...]:
    if regime.regime == "psr2023":
        return tuple(psr13.grounds(facts))
    if regime.regime == "pa2023":
        return tuple(pa74.grounds(facts, light))
    return tuple(pcr72.grounds(facts, light))


def _notices(facts: ModificationFacts, regime: Applicable, relied: GroundAnswer) -> tuple[NoticeDuty, ...]:
    if regime.regime == "psr2023":
        return psr13.notices(facts)
    if regime.regime == "pa2023":
        return pa74.notices(facts, relied)
    return pcr72.notices(relied)
