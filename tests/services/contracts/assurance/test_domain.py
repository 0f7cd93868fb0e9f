"""The rules of an ISAP case (R22, R23)."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.contracts.assurance import commands as c
from services.contracts.assurance import refusals as r
from services.contracts.assurance.domain import assurance_decider
from services.contracts.assurance.state import CHECKPOINTS, IsapCase
from services.contracts.assurance.timers import due_command, due_of
from services.contracts.assurance.views import isap_case_view
from services.contracts.naming import NamedTwice
from services.contracts.register.refusals import NotACommissioner, UnknownLocality
from shared.events.contracts import assurance as e
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.assurance.history import (
    CASE,
    EVIDENCE,
    OPEN,
    PROCUREMENT,
    SUBMITTER,
    TODAY,
    close,
    condition,
    opened,
    papers,
    passing,
    rate,
    ratings,
    screen,
    scrutinised,
    submit,
)

TOMORROW = TODAY + timedelta(days=1)


def after(*wishes: Any) -> IsapCase:
    case = assurance_decider.initial
    for wish in wishes:
        case = assurance_decider.fold(assurance_decider.decide(wish, case), case)
    assert case is not None
    return case


def refused(refusal: type[Refused], *wishes: Any) -> Refused:
    with pytest.raises(refusal) as caught:
        given(assurance_decider).when(*wishes).happened()
    assert type(caught.value) is refusal
    return caught.value


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


class TestRateIsapCheckpoint:
    SUBMITTED = (*passing(), submit("ee"))

    def test_proceed_passes_it(self) -> None:
        case = after(*self.SUBMITTED, rate("ee"))
        assert (case.stage, case.passed, case.last_outcome) == ("cp1", ("ee",), "proceed")

    def test_after_the_last_the_case_is_closed(self) -> None:
        case = after(*passing(*CHECKPOINTS))
        assert (case.stage, case.passed) == ("closed", CHECKPOINTS)

    def test_stop_lets_it_be_submitted_again(self) -> None:
        stopped = [*self.SUBMITTED, rate("ee", "stop")]
        assert after(*stopped).passed == ()
        again = after(*stopped, submit("ee"), rate("ee"))
        record = again.record_of("ee")
        assert record is not None
        assert (record.attempt, again.passed) == (2, ("ee",))

    def test_refuses_what_was_not_submitted_or_was_rated(self) -> None:
        refused(r.NothingSubmitted, *passing(), rate("ee"))
        refused(r.NothingSubmitted, *self.SUBMITTED, rate("cp1"))
        refused(r.NothingSubmitted, *self.SUBMITTED, rate("ee", "stop"), rate("ee"))

    def test_refuses_the_submitter_whatever_the_organisation(self) -> None:
        refused(ApprovedByProposer, *self.SUBMITTED, rate("ee", by=SUBMITTER))

    @pytest.mark.parametrize("org", ["07L", "08F"])
    def test_refuses_those_whose_case_it_is(self, org: str) -> None:
        refused(r.ReviewerIsParty, *self.SUBMITTED, rate("ee", by_org=org))

    def test_rates_every_key_line_once(self) -> None:
        whole = ratings()
        odd = whole[0].model_copy(update={"key_line": "colour"})
        assert refused(r.KeyLineNotRated, *self.SUBMITTED, rate("ee", ratings=whole[1:])).facts == {
            "missing": ["net_benefits"]
        }
        for more in (odd, whole[0]):
            no = refused(r.KeyLineNotRated, *self.SUBMITTED, rate("ee", ratings=(*whole, more)))
            assert no.facts == {"odd": [more.key_line]}

    def test_red_does_not_proceed_without_conditions(self) -> None:
        red = ratings(other_providers="red")
        no = refused(r.OutcomeContradictsRatings, *self.SUBMITTED, rate("ee", ratings=red))
        assert no.facts == {"red": ["other_providers"]}

    def test_nothing_is_stopped_without_a_red(self) -> None:
        refused(r.OutcomeContradictsRatings, *self.SUBMITTED, rate("ee", "stop", ratings=ratings()))

    def test_amber_may_proceed_with_or_without_conditions(self) -> None:
        assert after(*self.SUBMITTED, rate("ee", ratings=ratings())).passed == ("ee",)
        held = after(*self.SUBMITTED, rate("ee", "proceed_with_conditions", ratings=ratings()))
        assert (held.passed, held.stage) == ((), "early_engagement")

    def test_conditions_are_set_where_it_proceeds_with_them_and_only_there(self) -> None:
        for outcome, conditions in (
            ("proceed_with_conditions", ()),
            ("proceed", (condition(),)),
            ("stop", (condition(),)),
        ):
            asked = rate("ee", outcome, conditions=conditions)
            refused(r.OutcomeContradictsConditions, *self.SUBMITTED, asked)

    def test_each_red_has_a_condition(self) -> None:
        red = ratings(net_benefits="red", other_providers="red")
        asked = rate("ee", "proceed_with_conditions", ratings=red)
        assert refused(r.RedWithoutCondition, *self.SUBMITTED, asked).facts == {"missing": ["other_providers"]}
        both = asked.model_copy(update={"conditions": (condition(), condition("other_providers"))})
        assert [one.no for one in after(*self.SUBMITTED, both).conditions] == [1, 2]

    def test_a_condition_answers_a_key_line_and_is_due_tomorrow_at_the_earliest(self) -> None:
        def with_condition(one: c.ConditionToSet) -> c.RateIsapCheckpoint:
            return rate("ee", "proceed_with_conditions", conditions=(condition(), one))

        refused(r.ConditionForNoKeyLine, *self.SUBMITTED, with_condition(condition("colour")))
        no = refused(r.ConditionDueInPast, *self.SUBMITTED, with_condition(condition(due_on=TODAY)))
        assert no.field == "conditions.1.due_on"
        assert after(*self.SUBMITTED, with_condition(condition(due_on=TOMORROW)))

    def test_scrutiny_is_green_only_where_a_governing_body_looked_at_this_checkpoint(self) -> None:
        green = rate("cp1", ratings=ratings(governing_body_scrutiny="green"))
        before = [*passing("ee"), submit("cp1")]
        refused(r.ScrutinyNotRecorded, *before, green)
        refused(r.ScrutinyNotRecorded, *before, scrutinised("ee"), green)
        assert after(*before, scrutinised("cp1"), green).passed == ("ee", "cp1")


class TestRecordIsapScrutiny:
    def test_refuses_a_meeting_to_come(self) -> None:
        refused(r.ScrutinisedInFuture, *passing(), scrutinised("ee", scrutinised_on=TOMORROW))

    def test_refuses_where_the_process_does_not_apply(self) -> None:
        refused(r.IsapNotApplicable, OPEN, screen(), scrutinised("ee"))


class TestCloseIsapCondition:
    TWO = rate("ee", "proceed_with_conditions", conditions=(condition(), condition("other_providers")))
    HELD = (*passing(), submit("ee"), TWO)

    def test_the_last_one_lets_the_case_go_on(self) -> None:
        one = after(*self.HELD, close(2))
        assert (one.passed, one.stage, len(one.open_conditions())) == ((), "early_engagement", 1)
        both = after(*self.HELD, close(2), close(1))
        assert (both.passed, both.stage) == (("ee",), "cp1")

    def test_refuses_twice_and_one_there_is_not(self) -> None:
        refused(r.ConditionAlreadyClosed, *self.HELD, close(1), close(1))
        refused(r.ConditionNotFound, *self.HELD, close(3))

    def test_refuses_the_submitter_and_those_whose_case_it_is(self) -> None:
        refused(ApprovedByProposer, *self.HELD, close(1, by=SUBMITTER))
        refused(r.ReviewerIsParty, *self.HELD, close(1, by_org="08F"))

    def test_of_the_last_checkpoint_closes_the_case(self) -> None:
        held = [*passing("ee", "cp1", "cp2"), submit("cp3"), rate("cp3", "proceed_with_conditions")]
        assert after(*held).stage == "cp3"
        assert after(*held, close(1)).stage == "closed"


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
