"""What a check of a route is told, and the parts its answers are built of."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from services.contracts.law.answers import LegalAnswer, Limit, NoticeDuty, Route
from services.contracts.law.facts import LegalDay
from services.contracts.law.regimes import Applicable
from shared.events.contracts.law import DirectAwardGround
from shared.kernel.parts import Cpv, Part, Pence


class RouteFacts(Part):
    """A route somebody thinks of, and what the law asks about it. Values are lifetime values in pence.

    `cpv`: the first code is the main subject. `previous_value_pence` is the value of the existing contract when it was
    entered into, `previous_began_on` when its procurement began; `materially_different` and
    `change_attributable_to_authority` compare it with what is proposed.
    `concludes_framework`: what is awarded is a framework agreement; `via_framework`: it is called off from one.
    """

    route: Route
    cpv: tuple[Cpv, ...] = Field(min_length=1, max_length=20)
    began_on: LegalDay
    estimated_value_pence: Pence
    existing_provider: bool = False
    only_capable_provider: bool = False
    unrestricted_patient_choice: bool = False
    satisfactory: bool = False
    materially_different: bool = False
    change_attributable_to_authority: bool = True
    previous_value_pence: Pence | None = None
    previous_began_on: LegalDay | None = None
    likely_to_identify_most_suitable: bool = True
    concludes_framework: bool = False
    via_framework: bool = False
    direct_award_ground: DirectAwardGround | None = None
    light_touch: bool | None = None
    kind: Literal["services", "goods", "works"] = "services"
    authority: Literal["sub_central", "central"] = "sub_central"


def answer(
    regime: Applicable,
    ground: str,
    checks: Mapping[str, bool],
    *,
    limits: tuple[Limit, ...] = (),
    notices: tuple[NoticeDuty, ...] = (),
    citations: tuple[str, ...] = (),
) -> LegalAnswer:
    """Permitted when every condition, said in words, holds; a route that is not permitted asks for no notice."""
    permitted = all(checks.values())
    reasons = tuple(f"{'Holds' if holds else 'Does not hold'}: {words}." for words, holds in checks.items())
    return LegalAnswer(
        permitted=permitted,
        regime=regime.regime,
        ground=ground,
        reasons=(*regime.reasons, *reasons),
        limits=limits,
        notices=notices if permitted else (),
        citations=(*regime.citations, *citations),
    )


def route_of_another_regime(facts: RouteFacts, regime: Applicable, *, instead: str) -> LegalAnswer:
    """The answer for a route that this regime does not know."""
    words = f"{facts.route.replace('_', ' ')} is a route of the regime that applies; its routes are {instead}"
    return answer(regime, "the route belongs to another regime", {words: False})
