"""How well a contract year went, exactly (R111)."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.outcomes.scoring import achievement, year_score
from shared.events.contracts import outcome_parts as p
from tests.services.contracts.outcomes.history import FIRST_DAY, TODAY, indicator

VALUES = st.builds(Fraction, st.integers(0, 600), st.sampled_from([200, 7]))


def counted(code: str, num: int, den: int, **changes: Any) -> p.OutcomeMeasurement:
    whole = p.OutcomeMeasurement(
        no=1, code=code, start=FIRST_DAY, end=FIRST_DAY, contract_year=1, num=num, den=den, measured_on=TODAY
    )
    return whole.model_copy(update=changes)


class TestAchievement:
    UP = indicator("A", 1, baseline=p.Ratio(num=1, den=2), target=p.Ratio(num=1, den=1))
    DOWN = indicator("A", 1, direction="decrease", baseline=p.Ratio(num=1, den=1), target=p.Ratio(num=1, den=2))

    @pytest.mark.parametrize(
        ("value", "reached"),
        [
            (Fraction(49, 100), Fraction(0)),
            (Fraction(1, 2), Fraction(0)),
            (Fraction(2, 3), Fraction(1, 3)),
            (Fraction(3, 4), Fraction(1, 2)),
            (Fraction(1), Fraction(1)),
            (Fraction(5, 4), Fraction(1)),
        ],
    )
    def test_is_the_way_gone_from_baseline_to_target(self, value: Fraction, reached: Fraction) -> None:
        assert achievement(self.UP, value) == reached
        assert achievement(self.DOWN, Fraction(3, 2) - value) == reached

    def test_is_all_or_nothing_where_the_baseline_is_to_be_held(self) -> None:
        half = p.Ratio(num=1, den=2)
        held = indicator("A", 1, baseline=half, target=half)
        sunk = indicator("A", 1, direction="decrease", baseline=half, target=half)
        assert [achievement(held, Fraction(n, 100)) for n in (49, 50, 51)] == [0, 1, 1]
        assert [achievement(sunk, Fraction(n, 100)) for n in (49, 50, 51)] == [1, 1, 0]


def between(code: str, weight_bp: int, first: Fraction, second: Fraction, rising: bool) -> p.OutcomeIndicator:
    """From the worse of two values to the better."""
    low, high = (p.Ratio(num=one.numerator, den=one.denominator) for one in sorted([first, second]))
    if rising:
        return indicator(code, weight_bp, direction="increase", baseline=low, target=high)
    return indicator(code, weight_bp, direction="decrease", baseline=high, target=low)


INDICATORS = st.builds(between, st.just("A"), st.just(1), VALUES, VALUES, st.booleans())


@whatever(INDICATORS, VALUES, VALUES)
def test_a_better_value_never_achieves_less(one: p.OutcomeIndicator, first: Fraction, second: Fraction) -> None:
    low, high = sorted([first, second])
    worse, better = (low, high) if one.direction == "increase" else (high, low)
    assert 0 <= achievement(one, worse) <= achievement(one, better) <= 1


@whatever(INDICATORS)
def test_the_target_achieves_all_and_the_baseline_nothing_unless_it_is_the_target(one: p.OutcomeIndicator) -> None:
    assert achievement(one, one.target.exact) == 1
    assert achievement(one, one.baseline.exact) == (1 if one.baseline.exact == one.target.exact else 0)


class TestYearScore:
    TWO = (indicator("A-1", 6_000), indicator("B-1", 4_000))

    def test_is_weighted(self) -> None:
        score = year_score(self.TWO, [counted("A-1", 3, 4), counted("B-1", 1, 1)], 1)
        assert [one.score_bp for one in score.indicators] == [5_000, 10_000]
        assert (score.score_bp, score.unmeasured) == (7_000, ())

    def test_is_rounded_once_at_the_end(self) -> None:
        three = [indicator(code, weight) for code, weight in (("A", 3_334), ("B", 3_333), ("C", 3_333))]
        measured = [counted(code, 2, 3) for code in ("A", "B", "C")]
        score = year_score(three, measured, 1)
        assert [one.score_bp for one in score.indicators] == [3_333, 3_333, 3_333]
        assert score.score_bp == 3_333
        halves = [indicator("A", 5_000), indicator("B", 5_000)]
        score = year_score(halves, [counted("A", 5, 6), counted("B", 5, 7)], 1)
        # Of 6,666.67 and 4,285.71 it is 5,476.19; of the rounded figures it would be 5,476.5 and so 5,477.
        assert [one.score_bp for one in score.indicators] == [6_667, 4_286]
        assert score.score_bp == 5_476

    def test_adds_up_the_periods_of_the_year_before_dividing(self) -> None:
        parts = [counted("A-1", 1, 1), counted("A-1", 2, 3, no=2)]
        (one,) = year_score(self.TWO[:1], parts, 1).indicators
        assert (one.num, one.den, one.value, one.score_bp) == (3, 4, "3/4", 5_000)

    def test_without_a_denominator_there_is_no_value_and_its_weight_goes_to_the_others(self) -> None:
        score = year_score(self.TWO, [counted("A-1", 0, 0), counted("B-1", 3, 4)], 1)
        assert [(one.value, one.score_bp) for one in score.indicators] == [(None, None), ("3/4", 5_000)]
        assert (score.score_bp, score.unmeasured) == (5_000, ())

    def test_without_any_value_there_is_no_score(self) -> None:
        assert year_score(self.TWO, [counted("A-1", 0, 0), counted("B-1", 0, 0)], 1).score_bp is None

    def test_a_zero_is_a_value(self) -> None:
        (one,) = year_score(self.TWO[:1], [counted("A-1", 0, 5)], 1).indicators
        assert (one.value, one.score_bp) == ("0", 0)

    def test_names_what_was_not_measured_and_leaves_out_what_was_corrected_or_is_of_another_year(self) -> None:
        for away in ({"corrected_by": 2}, {"contract_year": 2}):
            score = year_score(self.TWO, [counted("A-1", 3, 4, **away), counted("B-1", 1, 1)], 1)
            assert (score.unmeasured, score.score_bp) == (("A-1",), 10_000)


Year = tuple[list[p.OutcomeIndicator], list[p.OutcomeMeasurement]]
COUNTS = st.integers(0, 50)


def as_year(lines: list[tuple[int, Fraction, Fraction, bool, int, int]]) -> Year:
    """Indicators, each with its counts."""
    asked = [between(f"I-{place}", *line[:4]) for place, line in enumerate(lines)]
    return asked, [counted(one.code, *line[4:]) for one, line in zip(asked, lines, strict=True)]


YEARS = st.lists(
    st.tuples(st.integers(1, 5_000), VALUES, VALUES, st.booleans(), COUNTS, COUNTS), min_size=1, max_size=5
).map(as_year)


@whatever(YEARS)
def test_a_score_lies_between_those_of_its_indicators(year: Year) -> None:
    score = year_score(*year, 1)
    parts = [one.score_bp for one in score.indicators if one.score_bp is not None]
    if not parts:
        assert score.score_bp is None
        return
    assert score.score_bp is not None
    assert 0 <= min(parts) <= score.score_bp <= max(parts) <= 10_000


@whatever(YEARS, st.integers(0, 4))
def test_counting_one_more_success_never_moves_the_score_the_wrong_way(year: Year, chosen: int) -> None:
    asked, measured = year
    place = chosen % len(asked)
    more = measured[place].model_copy(update={"num": measured[place].num + 1})
    before = year_score(asked, measured, 1).score_bp
    after = year_score(asked, [*measured[:place], more, *measured[place + 1 :]], 1).score_bp
    if before is None or after is None:
        assert before == after
    else:
        assert (after >= before) if asked[place].direction == "increase" else (after <= before)
