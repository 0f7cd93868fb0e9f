"""Modifications at every edge of regulation 72 of the Public Contracts Regulations 2015 (W6)."""

from typing import Any

import pytest
from hypothesis import given as whatever

from tests.services.contracts.law.facts import (
    CLEANING,
    VALUES,
    answer,
    earlier,
    ground,
    pcr,
)


def additional(**changes: Any) -> dict[str, Any]:
    return pcr(cause="additional", change_of_contractor_impractical=True) | changes


class TestW6Regulation72Additional:
    def test_half_again_is_judged_each_time_alone(self) -> None:
        first = answer(**additional(delta_value_pence=180_000_000))
        assert (first.permitted, first.ground_code, first.regime) == (True, "pcr72_1_b", "pcr2015")
        second = answer(**additional(delta_value_pence=200_000_000, earlier=earlier("pcr72_1_b", 180_000_000)))
        assert (second.permitted, second.ground_code) == (True, "pcr72_1_b")
        assert second.cumulative_pence == 380_000_000

    def test_a_penny_beyond_half_is_refused(self) -> None:
        found = answer(**additional(delta_value_pence=200_000_001))
        assert not found.permitted
        assert found.reprocure
        limit = ground(found, "pcr72_1_b").limits[0]
        assert (limit.limit_pence, limit.reached_pence, limit.kept) == (200_000_000, 200_000_001, False)

    def test_a_notice_follows(self) -> None:
        (duty,) = answer(**additional(delta_value_pence=180_000_000)).notices
        assert (duty.before, duty.due_on) == (False, None)
        assert "72(3)" in duty.citation

    def test_is_refused_where_another_contractor_could_come_in(self) -> None:
        found = answer(**additional(delta_value_pence=180_000_000, change_of_contractor_impractical=False))
        assert not found.permitted

    @whatever(VALUES)
    def test_whatever_the_value_half_is_the_last_penny(self, value: int) -> None:
        half = additional(original_value_pence=value, substantial_in=("scope",), materially_different=True)
        assert answer(**half, delta_value_pence=value // 2).permitted
        assert not answer(**half, delta_value_pence=value // 2 + 1).permitted

    def test_an_index_brings_the_value_up_to_date(self) -> None:
        assert answer(**additional(delta_value_pence=210_000_000, indexed_value_pence=420_000_000)).permitted
        assert not answer(**additional(delta_value_pence=210_000_001, indexed_value_pence=420_000_000)).permitted

    def test_a_lower_price_is_no_increase(self) -> None:
        assert answer(**additional(delta_value_pence=-390_000_000)).ground_code == "pcr72_1_b"


class TestW6Regulation72Unforeseeable:
    def test_half_again_and_not_a_penny_more(self) -> None:
        asked = pcr(cause="unforeseeable")
        assert answer(**asked, delta_value_pence=200_000_000).ground_code == "pcr72_1_c"
        assert not answer(**asked, delta_value_pence=200_000_001).permitted
        again = earlier("pcr72_1_c", 200_000_000)
        assert answer(**asked, delta_value_pence=200_000_000, earlier=again).permitted

    def test_is_announced(self) -> None:
        assert answer(**pcr(cause="unforeseeable", delta_value_pence=100_000_000)).notices

    @pytest.mark.parametrize("cause", ["external", "urgent"])
    def test_what_could_have_been_foreseen_is_not(self, cause: str) -> None:
        assert not answer(**pcr(cause=cause, delta_value_pence=100_000_000)).permitted

    def test_the_nature_of_the_contract_stays(self) -> None:
        assert not answer(**pcr(cause="unforeseeable", materially_different=True)).permitted

    @pytest.mark.parametrize("cause", ["additional", "unforeseeable"])
    def test_is_refused_when_aimed_at_circumvention(self, cause: str) -> None:
        asked = pcr(
            cause=cause, change_of_contractor_impractical=True, delta_value_pence=1, aimed_at_circumvention=True
        )
        assert not answer(**asked).permitted


class TestW6Regulation72BelowBoth:
    def test_four_million_may_change_by_less_than_a_tenth_altogether(self) -> None:
        assert answer(**pcr(delta_value_pence=30_000_000)).ground_code == "pcr72_1_f"
        so_far = earlier("pcr72_1_f", 30_000_000)
        last = answer(**pcr(delta_value_pence=9_999_999, earlier=so_far))
        assert (last.permitted, last.cumulative_pence) == (True, 39_999_999)
        assert not answer(**pcr(delta_value_pence=1, earlier=earlier("pcr72_1_f", 30_000_000, 9_999_999))).permitted

    def test_ten_million_stay_below_the_threshold_altogether(self) -> None:
        ten = pcr(original_value_pence=1_000_000_000)
        assert answer(**ten, delta_value_pence=60_000_000).permitted
        so_far = earlier("pcr72_1_f", 60_000_000)
        assert answer(**ten, delta_value_pence=6_353_999, earlier=so_far).permitted
        refused = answer(**ten, delta_value_pence=6_354_000, earlier=so_far)
        assert not refused.permitted
        limit, share = ground(refused, "pcr72_1_f").limits
        assert (limit.limit_pence, limit.reached_pence, limit.kept) == (66_354_000, 66_354_000, False)
        assert (share.limit_pence, share.kept) == (100_000_000, True)

    def test_what_was_made_on_other_grounds_does_not_count(self) -> None:
        assert answer(**pcr(delta_value_pence=39_999_999, earlier=earlier("pcr72_1_b", 180_000_000))).permitted

    def test_net_of_what_was_taken_away(self) -> None:
        so_far = earlier("pcr72_1_f", 39_000_000, -30_000_000)
        assert answer(**pcr(delta_value_pence=30_999_999, earlier=so_far)).permitted
        assert not answer(**pcr(delta_value_pence=31_000_000, earlier=so_far)).permitted

    def test_less_value_is_a_change_too(self) -> None:
        assert answer(**pcr(delta_value_pence=-39_999_999)).permitted
        assert not answer(**pcr(delta_value_pence=-40_000_000)).permitted

    def test_works_may_change_by_less_than_fifteen_hundredths(self) -> None:
        works = pcr(kind="works", cpv=("45215140-0",))
        assert answer(**works, delta_value_pence=59_999_999).permitted
        assert not answer(**works, delta_value_pence=60_000_000).permitted

    def test_other_services_have_the_threshold_of_their_authority(self) -> None:
        big = {"cpv": (CLEANING,), "original_value_pence": 10**10}
        assert answer(**big, delta_value_pence=21_490_399).permitted
        assert not answer(**big, delta_value_pence=21_490_400).permitted
        assert answer(**big, authority="central", delta_value_pence=13_968_799).permitted
        assert not answer(**big, authority="central", delta_value_pence=13_968_800).permitted

    def test_asks_for_no_notice(self) -> None:
        assert answer(**pcr(delta_value_pence=30_000_000)).notices == ()

    def test_is_refused_when_the_nature_changes_or_to_circumvent(self) -> None:
        assert not answer(**pcr(delta_value_pence=1, materially_different=True)).permitted
        assert not answer(**pcr(delta_value_pence=1, aimed_at_circumvention=True)).permitted

    @whatever(VALUES)
    def test_whatever_the_value_a_tenth_is_not_reached(self, value: int) -> None:
        beyond = pcr(original_value_pence=value, threshold_pence=10**15)
        most = -(-value // 10) - 1  # the last whole penny below a tenth
        assert answer(**beyond, delta_value_pence=most).permitted
        assert not answer(**beyond, delta_value_pence=most + 1).permitted


class TestRegulation72Succession:
    def test_a_successor_that_qualifies_takes_over(self) -> None:
        assert answer(**pcr(cause="succession", successor_qualifies=True)).ground_code == "pcr72_1_d"

    def test_no_other_does(self) -> None:
        found = answer(**pcr(cause="succession", substantial_in=(), delta_value_pence=50_000_000))
        assert not found.permitted
        assert not ground(found, "pcr72_1_e").met

    def test_is_neither_bound_to_sums_nor_carried_by_small_ones(self) -> None:
        large = answer(**pcr(cause="succession", successor_qualifies=True, delta_value_pence=300_000_000))
        assert large.ground_code == "pcr72_1_d"
        small = answer(**pcr(cause="succession", delta_value_pence=1))
        assert not ground(small, "pcr72_1_d").met

    def test_nor_to_circumvent_nor_with_another_contract(self) -> None:
        asked = pcr(cause="succession", successor_qualifies=True, delta_value_pence=50_000_000)
        assert not answer(**asked, aimed_at_circumvention=True).permitted
        assert not answer(**asked, materially_different=True).permitted


class TestRegulation72NotSubstantial:
    def test_holds_when_somebody_looked_and_found_nothing(self) -> None:
        found = answer(**pcr(substantial_in=(), delta_value_pence=900_000_000))
        assert (found.ground_code, found.notices) == ("pcr72_1_e", ())

    @pytest.mark.parametrize("traits", [None, ("competition",), ("economic_balance",), ("scope", "character")])
    def test_does_not_hold_unassessed_or_with_a_trait(self, traits: Any) -> None:
        assert not answer(**pcr(substantial_in=traits, delta_value_pence=900_000_000)).permitted

    def test_does_not_hold_for_a_contract_of_another_character(self) -> None:
        assert not answer(**pcr(substantial_in=(), materially_different=True)).permitted
