"""From the market to the evaluation: launch, bids, marks (R12, R16)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.contracts.naming import NamedTwice
from services.contracts.procurements import commands as c
from services.contracts.procurements import refusals as no
from services.contracts.procurements.domain import procurement_decider
from services.contracts.procurements.legal import assess_from, bids_from
from services.contracts.procurements.views import bid_view, procurement_view
from shared.events.contracts import procurement_parts as p
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.procurements.history import (
    BEGIN,
    BIDS,
    CRITERIA,
    DEADLINE,
    ENGAGE,
    EVALUATE,
    LAUNCH,
    LEGAL,
    NOT_PERMITTED,
    after,
    bid,
    evaluated,
    in_standstill,
    launched,
    marks,
    opened,
    planned,
    planned_by,
    with_bids,
)

SECOND = timedelta(seconds=1)
APPROACH = LAUNCH.model_copy(update={"bids_by": None, "assess_from": date(2025, 2, 17)})
OWN = (p.Criterion(name="Quality", weight_bp=6_000), p.Criterion(name="Price", weight_bp=4_000))


def launch(**changes: Any) -> c.LaunchProcurement:
    return LAUNCH.model_copy(update=changes)


class TestMarketEngagement:
    def test_comes_before_the_launch_and_may_come_again(self) -> None:
        history = after(ENGAGE, ENGAGE, LAUNCH, history=planned)
        row = row_after(procurement_view, *history)
        assert [notice.kind for notice in row.notices] == ["market_engagement", "market_engagement", "tender"]
        given(procurement_decider, *launched).when(ENGAGE).then_refused(no.WrongStage)

    def test_refuses_a_day_to_come(self) -> None:
        early = ENGAGE.model_copy(update={"today": date(2025, 1, 19)})
        given(procurement_decider, *planned).when(early).then_refused(no.DayToCome)


class TestLaunchProcurement:
    def test_opens_the_procurement_with_its_notice(self) -> None:
        row = row_after(procurement_view, *launched)
        assert (row.status, row.live, row.next_step) == ("launched", True, "begin_assessment")
        assert (row.next_lawful_on, row.criteria) == (DEADLINE.date(), list(CRITERIA))

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"isap_missing": "ISAP checkpoint 1"}, no.IsapCheckpointMissing),
            ({"legal": NOT_PERMITTED}, no.RouteNotPermitted),
            ({"published_on": date(2025, 2, 4)}, no.DayToCome),
            ({"published_on": date(2025, 1, 5)}, no.BeforeStepBefore),
            ({"criteria": ()}, no.CriteriaMissing),
            ({"criteria": CRITERIA[:4]}, no.WeightsNotWhole),
            ({"criteria": OWN}, no.KeyCriterionMissing),
            ({"criteria": (OWN[0], OWN[0])}, NamedTwice),
            ({"bids_by": None}, no.BidsWithoutDeadline),
            ({"bids_from": date(2025, 3, 4)}, no.TimeForBidsTooShort),
        ],
    )
    def test_refuses_what_does_not_hold(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(procurement_decider, *planned).when(launch(**changes)).then_refused(refusal)

    @pytest.mark.parametrize(("odd", "allowed"), [(-1, False), (0, True), (1, False)])
    def test_weights_sum_to_ten_thousand_to_the_basis_point(self, odd: int, allowed: bool) -> None:
        """(R16)"""
        first = CRITERIA[0].model_copy(update={"weight_bp": CRITERIA[0].weight_bp + odd})
        asked = given(procurement_decider, *planned).when(launch(criteria=(first, *CRITERIA[1:])))
        if allowed:
            assert asked.happened()
        else:
            asked.then_refused(no.WeightsNotWhole)

    @pytest.mark.parametrize("route", ["direct_award_a", "direct_award_b", "direct_award_c"])
    def test_is_no_step_of_a_direct_award_under_the_psr(self, route: p.ProcurementRoute) -> None:
        given(procurement_decider, *planned_by(route)).when(LAUNCH).then_refused(no.StepNotOfRoute)

    def test_of_the_most_suitable_provider_process_asks_for_no_bids(self) -> None:
        history = planned_by("most_suitable_provider")
        given(procurement_decider, *history).when(LAUNCH).then_refused(no.DeadlineWithoutBids)
        row = row_after(procurement_view, *after(APPROACH, history=history))
        assert (row.notices[0].kind, row.assess_from) == ("intended_approach", date(2025, 2, 17))

    def test_under_the_light_touch_regime_says_why_the_time_is_reasonable(self) -> None:
        """(R28)"""
        light = LEGAL.model_copy(update={"regime": "pcr2015"})
        history = planned_by("light_touch", legal=light)
        bare = launch(criteria=OWN, legal=light)
        given(procurement_decider, *history).when(bare).then_refused(no.TimeLimitNotReasoned)
        reasoned = bare.model_copy(update={"time_limit_reason": "Four weeks, after two supplier days"})
        assert given(procurement_decider, *history).when(reasoned).happened()

    def test_of_a_procurement_act_direct_award_is_its_transparency_notice(self) -> None:
        history = planned_by("pa23_direct_award")
        row = row_after(procurement_view, *after(APPROACH.model_copy(update={"criteria": ()}), history=history))
        assert (row.notices[0].kind, row.next_step) == ("transparency", "publish_intention")


class TestBids:
    def test_are_numbered_and_counted_without_their_bidders(self) -> None:
        events = given(procurement_decider, *launched).when(bid(0, "RAT")).happened()
        assert [event.tell() for event in events] == ["Procurement BHR-P1 received bid 1"]
        row = row_after(procurement_view, *with_bids)
        assert row.bids == 2
        assert "RAT" not in row.model_dump_json()

    def test_are_in_time_at_the_very_moment_of_the_deadline_and_late_a_second_after(self) -> None:
        in_time = bid(0, "RAT", received_at=DEADLINE, now=DEADLINE)
        assert given(procurement_decider, *launched).when(in_time).happened()
        late = bid(0, "RAT", received_at=DEADLINE + SECOND, now=DEADLINE + SECOND)
        given(procurement_decider, *launched).when(late).then_refused(no.BidTooLate)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"received_at": datetime(2025, 3, 1, tzinfo=UTC)}, no.DayToCome),
            ({"received_at": datetime(2025, 2, 2, tzinfo=UTC)}, no.BidBeforeLaunch),
            ({"provider": "08F"}, no.BidderCommissions),
        ],
    )
    def test_are_refused_when_they_do_not_hold(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(procurement_decider, *launched).when(bid(0, **({"provider": "RAT"} | changes))).then_refused(refusal)

    def test_come_one_to_a_bidder_unless_the_first_is_withdrawn_before_the_deadline(self) -> None:
        given(procurement_decider, *with_bids).when(bid(2, "RAT")).then_refused(no.AlreadyBid)
        withdraw = c.WithdrawBid(bid_id=BIDS[0], now=DEADLINE)
        (event,) = given(procurement_decider, *with_bids).when(withdraw, bid(2, "RAT")).happened()
        assert event.number == 3
        late = c.WithdrawBid(bid_id=BIDS[0], now=DEADLINE + SECOND)
        given(procurement_decider, *with_bids).when(late).then_refused(no.DeadlinePassed)
        unknown = c.WithdrawBid(bid_id=BIDS[3], now=DEADLINE)
        given(procurement_decider, *with_bids).when(unknown).then_refused(no.BidNotFound)

    def test_are_asked_for_by_no_other_route(self) -> None:
        history = after(APPROACH, history=planned_by("most_suitable_provider"))
        given(procurement_decider, *history).when(bid(0, "RAT")).then_refused(no.StepNotOfRoute)

    def test_are_their_bidders_alone_until_they_are_opened(self) -> None:
        received = next(event for event in with_bids if getattr(event, "bid_id", None) == BIDS[0])
        assert row_after(bid_view, received).parties == ["RAT"]
        assert row_after(bid_view, received, opened[-1]).parties == ["07L", "08F", "RAT"]


class TestBeginAssessment:
    def test_opens_bids_after_the_deadline_and_not_at_it(self) -> None:
        given(procurement_decider, *with_bids).when(c.BeginAssessment(now=DEADLINE)).then_refused(no.DeadlineNotPassed)
        (event,) = given(procurement_decider, *with_bids).when(c.BeginAssessment(now=DEADLINE + SECOND)).happened()
        assert event.opened == BIDS[:2]

    def test_refuses_when_nobody_has_bid(self) -> None:
        given(procurement_decider, *launched).when(BEGIN).then_refused(no.NoBids)

    def test_of_the_most_suitable_provider_waits_for_the_days_of_the_notice(self) -> None:
        """At least 14 days: published on 3 February, assessed from the 17th (SI 2023/1348 reg 10)."""
        history = after(APPROACH, history=planned_by("most_suitable_provider"))
        early = c.BeginAssessment(now=datetime(2025, 2, 16, 23, 59, tzinfo=UTC))
        given(procurement_decider, *history).when(early).then_refused(no.TooEarlyToAssess)
        assert (
            given(procurement_decider, *history)
            .when(c.BeginAssessment(now=datetime(2025, 2, 17, tzinfo=UTC)))
            .happened()
        )


def evaluate(**changes: Any) -> c.EvaluateProcurement:
    return EVALUATE.model_copy(update=changes)


class TestEvaluateProcurement:
    def test_weighs_marks_exactly(self) -> None:
        """(R16): 4000 × 8123 + 2500 × 7001 + 1500 × 1 + 1000 × 0 + 1000 × 9999."""
        asked = evaluate(marks=(marks("RF4", 8_123, 7_001, 1, 0, 9_999), marks("RAT", 7_000)))
        (event,) = given(procurement_decider, *opened).when(asked).happened()
        assert [(one.provider, one.points, one.rank) for one in event.results] == [
            ("RAT", 70_000_000, 1),
            ("RF4", 59_995_000, 2),
        ]

    def test_places_equal_points_equally_and_leaves_out_the_next_rank(self) -> None:
        history = after(bid(2, "ILLV01"), BEGIN, history=with_bids)
        asked = evaluate(marks=(marks("RAT", 5_000), marks("RF4", 5_000), marks("ILLV01", 4_999)))
        (event,) = given(procurement_decider, *history).when(asked).happened()
        assert [one.rank for one in event.results] == [1, 1, 3]

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"marks": (marks("RAT", 1),)}, no.NotEverybodyMarked),
            ({"marks": (marks("RAT", 1), marks("RF4", 1), marks("ILLV01", 1))}, no.DidNotBid),
            ({"marks": (marks("RAT", 1), marks("RAT", 1), marks("RF4", 1))}, no.MarkedTwice),
            ({"marks": ()}, no.NoBids),
            ({"evaluated_on": date(2025, 3, 3)}, no.BeforeStepBefore),
            ({"evaluated_on": date(2025, 3, 29)}, no.DayToCome),
        ],
    )
    def test_refuses_what_does_not_hold(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(procurement_decider, *opened).when(evaluate(**changes)).then_refused(refusal)

    def test_asks_for_a_mark_by_every_criterion(self) -> None:
        short = p.ProviderMarks(provider="RAT", marks=marks("RAT", 1).marks[:4])
        asked = evaluate(marks=(short, marks("RF4", 1)))
        given(procurement_decider, *opened).when(asked).then_refused(no.MarksNotOfCriteria)

    def test_leaves_out_who_was_excluded_with_a_reason(self) -> None:
        excluded = (p.ProviderExclusion(provider="RF4", reason="Financial standing"),)
        (event,) = (
            given(procurement_decider, *opened).when(evaluate(marks=(marks("RAT", 1),), excluded=excluded)).happened()
        )
        assert (event.assessed, [one.provider for one in event.results]) == (2, ["RAT"])

    def test_is_not_for_a_seat_excluded_for_an_interest(self) -> None:
        """SI 2023/1348 reg 21."""
        interest = p.Conflict(
            seat="finance lead", interest="Shares in a bidder", management="Stands aside", excluded=True
        )
        history = after(c.DeclareConflict(conflict=interest), history=opened)
        given(procurement_decider, *history).when(EVALUATE).then_refused(no.ConflictedEvaluator)
        assert given(procurement_decider, *history).when(evaluate(panel=("clinical lead",))).happened()

    def test_is_done_once(self) -> None:
        given(procurement_decider, *evaluated).when(EVALUATE).then_refused(no.AlreadyEvaluated)

    def test_is_seen_of_nobody_who_reads_the_procurement_or_what_is_published(self) -> None:
        row = row_after(procurement_view, *evaluated)
        assert row.evaluated_on is not None
        assert "mark" not in row.model_dump_json()


class TestRepeatStep:
    def test_of_the_launch_makes_the_bids_void(self) -> None:
        history = after(c.RepeatStep(to_step="launch", reason="The notice was wrong"), history=evaluated)
        row = row_after(procurement_view, *history)
        assert (row.status, row.bids, row.criteria, row.bids_by, row.repeats) == ("planned", 0, [], None, 1)
        assert history[-1].void_bids == BIDS[:2]
        assert after(LAUNCH, bid(3, "RAT"), history=history)[-1].number == 3

    def test_of_the_evaluation_keeps_the_bids(self) -> None:
        history = after(c.RepeatStep(to_step="evaluation", reason="A mark was wrong"), history=in_standstill)
        row = row_after(procurement_view, *history)
        assert (row.status, row.bids, row.evaluated_on, row.standstill_ends) == ("evaluating", 2, None, None)
        assert given(procurement_decider, *history).when(EVALUATE).happened()

    def test_refuses_a_step_that_was_not_taken(self) -> None:
        for step in ("evaluation", "intention"):
            wish = c.RepeatStep(to_step=step, reason="x")
            given(procurement_decider, *opened).when(wish).then_refused(no.StepNotTaken)


def test_the_days_before_the_assessment_and_for_bids_are_those_of_the_route() -> None:
    """SI 2023/1348 reg 10: 14 days; Procurement Act 2023 s54: 25 days, but not for light touch contracts."""
    row, on = row_after(procurement_view, *planned), date(2025, 2, 3)
    assert (assess_from(row, on), bids_from(row, on)) == (on, on)
    assert assess_from(row.model_copy(update={"route": "most_suitable_provider"}), on) == date(2025, 2, 17)
    act = row.model_copy(update={"route": "pa23_open", "regime": "pa2023", "cpv": ["72000000-5"]})
    assert bids_from(act, date(2025, 3, 3)) == date(2025, 3, 28)
    assert bids_from(act.model_copy(update={"cpv": ["85300000-2"]}), date(2025, 3, 3)) == date(2025, 3, 3)
