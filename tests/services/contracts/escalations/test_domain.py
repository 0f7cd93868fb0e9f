"""The rules of issues: debated, answered by a day, taken to the body above, resolved (R49, R116)."""

from datetime import date, timedelta

import pytest

from services.contracts.escalations import commands as c
from services.contracts.escalations import refusals as r
from services.contracts.escalations.domain import escalation_decider
from services.contracts.escalations.timers import due_command, due_of
from services.contracts.escalations.views import escalation_view
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.escalations.history import (
    BOARD,
    DUE,
    LEADERS,
    RAISE,
    TODAY,
    answered,
    debated,
    overdue,
    raised,
    referred,
    resolved,
)

NEXT_DAY = DUE + timedelta(days=1)
DEBATE = c.DebateEscalation(
    stance="opposes",
    text="Both bids are lawful.",
    seat="chief-executive-nelft",
    body=BOARD,
    org="RAT",
    today=TODAY,
)
ANSWER = c.AnswerEscalation(answer="The board asks both to bid together.", today=DUE)
UP = c.ReferEscalationUp(
    reason="It concerns all three boroughs.", answer_due_on=date(2017, 9, 30), above=LEADERS, today=DUE
)
RESOLVE = c.ResolveEscalation(resolution="They bid as an alliance.", today=DUE)


class TestRaiseEscalation:
    def test_raises_it_with_a_body_and_concerns_who_raised_it(self) -> None:
        given(escalation_decider).when(RAISE).then(raised)

    def test_accepts_an_answer_due_today(self) -> None:
        assert given(escalation_decider).when(RAISE.model_copy(update={"answer_due_on": TODAY})).happened()

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"body": None}, r.UnknownAnsweringBody),
            ({"body": BOARD.model_copy(update={"dissolved": True})}, r.AnsweringBodyDissolved),
            ({"answer_due_on": TODAY - timedelta(days=1)}, r.AnswerDueInPast),
            ({"subject_found": False}, r.SubjectOfEscalationNotFound),
        ],
        ids=lambda value: value.__name__ if isinstance(value, type) else None,
    )
    def test_refuses(self, changes: dict[str, object], refusal: type[Refused]) -> None:
        given(escalation_decider).when(RAISE.model_copy(update=changes)).then_refused(refusal)

    def test_refuses_the_same_again(self) -> None:
        given(escalation_decider, raised).when(RAISE).then_refused(r.EscalationAlreadyRaised)


class TestDebateEscalation:
    def test_organisations_have_their_say_from_their_own_seats(self) -> None:
        given(escalation_decider, raised).when(DEBATE).then(debated)
        others = DEBATE.model_copy(update={"seat": "clinical-lead"})
        given(escalation_decider, raised).when(others).then_refused(r.SpokenFromAnothersSeat)
        without = DEBATE.model_copy(update={"seat": None, "org": "08N"})
        (event,) = given(escalation_decider, raised, debated).when(without).happened()
        assert (event.contribution.number, event.parties[-1]) == (2, "08N")


class TestAnswerEscalation:
    def test_a_body_answers_once(self) -> None:
        given(escalation_decider, raised).when(ANSWER).then(answered)
        given(escalation_decider, raised, answered).when(ANSWER).then_refused(r.AlreadyAnswered)

    def test_a_late_answer_is_an_answer(self) -> None:
        assert given(escalation_decider, raised, overdue).when(ANSWER).happened()

    def test_is_overdue_the_day_after_and_it_is_said_once(self) -> None:
        late = c.MarkAnswerOverdue(today=NEXT_DAY)
        given(escalation_decider, raised).when(late).then(overdue)
        given(escalation_decider, raised).when(c.MarkAnswerOverdue(today=DUE)).then_refused(r.AnswerNotOverdue)
        given(escalation_decider, raised, overdue).when(late).then()
        given(escalation_decider, raised, answered).when(late).then()

    def test_has_a_timer_while_it_is_waited_for(self) -> None:
        assert due_of(row_after(escalation_view, raised)) == {"answer-overdue": NEXT_DAY}
        assert due_of(row_after(escalation_view, raised, answered)) == {}
        assert due_of(row_after(escalation_view, raised, overdue)) == {}
        again = row_after(escalation_view, raised, overdue, referred)
        assert due_of(again) == {"answer-overdue": date(2017, 10, 1)}
        assert due_command("answer-overdue", DUE) == c.MarkAnswerOverdue(today=DUE)


class TestReferEscalationUp:
    def test_goes_to_the_body_above_with_what_was_said_before(self) -> None:
        given(escalation_decider, raised).when(UP).then(referred)
        row = row_after(escalation_view, raised, answered, referred)
        assert (row.status, row.body_ref, row.answer, row.owners) == ("open", "LG", None, ["07L"])
        assert row.steps[0].answer == "The board asks both to bid together."

    def test_refuses_where_there_is_none_or_it_does_not_sit(self) -> None:
        given(escalation_decider, raised).when(UP.model_copy(update={"above": None})).then_refused(r.NoBodyAbove)
        gone = UP.model_copy(update={"above": LEADERS.model_copy(update={"dissolved": True})})
        given(escalation_decider, raised).when(gone).then_refused(r.AnsweringBodyDissolved)
        past = UP.model_copy(update={"answer_due_on": DUE - timedelta(days=1)})
        given(escalation_decider, raised).when(past).then_refused(r.AnswerDueInPast)


class TestResolveEscalation:
    def test_is_resolved_once_it_is_answered(self) -> None:
        given(escalation_decider, raised, answered).when(RESOLVE).then(resolved)
        given(escalation_decider, raised).when(RESOLVE).then_refused(r.NotYetAnswered)

    def test_stays_so(self) -> None:
        for command in (DEBATE, ANSWER, UP, RESOLVE):
            given(escalation_decider, raised, answered, resolved).when(command).then_refused(r.EscalationIsResolved)

    def test_refuses_an_issue_nobody_raised(self) -> None:
        given(escalation_decider).when(RESOLVE).then_refused(r.EscalationNotFound)
