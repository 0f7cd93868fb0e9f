"""How a variance is shared: the risk pool first, then pro rata to contribution with caps, to the penny."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from shared.events.budgets.pools import PartnerAllocation, RiskShareTerms, TraceStep
from shared.kernel.money import BASIS_POINTS, portion, pounds, split

RULE_VERSION = "pro_rata_after_risk_pool_with_caps/1"


@dataclass(frozen=True)
class SharedVariance:
    """A variance and its parts, in pence.

    Σ allocations + unallocated + risk_pool_used - investment_fund = variance, always. Allocations of an overspend
    are positive (to be paid in), of an underspend negative (handed back).
    """

    variance_pence: int
    risk_pool_used_pence: int
    investment_fund_pence: int
    allocations: tuple[PartnerAllocation, ...]
    unallocated_pence: int
    trace: tuple[TraceStep, ...]


@dataclass
class _Spread:
    """Pence spread so far: `amounts` by partner, `rest` that nobody may be asked for, and the steps taken."""

    amounts: dict[str, int] = field(default_factory=dict)
    capped: set[str] = field(default_factory=set)
    rest: int = 0
    steps: list[TraceStep] = field(default_factory=list)


def share_variance(variance_pence: int, contributions: Mapping[str, int], terms: RiskShareTerms) -> SharedVariance:
    """Share outturn minus pool among the partners, given in agreement order with their contributions in pence."""
    steps = [_step("variance", f"The variance is {pounds(variance_pence)}", variance_pence)]
    if variance_pence >= 0:
        used = min(variance_pence, terms.risk_pool_pence)
        invested = 0
        caps = {cap.partner: _cap_pence(contributions.get(cap.partner, 0), cap.cap_bp) for cap in terms.caps}
        words = f"The risk pool of {pounds(terms.risk_pool_pence)} is called first and bears {pounds(used)}"
        steps.append(_step("risk_pool", words, used))
    else:
        used = 0
        invested = portion(-variance_pence, terms.underspend_to_investment_bp)
        caps = {}  # caps limit what a partner pays, not what it gets back
        words = f"{terms.underspend_to_investment_bp / 100:g}% goes to the investment fund: {pounds(invested)}"
        steps.append(_step("investment_fund", words, invested))
    spread = _spread(variance_pence - used + invested, contributions, caps)
    return SharedVariance(
        variance_pence=variance_pence,
        risk_pool_used_pence=used,
        investment_fund_pence=invested,
        allocations=tuple(
            PartnerAllocation(
                partner=partner, amount_pence=spread.amounts.get(partner, 0), capped=partner in spread.capped
            )
            for partner in contributions
        ),
        unallocated_pence=spread.rest,
        trace=(*steps, *spread.steps),
    )


def _spread(pence: int, weights: Mapping[str, int], caps: Mapping[str, int]) -> _Spread:
    """Pro rata; who would pay more than its cap pays the cap, and the excess is spread again until nobody would.

    Caps are whole pence, so a partner whose exact share is within its cap stays within it when rounded up.
    """
    spread = _Spread()
    remaining, open_to = pence, [partner for partner in weights if weights[partner] > 0]
    while over := _over_cap(remaining, open_to, weights, caps):
        for partner in over:
            spread.amounts[partner] = caps[partner]
            words = f"{partner} would pay more than its cap and pays the cap of {pounds(caps[partner])}"
            spread.steps.append(_step("cap", words, caps[partner], partner))
        spread.capped.update(over)
        remaining -= sum(caps[partner] for partner in over)
        open_to = [partner for partner in open_to if partner not in spread.capped]
    if not open_to or remaining == 0:
        spread.rest = remaining
    else:
        parts = split(remaining, [weights[partner] for partner in open_to])
        spread.amounts.update(zip(open_to, parts, strict=True))
        words = f"{pounds(remaining)} is spread by contribution over {', '.join(open_to)}"
        spread.steps.append(_step("pro_rata", words, remaining))
    if spread.rest:
        spread.steps.append(_step("unallocated", f"{pounds(spread.rest)} is borne by nobody", spread.rest))
    return spread


def _over_cap(pence: int, partners: list[str], weights: Mapping[str, int], caps: Mapping[str, int]) -> list[str]:
    whole = sum(weights[partner] for partner in partners)
    return [
        partner for partner in partners if partner in caps and Fraction(pence * weights[partner], whole) > caps[partner]
    ]


def _cap_pence(contribution_pence: int, cap_bp: int) -> int:
    """Rounded down: half a penny above the cap would be above the cap."""
    return contribution_pence * cap_bp // BASIS_POINTS


def _step(step: str, words: str, amount_pence: int, partner: str | None = None) -> TraceStep:
    return TraceStep.model_validate({"step": step, "words": words, "amount_pence": amount_pence, "partner": partner})
