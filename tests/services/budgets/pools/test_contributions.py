"""What partners agree to contribute, and how it may vary, at its edges and refused."""

import pytest

from services.budgets.pools import commands as c
from services.budgets.pools import refusals as r
from services.budgets.pools.domain import pool_decider
from shared.events.budgets import pools as e
from tests.kit.scenario import given
from tests.services.budgets.pools.history import (
    ABOUT,
    ACTIVE,
    AGREED,
    DAY_AFTER,
    YEAR_END,
    all_signed,
    contribution,
    contributions_agreed,
    line,
    opened,
    paid,
    pool_agreed,
    reconciled,
    signature,
    terminated,
    year_closed,
)
from tests.services.budgets.pools.test_domain import TestActivatePool, signing


class TestAgreeContribution:
    AGREE = c.AgreeContribution(partner="07L", amount_pence=50_000, by_org="07L", today=YEAR_END)
    VARY = c.AgreeContribution(
        partner="07L", amount_pence=60_000, variation_reason="inflation", by_org="07L", today=YEAR_END
    )

    def test_by_a_partner_for_itself(self) -> None:
        given(pool_decider, opened).when(self.AGREE).then(contribution("07L", 50_000))

    def test_said_again_changes_nothing(self) -> None:
        given(pool_decider, *ACTIVE).when(self.AGREE).then()

    def test_of_the_last_partner_makes_the_pool_agreed(self) -> None:
        given(pool_decider, opened, *contributions_agreed[1:], *all_signed).when(self.AGREE).then(
            contribution("07L", 50_000), pool_agreed
        )

    def test_is_varied_with_a_reason_while_the_pool_is_active(self) -> None:
        given(pool_decider, *ACTIVE).when(self.VARY).then(contribution("07L", 60_000, 50_000, "inflation"))

    def test_is_refused_without_a_reason(self) -> None:
        silent = self.VARY.model_copy(update={"variation_reason": None})
        given(pool_decider, *ACTIVE).when(silent).then_refused(r.VariationWithoutReason)

    def test_counts_cash_and_kind_together(self) -> None:
        in_kind = c.AgreeContribution(partner="07L", kind="in_kind", amount_pence=7, by_org="07L", today=YEAR_END)
        (_, agreed) = given(pool_decider, *AGREED[:-2]).when(in_kind, signing("08F")).happened()
        assert agreed.contributions[0].amount_pence == 50_007

    def test_is_refused_for_somebody_else(self) -> None:
        other = self.AGREE.model_copy(update={"by_org": "08F"})
        given(pool_decider, opened).when(other).then_refused(r.PartnerSpeaksForItself)

    def test_may_fall_to_what_was_paid_and_not_below(self) -> None:
        small = opened.model_copy(update={"lines": (line("BEDS", budget_pence=1),)})
        history = (small, *ACTIVE[1:], paid("07L", 10_000))
        assert given(pool_decider, *history).when(self.varying(10_000)).happened()
        given(pool_decider, *history).when(self.varying(9_999)).then_refused(r.ContributionBelowPaid)

    def varying(self, pence: int) -> c.AgreeContribution:
        return self.VARY.model_copy(update={"amount_pence": pence})

    def test_may_fall_to_what_the_pooled_lines_need_and_not_below(self) -> None:
        # The pooled lines are budgeted at 80,000, the others contribute 50,000.
        assert given(pool_decider, *ACTIVE).when(self.varying(30_000)).happened()
        given(pool_decider, *ACTIVE).when(self.varying(29_999)).then_refused(r.LinesAboveContributions)

    @pytest.mark.parametrize("history", [(opened,), AGREED, ACTIVE])
    def test_of_nothing_is_refused(self, history: tuple[e.PoolEvent, ...]) -> None:
        given(pool_decider, *history).when(self.varying(0)).then_refused(r.ContributionOfNothing)

    def test_of_nothing_in_cash_is_taken_with_a_penny_in_kind(self) -> None:
        in_kind = self.AGREE.model_copy(update={"kind": "in_kind", "amount_pence": 1})
        assert given(pool_decider, opened).when(self.AGREE, in_kind, self.varying(0)).happened()

    def test_varied_once_agreed_withdraws_every_signature(self) -> None:
        given(pool_decider, *AGREED).when(self.VARY).then(
            contribution("07L", 60_000, 50_000, "inflation"), e.SignaturesWithdrawn(**ABOUT, partner="07L")
        )
        given(pool_decider, *AGREED).when(self.VARY, TestActivatePool.ACTIVATE).then_refused(r.AgreementNotSigned)
        assert given(pool_decider, *AGREED).when(self.VARY, signing("07L")).happened()

    def test_varied_while_others_have_signed_withdraws_their_signatures(self) -> None:
        history = (opened, *contributions_agreed, signature("08F"))
        _, withdrawn = given(pool_decider, *history).when(self.VARY).happened()
        assert isinstance(withdrawn, e.SignaturesWithdrawn)

    def test_varied_before_anybody_signed_withdraws_nothing(self) -> None:
        given(pool_decider, opened, *contributions_agreed).when(self.VARY).then(
            contribution("07L", 60_000, 50_000, "inflation")
        )

    def test_is_not_varied_after_the_years_last_day(self) -> None:
        late = self.VARY.model_copy(update={"today": DAY_AFTER})
        given(pool_decider, *ACTIVE).when(late).then_refused(r.ContributionsSettled)

    @pytest.mark.parametrize("ending", [year_closed(0), reconciled, terminated])
    def test_is_refused_once_the_year_is_closed(self, ending: e.PoolEvent) -> None:
        given(pool_decider, *ACTIVE, ending).when(self.VARY).then_refused(r.ContributionsSettled)
