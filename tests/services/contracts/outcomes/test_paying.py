"""Measurements, and the payment that depends on them, to the penny (W13, R97, R111)."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.outcomes import commands as c
from services.contracts.outcomes import refusals as r
from services.contracts.outcomes.domain import outcomes_decider
from services.contracts.outcomes.paying import shared_out
from shared.events.contracts import outcome_parts as p
from shared.events.contracts import outcomes as e
from shared.kernel.refusals import Refused
from tests.kit.scenario import given
from tests.services.contracts.outcomes.history import (
    AGREE,
    CONTRACT_KNOWN,
    DAY,
    DRAFT,
    SUCCESSOR,
    TODAY,
    after,
    calculate,
    correct,
    events,
    indicator,
    measure,
    row,
)

IN_FORCE = (DRAFT, AGREE)
MEASURED = (*IN_FORCE, measure("A-1", 3, 4), measure("B-1", 1, 1))
YEAR_2_ENDS = date(2020, 3, 31)


def refused(refusal: type[Refused], *wishes: Any) -> Refused:
    with pytest.raises(refusal) as caught:
        given(outcomes_decider).when(*wishes).happened()
    assert type(caught.value) is refusal
    return caught.value


class TestMeasurement:
    def test_of_nothing_has_no_value_and_not_zero(self) -> None:
        (score,) = row(*IN_FORCE, measure("A-1", 0, 0)).scores
        (one,) = score.indicators
        assert (one.value, one.score_bp, score.score_bp, score.unmeasured) == (None, None, None, ("B-1",))

    def test_may_be_of_parts_of_the_year(self) -> None:
        first = measure("A-1", 1, 1, end=date(2019, 6, 30))
        second = measure("A-1", 2, 3, start=date(2019, 7, 1))
        (score,) = row(*IN_FORCE, first, second).scores
        assert score.indicators[0].value == "3/4"

    def test_is_not_repeated_nor_overlapped_by_a_day(self) -> None:
        first = measure("A-1", 1, 1, end=date(2019, 6, 30))
        for again in (first, measure("A-1", 1, 1, start=date(2019, 6, 30)), measure("A-1", 1, 1)):
            assert refused(r.AlreadyMeasured, *IN_FORCE, first, again).facts == {"measurements": [1]}
        assert after(*IN_FORCE, first, measure("B-1", 1, 1))

    def test_is_corrected_by_name_and_the_first_stays_on_record(self) -> None:
        again = measure("A-1", 1, 2, corrects=1, reason="the spring survey was counted twice")
        corrected = row(*IN_FORCE, measure("A-1", 3, 4), again)
        assert [(one.no, one.corrected_by) for one in corrected.measurements] == [(1, 2), (2, None)]
        assert corrected.scores[0].indicators[0].value == "1/2"
        third = measure("A-1", 1, 3, corrects=2, reason="recount")
        assert row(*IN_FORCE, measure("A-1", 3, 4), again, third).scores[0].indicators[0].value == "1/3"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"corrects": 2},
            {"reason": None},
            {"code": "B-1"},
            {"end": date(2020, 3, 30)},
            {"start": date(2019, 4, 2)},
        ],
        ids=str,
    )
    def test_is_not_corrected_by_what_is_no_correction_of_it(self, wrong: dict[str, Any]) -> None:
        again = measure("A-1", 1, 2, corrects=1, reason="recount").model_copy(update=wrong)
        refused(r.NothingToCorrect, *IN_FORCE, measure("A-1", 3, 4), again)

    def test_is_not_corrected_once_it_was(self) -> None:
        again = measure("A-1", 1, 2, corrects=1, reason="recount")
        refused(r.NothingToCorrect, *IN_FORCE, measure("A-1", 3, 4), again, again)

    def test_is_of_a_period_that_is_over(self) -> None:
        last = measure("A-1", 1, 2, year=8, end=TODAY - DAY)
        assert after(*IN_FORCE, last)
        refused(r.PeriodNotOver, *IN_FORCE, last.model_copy(update={"end": TODAY}))

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            (date(2019, 3, 31), date(2019, 4, 1)),
            (date(2019, 4, 2), date(2019, 4, 1)),
            (date(2018, 3, 31), date(2018, 3, 31)),
        ],
    )
    def test_lies_within_one_contract_year(self, start: date, end: date) -> None:
        refused(r.PeriodNotInOneYear, *IN_FORCE, measure("A-1", 1, 2, start=start, end=end))

    def test_is_of_an_indicator_there_is_under_a_version_in_force(self) -> None:
        refused(r.IndicatorNotFound, *IN_FORCE, measure("Z-1", 1, 2))
        refused(r.FrameworkNotInForce, DRAFT, measure("A-1", 1, 2))

    def test_of_an_earlier_year_may_still_be_corrected_once_the_version_is_superseded(self) -> None:
        later = c.SupersedeOutcomesFramework(superseded_by_id=SUCCESSOR, from_day=YEAR_2_ENDS + DAY)
        assert after(*IN_FORCE, later, measure("A-1", 1, 2))
        refused(r.YearOfAnotherVersion, *IN_FORCE, later, measure("A-1", 1, 2, year=3))


class TestPayment:
    def test_w13_of_160_million_a_tenth_at_risk_at_72_5_per_cent(self) -> None:
        draft = DRAFT.model_copy(update={"indicators": (indicator("A-1", 10_000),)})
        paid = events(draft, AGREE, measure("A-1", 345, 400), calculate())[-1]
        assert paid.payment.annual_value_pence == 16_000_000_000
        assert (paid.payment.at_risk_bp, paid.payment.at_risk_pence) == (1_000, 1_600_000_000)
        assert paid.payment.score_bp == 7_250
        assert (paid.payment.earned_pence, paid.payment.withheld_pence) == (1_160_000_000, 440_000_000)
        told = "£11,600,000.00 of £16,000,000.00 earned in contract year 2 at a score of 72.50 %"
        assert paid.tell() == f"Outcomes of contract BHR-0001: {told}"

    def test_is_rounded_once_at_the_end(self) -> None:
        """Two thirds of the way: not of 66.67 %, which would pay £533.33 more."""
        draft = DRAFT.model_copy(update={"indicators": (indicator("A-1", 10_000),)})
        paid = events(draft, AGREE, measure("A-1", 5, 6), calculate())[-1].payment
        assert (paid.at_risk_pence, paid.score_bp, paid.earned_pence) == (1_600_000_000, 6_667, 1_066_666_667)

    @pytest.mark.parametrize(("year", "share"), [(1, 0), (2, 1_000), (3, 1_000), (4, 1_500), (5, 1_500)])
    def test_puts_at_risk_what_the_schedule_says(self, year: int, share: int) -> None:
        wishes = [measure(code, 1, 1, year=year) for code in ("A-1", "B-1")]
        payment = events(*IN_FORCE, *wishes, calculate(year))[-1].payment
        assert payment.at_risk_pence == payment.earned_pence == 16_000_000_000 * share // 10_000
        assert payment.withheld_pence == 0

    def test_is_calculated_once_and_sums_are_shown(self) -> None:
        paid = row(*MEASURED, calculate())
        assert (paid.earned_pence, paid.withheld_pence) == (1_120_000_000, 480_000_000)
        assert (paid.latest_score_year, paid.latest_score_bp) == (2, 7_000)
        refused(r.YearAlreadyPaid, *MEASURED, calculate(), calculate())

    def test_waits_for_the_year_to_end(self) -> None:
        refused(r.YearNotOver, *MEASURED, calculate(today=YEAR_2_ENDS))
        assert events(*MEASURED, calculate(today=YEAR_2_ENDS + DAY))

    def test_waits_for_every_indicator(self) -> None:
        no = refused(r.IndicatorsUnmeasured, *IN_FORCE, measure("A-1", 3, 4), calculate())
        assert no.facts == {"unmeasured": ["B-1"]}

    def test_needs_something_to_score(self) -> None:
        refused(r.NothingToScore, *IN_FORCE, measure("A-1", 0, 0), measure("B-1", 0, 0), calculate())
        assert events(*IN_FORCE, measure("A-1", 0, 0), measure("B-1", 3, 4), calculate())[-1].payment.score_bp == 5_000

    def test_is_made_under_a_contract_and_a_version_in_force_on_the_last_day(self) -> None:
        refused(r.FrameworkWithoutContract, *MEASURED, calculate(contract=None))
        refused(r.YearOfAnotherVersion, *MEASURED, calculate(successor_from=YEAR_2_ENDS))
        assert events(*MEASURED, calculate(successor_from=YEAR_2_ENDS + DAY))
        refused(r.FrameworkNotInForce, DRAFT, calculate())

    def test_takes_another_value_with_its_reason(self) -> None:
        refused(r.ValueWithoutReason, *MEASURED, calculate(annual_value_pence=1))
        assert events(*MEASURED, calculate(annual_value_pence=16_000_000_000))
        indexed = calculate(annual_value_pence=20_000_000_000, value_reason="indexation")
        assert events(*MEASURED, indexed)[-1].payment.at_risk_pence == 2_000_000_000


class TestCorrection:
    AGAIN = measure("A-1", 1, 1, corrects=1, reason="recount")

    def test_says_what_is_earned_more_or_less_than_before(self) -> None:
        corrected = events(*MEASURED, calculate(), self.AGAIN, correct())[-1]
        assert (corrected.previous_earned_pence, corrected.difference_pence) == (1_120_000_000, 480_000_000)
        worse = measure("A-1", 1, 2, corrects=1, reason="recount")
        assert events(*MEASURED, calculate(), worse, correct())[-1].difference_pence == -480_000_000

    def test_takes_the_place_of_what_was_calculated(self) -> None:
        assert [one.earned_pence for one in after(*MEASURED, calculate(), self.AGAIN, correct()).payments] == [
            1_600_000_000
        ]

    def test_refuses_where_nothing_changed_and_where_nothing_was_calculated(self) -> None:
        refused(r.PaymentUnchanged, *MEASURED, calculate(), correct())
        refused(r.YearNotPaid, *MEASURED, correct())

    def test_follows_a_value_that_the_register_has_corrected(self) -> None:
        contract = CONTRACT_KNOWN.model_copy(update={"annual_value_pence": 8_000_000_000})
        assert events(*MEASURED, calculate(), correct(contract=contract))[-1].difference_pence == -560_000_000


PENCE = st.integers(0, 10**13)
SHARES = st.lists(st.integers(0, 10_000), min_size=0, max_size=5).map(
    lambda cuts: [late - early for early, late in zip([0, *sorted(cuts)], [*sorted(cuts), 10_000], strict=True)]
)


@whatever(PENCE, st.integers(0, 10_000), st.integers(0, 400), SHARES)
def test_nothing_at_risk_is_lost_or_made(value: int, share_bp: int, num: int, shares: list[int]) -> None:
    names = [f"P{place}X" for place in range(len(shares))]
    draft = DRAFT.model_copy(
        update={
            "indicators": (indicator("A-1", 10_000),),
            "at_risk": (p.AtRiskStep(from_year=1, share_bp=share_bp),),
            "providers": tuple(names),
            "shares": tuple(p.OutcomeShare(ods=ods, share_bp=bp) for ods, bp in zip(names, shares, strict=True)),
        }
    )
    contract = CONTRACT_KNOWN.model_copy(update={"annual_value_pence": value})
    payment = events(draft, AGREE, measure("A-1", num, 400), calculate(contract=contract))[-1].payment
    assert payment.earned_pence + payment.withheld_pence == payment.at_risk_pence <= value
    assert payment.earned_pence >= 0 <= payment.withheld_pence
    assert sum(one.pence for one in payment.allocations) == payment.earned_pence


@whatever(st.lists(st.integers(0, 400), min_size=1, max_size=4))
def test_a_payment_and_its_corrections_come_to_the_last_one(counts: list[int]) -> None:
    draft = DRAFT.model_copy(update={"indicators": (indicator("A-1", 10_000),)})
    wishes: list[Any] = [draft, AGREE, measure("A-1", counts[0], 400), calculate()]
    for number, (before, num) in enumerate(pairwise(counts), start=1):
        wishes.append(measure("A-1", num, 400, corrects=number, reason="recount"))
        if max(before, 200) == max(num, 200):
            refused(r.PaymentUnchanged, *wishes, correct())
        else:
            wishes.append(correct())
    happened = events(*wishes)
    first = sum(one.payment.earned_pence for one in happened if isinstance(one, e.OutcomePaymentCalculated))
    later = sum(one.difference_pence for one in happened if isinstance(one, e.OutcomePaymentCorrected))
    assert first + later == after(*wishes).payments[0].earned_pence


def test_without_shares_nothing_is_divided() -> None:
    assert shared_out(100, ()) == ()
