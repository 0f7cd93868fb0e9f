"""The rules of managing a contract in its life, at their edges and refused (R18)."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.contracts.contract_management import commands as c
from services.contracts.contract_management import refusals as r
from services.contracts.contract_management.domain import contract_management_decider
from services.contracts.contract_management.timers import due_command, due_of
from services.contracts.contract_management.views import managed_contract_view
from shared.events.contracts import contract_management as e
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.contract_management.history import (
    ACTION,
    BEGIN,
    ENTRY,
    LAST_DAY_OF_SILENCE,
    REVIEW,
    REVIEW_DUE,
    action,
    began,
    closed,
    ended,
    fell_silent,
    held,
    missed,
    noted,
    novated,
    scheduled,
)

DAY = timedelta(days=1)
OTHER = UUID(int=1)


class TestWhatFollows:
    def test_management_begins_once(self) -> None:
        given(contract_management_decider).when(BEGIN).then(began)
        given(contract_management_decider, began).when(BEGIN).then()

    def test_a_novation_changes_with_whom_and_is_taken_in_once(self) -> None:
        change = c.ChangeManagedProviders(providers=("RF4",), parties=("07L", "RAT", "RF4"))
        given(contract_management_decider, began).when(change).then(novated)
        given(contract_management_decider, began, novated).when(change).then()

    def test_only_later_dialogue_than_the_last_is_noted(self) -> None:
        note = c.NoteContractDialogue(entry_id=ENTRY, held_on=date(2018, 5, 1))
        given(contract_management_decider, began).when(note).then(noted)
        for day in (date(2018, 4, 30), date(2018, 5, 1)):
            again = note.model_copy(update={"held_on": day})
            given(contract_management_decider, began, noted).when(again).then()

    def test_an_end_is_taken_in_once_and_nothing_follows_it(self) -> None:
        end = c.EndContractManagement(ended_on=date(2019, 3, 31))
        given(contract_management_decider, began).when(end).then(ended)
        for wish in (end, c.NoteContractDialogue(entry_id=ENTRY, held_on=date(2018, 5, 1))):
            given(contract_management_decider, began, ended).when(wish).then()
            given(contract_management_decider).when(wish).then()


class TestNoteContractSilence:
    def test_is_noticed_on_the_day_after_ninety_without_dialogue(self) -> None:
        given(contract_management_decider, began).when(c.NoteContractSilence(today=LAST_DAY_OF_SILENCE + DAY)).then(
            fell_silent
        )
        given(contract_management_decider, began).when(c.NoteContractSilence(today=LAST_DAY_OF_SILENCE)).then_refused(
            r.NotSilent
        )

    def test_is_noticed_once_until_somebody_speaks_again(self) -> None:
        later = c.NoteContractSilence(today=date(2018, 12, 31))
        given(contract_management_decider, began, fell_silent).when(later).then()
        given(contract_management_decider, began, fell_silent, noted).when(later).then(
            fell_silent.model_copy(update={"silent_since": date(2018, 5, 1)})
        )

    def test_the_clock_asks_on_that_day_and_not_while_silent_or_after_the_end(self) -> None:
        assert due_of(row_after(managed_contract_view, began)) == {"silence": LAST_DAY_OF_SILENCE + DAY}
        assert due_of(row_after(managed_contract_view, began, noted)) == {"silence": date(2018, 7, 31)}
        assert due_of(row_after(managed_contract_view, began, fell_silent)) == {}
        assert due_of(row_after(managed_contract_view, began, ended)) == {}
        assert due_command("silence", REVIEW_DUE) == c.NoteContractSilence(today=REVIEW_DUE)

    def test_dialogue_before_the_first_day_does_not_shorten_the_first_ninety(self) -> None:
        early = noted.model_copy(update={"held_on": date(2018, 1, 1)})
        assert row_after(managed_contract_view, began, early).silent_since == date(2018, 4, 1)

    def test_ends_with_the_contract(self) -> None:
        late = c.NoteContractSilence(today=date(2020, 1, 1))
        given(contract_management_decider, began, ended).when(late).then()
        assert row_after(managed_contract_view, began, fell_silent).silent
        assert not row_after(managed_contract_view, began, fell_silent, ended).silent


class TestScheduleContractReview:
    SCHEDULE = c.ScheduleContractReview(
        review_id=REVIEW, due_on=REVIEW_DUE, topics=("waiting times", "staffing"), today=REVIEW_DUE
    )

    def test_is_for_today_at_the_earliest(self) -> None:
        given(contract_management_decider, began).when(self.SCHEDULE).then(scheduled)
        late = self.SCHEDULE.model_copy(update={"today": REVIEW_DUE + DAY})
        given(contract_management_decider, began).when(late).then_refused(r.ReviewDueInPast)

    def test_refuses_a_contract_that_has_ended_or_never_was_in_force(self) -> None:
        given(contract_management_decider, began, ended).when(self.SCHEDULE).then_refused(r.ContractManagementOver)
        given(contract_management_decider).when(self.SCHEDULE).then_refused(r.ManagedContractNotFound)


class TestHoldContractReview:
    HOLD = c.HoldContractReview(
        review_id=REVIEW,
        held_on=REVIEW_DUE,
        attended=("07L", "RAT"),
        findings="Waits are longer than agreed.",
        actions=(action,),
        today=REVIEW_DUE,
    )

    def test_is_dialogue_as_well_and_leaves_actions_to_do(self) -> None:
        given(contract_management_decider, began, scheduled).when(self.HOLD).then(held)
        row = row_after(managed_contract_view, began, scheduled, fell_silent, held)
        assert (row.silent, row.last_dialogue_on, row.open_actions, row.next_review_on) == (
            False,
            REVIEW_DUE,
            1,
            None,
        )

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"held_on": REVIEW_DUE + DAY}, r.ReviewHeldOutOfTime),
            ({"held_on": date(2018, 3, 31)}, r.ReviewHeldOutOfTime),
            ({"attended": ("07L",)}, r.ReviewWithoutProvider),
            ({"attended": ("07L", "RAT", "RF4")}, r.ReviewWithStranger),
            ({"actions": (action.model_copy(update={"ods": "RF4"}),)}, r.ReviewWithStranger),
            ({"review_id": OTHER}, r.ReviewNotFound),
        ],
    )
    def test_refuses(self, changes: dict[str, object], refusal: type[Refused]) -> None:
        odd = self.HOLD.model_copy(update=changes)
        given(contract_management_decider, began, scheduled).when(odd).then_refused(refusal)

    def test_is_held_once_and_not_after_the_end(self) -> None:
        given(contract_management_decider, began, scheduled, held).when(self.HOLD).then_refused(r.ReviewHeldAlready)
        given(contract_management_decider, began, scheduled, ended).when(self.HOLD).then_refused(
            r.ContractManagementOver
        )

    def test_a_missed_one_may_still_be_held(self) -> None:
        (event,) = given(contract_management_decider, began, scheduled, missed).when(self.HOLD).happened()
        (waiting,) = row_after(managed_contract_view, began, scheduled, missed).reviews
        (done,) = row_after(managed_contract_view, began, scheduled, missed, event).reviews
        assert (waiting.missed, done.missed) == (True, False)


class TestNoteContractReviewMissed:
    def test_is_missed_on_the_day_after_its_last_and_once(self) -> None:
        late = c.NoteContractReviewMissed(review_id=REVIEW, today=REVIEW_DUE + DAY)
        given(contract_management_decider, began, scheduled).when(late).then(missed)
        given(contract_management_decider, began, scheduled).when(
            late.model_copy(update={"today": REVIEW_DUE})
        ).then_refused(r.ReviewNotMissed)
        for done in (missed, held, ended):
            given(contract_management_decider, began, scheduled, done).when(late).then()

    def test_the_clock_asks_for_each_review_that_waits(self) -> None:
        kind = f"review-{REVIEW}"
        assert due_of(row_after(managed_contract_view, began, scheduled))[kind] == REVIEW_DUE + DAY
        for done in (missed, held):
            assert kind not in due_of(row_after(managed_contract_view, began, scheduled, done))
        asked = c.NoteContractReviewMissed(review_id=REVIEW, today=REVIEW_DUE)
        assert due_command(kind, REVIEW_DUE) == asked


class TestCloseContractReviewAction:
    CLOSE = c.CloseContractReviewAction(
        action_id=ACTION, closed_on=date(2018, 8, 1), outcome="Both have started.", today=date(2018, 8, 1)
    )

    def test_happens_once_also_after_the_end(self) -> None:
        history = (began, scheduled, held)
        given(contract_management_decider, *history).when(self.CLOSE).then(closed)
        given(contract_management_decider, *history, ended).when(self.CLOSE).then(closed)
        given(contract_management_decider, *history, closed).when(self.CLOSE).then_refused(r.ReviewActionClosedAlready)
        assert row_after(managed_contract_view, *history, closed).open_actions == 0

    @pytest.mark.parametrize("day", [REVIEW_DUE - DAY, date(2018, 8, 2)])
    def test_refuses_a_day_before_the_review_or_to_come(self, day: date) -> None:
        odd = self.CLOSE.model_copy(update={"closed_on": day})
        given(contract_management_decider, began, scheduled, held).when(odd).then_refused(r.ClosedOutOfTime)

    def test_refuses_an_action_nobody_agreed(self) -> None:
        given(contract_management_decider, began, scheduled).when(self.CLOSE).then_refused(r.ReviewActionNotFound)


def test_silence_is_told_with_its_days() -> None:
    told: e.ContractManagementEvent = fell_silent
    assert told.tell() == "Contract BHR-0001 fell silent: no dialogue since 2018-04-01, for more than 90 days"
