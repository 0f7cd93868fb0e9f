"""Representations: in the window only, reviewed by somebody else, the standstill open meanwhile (R12, R16)."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.contracts.procurements import award_commands as ac
from services.contracts.procurements import refusals as no
from services.contracts.procurements.domain import procurement_decider
from services.contracts.procurements.legal import running_on
from services.contracts.procurements.views import procurement_view, representation_view
from shared.events.contracts import procurement_awards as a
from shared.events.contracts.procurements import ProcurementStepRepeated
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.procurements.history import (
    AWARD,
    ENDS,
    HEAR,
    INFORM,
    REPRESENT,
    REVIEW,
    SIGN_FROM,
    after,
    awarded,
    challenged,
    confirmed,
    evaluated,
    heard,
    in_standstill,
)

DAY = timedelta(days=1)


def represent(**changes: Any) -> ac.RecordRepresentation:
    return REPRESENT.model_copy(update=changes)


def review(**changes: Any) -> ac.ReviewDecision:
    return REVIEW.model_copy(update=changes)


class TestRecordRepresentation:
    def test_keeps_the_standstill_open(self) -> None:
        row = row_after(procurement_view, *challenged)
        assert (row.status, row.open_representations, row.next_step) == ("review_requested", 1, "review")
        assert row.next_lawful_on is None
        given(procurement_decider, *challenged).when(ac.EndStandstill(today=SIGN_FROM)).then()
        given(procurement_decider, *challenged).when(AWARD).then_refused(no.RepresentationNotReviewed)

    def test_is_taken_to_the_end_of_the_last_day_and_refused_the_day_after(self) -> None:
        assert given(procurement_decider, *in_standstill).when(REPRESENT).happened()
        late = represent(received_on=ENDS + DAY, today=ENDS + DAY)
        given(procurement_decider, *in_standstill).when(late).then_refused(no.RepresentationTooLate)

    def test_that_came_in_time_is_taken_though_the_clock_has_gone_on(self) -> None:
        """It came in on the last evening and is recorded the next morning."""
        history = after(represent(today=SIGN_FROM), history=confirmed)
        assert row_after(procurement_view, *history).status == "review_requested"
        given(procurement_decider, *history).when(AWARD).then_refused(no.RepresentationNotReviewed)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"received_on": date(2025, 4, 6)}, no.RepresentationTooEarly),
            ({"received_on": ENDS + DAY}, no.DayToCome),
            ({"provider": "07L"}, no.BidderCommissions),
        ],
    )
    def test_refuses_what_does_not_hold(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(procurement_decider, *in_standstill).when(represent(**changes)).then_refused(refusal)

    def test_refuses_before_the_intention_and_after_the_award(self) -> None:
        given(procurement_decider, *evaluated).when(REPRESENT).then_refused(no.WrongStage)
        given(procurement_decider, *awarded).when(represent(today=SIGN_FROM)).then_refused(no.WrongStage)

    def test_leaves_its_maker_out_of_what_is_published(self) -> None:
        assert challenged[-1].tell() == "Procurement BHR-P1 received representation 1"
        assert "RF4" not in row_after(procurement_view, *challenged).model_dump_json()


class TestReviewDecision:
    def test_confirmed_lets_the_standstill_run_on(self) -> None:
        """Five working days after Friday 25 April 2025: to the end of Friday 2 May (SI 2023/1348 reg 12)."""
        reviewed, extended = given(procurement_decider, *heard).when(REVIEW).happened()
        assert (reviewed.outcome, extended.ends_on, extended.sign_from) == (
            "confirmed",
            date(2025, 5, 2),
            date(2025, 5, 3),
        )
        history = after(REVIEW, history=heard)
        row = row_after(procurement_view, *history)
        assert (row.status, row.sign_from, row.representations_until) == ("standstill", date(2025, 5, 3), ENDS)
        early = AWARD.model_copy(update={"awarded_on": date(2025, 5, 2), "today": date(2025, 5, 2)})
        given(procurement_decider, *history).when(early).then_refused(no.StandstillStillRunning)
        in_time = AWARD.model_copy(update={"awarded_on": date(2025, 5, 3), "today": date(2025, 5, 3)})
        assert given(procurement_decider, *history).when(in_time).happened()

    def test_is_counted_by_the_rules_engine(self) -> None:
        row = row_after(procurement_view, *heard)
        counted = running_on(row, date(2025, 4, 25))
        assert counted is not None
        assert (counted.ends, counted.sign_from) == (date(2025, 5, 2), date(2025, 5, 3))
        act = row.model_copy(update={"regime": "pa2023"})
        assert running_on(act, date(2025, 4, 25)) is None

    def test_confirmed_early_never_shortens_the_standstill(self) -> None:
        early = ac.RunningOn(ends=date(2025, 4, 17), sign_from=date(2025, 4, 18), citation="x")
        events = given(procurement_decider, *heard).when(review(running_on=early)).happened()
        assert [type(event) for event in events] == [a.AwardDecisionReviewed]
        assert row_after(procurement_view, *heard, *events).sign_from == SIGN_FROM

    def test_is_for_somebody_else_than_who_took_the_decision(self) -> None:
        given(procurement_decider, *heard).when(review(by="lead")).then_refused(ApprovedByProposer)

    def test_waits_until_the_provider_was_heard_and_informed(self) -> None:
        given(procurement_decider, *challenged).when(REVIEW).then_refused(no.ProviderNotHeard)
        given(procurement_decider, *challenged).when(HEAR, REVIEW).then_refused(no.InformationNotGiven)
        heard_last = after(HEAR, INFORM.model_copy(update={"given_on": ENDS}), history=challenged)
        informed_last = after(HEAR.model_copy(update={"heard_on": ENDS}), INFORM, history=challenged)
        for history in (heard_last, informed_last):
            early = review(communicated_on=date(2025, 4, 23))
            given(procurement_decider, *history).when(early).then_refused(no.BeforeStepBefore)
            assert given(procurement_decider, *history).when(review(communicated_on=date(2025, 4, 24))).happened()
        nothing_asked = after(represent(information_requested=None), HEAR, history=in_standstill)
        given(procurement_decider, *nothing_asked).when(INFORM).then_refused(no.NothingRequested)
        assert given(procurement_decider, *nothing_asked).when(REVIEW).happened()

    def test_may_repeat_a_step(self) -> None:
        wish = review(outcome="step_repeated", to_step="evaluation", running_on=None)
        events = given(procurement_decider, *heard).when(wish).happened()
        assert [type(event) for event in events] == [a.AwardDecisionReviewed, ProcurementStepRepeated]
        row = row_after(procurement_view, *heard, *events)
        assert (row.status, row.intended, row.repeats, row.representations) == ("evaluating", [], 1, 1)
        given(procurement_decider, *heard).when(review(outcome="step_repeated")).then_refused(no.StepMissing)

    def test_may_abandon(self) -> None:
        events = given(procurement_decider, *heard).when(review(outcome="abandoned")).happened()
        row = row_after(procurement_view, *heard, *events)
        assert (row.status, row.abandonment_notice_due_on) == ("abandoned", date(2025, 5, 25))

    def test_refuses_when_nothing_was_represented(self) -> None:
        given(procurement_decider, *in_standstill).when(REVIEW).then_refused(no.WrongStage)

    def test_is_told_to_who_made_the_representation(self) -> None:
        received = challenged[-1]
        row = row_after(representation_view, received, *heard[-2:], after(REVIEW, history=heard)[-2])
        assert (row.parties, row.outcome, row.information) == (["07L", "08F", "RF4"], "confirmed", "The marks")

    def test_of_another_representation_that_came_in_time_can_follow(self) -> None:
        second = represent(provider="ILLV01", received_on=ENDS, today=date(2025, 4, 28), information_requested=None)
        history = after(REVIEW, second, history=heard)
        row = row_after(procurement_view, *history)
        assert (row.status, row.representations, row.open_representations) == ("review_requested", 2, 1)
