"""How a pool ends before its year is over, at its edges and refused."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from services.budgets.pools import commands as c
from services.budgets.pools import refusals as r
from services.budgets.pools.domain import pool_decider
from shared.events.budgets import pools as e
from tests.kit.scenario import given
from tests.services.budgets.pools.history import (
    ABOUT,
    ACTIVE,
    AGREED,
    CONTRACT,
    DAY_AFTER,
    PATHWAY,
    YEAR_END,
    contract_linked,
    dismissed,
    held,
    opened,
    paid,
    pathway_linked,
    payment_reversed,
    reconciled,
    spent,
    terminated,
    year_closed,
)
from tests.services.budgets.pools.test_ledger import TestReverseExpenditure
from tests.services.budgets.pools.test_links import commitment

TERMINATE = c.TerminatePool(ground="agreed", effective_on=date(2018, 9, 30), by_org="08F", today=date(2018, 9, 30))


def ending(**changes: Any) -> c.TerminatePool:
    return TERMINATE.model_copy(update=changes)


@pytest.mark.parametrize("history", [(opened,), AGREED, ACTIVE])
def test_a_pool_without_money_ends_today(history: tuple[e.PoolEvent, ...]) -> None:
    given(pool_decider, *history).when(TERMINATE).then(terminated)


def test_its_pathways_and_contracts_are_free_again() -> None:
    history = (*ACTIVE, pathway_linked, contract_linked(), commitment(e.CommitmentOpened, 30_000))
    given(pool_decider, *history).when(TERMINATE).then(
        e.PathwayUnlinked(**ABOUT, line="BEDS", pathway_id=PATHWAY),
        e.LineUnlinkedFromContract(**ABOUT, line="BEDS", contract_id=CONTRACT),
        commitment(e.CommitmentClosed, 0, previous_pence=30_000),
        terminated,
    )


def test_a_contract_that_committed_nothing_yet_is_unlinked_only() -> None:
    given(pool_decider, opened, contract_linked()).when(TERMINATE).then(
        e.LineUnlinkedFromContract(**ABOUT, line="BEDS", contract_id=CONTRACT), terminated
    )


def test_a_line_above_its_budget_is_back_within_it() -> None:
    above = e.CommitmentsAboveBudget(
        **ABOUT, line="BEDS", budget_pence=40_000, commitments_pence=40_001, excess_pence=1
    )
    history = (*ACTIVE, contract_linked(), commitment(e.CommitmentOpened, 40_001), above)
    happened = given(pool_decider, *history).when(TERMINATE).happened()
    assert [type(event) for event in happened[-2:]] == [e.CommitmentsBackWithinBudget, e.PoolTerminated]


class TestItsDay:
    @pytest.mark.parametrize("day", [date(2018, 4, 1), YEAR_END])
    def test_is_one_of_the_year(self, day: date) -> None:
        assert given(pool_decider, *ACTIVE).when(ending(effective_on=day, today=YEAR_END)).happened()

    @pytest.mark.parametrize("day", [date(1900, 1, 1), date(2018, 3, 31), date(2018, 10, 1), date(2099, 1, 1)])
    def test_of_an_active_pool_is_refused_before_the_year_and_after_today(self, day: date) -> None:
        given(pool_decider, *ACTIVE).when(ending(effective_on=day)).then_refused(r.TerminationMisdated)

    def test_of_a_pool_never_active_may_be_in_the_year_before(self) -> None:
        first, before = date(2017, 4, 1), date(2017, 3, 31)
        assert given(pool_decider, opened).when(ending(effective_on=first, today=first)).happened()
        given(pool_decider, opened).when(ending(effective_on=before, today=first)).then_refused(r.TerminationMisdated)
        given(pool_decider, opened).when(ending(effective_on=before, today=before)).then_refused(r.TerminationMisdated)

    def test_of_a_pool_never_active_is_of_its_year_though_asked_for_later(self) -> None:
        assert given(pool_decider, *AGREED).when(ending(effective_on=YEAR_END, today=DAY_AFTER)).happened()
        given(pool_decider, *AGREED).when(ending(effective_on=DAY_AFTER, today=DAY_AFTER)).then_refused(
            r.TerminationMisdated
        )


class TestIsRefused:
    def test_of_an_active_pool_the_day_after_its_year(self) -> None:
        given(pool_decider, *ACTIVE).when(ending(today=DAY_AFTER)).then_refused(r.PoolNotTerminable)

    @pytest.mark.parametrize("last", [year_closed(0), reconciled, terminated])
    def test_once_the_year_is_closed_or_the_pool_ended(self, last: e.PoolEvent) -> None:
        given(pool_decider, *ACTIVE, last).when(TERMINATE).then_refused(r.PoolNotTerminable)

    @pytest.mark.parametrize("entry", [paid("07L", 1), spent("BEDS", 1), spent("SURG", 1)])
    def test_while_a_penny_is_in_the_books(self, entry: e.PoolEvent) -> None:
        given(pool_decider, *ACTIVE, entry).when(TERMINATE).then_refused(r.PoolHoldsMoney)

    def test_and_allowed_once_all_of_it_was_reversed(self) -> None:
        history = (*ACTIVE, paid("07L", 5), payment_reversed(paid("07L", 5)), spent("BEDS", 100))
        given(pool_decider, *history, TestReverseExpenditure.reversed_).when(TERMINATE).then(terminated)

    def test_while_a_cost_is_held_and_allowed_once_it_was_dismissed(self) -> None:
        history = (*AGREED, pathway_linked, held())
        given(pool_decider, *history).when(TERMINATE).then_refused(r.HeldCostsOutstanding)
        assert given(pool_decider, *history, dismissed).when(TERMINATE).happened()

    def test_without_a_ground_in_words(self) -> None:
        with pytest.raises(ValidationError):
            c.TerminatePoolBody(ground=" ", effective_on=YEAR_END)
