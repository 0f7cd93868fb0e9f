"""Modifications under sections 74 and 75 and Schedule 8 of the Procurement Act 2023."""

from collections.abc import Sequence
from fractions import Fraction

from services.contracts.law.answers import Limit, NoticeDuty, below, within
from services.contracts.law.facts import Cause, Ground, GroundAnswer, ModificationFacts, by_clause, ground_answer
from services.contracts.law.pcr72 import named_threshold
from services.contracts.law.thresholds import Share, share

PERMITTED: dict[Cause, Ground] = {
    "clause": "pa23_sch8_1",
    "urgent": "pa23_sch8_2",
    "unforeseeable": "pa23_sch8_4",
    "external": "pa23_sch8_4",
    "known_risk": "pa23_sch8_5",
    "additional": "pa23_sch8_8",
    "succession": "pa23_sch8_9",
}


def grounds(facts: ModificationFacts, light_touch: bool) -> Sequence[GroundAnswer]:
    """A light touch contract is modified freely; else a permitted one, one that is not substantial, a small one."""
    if light_touch:
        free = {"it is a light touch contract": True}
        return [ground_answer("pa23_light_touch", "Procurement Act 2023 s74(2)", free)]
    found = [_permitted(PERMITTED[facts.cause], facts)] if facts.cause in PERMITTED else []
    return [*found, _not_substantial(facts), _below_threshold(facts)]


def _permitted(name: Ground, facts: ModificationFacts) -> GroundAnswer:
    cite = f"Procurement Act 2023 Sch 8 para {name[-1]}"
    nature = {"the overall nature of the contract stays": not facts.materially_different}
    match name:
        case "pa23_sch8_1":
            return by_clause(name, cite, facts)
        case "pa23_sch8_2":
            urgent = {"a direct award could be made for extreme urgency or to protect life": True}
            return ground_answer(name, cite, urgent)
        case "pa23_sch8_4":
            unforeseen = {"it could not reasonably have been foreseen before the award": facts.cause == "unforeseeable"}
            return ground_answer(name, cite, unforeseen | nature, (_increase(facts),))
        case "pa23_sch8_5":
            named = {"the tender or transparency notice named the risk": facts.risk_named_in_notice}
            return ground_answer(name, cite, named, (_increase(facts),))
        case "pa23_sch8_8":
            why = "another supplier would mean incompatible supplies, and substantial duplication of costs or "
            why += "significant inconvenience"
            return ground_answer(name, cite, {why: facts.change_of_contractor_impractical}, (_increase(facts),))
        case _:
            successor = {
                "the new supplier is not excluded and follows a corporate restructuring": facts.successor_qualifies
            }
            return ground_answer(name, cite, successor)


def _increase(facts: ModificationFacts) -> Limit:
    most = share("pa2023_price_increase", facts.modified_on)
    limit = int(most.of(estimated_value(facts)))
    return within("increase of the estimated value", max(_change(facts), 0), limit, most.source)


def _not_substantial(facts: ModificationFacts) -> GroundAnswer:
    checks = {
        "somebody has assessed whether it is substantial": facts.substantial_in is not None,
        "neither scope nor economic balance change materially": not facts.substantial_in,
        "the contract does not become materially different": not facts.materially_different,
    }
    if facts.delta_term_days:
        part = share("pa2023_term", facts.modified_on)
        kept = facts.max_term_days is not None and abs(facts.delta_term_days) <= part.of(facts.max_term_days)
        checks[f"the term changes by no more than {part.basis_points // 100}% of the longest on award"] = kept
    return ground_answer("pa23_not_substantial", "Procurement Act 2023 s74(1)(b) and (3)", checks)


def _below_threshold(facts: ModificationFacts) -> GroundAnswer:
    part = share(f"pa2023_below_threshold{facts.works}", facts.modified_on)
    most = named_threshold("pa2023", facts, light_touch=False)
    small = [abs(one.delta_value_pence) for one in facts.earlier if one.ground == "pa23_below_threshold"]
    limits = (
        within("change of the estimated value", abs(_change(facts)), int(part.of(estimated_value(facts))), part.source),
        below(
            "all below-threshold modifications together",
            sum(small) + abs(facts.delta_value_pence),
            most.pence,
            most.source,
        ),
    )
    scope = {"the scope does not change materially": not facts.materially_different}
    return ground_answer("pa23_below_threshold", "Procurement Act 2023 s74(1)(c) and (4)", scope, limits)


def estimated_value(facts: ModificationFacts) -> int:
    """The contract's value before the modification, in pence: as estimated for the time being."""
    return max(facts.base_pence + facts.sum_under(), 0) if not facts.made_together_with_earlier else facts.base_pence


def _change(facts: ModificationFacts) -> int:
    """With the earlier ones, when it could reasonably have been made together with them: s74(7) and (8), s75(4)."""
    return facts.delta_value_pence + (facts.sum_under() if facts.made_together_with_earlier else 0)


def notices(facts: ModificationFacts, relied: GroundAnswer) -> tuple[NoticeDuty, ...]:
    """A change notice before the contract is modified, unless value and term, as far as they change, change little.

    Read literally s75(2) asks for one of the two only; a notice too many harms nobody.
    """
    if relied.ground == "pa23_light_touch":
        return ()
    value, term = abs(_change(facts)), abs(facts.delta_term_days)
    little = value <= _part(f"pa2023_notice_value{facts.works}", facts).of(estimated_value(facts))
    if term:
        longest = (
            Fraction(0) if facts.max_term_days is None else _part("pa2023_notice_term", facts).of(facts.max_term_days)
        )
        little = little and term <= longest
    if little and (value or term) and relied.ground != "pa23_sch8_9":
        return ()
    return (
        NoticeDuty(
            name="contract change notice", due_on=facts.modified_on, before=True, citation="Procurement Act 2023 s75(1)"
        ),
    )


def _part(name: str, facts: ModificationFacts) -> Share:
    return share(name, facts.modified_on)
