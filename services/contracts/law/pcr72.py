"""Modifications under regulation 72 of the Public Contracts Regulations 2015."""

from collections.abc import Sequence

from services.contracts.law.answers import Limit, NoticeDuty, below, within
from services.contracts.law.facts import Cause, Ground, GroundAnswer, ModificationFacts, by_clause, ground_answer
from services.contracts.law.thresholds import Threshold, share, threshold

CAUSED: dict[Cause, tuple[Ground, ...]] = {
    "clause": ("pcr72_1_a",),
    "additional": ("pcr72_1_b",),
    "unforeseeable": ("pcr72_1_c",),
    "external": ("pcr72_1_c",),
    "urgent": ("pcr72_1_c",),
    "succession": ("pcr72_1_d",),
}
NOTIFIED: frozenset[Ground] = frozenset({"pcr72_1_b", "pcr72_1_c"})


def grounds(facts: ModificationFacts, light_touch: bool) -> Sequence[GroundAnswer]:
    """The grounds the cause brings into question, then those any modification may rest on."""
    asked = [*CAUSED.get(facts.cause, ()), "pcr72_1_e", "pcr72_1_f"]
    return [_ground(name, facts, light_touch) for name in asked]


def _ground(name: Ground, facts: ModificationFacts, light_touch: bool) -> GroundAnswer:
    cite = f"PCR 2015 reg 72(1)({name[-1]})"
    honest = {"it is not aimed at circumventing the regulations": not facts.aimed_at_circumvention}
    nature = {"the overall nature of the contract stays": not facts.materially_different}
    match name:
        case "pcr72_1_a":
            return by_clause(name, cite, facts)
        case "pcr72_1_b":
            why = (
                "a change of contractor is not possible for economic or technical reasons and would cause significant "
            )
            why += "inconvenience or substantial duplication of costs"
            return ground_answer(
                name, cite, {why: facts.change_of_contractor_impractical} | honest, (_price_increase(facts),)
            )
        case "pcr72_1_c":
            unforeseen = {"a diligent authority could not have foreseen it": facts.cause == "unforeseeable"}
            return ground_answer(name, cite, unforeseen | nature | honest, (_price_increase(facts),))
        case "pcr72_1_d":
            successor = {"the successor meets the criteria of selection first set": facts.successor_qualifies}
            return ground_answer(name, cite, successor | nature | honest)
        case "pcr72_1_e":
            return _non_substantial(name, f"{cite} and (8)", facts)
        case _:
            return ground_answer(name, cite, nature | honest, _below_both(facts, light_touch))


def _price_increase(facts: ModificationFacts) -> Limit:
    most = share("pcr72_price_increase", facts.modified_on)
    # Each modification is judged alone: reg 72(2)(a). A lower price is no increase.
    return within(
        "increase of the price by this modification",
        max(facts.delta_value_pence, 0),
        int(most.of(facts.base_pence)),
        most.source,
    )


def _non_substantial(name: Ground, cite: str, facts: ModificationFacts) -> GroundAnswer:
    checks = {
        "somebody has assessed whether it is substantial": facts.substantial_in is not None,
        "nothing makes it substantial": not facts.substantial_in,
        "the contract does not become materially different in character": not facts.materially_different,
        "no new contractor replaces the first": facts.cause != "succession",
    }
    return ground_answer(name, cite, checks)


def _below_both(facts: ModificationFacts, light_touch: bool) -> tuple[Limit, ...]:
    """Net of all modifications made on this ground: reg 72(4)."""
    net = abs(facts.sum_under("pcr72_1_f") + facts.delta_value_pence)
    part = share(f"pcr72_below_threshold{facts.works}", facts.modified_on)
    most = named_threshold("pcr2015", facts, light_touch)
    tenth = part.of(facts.base_pence)
    return (
        below("net cumulative value, against the relevant threshold", net, most.pence, most.source),
        # Below 400,000.5p is at most 400,000p: the limit is the next whole penny.
        below("net cumulative value, against the share of the first value", net, -int(-tenth // 1), part.source),
    )


def named_threshold(regime: str, facts: ModificationFacts, light_touch: bool) -> Threshold:
    """The threshold for such a contract under a regime, or the one the facts give."""
    if facts.threshold_pence is not None:
        given = facts.threshold_pence
        return Threshold(name="given", since=facts.modified_on, pence=given, source="given with the facts")
    if facts.kind == "works":
        return threshold(f"{regime}_works", facts.modified_on)
    if light_touch:
        return threshold(f"{regime}_light_touch", facts.modified_on)
    return threshold(f"{regime}_services_{facts.authority}", facts.modified_on)


def notices(relied: GroundAnswer) -> tuple[NoticeDuty, ...]:
    """Additional services and unforeseen circumstances are announced once the contract is modified."""
    if relied.ground not in NOTIFIED:
        return ()
    return (
        NoticeDuty(name="modification notice", due_on=None, before=False, citation="PCR 2015 reg 72(3) and reg 51"),
    )
