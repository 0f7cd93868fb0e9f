"""Parts of outcomes frameworks: indicators, measurements, what is at risk, how it is shared (R97, R111)."""

from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.organisations import OrgCode
from shared.kernel.parts import BasisPoints, Evidence, Name, Part, Pence, Prose

MOST_COUNTED = 10**12
Counted = Annotated[int, Field(ge=0, le=MOST_COUNTED)]
IndicatorCode = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9.-]{0,29}$", examples=["UC-01"])]
Direction = Literal["increase", "decrease"]
ContractYear = Annotated[int, Field(ge=1, le=50, description="Counted from 1, from the framework's first day")]


class Ratio(Part):
    """An exact value: `num` of `den`, such as 45 of 60; it may be above 1, such as days per stay."""

    num: Counted
    den: Annotated[int, Field(ge=1, le=MOST_COUNTED)]

    @property
    def exact(self) -> Fraction:
        """As a number."""
        return Fraction(self.num, self.den)


class OutcomeIndicator(Part):
    """What is measured, and how far it is to go: from `baseline` in `direction` to `target`.

    Where the target is the baseline, holding it is the aim. `weight_bp` is its share of the whole score.
    """

    code: IndicatorCode
    title: Name
    domain: Name
    numerator: Prose
    denominator: Prose
    direction: Direction
    baseline: Ratio
    target: Ratio
    weight_bp: Annotated[int, Field(ge=1, le=10_000)]


class AtRiskStep(Part):
    """From this contract year on, this share of the year's value depends on outcomes."""

    from_year: ContractYear
    share_bp: BasisPoints


class OutcomeShare(Part):
    """What share of the payment that is earned goes to a provider: its incentive to reach the outcomes."""

    ods: OrgCode
    share_bp: BasisPoints


class OutcomeAllocation(Part):
    """What a provider gets of the payment that is earned."""

    ods: OrgCode
    pence: Pence


class OutcomeMeasurement(Part):
    """Counts of one indicator over a period, both days inclusive; without a denominator they have no value.

    `no` counts through the framework from 1; `corrected_by` is the number of the measurement that took its place.
    """

    no: int = Field(ge=1)
    code: IndicatorCode
    start: date
    end: date
    contract_year: ContractYear
    num: Counted
    den: Counted
    measured_on: date
    evidence: tuple[Evidence, ...] = ()
    corrects: int | None = None
    reason: str | None = None
    corrected_by: int | None = None


class OutcomePayment(Part):
    """What depended on outcomes in a contract year, and what of it was earned: earned + withheld = at risk.

    The share at risk is that of the schedule, of the year's value; the score is the framework's, in basis points.
    """

    contract_year: ContractYear
    year_start: date
    year_end: date
    annual_value_pence: Pence
    value_reason: str | None = None
    at_risk_bp: BasisPoints
    at_risk_pence: Pence
    score_bp: BasisPoints
    earned_pence: Pence
    withheld_pence: Pence
    allocations: tuple[OutcomeAllocation, ...] = ()
