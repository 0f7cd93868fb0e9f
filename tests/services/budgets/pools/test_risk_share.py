"""The risk share: worked examples W2 and W3 to the penny, and what holds for every variance."""

import random
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from services.budgets.pools.risk_share import SharedVariance, share_variance
from shared.events.budgets.pools import PartnerCap, RiskShareTerms

CONTRIBUTIONS = {
    "07L": 450_000_000,
    "E09000002": 300_000_000,
    "08F": 600_000_000,
    "E09000016": 250_000_000,
    "08N": 650_000_000,
    "E09000026": 250_000_000,
}
COUNCILS = ("E09000002", "E09000016", "E09000026")
OVERSPEND = 113_745_931
RISK_POOL = 25_000_000


def terms(caps: Mapping[str, int] | None = None, risk_pool: int = RISK_POOL, invested_bp: int = 0) -> RiskShareTerms:
    return RiskShareTerms(
        risk_pool_pence=risk_pool,
        caps=tuple(PartnerCap(partner=partner, cap_bp=bp) for partner, bp in (caps or {}).items()),
        underspend_to_investment_bp=invested_bp,
    )


def amounts(shared: SharedVariance) -> list[int]:
    return [one.amount_pence for one in shared.allocations]


def capped(shared: SharedVariance) -> set[str]:
    return {one.partner for one in shared.allocations if one.capped}


class TestOverspendW2:
    def test_calls_the_risk_pool_first_then_spreads_pro_rata(self) -> None:
        shared = share_variance(OVERSPEND, CONTRIBUTIONS, terms())
        assert shared.risk_pool_used_pence == 25_000_000
        assert amounts(shared) == [15_974_268, 10_649_512, 21_299_023, 8_874_593, 23_073_942, 8_874_593]
        assert (sum(amounts(shared)), shared.unallocated_pence) == (88_745_931, 0)

    def test_caps_the_councils_and_spreads_their_excess_over_the_others(self) -> None:
        shared = share_variance(OVERSPEND, CONTRIBUTIONS, terms(dict.fromkeys(COUNCILS, 300)))
        assert amounts(shared) == [17_138_629, 9_000_000, 22_851_505, 7_500_000, 24_755_797, 7_500_000]
        assert (sum(amounts(shared)), shared.unallocated_pence) == (88_745_931, 0)
        assert capped(shared) == set(COUNCILS)

    def test_leaves_unallocated_what_is_above_everybodys_cap(self) -> None:
        shared = share_variance(OVERSPEND, CONTRIBUTIONS, terms(dict.fromkeys(CONTRIBUTIONS, 200)))
        assert amounts(shared) == [9_000_000, 6_000_000, 12_000_000, 5_000_000, 13_000_000, 5_000_000]
        assert shared.unallocated_pence == 38_745_931
        assert shared.trace[-1].step == "unallocated"

    def test_says_every_step_in_words_and_figures(self) -> None:
        shared = share_variance(OVERSPEND, CONTRIBUTIONS, terms({"E09000002": 300}))
        assert [step.step for step in shared.trace] == ["variance", "risk_pool", "cap", "pro_rata"]
        assert shared.trace[2].words == "E09000002 would pay more than its cap and pays the cap of £90,000.00"


class TestUnderspendW3:
    def test_feeds_the_investment_fund_and_hands_the_rest_back(self) -> None:
        shared = share_variance(-60_000_000, CONTRIBUTIONS, terms(invested_bp=2_500))
        assert shared.investment_fund_pence == 15_000_000
        assert amounts(shared) == [-8_100_000, -5_400_000, -10_800_000, -4_500_000, -11_700_000, -4_500_000]
        assert (shared.risk_pool_used_pence, shared.unallocated_pence) == (0, 0)

    def test_is_not_limited_by_caps(self) -> None:
        shared = share_variance(-60_000_000, CONTRIBUTIONS, terms(dict.fromkeys(CONTRIBUTIONS, 0)))
        assert (sum(amounts(shared)), capped(shared)) == (-60_000_000, set())


