"""Each route's lawful way from the plan to the award: what opens it, and whether an intention is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from shared.events.contracts.procurement_parts import KeyCriterion, NoticeKind, ProcurementRoute

Opening = Literal["none", "transparency", "approach", "bids"]


@dataclass(frozen=True)
class Way:
    """`opening`: no launch at all, a notice alone, a notice and time before providers are assessed, or bids."""

    opening: Opening
    intention: bool

    @property
    def assessed(self) -> bool:
        """Whether providers are compared by criteria."""
        return self.opening in ("approach", "bids")


WAYS: Mapping[ProcurementRoute, Way] = {
    "direct_award_a": Way("none", intention=False),
    "direct_award_b": Way("none", intention=False),
    "direct_award_c": Way("none", intention=True),
    "most_suitable_provider": Way("approach", intention=True),
    "competitive": Way("bids", intention=True),
    "light_touch": Way("bids", intention=True),
    "pa23_open": Way("bids", intention=True),
    "pa23_competitive_flexible": Way("bids", intention=True),
    "pa23_direct_award": Way("transparency", intention=True),
    "framework_calloff": Way("bids", intention=True),
}
"""SI 2023/1348 regs 7-11; PCR 2015 regs 74-76; Procurement Act 2023 ss19-20, 41-51."""

OPENED_BY: Mapping[Opening, NoticeKind] = {
    "transparency": "transparency",
    "approach": "intended_approach",
    "bids": "tender",
}

KEY_CRITERIA: frozenset[KeyCriterion] = frozenset(
    (
        "quality_and_innovation",
        "value",
        "integration_collaboration_and_sustainability",
        "access_inequalities_and_choice",
        "social_value",
    )
)
"""SI 2023/1348 reg 5: each is considered; how much it weighs is for the authority."""
