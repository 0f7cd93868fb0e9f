"""Agreed modifications take effect in the contract's own stream, against everything that took effect before (R20)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.law.facts import EarlierModification, Ground, ModificationFacts
from services.contracts.register import commands as c
from services.contracts.register.domain import contract_decider
from services.contracts.register.modified import out_of_bounds
from services.contracts.register.views import contract_view
from shared.events.contracts import register as e
from shared.events.contracts.register_life import ContractModificationDeclined, ContractModified
from tests.kit.scenario import given, row_after
from tests.services.contracts.register.history import END, REGISTER, activated, registered, registered_as, terminated

IN_FORCE: tuple[e.ContractEvent, ...] = (registered, activated)
TODAY = date(2018, 6, 1)
CLAUSE = c.RecordContractReviewClause(
    clause_ref="12.3", text="May grow.", allows="growth", unequivocal=True, value_limit_pence=100, source="schedule 6"
)


def modifying(number: int = 1, ground: Ground = "psr13_1_d", clause_ref: str | None = None, **changes: Any) -> Any:
    facts: dict[str, Any] = {
        "cpv": ("85100000-0",),
        "procurement_began_on": date(2013, 9, 2),
        "modified_on": date(2025, 7, 1),
        "original_value_pence": 400_000_000,
        "delta_value_pence": 60_000_000,
        "cause": "authority",
        "materially_different": False,
    }
    return c.ModifyContract(
        modification_id=UUID(int=number),
        modification_ref=f"M{number}",
        ground=ground,
        clause_ref=clause_ref,
        effective_on=TODAY,
        facts=ModificationFacts(**facts | changes),
        today=TODAY,
    )


def declined(*history: e.ContractEvent, command: Any) -> str:
    (event,) = given(contract_decider, *history).when(command).happened()
    assert isinstance(event, ContractModificationDeclined)
    return event.reason


class TestModifyContract:
    def test_changes_value_and_end_and_remembers_its_ground(self) -> None:
        (event,) = given(contract_decider, *IN_FORCE).when(modifying(delta_term_days=366)).happened()
        assert (event.regime, event.new_value_pence, event.new_end) == ("psr2023", 460_000_000, date(2020, 3, 31))
        assert (event.new_term_months, event.new_annual_value_pence) == (72, 76_666_667)
        row = row_after(contract_view, *IN_FORCE, event)
        assert (row.current_value_pence, row.current_end, row.current_term_months) == (
            460_000_000,
            date(2020, 3, 31),
            72,
        )
        assert (row.original_value_pence, row.original_end) == (400_000_000, END)
        assert [(one.ref, one.ground) for one in row.modifications] == [("M1", "psr13_1_d")]

    def test_asked_twice_happens_once_and_so_does_declining(self) -> None:
        (event,) = given(contract_decider, *IN_FORCE).when(modifying()).happened()
        given(contract_decider, *IN_FORCE, event).when(modifying()).then()
        (no,) = given(contract_decider, *IN_FORCE, event).when(modifying(2)).happened()
        given(contract_decider, *IN_FORCE, event, no).when(modifying(2)).then()

    def test_the_second_of_two_agreed_on_the_same_facts_is_declined(self) -> None:
        (first,) = given(contract_decider, *IN_FORCE).when(modifying()).happened()
        assert "cumulative change of the lifetime value" in declined(*IN_FORCE, first, command=modifying(2))

    def test_what_the_facts_claim_of_earlier_ones_does_not_count(self) -> None:
        claimed = (EarlierModification(ground="psr13_1_d", delta_value_pence=-60_000_000),)
        (first,) = given(contract_decider, *IN_FORCE).when(modifying()).happened()
        assert declined(*IN_FORCE, first, command=modifying(2, earlier=claimed))

    def test_up_to_the_last_penny(self) -> None:
        (first,) = given(contract_decider, *IN_FORCE).when(modifying()).happened()
        last = modifying(2, delta_value_pence=39_999_999)
        assert isinstance(given(contract_decider, *IN_FORCE, first).when(last).happened()[0], ContractModified)
        assert declined(*IN_FORCE, first, command=modifying(2, delta_value_pence=40_000_000))

    def test_on_the_ground_it_was_agreed_on_and_no_other(self) -> None:
        beyond_clause = modifying(ground="psr13_1_a", clause_ref="12.3", cause="clause", delta_value_pence=101)
        (clause,) = given(contract_decider, *IN_FORCE).when(CLAUSE).happened()
        assert "clause 12.3" in declined(*IN_FORCE, clause, command=beyond_clause)

    def test_uses_its_clause_up(self) -> None:
        (clause,) = given(contract_decider, *IN_FORCE).when(CLAUSE).happened()
        wish: dict[str, Any] = {"ground": "psr13_1_a", "clause_ref": "12.3", "cause": "clause"}
        (first,) = given(contract_decider, *IN_FORCE, clause).when(modifying(**wish, delta_value_pence=60)).happened()
        history = (*IN_FORCE, clause, first)
        (shown,) = row_after(contract_view, *history).review_clauses
        assert shown.value_used_pence == 60
        assert declined(*history, command=modifying(2, **wish, delta_value_pence=41))
        (second,) = given(contract_decider, *history).when(modifying(2, **wish, delta_value_pence=40)).happened()
        assert row_after(contract_view, *history, second).review_clauses[0].value_used_pence == 100

    def test_other_grounds_leave_the_clause_alone(self) -> None:
        (clause,) = given(contract_decider, *IN_FORCE).when(CLAUSE).happened()
        (first,) = given(contract_decider, *IN_FORCE, clause).when(modifying(clause_ref="12.3")).happened()
        assert row_after(contract_view, *IN_FORCE, clause, first).review_clauses[0].value_used_pence == 0


class TestWhatCannotBe:
    @pytest.mark.parametrize(
        ("history", "changes", "words"),
        [
            ((registered,), {}, "draft"),
            ((*IN_FORCE, terminated), {}, "terminated"),
            (IN_FORCE, {"delta_value_pence": -400_000_001}, "less than nothing"),
            (IN_FORCE, {"delta_value_pence": 10**15 - 480_000_000 + 1}, "more than"),
            (IN_FORCE, {"delta_term_days": -304}, "would end on 2018-05-31"),
        ],
    )
    def test_is_declined(self, history: Any, changes: dict[str, Any], words: str) -> None:
        assert words in declined(*history, command=modifying(**changes, awarded_route="direct_award_a"))

    def test_is_declined_after_the_term(self) -> None:
        late = modifying().model_copy(update={"today": END + timedelta(days=1)})
        assert "term ended" in declined(*IN_FORCE, command=late)

    @pytest.mark.parametrize(
        "changes",
        [
            {"delta_value_pence": -400_000_000},
            {"delta_value_pence": 10**15 - 480_000_000},
            {"delta_term_days": -303},
        ],
    )
    def test_ends_where_it_just_can(self, changes: dict[str, Any]) -> None:
        anything = modifying(ground="psr13_direct_award", awarded_route="direct_award_a", **changes)
        assert isinstance(given(contract_decider, *IN_FORCE).when(anything).happened()[0], ContractModified)

    def test_ends_on_its_last_day_and_no_earlier(self) -> None:
        on_the_last_day = modifying().model_copy(update={"today": END})
        assert isinstance(given(contract_decider, *IN_FORCE).when(on_the_last_day).happened()[0], ContractModified)

    def test_is_declined_for_what_fails_alone(self) -> None:
        """Below a threshold of a million pounds, and more than a tenth of the contract's value."""
        reason = declined(
            *IN_FORCE,
            command=modifying(
                ground="pcr72_1_f",
                cpv=("90910000-9",),
                procurement_began_on=date(2022, 4, 1),
                threshold_pence=100_000_000,
            ),
        )
        assert reason.endswith(
            "no longer carries it: Not within the limit: net cumulative value, against the share of the first value."
        )

    @pytest.mark.parametrize(
        ("new_end", "possible"),
        [
            (date(2014, 4, 1), False),
            (date(2014, 4, 2), True),
            (date(2199, 12, 31), True),
            (date(2200, 1, 1), False),
        ],
    )
    def test_is_an_end_before_the_second_day_or_after_the_last_the_register_keeps(
        self, new_end: date, possible: bool
    ) -> None:
        start = date(2014, 4, 1)
        why_not = out_of_bounds(
            delta_value_pence=0, new_end=new_end, start=start, effective_on=start, value_pence=1, options_pence=0
        )
        assert (why_not is None) is possible


