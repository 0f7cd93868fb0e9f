"""What partners pay in, and payments taken back, at their edges and refused."""

from datetime import date

import pytest
from pydantic import ValidationError

from services.budgets.pools import commands as c
from services.budgets.pools import refusals as r
from services.budgets.pools.domain import pool_decider
from shared.events.budgets import pools as e
from tests.kit.scenario import given
from tests.services.budgets.pools.history import (
    ACTIVE,
    AGREED,
    paid,
    payment_reversed,
    reconciled,
    terminated,
    year_closed,
)

CLOSED = (*ACTIVE, year_closed(0))


class TestPayContribution:
    PAY = c.PayContribution(
        partner="07L",
        amount_pence=50_000,
        paid_on=date(2018, 4, 30),
        payment_ref="PAY-1",
        by_org="08F",
        today=date(2018, 4, 30),
    )

    @staticmethod
    def paying(ref: str) -> c.PayContributionBody:
        return c.PayContributionBody(partner="07L", amount_pence=1, paid_on=date(2018, 4, 30), payment_ref=ref)

    def test_takes_all_that_was_agreed_today(self) -> None:
        given(pool_decider, *ACTIVE).when(self.PAY).then(paid("07L", 50_000))

    def test_refuses_a_penny_more(self) -> None:
        given(pool_decider, *ACTIVE, paid("07L", 1, "PAY-0")).when(self.PAY).then_refused(r.PaymentAboveAgreed)

    def test_refuses_kind_where_cash_was_agreed(self) -> None:
        in_kind = self.PAY.model_copy(update={"kind": "in_kind"})
        given(pool_decider, *ACTIVE).when(in_kind).then_refused(r.PaymentAboveAgreed)

    def test_refuses_the_same_payment_twice(self) -> None:
        again = self.PAY.model_copy(update={"amount_pence": 1})
        given(pool_decider, *ACTIVE, paid("07L", 1)).when(again).then_refused(r.PaymentRefTaken)

    def test_refuses_a_payment_of_tomorrow(self) -> None:
        early = self.PAY.model_copy(update={"today": date(2018, 4, 29)})
        given(pool_decider, *ACTIVE).when(early).then_refused(r.PaidInFuture)

    def test_refuses_one_who_is_no_partner(self) -> None:
        stranger = self.PAY.model_copy(update={"partner": "08N"})
        given(pool_decider, *ACTIVE).when(stranger).then_refused(r.NotAPartner)

    @pytest.mark.parametrize(
        ("day", "quarter"),
        [
            (date(2018, 3, 31), 1),
            (date(2018, 6, 30), 1),
            (date(2018, 7, 1), 2),
            (date(2019, 3, 31), 4),
            (date(2019, 5, 1), 4),
        ],
    )
    def test_counts_in_its_quarter_and_outside_the_year_in_the_nearest(self, day: date, quarter: int) -> None:
        on_day = self.PAY.model_copy(update={"paid_on": day, "today": day})
        (taken,) = given(pool_decider, *ACTIVE).when(on_day).happened()
        assert taken.quarter == quarter

    def test_is_still_taken_after_the_year_is_closed(self) -> None:
        assert given(pool_decider, *CLOSED).when(self.PAY).happened()

    @pytest.mark.parametrize("history", [AGREED, (*CLOSED, reconciled), (*ACTIVE, terminated)])
    def test_is_refused_by_a_pool_that_is_not_active(self, history: tuple[e.PoolEvent, ...]) -> None:
        given(pool_decider, *history).when(self.PAY).then_refused(r.PoolNotActive)

    @pytest.mark.parametrize(
        ("day", "inside"),
        [(date(2017, 12, 31), False), (date(2018, 1, 1), True), (date(2019, 9, 30), True), (date(2019, 10, 1), False)],
    )
    def test_is_of_the_year_or_shortly_before_or_after(self, day: date, inside: bool) -> None:
        asked = given(pool_decider, *ACTIVE).when(self.PAY.model_copy(update={"paid_on": day, "today": day}))
        if inside:
            assert asked.happened()
        else:
            asked.then_refused(r.PaidOutsideYear)

    @pytest.mark.parametrize("org", ["08F", "07L"])
    def test_is_recorded_by_the_host_or_by_who_pays(self, org: str) -> None:
        assert given(pool_decider, *ACTIVE).when(self.PAY.model_copy(update={"by_org": org})).happened()

    def test_is_refused_from_another_partner(self) -> None:
        other = self.PAY.model_copy(update={"by_org": "E09000002"})
        given(pool_decider, *ACTIVE).when(other).then_refused(r.HostOrPayerOnly)


@pytest.mark.parametrize("ref", ["BACS 18.04:(7)_x-1", "BACS/18/1"])
def test_a_reference_may_have_parts(ref: str) -> None:
    assert TestPayContribution.paying(ref).payment_ref == ref


@pytest.mark.parametrize("ref", ["", "/x", "x/", "x//y", "x/../y", ".", "a?b", "a#b", "a%2fb", "a\nb"])
def test_a_reference_that_no_address_can_hold_is_refused(ref: str) -> None:
    with pytest.raises(ValidationError):
        TestPayContribution.paying(ref)


class TestReverseContributionPayment:
    REVERSE = c.ReverseContributionPayment(payment_ref="PAY-1", reason="mistyped", by_org="08F")
    PAID = (*ACTIVE, paid("07L", 5_000))
    taken_back = payment_reversed(paid("07L", 5_000))

    def test_takes_it_back_in_its_quarter(self) -> None:
        given(pool_decider, *self.PAID).when(self.REVERSE).then(self.taken_back)

    def test_by_the_partner_that_paid(self) -> None:
        given(pool_decider, *self.PAID).when(self.REVERSE.model_copy(update={"by_org": "07L"})).then(self.taken_back)

    def test_is_refused_from_another_partner(self) -> None:
        other = self.REVERSE.model_copy(update={"by_org": "E09000002"})
        given(pool_decider, *self.PAID).when(other).then_refused(r.HostOrPayerOnly)

    def test_makes_room_for_the_right_amount_under_the_same_reference(self) -> None:
        right = TestPayContribution.PAY
        given(pool_decider, *self.PAID).when(right).then_refused(r.PaymentRefTaken)
        given(pool_decider, *self.PAID, self.taken_back).when(right).then(paid("07L", 50_000))
        again = given(pool_decider, *self.PAID, self.taken_back, paid("07L", 50_000)).when(self.REVERSE).happened()
        assert [one.amount_pence for one in again] == [-50_000]

    def test_is_refused_twice(self) -> None:
        given(pool_decider, *self.PAID, self.taken_back).when(self.REVERSE).then_refused(r.PaymentAlreadyReversed)

    def test_is_refused_for_a_payment_nobody_took(self) -> None:
        given(pool_decider, *ACTIVE).when(self.REVERSE).then_refused(r.PaymentNotFound)

    def test_leaves_nothing_received_in_the_quarter(self) -> None:
        submit = c.SubmitQuarterlyReturn(quarter=1, by_org="08F", today=date(2018, 7, 1))
        (submitted,) = given(pool_decider, *self.PAID, self.taken_back).when(submit).happened()
        assert submitted.income_pence == 0

    def test_is_refused_once_the_books_are_final(self) -> None:
        given(pool_decider, *self.PAID, year_closed(0), reconciled).when(self.REVERSE).then_refused(r.PoolNotActive)
