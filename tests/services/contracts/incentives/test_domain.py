"""The rules of incentives, at their edges and refused (R42, R98)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.contracts.incentives import commands as c
from services.contracts.incentives import refusals as no
from services.contracts.incentives.domain import incentive_decider as decider
from services.contracts.incentives.views import incentive_view
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.incentives.history import (
    AMEND,
    CLEAR,
    FLAG,
    OTHER_FLAG,
    REGISTER,
    REVIEW,
    TERMS,
    TODAY,
    after,
    perverse,
)


def but(command: Any, **changes: Any) -> Any:
    return command.model_copy(update=changes)


def paying(**changes: Any) -> Any:
    return but(REGISTER, terms=but(TERMS, **changes))


class TestRegisterIncentive:
    def test_is_told_with_its_amount(self) -> None:
        """Whom a contract rewards, for what, and how much (R42)."""
        registered = perverse[0]
        assert registered.tell() == (
            "Contract BHR-0001 pays RF4 an incentive: Emergency tariff, £1,500.00 per admission"
        )
        row = row_after(incentive_view, *perverse)
        assert (row.parties, row.owners) == (["07L", "08F", "RF4", "RAT"], ["07L", "08F"])

    def test_is_flagged_when_it_rewards_more_of_what_there_is_to_be_less_of(self) -> None:
        """An inherent financial perverse incentive (R98)."""
        row = row_after(incentive_view, *perverse)
        assert (row.perverse, row.review_outstanding, row.flags) == (True, True, [FLAG])

    @pytest.mark.parametrize(
        "command",
        [
            paying(rewards="less_activity"),
            paying(rewards="outcome", indicator="OF-1"),
            paying(activity="outpatient-first-attendance"),
            but(REGISTER, aims=()),
        ],
    )
    def test_is_not_flagged_when_it_does_not(self, command: c.RegisterIncentive) -> None:
        row = row_after(incentive_view, *after(command))
        assert (row.perverse, row.review_outstanding) == (False, False)

    @pytest.mark.parametrize(
        ("command", "refusal"),
        [
            (but(REGISTER, beneficiary="ILLF01"), no.BeneficiaryNotProvider),
            (paying(activity=None), no.RewardNotNamed),
            (paying(rewards="less_activity", activity=None), no.RewardNotNamed),
            (paying(rewards="outcome"), no.RewardNotNamed),
        ],
    )
    def test_refuses(self, command: c.RegisterIncentive, refusal: type[Refused]) -> None:
        given(decider).when(command).then_refused(refusal)

    def test_refuses_twice(self) -> None:
        given(decider, *perverse).when(REGISTER).then_refused(no.IncentiveRegisteredAlready)


class TestFlagIncentive:
    def test_of_an_aim_declared_later_happens_once(self) -> None:
        harmless = after(but(REGISTER, aims=()))
        (flagged,) = given(decider, *harmless).when(c.FlagIncentive(flag=FLAG)).happened()
        given(decider, *harmless, flagged).when(c.FlagIncentive(flag=FLAG)).then()

    def test_of_an_aim_that_concerns_something_else_does_not_happen(self) -> None:
        other = but(FLAG, activity="outpatient-first-attendance")
        given(decider, *after(but(REGISTER, aims=()))).when(c.FlagIncentive(flag=other)).then()

    def test_is_cleared_with_its_aim_and_stays_while_another_is_pursued(self) -> None:
        both = after(but(REGISTER, aims=(FLAG, OTHER_FLAG)), CLEAR)
        assert row_after(incentive_view, *both).flags == [OTHER_FLAG]
        none = (*both, *given(decider, *both).when(but(CLEAR, reduction_aim_id=UUID(int=8))).happened())
        assert not row_after(incentive_view, *none).perverse
        given(decider, *none).when(CLEAR).then()

    def test_of_another_aim_asks_for_another_review(self) -> None:
        kept = after(REGISTER, REVIEW)
        assert not row_after(incentive_view, *kept).review_outstanding
        again = (*kept, *given(decider, *kept).when(c.FlagIncentive(flag=OTHER_FLAG)).happened())
        row = row_after(incentive_view, *again)
        assert (row.review_outstanding, row.review_outcome) == (True, None)


class TestReviewIncentive:
    @pytest.mark.parametrize(
        ("outcome", "status", "still_perverse"),
        [("keep", "paid", True), ("amend", "to_amend", True), ("withdraw", "withdrawn", False)],
    )
    def test_decides_what_becomes_of_it(self, outcome: str, status: str, still_perverse: bool) -> None:
        row = row_after(incentive_view, *after(REGISTER, but(REVIEW, outcome=outcome)))
        assert (row.status, row.perverse, row.review_outstanding) == (status, still_perverse, False)

    def test_refuses_who_registered_it(self) -> None:
        given(decider, *perverse).when(but(REVIEW, by="lena")).then_refused(ApprovedByProposer)

    def test_refuses_tomorrow(self) -> None:
        tomorrow = but(REVIEW, reviewed_on=date(2026, 5, 2))
        given(decider, *perverse).when(tomorrow).then_refused(no.IncentiveReviewedInFuture)

    def test_of_one_withdrawn_is_over(self) -> None:
        gone = after(REGISTER, but(REVIEW, outcome="withdraw"))
        for command in (REVIEW, AMEND):
            given(decider, *gone).when(command).then_refused(no.IncentiveWithdrawn)
        given(decider, *gone).when(c.FlagIncentive(flag=OTHER_FLAG)).then()

    def test_refuses_what_nobody_registered(self) -> None:
        given(decider).when(REVIEW).then_refused(no.IncentiveNotFound)


class TestAmendIncentive:
    def test_clears_what_it_no_longer_works_against(self) -> None:
        row = row_after(incentive_view, *after(REGISTER, but(REVIEW, outcome="amend"), AMEND))
        assert (row.status, row.perverse, row.rewards) == ("paid", False, "less_activity")

    def test_flags_what_it_now_works_against_and_asks_for_another_review(self) -> None:
        harmless = after(paying(rewards="less_activity"), REVIEW)
        worse = but(AMEND, terms=TERMS)
        row = row_after(incentive_view, *harmless, *given(decider, *harmless).when(worse).happened())
        assert (row.perverse, row.review_outstanding) == (True, True)

    def test_keeps_a_flag_that_still_holds_and_adds_it_only_once(self) -> None:
        more = but(AMEND, terms=but(TERMS, amount_pence=1))
        row = row_after(incentive_view, *perverse, *given(decider, *perverse).when(more).happened())
        assert row.flags == [FLAG]

    def test_who_amends_does_not_review(self) -> None:
        amended = after(REGISTER, but(AMEND, by="jo"))
        given(decider, *amended).when(but(REVIEW, today=TODAY)).then_refused(ApprovedByProposer)

    def test_refuses_terms_that_name_no_reward(self) -> None:
        nothing = but(AMEND, terms=but(TERMS, activity=None))
        given(decider, *perverse).when(nothing).then_refused(no.RewardNotNamed)
