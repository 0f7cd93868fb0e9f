"""Modifications at every edge of the Provider Selection Regime (W6), review clauses, and what every answer says."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.law.answers import ADVICE
from services.contracts.law.facts import Ground
from services.contracts.law.thresholds import LawNotInForce
from tests.services.contracts.law.facts import (
    CLAUSE,
    CLEANING,
    HEALTH,
    SOCIAL,
    VALUES,
    act,
    answer,
    earlier,
    facts,
    ground,
    pcr,
)


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

    def test_what_was_awarded_directly_is_asked_about_its_clause_as_well(self) -> None:
        found = answer(awarded_route="direct_award_a", cause="clause", delta_value_pence=900_000_000)
        assert [one.ground for one in found.considered] == ["psr13_direct_award", "psr13_1_a", "psr13_1_d"]
        assert found.ground_code == "psr13_direct_award"

    def test_a_quarter_that_is_no_whole_penny_is_not_reached_by_the_penny_below(self) -> None:
        assert answer(original_value_pence=400_000_001, delta_value_pence=100_000_000).permitted
        assert not answer(original_value_pence=400_000_001, delta_value_pence=100_000_001).permitted

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


class TestEachGround:
    @pytest.mark.parametrize(
        ("said", "citation"),
        [
            (pcr(cause="clause", clause=CLAUSE), "PCR 2015 reg 72(1)(a)"),
            (pcr(cause="additional", change_of_contractor_impractical=True), "PCR 2015 reg 72(1)(b)"),
            (pcr(cause="unforeseeable"), "PCR 2015 reg 72(1)(c)"),
            (pcr(cause="succession", successor_qualifies=True), "PCR 2015 reg 72(1)(d)"),
            (pcr(substantial_in=()), "PCR 2015 reg 72(1)(e) and (8)"),
            (pcr(), "PCR 2015 reg 72(1)(f)"),
            ({"cause": "succession", "successor_qualifies": True}, "SI 2023/1348 reg 13(1)(b)"),
            ({"cause": "external"}, "SI 2023/1348 reg 13(1)(c)"),
            ({}, "SI 2023/1348 reg 13(1)(d) and (2)"),
            ({"cause": "urgent"}, "SI 2023/1348 reg 14"),
            ({"awarded_route": "direct_award_a"}, "SI 2023/1348 reg 13 (direct award A or B)"),
            (act(cause="clause", clause=CLAUSE), "Procurement Act 2023 Sch 8 para 1"),
            (act(cause="urgent"), "Procurement Act 2023 Sch 8 para 2"),
            (act(cause="unforeseeable"), "Procurement Act 2023 Sch 8 para 4"),
            (act(cause="known_risk", risk_named_in_notice=True), "Procurement Act 2023 Sch 8 para 5"),
            (act(cause="additional", change_of_contractor_impractical=True), "Procurement Act 2023 Sch 8 para 8"),
            (act(cause="succession", successor_qualifies=True), "Procurement Act 2023 Sch 8 para 9"),
            (act(substantial_in=()), "Procurement Act 2023 s74(1)(b) and (3)"),
            (act(), "Procurement Act 2023 s74(1)(c) and (4)"),
            (act(light_touch=True), "Procurement Act 2023 s74(2)"),
        ],
    )
    def test_is_cited(self, said: dict[str, Any], citation: str) -> None:
        assert answer(**said).ground == citation

    def test_says_which_sums_may_be_reached_and_that_less_is_no_increase(self) -> None:
        (half,) = ground(answer(**pcr(cause="unforeseeable", delta_value_pence=-7)), "pcr72_1_c").limits
        assert (half.inclusive, half.reached_pence) == (True, 0)
        (half,) = ground(answer(**act(cause="unforeseeable", delta_value_pence=-7)), "pa23_sch8_4").limits
        assert (half.inclusive, half.reached_pence) == (True, 0)
        assert not any(one.inclusive for one in answer(delta_value_pence=1).limits)

    def test_says_by_how_much_the_term_may_change(self) -> None:
        found = answer(**act(substantial_in=(), max_term_days=10, delta_term_days=1))
        assert any("no more than 10% of the longest" in reason for reason in found.reasons)

    def test_a_change_notice_is_due_by_the_change(self) -> None:
        (duty,) = answer(**act(substantial_in=(), delta_value_pence=90_000_000)).notices
        assert duty.due_on == date(2025, 6, 2)

    def test_shows_the_threshold_that_was_given(self) -> None:
        aggregate = ground(answer(**act()), "pa23_below_threshold").limits[1]
        assert (aggregate.limit_pence, aggregate.source) == (66_354_000, "given with the facts")

    def test_says_of_each_condition_and_limit_whether_it_holds(self) -> None:
        found = ground(
            answer(**pcr(cause="unforeseeable", delta_value_pence=1, materially_different=True)), "pcr72_1_c"
        )
        assert [reason.split()[0] for reason in found.reasons] == ["Holds:", "Does", "Holds:", "Within"]
        found = ground(answer(**pcr(cause="unforeseeable", delta_value_pence=200_000_001)), "pcr72_1_c")
        assert found.reasons[-1].startswith("Not within the limit")