def test_an_old_contract_stays_under_the_regime_it_was_procured_under() -> None:
    old = modifying(
        ground="pcr72_1_f", cpv=("90910000-9",), procurement_began_on=date(2022, 4, 1), delta_value_pence=1_000_000
    )
    (event,) = given(contract_decider, *IN_FORCE).when(old).happened()
    assert event.regime == "pcr2015"
    new = modifying(
        ground="pa23_below_threshold",
        cpv=("90910000-9",),
        procurement_began_on=date(2025, 3, 3),
        delta_value_pence=1_000_000,
    )
    (event,) = given(contract_decider, *IN_FORCE).when(new).happened()
    assert event.regime == "pa2023"


class TestOptionsAfterAModification:
    def test_months_that_options_added_are_not_counted_anew(self) -> None:
        """From 31 January a month ends on 28 February; the next, added as an option, on 31 March."""
        command = REGISTER.model_copy(
            update={
                "start": date(2014, 1, 31),
                "end": date(2019, 2, 28),
                "extension_options": (e.ExtensionOption(months=1, value_pence=0),),
            }
        )
        history = (registered_as(command), activated.model_copy(update={"start": command.start}))
        (extended,) = given(contract_decider, *history).when(c.ExtendContract(option_no=1, today=TODAY)).happened()
        (event,) = given(contract_decider, *history, extended).when(modifying()).happened()
        assert (event.new_end, event.new_term_months) == (date(2019, 3, 31), 62)

    def test_are_counted_from_the_end_it_made(self) -> None:
        (event,) = given(contract_decider, *IN_FORCE).when(modifying(delta_term_days=30)).happened()
        assert event.new_end == date(2019, 4, 30)
        (extended,) = (
            given(contract_decider, *IN_FORCE, event).when(c.ExtendContract(option_no=1, today=TODAY)).happened()
        )
        assert (extended.added_from, extended.new_end) == (date(2019, 5, 1), date(2020, 4, 30))
        assert extended.new_value_pence == 540_000_000

    def test_are_counted_as_before_when_it_left_the_end(self) -> None:
        (event,) = given(contract_decider, *IN_FORCE).when(modifying()).happened()
        (extended,) = (
            given(contract_decider, *IN_FORCE, event).when(c.ExtendContract(option_no=1, today=TODAY)).happened()
        )
        assert extended.new_end == date(2020, 3, 31)
        assert event.new_term_months == 60


@whatever(st.lists(st.tuples(st.integers(0, 6), st.integers(-90_000_000, 90_000_000)), max_size=12))
def test_whatever_is_agreed_the_changes_together_stay_below_the_limit(wishes: list[tuple[int, int]]) -> None:
    contract = contract_decider.fold(IN_FORCE)
    shown: list[e.ContractEvent] = [*IN_FORCE]
    for number, pence in wishes:
        happened = contract_decider.decide(modifying(number, delta_value_pence=pence), contract)
        contract = contract_decider.fold(happened, contract)
        shown += happened
        row = row_after(contract_view, *shown)
        changed = sum(one.delta_value_pence for one in row.modifications)
        assert abs(changed) < 100_000_000
        assert row.current_value_pence == REGISTER.original_lifetime_value_pence + changed
        assert len({one.modification_id for one in row.modifications}) == len(row.modifications)
