"""How well a contract year went: what each indicator achieved, and the weighted score.

Achievement is the way gone from baseline to target, from 0 (baseline or worse) to 1 (target or better), in a straight
line between; where baseline and target are the same it is 1 when the target is held and 0 when it is not. Counts of
several periods of a year are added up before they are divided. Fractions are exact; each figure is rounded once.

An indicator whose denominator is zero has no value: nobody was there on whom the outcome could have been seen. It is
left out and its weight goes to the others in proportion, as a zero would punish and a full score reward for nothing.
One that was not measured at all is another matter: it is left out of the score so far, and no payment is made.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from shared.events.contracts.outcome_parts import OutcomeIndicator, OutcomeMeasurement
from shared.kernel.money import BASIS_POINTS, round_half_up
from shared.kernel.parts import Part


class IndicatorScore(Part):
    """What an indicator came to in a year: the counts, its value as a text such as "3/4", its achievement."""

    code: str
    weight_bp: int
    num: int
    den: int
    value: str | None
    score_bp: int | None


class YearScore(Part):
    """A contract year's weighted score; null when nothing can be scored. `unmeasured` keeps it provisional."""

    contract_year: int
    score_bp: int | None
    unmeasured: tuple[str, ...]
    indicators: tuple[IndicatorScore, ...]


class Scored(NamedTuple):
    """A year's score as it is told, and from 0 to 1, exactly; None when nothing can be scored."""

    told: YearScore
    exact: Fraction | None


def achievement(indicator: OutcomeIndicator, value: Fraction) -> Fraction:
    """From 0 to 1, exactly."""
    sign = 1 if indicator.direction == "increase" else -1
    way = sign * (indicator.target.exact - indicator.baseline.exact)
    gone = sign * (value - indicator.baseline.exact)
    if way <= 0:
        return Fraction(gone >= way)
    return min(max(gone / way, Fraction(0)), Fraction(1))


def year_score(
    indicators: Sequence[OutcomeIndicator], measurements: Sequence[OutcomeMeasurement], contract_year: int
) -> YearScore:
    """The score of a contract year by the measurements that stand, to the basis point."""
    return scored(indicators, measurements, contract_year).told


def scored(
    indicators: Sequence[OutcomeIndicator], measurements: Sequence[OutcomeMeasurement], contract_year: int
) -> Scored:
    """The same, and exactly: what is paid is rounded once, at the end."""
    scores, unmeasured = list[IndicatorScore](), list[str]()
    weighted, weights = Fraction(0), 0
    for one in indicators:
        of_year = [
            measured
            for measured in measurements
            if (measured.code, measured.contract_year) == (one.code, contract_year) and measured.corrected_by is None
        ]
        if not of_year:
            unmeasured.append(one.code)
            continue
        num, den = sum(measured.num for measured in of_year), sum(measured.den for measured in of_year)
        value = Fraction(num, den) if den else None
        achieved = None if value is None else achievement(one, value)
        if achieved is not None:
            weighted += achieved * one.weight_bp
            weights += one.weight_bp
        scores.append(
            IndicatorScore(
                code=one.code,
                weight_bp=one.weight_bp,
                num=num,
                den=den,
                value=None if value is None else str(value),
                score_bp=None if achieved is None else round_half_up(achieved * BASIS_POINTS),
            )
        )
    exact = weighted / weights if weights else None
    told = YearScore(
        contract_year=contract_year,
        score_bp=None if exact is None else round_half_up(exact * BASIS_POINTS),
        unmeasured=tuple(unmeasured),
        indicators=tuple(scores),
    )
    return Scored(told, exact)
