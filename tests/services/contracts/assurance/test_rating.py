"""The reviewer of an ISAP case: independent, consistent, on the record (R22, R23)."""

from datetime import timedelta

import pytest

from services.contracts.assurance import commands as c
from services.contracts.assurance import refusals as r
from services.contracts.assurance.state import CHECKPOINTS
from shared.kernel.four_eyes import ApprovedByProposer
from tests.services.contracts.assurance.history import (
    OPEN,
    SUBMITTER,
    TODAY,
    after,
    close,
    condition,
    passing,
    rate,
    ratings,
    refused,
    screen,
    scrutinised,
    submit,
)

TOMORROW = TODAY + timedelta(days=1)


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
