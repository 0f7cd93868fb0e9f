"""The considerable change test of the Provider Selection Regime (reg 6(10) to (12))."""

from datetime import date

from services.contracts.law.answers import Limit, below
from services.contracts.law.thresholds import share, threshold
from shared.kernel.parts import Part

CITATION = "SI 2023/1348 reg 6(10) to (12)"


class ConsiderableChange(Part):
    """Whether the threshold is `met`, which bars direct award C; limits in pence, `kept` when not reached."""

    met: bool
    reasons: tuple[str, ...]
    limits: tuple[Limit, ...]
    citation: str = CITATION


def considerable_change(
    *, previous_pence: int, proposed_pence: int, materially_different: bool, attributable: bool, on: date
) -> ConsiderableChange:
    """Materially different in character; or, by the authority's decision, worth both so much and such a share more.

    Values are lifetime values in pence: that of the existing contract when it was entered into, and the proposed one.
    """
    most, part = threshold("psr_considerable_change", on), share("psr_considerable_change", on)
    more = proposed_pence - previous_pence
    quarter = -int(-part.of(previous_pence) // 1)
    limits = (
        below("increase of the lifetime value", more, most.pence, most.source),
        below("increase, against the share of the value of the existing contract", more, quarter, part.source),
    )
    both = not any(limit.kept for limit in limits)
    return ConsiderableChange(
        met=materially_different or (attributable and both),
        reasons=_reasons(materially_different, attributable, both),
        limits=limits,
    )


def _reasons(materially_different: bool, attributable: bool, both: bool) -> tuple[str, ...]:
    return (
        f"The arrangements are {'' if materially_different else 'not '}materially different in character.",
        f"The change is {'' if attributable else 'not '}attributable to a decision of the authority.",
        f"The increase reaches {'both' if both else 'not both'} the sum and the share.",
    )
