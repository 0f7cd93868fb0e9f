"""Modifications at every edge of the three regimes (W6)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.law.answers import ADVICE
from services.contracts.law.facts import ClauseFacts, Ground
from services.contracts.law.thresholds import LawNotInForce
from tests.services.contracts.law.facts import CLEANING, HEALTH, SOCIAL, answer, earlier, facts, ground

POUND = 100
VALUES = st.integers(1_000, 10**12)


def pcr(**changes: Any) -> dict[str, Any]:
    return {"cpv": (SOCIAL,)} | changes


def act(**changes: Any) -> dict[str, Any]:
    return {"cpv": (CLEANING,), "procurement_began_on": date(2025, 3, 3), "threshold_pence": 66_354_000} | changes


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


CLAUSE = ClauseFacts(clause_ref="12.3", unequivocal=True)


class TestReviewClauses:
    """(R20)"""

    @pytest.mark.parametrize(
        ("regime", "name"),
        [
            (pcr(), "pcr72_1_a"),
            ({}, "psr13_1_a"),
            (act(), "pa23_sch8_1"),
        ],
    )
    def test_carry_what_they_allow_and_no_other_contract(self, regime: dict[str, Any], name: Ground) -> None:
        asked = regime | {"cause": "clause", "delta_value_pence": 300_000_000}
        assert answer(**asked, clause=CLAUSE).ground_code == name
        assert not ground(answer(**asked), name).met
        assert not answer(**asked, clause=CLAUSE.model_copy(update={"unequivocal": False})).permitted
        assert not answer(**(asked | {"materially_different": True}), clause=CLAUSE).permitted

    def test_end_at_their_own_limits_with_what_was_used_before(self) -> None:
        limited = CLAUSE.model_copy(
            update={"value_limit_pence": 100, "value_used_pence": 40, "term_limit_days": 30, "term_used_days": 10}
        )
        asked = pcr(cause="clause", clause=limited, delta_value_pence=60, delta_term_days=20)
        assert answer(**asked).ground_code == "pcr72_1_a"
        assert not ground(answer(**(asked | {"delta_value_pence": 61})), "pcr72_1_a").met
        assert not ground(answer(**(asked | {"delta_term_days": 21})), "pcr72_1_a").met
        limit = ground(answer(**asked), "pcr72_1_a").limits[0]
        assert (limit.reached_pence, limit.limit_pence, limit.source) == (100, 100, "the contract")
        shorter = asked | {"delta_value_pence": -141, "delta_term_days": -41}
        reasons = ground(answer(**shorter), "pcr72_1_a").reasons
        assert "Does not hold: 31 days under the clause are within its 30." in reasons
        assert not ground(answer(**(shorter | {"delta_term_days": -40})), "pcr72_1_a").met

    def test_a_change_beyond_its_clause_may_still_be_a_small_decision(self) -> None:
        found = answer(cause="clause", delta_value_pence=100)
        assert (found.ground_code, len(found.considered)) == ("psr13_1_d", 2)


class TestW6ProviderSelectionRegime:
    @pytest.mark.parametrize(
        ("original", "delta", "permitted", "notified"),
        [
            (400_000_000, 49_999_999, True, False),
            (400_000_000, 90_000_000, True, True),
            (400_000_000, 99_999_999, True, True),
            (400_000_000, 100_000_000, False, False),
            (120_000_000, 48_000_000, True, False),
            (120_000_000, 49_999_999, True, False),
            (120_000_000, 50_000_000, False, False),
        ],
    )
    def test_below_the_sum_or_below_the_quarter(
        self, original: int, delta: int, permitted: bool, notified: bool
    ) -> None:
        found = answer(original_value_pence=original, delta_value_pence=delta)
        assert (found.regime, found.permitted, bool(found.notices)) == ("psr2023", permitted, notified)
        assert found.ground_code == ("psr13_1_d" if permitted else None)

    def test_counts_every_change_since_the_contract_was_entered_into(self) -> None:
        so_far = earlier("psr13_1_c", 60_000_000) + earlier("psr13_1_d", 30_000_000)
        assert answer(delta_value_pence=9_999_999, earlier=so_far).permitted
        found = answer(delta_value_pence=10_000_000, earlier=so_far)
        assert (found.permitted, found.cumulative_pence) == (False, 100_000_000)

    def test_the_notice_is_due_thirty_days_after_the_change_and_from_the_sum_on(self) -> None:
        assert answer(delta_value_pence=49_999_999).notices == ()
        (duty,) = answer(delta_value_pence=50_000_000).notices
        assert (duty.due_on, duty.before) == (date(2025, 7, 2), False)
        assert answer(delta_value_pence=-50_000_000).notices

    def test_of_another_character_is_refused_on_every_ground_but_urgency(self) -> None:
        for cause in ("authority", "external", "clause", "succession", "unforeseeable", "additional", "known_risk"):
            assert not answer(cause=cause, materially_different=True, clause=CLAUSE, successor_qualifies=True).permitted
        assert answer(cause="urgent", materially_different=True).ground_code == "psr14_urgent"

    @pytest.mark.parametrize("route", ["direct_award_a", "direct_award_b"])
    def test_what_was_awarded_directly_may_change_by_any_sum(self, route: str) -> None:
        found = answer(awarded_route=route, delta_value_pence=900_000_000)
        assert (found.ground_code, len(found.notices)) == ("psr13_direct_award", 1)
        assert not answer(awarded_route="direct_award_c", delta_value_pence=900_000_000).permitted

    @pytest.mark.parametrize("cause", ["external", "unforeseeable"])
    def test_external_factors_carry_any_sum(self, cause: str) -> None:
        assert answer(cause=cause, delta_value_pence=900_000_000).ground_code == "psr13_1_c"

    def test_succession_is_solely_that(self) -> None:
        asked = {"cause": "succession", "successor_qualifies": True}
        assert answer(**asked).ground_code == "psr13_1_b"
        assert not answer(**asked, delta_value_pence=1).permitted
        assert not answer(**asked, delta_term_days=1).permitted
        assert not answer(cause="succession").permitted

    @whatever(VALUES)
    def test_whatever_the_value_the_larger_of_sum_and_quarter_is_not_reached(self, value: int) -> None:
        first_refused = max(50_000_000, -(-value // 4))
        assert answer(original_value_pence=value, delta_value_pence=first_refused - 1).permitted
        assert not answer(original_value_pence=value, delta_value_pence=first_refused).permitted
        assert not answer(original_value_pence=value, delta_value_pence=-first_refused).permitted


class TestW6ProcurementAct:
    def test_a_tenth_each_and_less_than_the_threshold_altogether(self) -> None:
        first = answer(**act(delta_value_pence=40_000_000))
        assert (first.regime, first.ground_code) == ("pa2023", "pa23_below_threshold")
        assert not answer(**act(delta_value_pence=40_000_001)).permitted
        so_far = earlier("pa23_below_threshold", 40_000_000)
        assert answer(**act(delta_value_pence=26_353_999, earlier=so_far)).permitted
        last = answer(**act(delta_value_pence=1, earlier=earlier("pa23_below_threshold", 40_000_000, 26_353_999)))
        assert not last.permitted
        assert [limit.kept for limit in ground(last, "pa23_below_threshold").limits] == [True, False]

    def test_a_light_touch_contract_may_change_in_every_way(self) -> None:
        for delta in (40_000_000, 40_000_001, 900_000_000):
            found = answer(**act(light_touch=True, delta_value_pence=delta, materially_different=True))
            assert (found.ground_code, found.notices, found.light_touch) == ("pa23_light_touch", (), True)
        assert answer(**act(cpv=(SOCIAL,), delta_value_pence=900_000_000)).light_touch

    def test_less_value_is_a_change_too(self) -> None:
        assert answer(**act(delta_value_pence=-40_000_000)).permitted
        assert not answer(**act(delta_value_pence=-40_000_001)).permitted

    def test_what_was_taken_away_before_counts_as_well(self) -> None:
        so_far = earlier("pa23_below_threshold", 40_000_000, -26_353_999)
        assert not answer(**act(delta_value_pence=1, earlier=so_far)).permitted

    def test_a_tenth_is_of_the_value_of_the_day(self) -> None:
        more = earlier("pa23_sch8_8", 100_000_000)
        assert answer(**act(delta_value_pence=50_000_000, earlier=more)).permitted
        assert not answer(**act(delta_value_pence=50_000_001, earlier=more)).permitted

    def test_works_have_fifteen_hundredths(self) -> None:
        assert answer(**act(kind="works", delta_value_pence=60_000_000)).permitted
        assert not answer(**act(kind="works", delta_value_pence=60_000_001)).permitted

    def test_the_threshold_is_that_of_the_day(self) -> None:
        big = act(threshold_pence=None, original_value_pence=10**10)
        assert answer(**big | {"modified_on": date(2025, 12, 31)}, delta_value_pence=21_490_399).permitted
        assert not answer(**big | {"modified_on": date(2025, 12, 31)}, delta_value_pence=21_490_400).permitted
        assert answer(**big | {"modified_on": date(2026, 1, 1)}, delta_value_pence=20_771_999).permitted
        assert not answer(**big | {"modified_on": date(2026, 1, 1)}, delta_value_pence=20_772_000).permitted

    def test_the_scope_stays(self) -> None:
        assert not answer(**act(delta_value_pence=1, materially_different=True)).permitted

    @pytest.mark.parametrize(
        ("cause", "name", "facts_that_carry"),
        [
            ("unforeseeable", "pa23_sch8_4", {}),
            ("known_risk", "pa23_sch8_5", {"risk_named_in_notice": True}),
            ("additional", "pa23_sch8_8", {"change_of_contractor_impractical": True}),
        ],
    )
    def test_half_again_is_the_last_penny(self, cause: str, name: str, facts_that_carry: dict[str, Any]) -> None:
        asked = act(cause=cause, **facts_that_carry)
        assert answer(**asked, delta_value_pence=200_000_000).ground_code == name
        assert not answer(**asked, delta_value_pence=200_000_001).permitted
        assert answer(**asked, delta_value_pence=-390_000_000).ground_code == name

    @pytest.mark.parametrize("cause", ["external", "known_risk", "additional", "succession"])
    def test_nothing_carries_without_the_facts_it_asks_for(self, cause: str) -> None:
        assert not answer(**act(cause=cause, delta_value_pence=100_000_000)).permitted

    def test_what_belonged_together_is_judged_together(self) -> None:
        asked = act(cause="unforeseeable", earlier=earlier("pa23_sch8_4", 150_000_000))
        assert answer(**asked, delta_value_pence=200_000_000).permitted
        together = asked | {"made_together_with_earlier": True}
        assert answer(**together, delta_value_pence=50_000_000).permitted
        assert not answer(**together, delta_value_pence=50_000_001).permitted

    def test_unforeseeable_leaves_the_nature_of_the_contract(self) -> None:
        assert not answer(**act(cause="unforeseeable", materially_different=True)).permitted

    def test_urgency_and_succession_carry(self) -> None:
        assert answer(**act(cause="urgent", delta_value_pence=900_000_000)).ground_code == "pa23_sch8_2"
        assert answer(**act(cause="succession", successor_qualifies=True)).ground_code == "pa23_sch8_9"

    def test_a_tenth_of_the_term_is_not_substantial(self) -> None:
        asked = act(substantial_in=(), max_term_days=1_000, delta_value_pence=900_000_000)
        assert answer(**asked).ground_code == "pa23_not_substantial"
        assert answer(**asked, delta_term_days=100).permitted
        assert not answer(**asked, delta_term_days=101).permitted
        assert answer(**asked, delta_term_days=-100).permitted
        assert not answer(**asked, delta_term_days=-101).permitted
        assert not answer(**(asked | {"max_term_days": None}), delta_term_days=1).permitted

    @pytest.mark.parametrize("traits", [None, ("scope",), ("economic_balance",)])
    def test_substantial_is_what_nobody_assessed_or_what_has_a_trait(self, traits: Any) -> None:
        assert not answer(**act(substantial_in=traits, delta_value_pence=900_000_000)).permitted
        assert not answer(**act(substantial_in=(), materially_different=True)).permitted


class TestContractChangeNotice:
    UNSUBSTANTIAL = act(substantial_in=(), max_term_days=10_000)

    @pytest.mark.parametrize(
        ("value", "term", "notified"),
        [
            (40_000_000, 0, False),
            (40_000_001, 0, True),
            (-40_000_001, 0, True),
            (0, 1_000, False),
            (0, -1_000, False),
            (40_000_000, 1_000, False),
            (40_000_001, 1_000, True),
            (0, 0, True),
        ],
    )
    def test_is_published_before_unless_value_and_term_change_little(
        self, value: int, term: int, notified: bool
    ) -> None:
        found = answer(**self.UNSUBSTANTIAL, delta_value_pence=value, delta_term_days=term)
        assert found.ground_code == "pa23_not_substantial"
        assert [duty.before for duty in found.notices] == ([True] if notified else [])

    def test_a_longer_term_by_a_clause_is_announced(self) -> None:
        asked = act(cause="clause", clause=CLAUSE, max_term_days=10_000, delta_value_pence=1)
        assert answer(**asked, delta_term_days=1_000).notices == ()
        assert answer(**asked, delta_term_days=1_001).notices
        assert answer(**(asked | {"max_term_days": None}), delta_term_days=1).notices

    def test_succession_is_always_announced(self) -> None:
        assert answer(**act(cause="succession", successor_qualifies=True, delta_value_pence=1)).notices

    def test_works_have_fifteen_hundredths(self) -> None:
        assert answer(**self.UNSUBSTANTIAL, kind="works", delta_value_pence=60_000_000).notices == ()
        assert answer(**self.UNSUBSTANTIAL, kind="works", delta_value_pence=60_000_001).notices

    def test_small_changes_that_belonged_together_are_announced(self) -> None:
        asked = self.UNSUBSTANTIAL | {"earlier": earlier("pa23_not_substantial", 30_000_000)}
        assert answer(**asked, delta_value_pence=30_000_000).notices == ()
        assert answer(**asked, delta_value_pence=30_000_000, made_together_with_earlier=True).notices


class TestTheAnswer:
    def test_says_what_it_rests_on_and_to_take_advice(self) -> None:
        found = answer(delta_value_pence=100_000_000)
        assert found.advice == ADVICE
        assert found.ground == "no ground carries it: a new procurement is needed"
        assert "SI 2023/1348 reg 13(1)(d) and (2)" in found.citations
        assert [limit.name for limit in found.limits] == [
            "cumulative change of the lifetime value",
            "cumulative change, against the share of the first value",
        ]
        assert any("Not within the limit: cumulative change of the lifetime value." in one for one in found.reasons)
        assert (found.ground_code, found.reprocure) == (None, True)

    def test_permitted_shows_the_ground_relied_on_alone(self) -> None:
        found = answer(cause="clause", clause=CLAUSE)
        assert found.ground == "SI 2023/1348 reg 13(1)(a)"
        assert (found.limits, found.reprocure) == ((), False)
        assert not any("(1)(d)" in reason for reason in found.reasons)

    @whatever(
        st.sampled_from([HEALTH, SOCIAL, CLEANING]),
        st.dates(date(2010, 1, 1), date(2040, 1, 1)),
        st.integers(0, 4_000),
        st.integers(0, 10**12),
        st.integers(-(10**12), 10**12),
        st.sampled_from(["authority", "external", "succession", "clause", "additional", "unforeseeable", "urgent"]),
        st.booleans(),
    )
    def test_of_any_facts_a_ground_carries_or_a_procurement_is_needed(
        self, cpv: str, began: date, after: int, value: int, delta: int, cause: Any, different: bool
    ) -> None:
        asked = facts(
            cpv=(cpv,),
            procurement_began_on=began,
            modified_on=max(began + timedelta(days=after), date(2015, 2, 26)),
            original_value_pence=value,
            delta_value_pence=delta,
            cause=cause,
            materially_different=different,
        )
        found = answer(**dict(asked))
        assert found.permitted == (found.ground_code is not None) != found.reprocure
        assert found.permitted == any(one.met for one in found.considered)
        assert found.considered
        if found.permitted:
            assert found.notices == () or found.regime != "none"

    def test_of_a_day_before_the_regulations_there_is_none(self) -> None:
        assert answer(**pcr(procurement_began_on=date(2014, 1, 1), modified_on=date(2015, 2, 26))).regime == "pcr2015"
        with pytest.raises(LawNotInForce):
            answer(**pcr(procurement_began_on=date(2014, 1, 1), modified_on=date(2015, 2, 25)))