class TestEdges:
    def test_an_overspend_of_the_whole_risk_pool_costs_nobody_anything(self) -> None:
        shared = share_variance(RISK_POOL, CONTRIBUTIONS, terms())
        assert (shared.risk_pool_used_pence, set(amounts(shared))) == (RISK_POOL, {0})

    def test_a_penny_above_the_risk_pool_goes_to_the_largest_contribution(self) -> None:
        shared = share_variance(RISK_POOL + 1, CONTRIBUTIONS, terms())
        assert amounts(shared) == [0, 0, 0, 0, 1, 0]

    def test_nothing_over_or_under_is_nothing_shared(self) -> None:
        shared = share_variance(0, CONTRIBUTIONS, terms())
        assert (shared.risk_pool_used_pence, set(amounts(shared)), shared.unallocated_pence) == (0, {0}, 0)

    def test_a_share_of_exactly_the_cap_is_not_capped(self) -> None:
        shared = share_variance(200, {"AAA": 100, "BBB": 100}, terms({"AAA": 10_000}, risk_pool=0))
        assert (amounts(shared), capped(shared)) == ([100, 100], set())

    def test_a_penny_more_is_capped_and_spread_again(self) -> None:
        shared = share_variance(202, {"AAA": 100, "BBB": 100}, terms({"AAA": 10_000}, risk_pool=0))
        assert (amounts(shared), capped(shared)) == ([100, 102], {"AAA"})

    def test_a_cap_that_ends_in_part_of_a_penny_is_rounded_down(self) -> None:
        # 3% of 119p is 3.57p; half of 7p would be 3.5p, and 4p as the odd penny falls.
        shared = share_variance(7, {"AAA": 119, "BBB": 119}, terms({"AAA": 300}, risk_pool=0))
        assert amounts(shared) == [3, 4]

    def test_respreading_may_take_another_partner_to_its_cap(self) -> None:
        contributions = {"AAA": 1_000, "BBB": 1_000, "CCC": 1_000}
        shared = share_variance(300, contributions, terms({"AAA": 100, "BBB": 1_200}, risk_pool=0))
        assert (amounts(shared), capped(shared)) == ([10, 120, 170], {"AAA", "BBB"})

    def test_without_contributions_nobody_bears_anything(self) -> None:
        shared = share_variance(500, {"AAA": 0, "BBB": 0}, terms(risk_pool=100))
        assert (shared.risk_pool_used_pence, amounts(shared), shared.unallocated_pence) == (100, [0, 0], 400)


NAMES = [letter * 3 for letter in "ABCDEFGH"]
partners = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 10**11), min_size=1)
caps_bp = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 10_000))
variances = st.integers(-(10**12), 10**12)


class TestForEveryVariance:
    @given(partners, caps_bp, variances, st.integers(0, 10**9), st.integers(0, 10_000))
    def test_the_parts_add_up_and_no_cap_is_exceeded(
        self, contributions: dict[str, int], caps: dict[str, int], variance: int, risk_pool: int, invested_bp: int
    ) -> None:
        shared = share_variance(variance, contributions, terms(caps, risk_pool, invested_bp))
        parts = sum(amounts(shared)) + shared.unallocated_pence
        assert parts + shared.risk_pool_used_pence - shared.investment_fund_pence == variance
        for one in shared.allocations:
            if variance > 0:
                assert one.amount_pence >= 0
                if one.partner in caps:
                    assert one.amount_pence * 10_000 <= contributions[one.partner] * caps[one.partner]
            else:
                assert one.amount_pence <= 0
            if contributions[one.partner] == 0:
                assert one.amount_pence == 0

    @given(partners, caps_bp, variances, st.integers(0, 10**6))
    def test_the_order_of_partners_moves_no_more_than_a_tied_penny(
        self, contributions: dict[str, int], caps: dict[str, int], variance: int, seed: int
    ) -> None:
        order = list(contributions)
        random.Random(seed).shuffle(order)  # noqa: S311  # a shuffle in a test, not a secret
        one = share_variance(variance, contributions, terms(caps))
        other = share_variance(variance, {partner: contributions[partner] for partner in order}, terms(caps))
        there = {part.partner: part.amount_pence for part in other.allocations}
        assert capped(one) == capped(other)
        assert one.unallocated_pence == other.unallocated_pence
        assert all(abs(there[part.partner] - part.amount_pence) <= 1 for part in one.allocations)

    @given(
        st.dictionaries(st.sampled_from(NAMES[:4]), st.integers(1, 10**6), min_size=2),
        st.integers(1, 10**8),
    )
    def test_nobody_is_left_short_while_somebody_has_room(self, contributions: dict[str, int], variance: int) -> None:
        first = next(iter(contributions))
        shared = share_variance(variance, contributions, terms({first: 100}, risk_pool=0))
        assert shared.unallocated_pence == 0
