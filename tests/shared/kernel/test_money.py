"""Money: rounding at the half, splits to the penny (worked examples W1 and W5a)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.money import portion, pounds, round_half_up, share_bp, split


class TestRoundHalfUp:
    @pytest.mark.parametrize(
        ("exact", "rounded"),
        [("0.5", 1), ("2.5", 3), ("-0.5", -1), ("-2.5", -3), ("2.4999", 2), ("-2.4999", -2), ("0", 0), ("7", 7)],
    )
    def test_takes_halves_away_from_zero(self, exact: str, rounded: int) -> None:
        assert round_half_up(Fraction(exact)) == rounded


class TestPortion:
    def test_of_twelve_and_a_half_percent_rounds_the_half_penny_up(self) -> None:
        assert portion(10_020, 1_250) == 1_253

    def test_of_a_negative_amount_mirrors_the_positive(self) -> None:
        assert portion(-10_020, 1_250) == -1_253


class TestShareBp:
    def test_of_a_third_is_rounded(self) -> None:
        assert share_bp(1, 3) == 3_333

    def test_of_nothing_is_none(self) -> None:
        assert share_bp(0, 0) is None


class TestSplit:
    def test_of_a_hundred_thousand_pounds_in_three(self) -> None:
        assert split(10_000_000, [1, 1, 1]) == (3_333_334, 3_333_333, 3_333_333)

    def test_gives_the_odd_penny_to_the_largest_remainder(self) -> None:
        assert split(10_001, [50, 30, 20]) == (5_001, 3_000, 2_000)

    def test_of_a_negative_amount_mirrors_the_positive(self) -> None:
        assert split(-10_001, [50, 30, 20]) == (-5_001, -3_000, -2_000)

    def test_gives_tied_pennies_to_the_earlier_parties(self) -> None:
        assert split(5, [1] * 7) == (1, 1, 1, 1, 1, 0, 0)

    def test_of_a_billion_by_weighted_population_is_exact(self) -> None:
        weights = [Fraction("210365.540"), Fraction("269867.206"), Fraction("286127.302")]
        assert split(100_000_000_000, weights) == (27_449_961_744, 35_214_153_805, 37_335_884_451)

    def test_gives_nothing_to_a_weight_of_zero(self) -> None:
        assert split(100, [0, 1]) == (0, 100)

    @pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1]])
    def test_refuses_weights_that_are_no_shares(self, weights: list[int]) -> None:
        with pytest.raises(ValueError, match="weights"):
            split(1, weights)

    @given(
        st.integers(-(10**15), 10**15),
        st.lists(st.integers(0, 10**12), min_size=1, max_size=12).filter(lambda weights: sum(weights) > 0),
    )
    @pytest.mark.promise(number=8)
    def test_adds_up_and_keeps_every_part_within_a_penny(self, total: int, weights: list[int]) -> None:
        parts = split(total, weights)
        assert sum(parts) == total
        exact = [Fraction(total * weight, sum(weights)) for weight in weights]
        assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))


class TestPounds:
    @pytest.mark.parametrize(
        ("pence", "said"), [(123_456, "£1,234.56"), (-5, "-£0.05"), (0, "£0.00"), (113_745_931, "£1,137,459.31")]
    )
    def test_reads_as_money(self, pence: int, said: str) -> None:
        assert pounds(pence) == said
