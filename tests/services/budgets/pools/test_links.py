"""What stands behind a line: contracts, commitments and pathways, at their edges and refused."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.budgets.pools import commands as c
from services.budgets.pools import refusals as r
from services.budgets.pools.domain import pool_decider
from services.budgets.pools.links import committed_pence
from shared.events.budgets import pools as e
from shared.events.budgets.known_contracts import ContractTerm
from tests.kit.scenario import given
from tests.services.budgets.pools.history import (
    ABOUT,
    ACTIVE,
    CONTRACT,
    OTHER_CONTRACT,
    PATHWAY,
    contract_linked,
    opened,
    pathway_linked,
    reconciled,
    terminated,
)

APRIL_1, MARCH_31 = date(2018, 4, 1), date(2019, 3, 31)
ALIGN = c.AlignCommitment(
    contract_id=CONTRACT,
    ref="BHR-0001",
    contract_version=2,
    start=APRIL_1,
    end=MARCH_31,
    terms=(ContractTerm(from_day=APRIL_1, to_day=MARCH_31, value_pence=36_500),),
    ended=False,
)


def aligning(**changes: Any) -> c.AlignCommitment:
    return ALIGN.model_copy(update=changes)


def worth(pence: int, from_day: date = APRIL_1, to_day: date = MARCH_31) -> tuple[ContractTerm, ...]:
    return (ContractTerm(from_day=from_day, to_day=to_day, value_pence=pence),)


def commitment(kind: type[Any], pence: int, *, contract_id: UUID = CONTRACT, code: str = "BEDS", **more: Any) -> Any:
    days = {} if kind is e.CommitmentClosed else {"from_day": APRIL_1, "to_day": MARCH_31}
    facts = {"line": code, "contract_id": contract_id, "contract_ref": "BHR-0001", "contract_version": 2}
    return kind(**{**ABOUT, **facts, **days, "amount_pence": pence, **more})


class TestLinkContract:
    LINK = c.LinkContract(line="BEDS", contract_id=CONTRACT, share_elsewhere_bp=0)

    def test_pays_the_whole_of_it_unless_a_share_is_named(self) -> None:
        given(pool_decider, opened).when(self.LINK).then(contract_linked())

    def test_said_again_changes_nothing(self) -> None:
        given(pool_decider, opened, contract_linked()).when(self.LINK).then()

    def test_at_another_share_is_refused_unless_it_replaces_the_first(self) -> None:
        other = self.LINK.model_copy(update={"share_bp": 5_000})
        explicit = other.model_copy(update={"replaces": CONTRACT})
        given(pool_decider, opened, contract_linked()).when(other).then_refused(r.ContractAlreadyLinked)
        given(pool_decider, opened, contract_linked()).when(explicit).then(contract_linked(bp=5_000))

    def test_of_two_contracts_to_one_line(self) -> None:
        second = self.LINK.model_copy(update={"contract_id": OTHER_CONTRACT})
        assert given(pool_decider, opened, contract_linked()).when(second).happened()

    def test_in_another_contracts_place_takes_its_commitment_away(self) -> None:
        link = self.LINK.model_copy(update={"contract_id": OTHER_CONTRACT, "replaces": CONTRACT})
        above = e.CommitmentsAboveBudget(
            **ABOUT, line="BEDS", budget_pence=40_000, commitments_pence=40_001, excess_pence=1
        )
        within = e.CommitmentsBackWithinBudget(**ABOUT, line="BEDS", budget_pence=40_000, commitments_pence=0)
        history = (opened, contract_linked(), commitment(e.CommitmentOpened, 40_001), above)
        given(pool_decider, *history).when(link).then(
            e.LineUnlinkedFromContract(**ABOUT, line="BEDS", contract_id=CONTRACT),
            commitment(e.CommitmentClosed, 0, previous_pence=40_001),
            within,
            contract_linked(contract_id=OTHER_CONTRACT),
        )

    def test_refuses_to_replace_what_is_not_linked(self) -> None:
        link = self.LINK.model_copy(update={"replaces": OTHER_CONTRACT})
        given(pool_decider, opened).when(link).then_refused(r.NothingToReplace)

    @pytest.mark.parametrize(("share_bp", "accepted"), [(4_000, True), (4_001, False)])
    def test_shares_no_more_than_the_whole_of_a_contract(self, share_bp: int, accepted: bool) -> None:
        link = self.LINK.model_copy(update={"line": "HOME", "share_bp": share_bp, "share_elsewhere_bp": 1_000})
        asked = given(pool_decider, opened, contract_linked(bp=5_000)).when(link)
        if accepted:
            asked.then(contract_linked("HOME", bp=4_000))
        else:
            asked.then_refused(r.ContractSharedTwice)

    def test_refuses_an_unknown_line(self) -> None:
        given(pool_decider, opened).when(self.LINK.model_copy(update={"line": "NONE"})).then_refused(r.UnknownLine)

    @pytest.mark.parametrize("ending", [reconciled, terminated])
    def test_is_refused_once_the_books_are_final(self, ending: e.PoolEvent) -> None:
        given(pool_decider, *ACTIVE, ending).when(self.LINK).then_refused(r.LinksSettled)


class TestLinkPathway:
    LINK = c.LinkPathway(line="BEDS", pathway_id=PATHWAY, tariff=pathway_linked.tariff, linked_elsewhere=False)

    def test_lets_a_line_pay_for_its_discharges(self) -> None:
        given(pool_decider, opened).when(self.LINK).then(pathway_linked)

    def test_said_again_changes_nothing(self) -> None:
        given(pool_decider, opened, pathway_linked).when(self.LINK).then()

    def test_to_another_line_is_refused_unless_it_replaces_the_first(self) -> None:
        other = self.LINK.model_copy(update={"line": "HOME"})
        explicit = other.model_copy(update={"replaces": "BEDS"})
        given(pool_decider, opened, pathway_linked).when(other).then_refused(r.PathwayAlreadyLinked)
        given(pool_decider, opened, pathway_linked).when(explicit).then(
            pathway_linked.model_copy(update={"line": "HOME"})
        )

    def test_is_refused_when_another_pool_of_the_year_pays(self) -> None:
        elsewhere = self.LINK.model_copy(update={"linked_elsewhere": True})
        given(pool_decider, opened).when(elsewhere).then_refused(r.PathwayLinkedElsewhere)

    def test_refuses_to_replace_what_is_not_linked(self) -> None:
        explicit = self.LINK.model_copy(update={"replaces": "HOME"})
        given(pool_decider, opened).when(explicit).then_refused(r.NothingToReplace)

    def test_refuses_two_versions_of_a_tariff_from_one_day(self) -> None:
        twice = self.LINK.model_copy(update={"tariff": pathway_linked.tariff * 2})
        given(pool_decider, opened).when(twice).then_refused(r.TariffDatedTwice)


class TestAlignCommitment:
    def test_opens_what_the_contract_binds_of_the_year(self) -> None:
        given(pool_decider, opened, contract_linked()).when(ALIGN).then(commitment(e.CommitmentOpened, 36_500))

    def test_repeated_says_nothing(self) -> None:
        history = (opened, contract_linked(), commitment(e.CommitmentOpened, 36_500))
        given(pool_decider, *history).when(ALIGN).then()

    def test_adjusts_when_the_value_changes(self) -> None:
        history = (opened, contract_linked(), commitment(e.CommitmentOpened, 36_500))
        given(pool_decider, *history).when(aligning(terms=worth(40_000), contract_version=3)).then(
            commitment(e.CommitmentAdjusted, 40_000, previous_pence=36_500, contract_version=3)
        )

    def test_adjusts_when_the_share_changes(self) -> None:
        history = (opened, contract_linked(), commitment(e.CommitmentOpened, 36_500), contract_linked(bp=5_000))
        given(pool_decider, *history).when(ALIGN).then(commitment(e.CommitmentAdjusted, 18_250, previous_pence=36_500))

    def test_closes_at_what_is_owed_until_the_last_day(self) -> None:
        history = (opened, contract_linked(), commitment(e.CommitmentOpened, 36_500))
        ended = aligning(end=date(2018, 4, 30), ended=True, contract_version=3)
        closed = commitment(e.CommitmentClosed, 3_000, previous_pence=36_500, contract_version=3)
        given(pool_decider, *history).when(ended).then(closed)
        given(pool_decider, *history, closed).when(ended).then()

    def test_of_a_contract_linked_after_it_ended_opens_and_closes(self) -> None:
        ended = aligning(end=date(2018, 4, 30), ended=True)
        given(pool_decider, opened, contract_linked()).when(ended).then(
            commitment(e.CommitmentOpened, 3_000, to_day=date(2018, 4, 30)),
            commitment(e.CommitmentClosed, 3_000, previous_pence=3_000),
        )

    def test_ignores_what_is_older_than_what_it_knows(self) -> None:
        newer = commitment(e.CommitmentOpened, 40_000, contract_version=3)
        given(pool_decider, opened, contract_linked(), newer).when(ALIGN).then()

    def test_ignores_contracts_it_does_not_pay_for(self) -> None:
        given(pool_decider, opened).when(ALIGN).then()

    def test_ignores_contracts_of_other_years(self) -> None:
        before = aligning(start=date(2017, 4, 1), end=date(2018, 3, 31))
        given(pool_decider, opened, contract_linked()).when(before).then()

    @pytest.mark.parametrize("ending", [reconciled, terminated])
    def test_leaves_final_books_as_they_are(self, ending: e.PoolEvent) -> None:
        given(pool_decider, *ACTIVE, contract_linked(), ending).when(ALIGN).then()

    def test_splits_between_the_lines_that_share_it(self) -> None:
        history = (opened, contract_linked(bp=2_500), contract_linked("HOME", bp=7_500))
        given(pool_decider, *history).when(ALIGN).then(
            commitment(e.CommitmentOpened, 9_125), commitment(e.CommitmentOpened, 27_375, code="HOME")
        )


class TestCommitmentsAboveBudget:
    above = e.CommitmentsAboveBudget(
        **ABOUT, line="BEDS", budget_pence=40_000, commitments_pence=40_001, excess_pence=1
    )

    def test_are_not_flagged_at_the_last_penny_of_the_budget(self) -> None:
        given(pool_decider, opened, contract_linked()).when(aligning(terms=worth(40_000))).then(
            commitment(e.CommitmentOpened, 40_000)
        )

    def test_are_flagged_a_penny_above(self) -> None:
        given(pool_decider, opened, contract_linked()).when(aligning(terms=worth(40_001))).then(
            commitment(e.CommitmentOpened, 40_001), self.above
        )

    def test_are_flagged_once(self) -> None:
        history = (opened, contract_linked(), commitment(e.CommitmentOpened, 40_001), self.above)
        given(pool_decider, *history).when(aligning(terms=worth(50_000))).then(
            commitment(e.CommitmentAdjusted, 50_000, previous_pence=40_001)
        )

    def test_are_cleared_when_they_fall_back(self) -> None:
        history = (opened, contract_linked(), commitment(e.CommitmentOpened, 40_001), self.above)
        given(pool_decider, *history).when(aligning(terms=worth(40_000))).then(
            commitment(e.CommitmentAdjusted, 40_000, previous_pence=40_001),
            e.CommitmentsBackWithinBudget(**ABOUT, line="BEDS", budget_pence=40_000, commitments_pence=40_000),
        )

    def test_add_up_over_the_contracts_of_a_line(self) -> None:
        other = commitment(e.CommitmentOpened, 3_501, contract_id=OTHER_CONTRACT)
        history = (opened, contract_linked(), contract_linked(contract_id=OTHER_CONTRACT), other)
        given(pool_decider, *history).when(ALIGN).then(commitment(e.CommitmentOpened, 36_500), self.above)


class TestCommittedPence:
    @pytest.mark.parametrize(
        ("start", "end", "value", "pence"),
        [
            (APRIL_1, MARCH_31, 36_500, 36_500),
            (APRIL_1, date(2018, 4, 15), 10_000_000, 10_000_000),
            (date(2018, 3, 31), APRIL_1, 100, 50),
            (MARCH_31, date(2019, 4, 1), 100, 50),
            (date(2018, 2, 1), APRIL_1, 6_000, 100),
            (date(2019, 4, 1), date(2020, 3, 31), 36_500, 0),
            (date(2017, 4, 1), date(2018, 3, 31), 36_500, 0),
        ],
    )
    def test_counts_the_days_that_fall_into_the_year(self, start: date, end: date, value: int, pence: int) -> None:
        contract = aligning(start=start, end=end, terms=worth(value, start, end))
        assert committed_pence(contract, "2018/19", 10_000) == pence

    @pytest.mark.parametrize(
        ("year", "pence"), [("2017/18", 10_000_000), ("2018/19", 10_000_000), ("2019/20", 40_000_000), ("2020/21", 0)]
    )
    def test_leaves_the_first_years_alone_when_a_dearer_option_is_taken(self, year: str, pence: int) -> None:
        two_years = worth(20_000_000, date(2017, 4, 1), MARCH_31)
        option = worth(40_000_000, date(2019, 4, 1), date(2020, 3, 31))
        assert committed_pence(aligning(end=date(2020, 3, 31), terms=two_years + option), year, 10_000) == pence

    def test_adds_up_what_two_terms_put_into_one_year(self) -> None:
        first = worth(18_300, APRIL_1, date(2018, 9, 30))
        option = worth(8_500, date(2018, 10, 1), MARCH_31)
        assert committed_pence(aligning(terms=first + option), "2018/19", 10_000) == 26_800

    def test_ends_with_the_last_day_in_force(self) -> None:
        assert committed_pence(aligning(end=APRIL_1), "2018/19", 10_000) == 100
        later = aligning(end=APRIL_1, terms=worth(36_500) + worth(99_999, date(2019, 4, 1), date(2020, 3, 31)))
        assert committed_pence(later, "2018/19", 10_000) == 100
        assert committed_pence(later, "2019/20", 10_000) == 0

    def test_rounds_half_a_penny_up_and_once(self) -> None:
        assert committed_pence(aligning(terms=worth(1)), "2018/19", 5_000) == 1
        assert committed_pence(aligning(terms=worth(1)), "2018/19", 4_999) == 0
        assert committed_pence(aligning(terms=worth(1) + worth(1)), "2018/19", 5_000) == 1
