"""The rules of challenges, at their edges and refused (R31, R116)."""

from datetime import date, timedelta

import pytest

from services.contracts.challenges import commands as c
from services.contracts.challenges import refusals as r
from services.contracts.challenges.domain import challenge_decider
from services.contracts.challenges.timers import due_of
from services.contracts.challenges.views import challenge_view
from services.contracts.register.refusals import UnknownLocality
from shared.events.contracts import stakeholders as e
from tests.kit.scenario import given, row_after
from tests.services.contracts.challenges.history import (
    DUE,
    RAISE,
    RAISED,
    answered,
    debated,
    overdue,
    postponed,
    raised,
    withdrawn,
)

NEXT = DUE + timedelta(days=1)


class TestRaiseChallenge:
    def test_has_a_last_day_for_an_answer(self) -> None:
        given(challenge_decider).when(RAISE).then(raised)

    def test_without_one_the_usual_working_days_are_given(self) -> None:
        (event,) = given(challenge_decider).when(RAISE.model_copy(update={"response_due_on": None})).happened()
        # Twenty working days from 1 May 2018, past two bank holidays (7 and 28 May).
        assert event.response_due_on == date(2018, 5, 31)

    def test_refuses_an_answer_due_before_it_was_raised(self) -> None:
        early = RAISE.model_copy(update={"response_due_on": RAISED - timedelta(days=1)})
        given(challenge_decider).when(early).then_refused(r.ResponseDueBeforeRaised)
        assert given(challenge_decider).when(RAISE.model_copy(update={"response_due_on": RAISED})).happened()

    def test_refuses_a_day_to_come_and_a_place_nobody_knows(self) -> None:
        tomorrow = RAISE.model_copy(update={"today": RAISED - timedelta(days=1)})
        given(challenge_decider).when(tomorrow).then_refused(r.RaisedInFuture)
        given(challenge_decider).when(RAISE.model_copy(update={"localities": ("nowhere",)})).then_refused(
            UnknownLocality
        )


class TestDebateChallenge:
    DEBATE = c.DebateChallenge(
        forum="Joint commissioning board",
        mechanism="board_meeting",
        debated_on=RAISED,
        outcome="A consultation is held first.",
        today=RAISED,
    )

    def test_is_recorded_with_its_outcome(self) -> None:
        given(challenge_decider, raised).when(self.DEBATE).then(debated)

    @pytest.mark.parametrize("day", [RAISED - timedelta(days=1), RAISED + timedelta(days=1)])
    def test_refuses_a_day_before_it_was_raised_or_to_come(self, day: date) -> None:
        odd = self.DEBATE.model_copy(update={"debated_on": day})
        given(challenge_decider, raised).when(odd).then_refused(r.DebatedOutOfTime)


class TestPostponeChallengeResponse:
    POSTPONE = c.PostponeChallengeResponse(response_due_on=date(2018, 6, 30), reason="Consultation runs", today=NEXT)

    def test_moves_the_last_day_and_lifts_what_was_overdue(self) -> None:
        given(challenge_decider, raised, overdue).when(self.POSTPONE).then(postponed)
        assert not row_after(challenge_view, raised, overdue, postponed).overdue

    def test_refuses_the_same_day_and_one_that_is_over(self) -> None:
        same = self.POSTPONE.model_copy(update={"response_due_on": DUE, "today": RAISED})
        given(challenge_decider, raised).when(same).then_refused(r.NotPostponed)
        over = self.POSTPONE.model_copy(update={"today": date(2018, 7, 1)})
        given(challenge_decider, raised).when(over).then_refused(r.NotPostponed)


class TestAnswerChallenge:
    ANSWER = c.AnswerChallenge(answer="A consultation is held first.", answered_on=DUE, today=NEXT)

    def test_on_the_last_day_is_in_time_and_the_day_after_late(self) -> None:
        given(challenge_decider, raised).when(self.ANSWER).then(answered)
        late = self.ANSWER.model_copy(update={"answered_on": NEXT})
        given(challenge_decider, raised, overdue).when(late).then(
            answered.model_copy(update={"answered_on": NEXT, "late": True})
        )
        in_time, too_late = (answered.model_copy(update={"late": late}) for late in (False, True))
        assert not row_after(challenge_view, raised, in_time).overdue
        # Also where the clock had not noticed it yet.
        assert row_after(challenge_view, raised, too_late).overdue

    @pytest.mark.parametrize("day", [RAISED - timedelta(days=1), NEXT + timedelta(days=1)])
    def test_refuses_a_day_before_it_was_raised_or_to_come(self, day: date) -> None:
        odd = self.ANSWER.model_copy(update={"answered_on": day})
        given(challenge_decider, raised).when(odd).then_refused(r.AnsweredOutOfTime)

    @pytest.mark.parametrize("end", [answered, withdrawn])
    def test_refuses_what_is_closed(self, end: e.ChallengeEvent) -> None:
        given(challenge_decider, raised, end).when(self.ANSWER).then_refused(r.ChallengeClosed)


class TestWithdrawChallenge:
    def test_closes_it(self) -> None:
        asked = c.WithdrawChallenge(reason="Satisfied by the meeting", today=DUE)
        given(challenge_decider, raised).when(asked).then(withdrawn)
        assert not row_after(challenge_view, raised, overdue, withdrawn).overdue


class TestNoteChallengeOverdue:
    def test_falls_overdue_on_the_day_after_the_last_and_once(self) -> None:
        given(challenge_decider, raised).when(c.NoteChallengeOverdue(today=NEXT)).then(overdue)
        given(challenge_decider, raised).when(c.NoteChallengeOverdue(today=DUE)).then_refused(r.ResponseNotOverdue)
        given(challenge_decider, raised, overdue).when(c.NoteChallengeOverdue(today=NEXT)).then()
        given(challenge_decider, raised, answered).when(c.NoteChallengeOverdue(today=NEXT)).then()

    def test_the_clock_asks_while_it_is_open_and_not_yet_overdue(self) -> None:
        assert due_of(row_after(challenge_view, raised)) == {"overdue": NEXT}
        assert due_of(row_after(challenge_view, raised, overdue, postponed)) == {"overdue": date(2018, 7, 1)}
        for end in (overdue, answered, withdrawn):
            assert due_of(row_after(challenge_view, raised, end)) == {}


def test_an_unknown_challenge_is_not_found() -> None:
    given(challenge_decider).when(TestAnswerChallenge.ANSWER).then_refused(r.ChallengeNotFound)
