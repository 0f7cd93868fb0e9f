"""Modifications at every edge of sections 74 and 75 of the Procurement Act 2023 (W6)."""

from datetime import date
from typing import Any

import pytest

from tests.services.contracts.law.facts import (
    CLAUSE,
    SOCIAL,
    act,
    answer,
    earlier,
    ground,
)


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
