"""The rules of an ISAP case (R22, R23)."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.contracts.assurance import commands as c
from services.contracts.assurance import refusals as r
from services.contracts.assurance.domain import assurance_decider
from services.contracts.assurance.state import CHECKPOINTS
from services.contracts.assurance.timers import due_command, due_of
from services.contracts.assurance.views import isap_case_view
from services.contracts.naming import NamedTwice
from services.contracts.register.refusals import NotACommissioner, UnknownLocality
from shared.events.contracts import assurance as e
from tests.kit.scenario import given, row_after
from tests.services.contracts.assurance.history import (
    CASE,
    EVIDENCE,
    OPEN,
    PROCUREMENT,
    TODAY,
    after,
    close,
    opened,
    papers,
    passing,
    rate,
    refused,
    screen,
    submit,
)

TOMORROW = TODAY + timedelta(days=1)


class TestOpenIsapCase:
    def test_begins_with_screening(self) -> None:
        given(assurance_decider).when(OPEN).then(opened)
        assert after(OPEN).stage == "screening"

    def test_is_of_commissioners_named_once_in_known_localities(self) -> None:
        twice = OPEN.model_copy(update={"commissioners": ("07L", "08F", "07L")})
        assert refused(NamedTwice, twice).field == "commissioners.2"
        refused(NotACommissioner, OPEN.model_copy(update={"commissioners": ("RF4",)}))
        refused(UnknownLocality, OPEN.model_copy(update={"localities": ("atlantis",)}))

    def test_for_a_procurement_is_of_all_its_commissioners(self) -> None:
        def procured_by(*codes: str) -> c.OpenIsapCase:
            return OPEN.model_copy(update={"procurement_id": PROCUREMENT, "procurement_commissioners": codes})

        assert after(procured_by("08F")).procurement_id == PROCUREMENT
        refused(r.CommissionersNotOfProcurement, procured_by("08F", "08N"))

    def test_refuses_twice(self) -> None:
        given(assurance_decider, opened).when(OPEN).then_refused(r.IsapRefTaken)


class TestScreenIsapCase:
    @pytest.mark.parametrize("trigger", ["new_entity", "risk_sharing", "novel_value_calculation"])
    def test_one_mark_of_a_complex_contract_is_enough(self, trigger: str) -> None:
        case = after(OPEN, screen(trigger))
        assert (case.stage, case.triggers, case.applies) == ("early_engagement", (trigger,), True)

    def test_without_any_it_does_not_apply_and_the_reason_stays(self) -> None:
        case = after(OPEN, screen())
        assert (case.stage, case.applies, case.screening_reason) == ("not_applicable", False, "the strategy says so")

    def test_leaves_no_mark_unanswered(self) -> None:
        short = screen("new_entity").answers[:-1]
        no = refused(r.TriggerNotAnswered, OPEN, screen(answers=short))
        assert no.facts["missing"] == ["integration_across_sectors"]

    def test_answers_each_mark_once_and_no_other(self) -> None:
        answers = screen().answers
        odd = answers[0].model_copy(update={"trigger": "large_contract"})
        refused(r.TriggerNotAnswered, OPEN, screen(answers=(*answers, answers[0])))
        refused(r.TriggerNotAnswered, OPEN, screen(answers=(*answers, odd)))

    def test_may_be_done_again_until_something_was_submitted(self) -> None:
        assert after(OPEN, screen(), screen("risk_sharing")).stage == "early_engagement"
        refused(r.UnderAssurance, *passing(), submit("ee"), screen())


class TestLinkIsapCase:
    LINK = c.LinkIsapCase(procurement_id=PROCUREMENT, procurement_commissioners=("07L",))

    def test_a_case_of_a_strategy_is_linked_to_its_procurement_later(self) -> None:
        assert after(OPEN, self.LINK).procurement_id == PROCUREMENT

    def test_asked_twice_links_once(self) -> None:
        given(assurance_decider).when(OPEN, self.LINK, self.LINK).then()

    def test_refuses_a_second_procurement(self) -> None:
        refused(r.IsapAlreadyLinked, OPEN, self.LINK, self.LINK.model_copy(update={"procurement_id": CASE}))

    def test_refuses_a_procurement_of_others(self) -> None:
        others = self.LINK.model_copy(update={"procurement_commissioners": ("08N",)})
        refused(r.CommissionersNotOfProcurement, OPEN, others)


class TestSubmitIsapCheckpoint:
    @pytest.mark.parametrize("checkpoint", CHECKPOINTS)
    def test_refuses_it_while_any_compulsory_item_is_missing_and_names_it(self, checkpoint: e.Checkpoint) -> None:
        before = passing(*CHECKPOINTS[: CHECKPOINTS.index(checkpoint)])
        for item in EVIDENCE[checkpoint]:
            short = papers(*(one for one in EVIDENCE[checkpoint] if one != item))
            no = refused(r.EvidenceMissing, *before, submit(checkpoint, evidence=short))
            assert no.facts["missing"] == [item]
            assert item in no.detail

    def test_takes_more_than_is_asked_for(self) -> None:
        more = papers(*EVIDENCE["ee"], "letters_of_support")
        assert after(*passing(), submit("ee", evidence=more)).record_of("ee") is not None

    def test_refuses_before_screening_and_where_the_process_does_not_apply(self) -> None:
        refused(r.IsapNotApplicable, OPEN, submit("ee"))
        refused(r.IsapNotApplicable, OPEN, screen(), submit("ee"))

    @pytest.mark.parametrize("checkpoint", ["cp1", "cp2", "cp3"])
    def test_refuses_to_skip_one(self, checkpoint: str) -> None:
        refused(r.CheckpointOutOfOrder, *passing(), submit(checkpoint))

    def test_refuses_one_that_was_passed(self) -> None:
        refused(r.CheckpointOutOfOrder, *passing("ee"), submit("ee"))

    def test_refuses_a_second_submission_before_the_first_was_rated(self) -> None:
        refused(r.CheckpointAwaitsRating, *passing(), submit("ee"), submit("ee"))

    def test_does_not_go_round_open_conditions(self) -> None:
        held = [*passing(), submit("ee"), rate("ee", "proceed_with_conditions")]
        refused(r.ConditionsStillOpen, *held, submit("ee"))
        refused(r.CheckpointOutOfOrder, *held, submit("cp1"))


class TestNoteOverdueCondition:
    HELD = (*passing(), submit("ee"), rate("ee", "proceed_with_conditions"))
    LAST = date(2026, 4, 1)

    def noted(self, day: date) -> c.NoteOverdueCondition:
        return due_command("condition-overdue-1", day)

    def test_happens_the_day_after_it_was_due_and_once(self) -> None:
        refused(r.ConditionNotOverdue, *self.HELD, self.noted(self.LAST))
        late = self.noted(self.LAST + timedelta(days=1))
        assert after(*self.HELD, late).conditions[0].overdue
        given(assurance_decider).when(*self.HELD, late, late).then()

    def test_a_closed_one_is_none(self) -> None:
        given(assurance_decider).when(*self.HELD, close(1), self.noted(date(2026, 5, 1))).then()

    def test_the_clock_asks_for_the_open_ones_alone(self) -> None:
        def row(*wishes: Any) -> Any:
            case, events = assurance_decider.initial, list[e.AssuranceEvent]()
            for wish in wishes:
                happened = assurance_decider.decide(wish, case)
                events += happened
                case = assurance_decider.fold(happened, case)
            return row_after(isap_case_view, *events)

        assert due_of(row(*self.HELD)) == {"condition-overdue-1": self.LAST + timedelta(days=1)}
        assert due_of(row(*self.HELD, close(1))) == {}
        late = row(*self.HELD, self.noted(self.LAST + timedelta(days=1)))
        assert due_of(late) == {}
        assert (late.open_conditions, late.overdue_conditions) == (1, 1)
