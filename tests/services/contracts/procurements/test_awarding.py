"""The choice, the standstill and the award (R12, R16, R107; W7)."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.contracts.procurements import award_commands as ac
from services.contracts.procurements import refusals as no
from services.contracts.procurements.domain import procurement_decider
from services.contracts.procurements.legal import standstill_of
from services.contracts.procurements.views import bid_view, procurement_view
from shared.events.contracts import procurement_awards as a
from shared.events.contracts import procurement_parts as p
from shared.kernel import authority
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.procurements.history import (
    APPROVAL,
    AUTHORITY,
    AWARD,
    BIDS,
    ENDS,
    EVALUATE,
    INTEND,
    LAUNCH,
    NOT_PERMITTED,
    PUBLISHED,
    SIGN_FROM,
    STANDSTILL,
    after,
    bid,
    confirmed,
    evaluated,
    in_standstill,
    launched,
    marks,
    opened,
    planned,
    planned_by,
    with_bids,
)
from tests.services.contracts.procurements.history import BEGIN as BEGIN_ASSESSMENT

DAY = timedelta(days=1)
EXISTING = p.RouteCircumstances(existing_providers=("RAT",), satisfactory=True)


def intend(**changes: Any) -> ac.PublishIntention:
    return INTEND.model_copy(update=changes)


def award(**changes: Any) -> ac.AwardProcurement:
    return AWARD.model_copy(update=changes)


class TestPublishIntention:
    def test_begins_the_standstill_of_the_regime(self) -> None:
        """W7: published on Monday 7 April 2025, the standstill runs to the end of Tuesday 22 April."""
        intention, started = given(procurement_decider, *evaluated).when(INTEND).happened()
        assert started == a.StandstillStarted(
            procurement_id=intention.procurement_id,
            ref="BHR-P1",
            starts_on=date(2025, 4, 8),
            ends_on=ENDS,
            sign_from=SIGN_FROM,
            representations_until=ENDS,
            working_days=8,
            citation=STANDSTILL.citation,
        )
        row = row_after(procurement_view, *in_standstill)
        assert (row.status, row.next_step, row.next_lawful_on) == ("standstill", "award", SIGN_FROM)

    def test_is_told_to_the_rules_by_the_calendar_of_the_route(self) -> None:
        """W7, as the rules engine counts it for the row."""
        row = row_after(procurement_view, *evaluated)
        counted = standstill_of(row, PUBLISHED)
        assert counted is not None
        assert (counted.starts, counted.ends, counted.sign_from) == (date(2025, 4, 8), ENDS, SIGN_FROM)
        act = row.model_copy(update={"route": "pa23_open", "regime": "pa2023"})
        counted = standstill_of(act, PUBLISHED)
        assert counted is not None
        assert (counted.ends, counted.sign_from) == (date(2025, 4, 16), date(2025, 4, 17))

    def test_names_one_provider_or_more(self) -> None:
        """(R16)"""
        both = after(intend(providers=("RAT", "RF4")), history=evaluated)
        row = row_after(procurement_view, *both)
        assert (row.intended, row.parties) == (["RAT", "RF4"], ["07L", "08F", "RAT", "RF4"])

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"providers": ("RF4",)}, no.NotHighestPlaced),
            ({"providers": ("ILLV01",)}, no.NotHighestPlaced),
            ({"providers": ("RAT", "RAT")}, no.ProviderNamedAgain),
            ({"providers": ("08F",)}, no.BidderCommissions),
            ({"published_on": date(2025, 3, 27)}, no.BeforeStepBefore),
            ({"published_on": PUBLISHED + DAY}, no.DayToCome),
            ({"decided_on": PUBLISHED + DAY}, no.BeforeStepBefore),
            ({"legal": NOT_PERMITTED}, no.RouteNotPermitted),
        ],
    )
    def test_refuses_what_does_not_hold(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(procurement_decider, *evaluated).when(intend(**changes)).then_refused(refusal)

    def test_follows_the_evaluation(self) -> None:
        given(procurement_decider, *opened).when(INTEND).then_refused(no.NotEvaluated)
        given(procurement_decider, *launched).when(INTEND).then_refused(no.WrongStage)

    def test_names_nobody_when_everybody_was_excluded(self) -> None:
        excluded = tuple(p.ProviderExclusion(provider=code, reason="x") for code in ("RAT", "RF4"))
        nobody = EVALUATE.model_copy(update={"marks": (), "excluded": excluded})
        given(procurement_decider, *opened).when(nobody, INTEND).then_refused(no.NotHighestPlaced)

    def test_of_one_of_two_equally_placed_says_by_which_announced_rule(self) -> None:
        """(R16)"""
        tied = EVALUATE.model_copy(update={"marks": (marks("RAT", 5_000), marks("RF4", 5_000))})
        history = after(tied, history=opened)
        given(procurement_decider, *history).when(INTEND).then_refused(no.TieNotBroken)
        assert (
            given(procurement_decider, *history).when(intend(tie_break="Higher for quality, as announced")).happened()
        )
        assert given(procurement_decider, *history).when(intend(providers=("RF4", "RAT"))).happened()

    def test_tells_each_bidder_its_own_result(self) -> None:
        received = [event for event in with_bids if getattr(event, "bid_id", None) == BIDS[1]]
        row = row_after(bid_view, *received, opened[-1], in_standstill[-2])
        assert (row.points, row.rank, row.outcome) == (70_000_000, 2, "unsuccessful")

    def test_of_a_direct_award_c_names_the_existing_provider_and_needs_checkpoint_1(self) -> None:
        """(R22): with no launch before it, the intention is the first formal step."""
        history = planned_by("direct_award_c", circumstances=EXISTING)
        assert given(procurement_decider, *history).when(INTEND).happened()
        other = intend(providers=("RF4",))
        given(procurement_decider, *history).when(other).then_refused(no.NotTheExistingProvider)
        gated = intend(isap_missing="ISAP checkpoint 1")
        given(procurement_decider, *history).when(gated).then_refused(no.IsapCheckpointMissing)

    @pytest.mark.parametrize("route", ["direct_award_a", "direct_award_b"])
    def test_is_no_step_of_direct_awards_a_and_b(self, route: p.ProcurementRoute) -> None:
        history = planned_by(route, circumstances=EXISTING)
        given(procurement_decider, *history).when(INTEND).then_refused(no.StepNotOfRoute)


class TestEndStandstill:
    def test_is_the_clocks_deed_on_the_day_after_the_last(self) -> None:
        given(procurement_decider, *in_standstill).when(ac.EndStandstill(today=ENDS)).then_refused(
            no.StandstillStillRunning
        )
        (event,) = given(procurement_decider, *in_standstill).when(ac.EndStandstill(today=SIGN_FROM)).happened()
        assert event.ends_on == ENDS
        assert row_after(procurement_view, *confirmed).status == "award_confirmed"

    def test_asked_twice_happens_once(self) -> None:
        given(procurement_decider, *confirmed).when(ac.EndStandstill(today=SIGN_FROM)).then()


class TestAwardProcurement:
    def test_is_made_from_the_day_after_the_standstill(self) -> None:
        (event,) = given(procurement_decider, *confirmed).when(AWARD).happened()
        assert (event.providers, event.value_pence, event.legal) == (("RAT",), 400_000_000, None)

    def test_ends_a_standstill_that_the_clock_has_not_ended_yet(self) -> None:
        events = given(procurement_decider, *in_standstill).when(AWARD).happened()
        assert [type(event) for event in events] == [a.StandstillEnded, a.ProcurementAwarded]

    @pytest.mark.parametrize(("awarded_on", "today"), [(ENDS, ENDS), (ENDS, SIGN_FROM)])
    def test_is_refused_on_the_last_day_and_dated_on_it(self, awarded_on: date, today: date) -> None:
        asked = award(awarded_on=awarded_on, today=today)
        given(procurement_decider, *in_standstill).when(asked).then_refused(no.StandstillStillRunning)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"awarded_on": SIGN_FROM + DAY}, no.DayToCome),
            ({"providers": ("RF4",)}, no.NotThoseIntended),
            ({"by": "lead"}, ApprovedByProposer),
            ({"decided_on": SIGN_FROM + DAY}, no.BeforeStepBefore),
            ({"approval": APPROVAL.model_copy(update={"required": True})}, authority.AuthorityNotCited),
        ],
    )
    def test_refuses_what_does_not_hold(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(procurement_decider, *confirmed).when(award(**changes)).then_refused(refusal)

    def test_stays_within_delegated_authority_to_the_penny(self) -> None:
        """(R107)"""
        cited = APPROVAL.model_copy(update={"authority": AUTHORITY})
        assert given(procurement_decider, *confirmed).when(award(approval=cited)).happened()
        beyond = award(approval=cited, value_pence=400_000_001)
        given(procurement_decider, *confirmed).when(beyond).then_refused(authority.BeyondAuthority)

    @pytest.mark.parametrize("route", ["direct_award_a", "direct_award_b"])
    def test_of_direct_awards_a_and_b_needs_no_standstill_but_the_law_and_checkpoint_1(
        self, route: p.ProcurementRoute
    ) -> None:
        history = planned_by(route, circumstances=EXISTING)
        (event,) = given(procurement_decider, *history).when(AWARD).happened()
        assert (event.legal, event.parties) == (AWARD.legal, ("07L", "08F", "RAT"))
        closed = award(legal=NOT_PERMITTED)
        given(procurement_decider, *history).when(closed).then_refused(no.RouteNotPermitted)
        gated = award(isap_missing="ISAP checkpoint 1")
        given(procurement_decider, *history).when(gated).then_refused(no.IsapCheckpointMissing)
        given(procurement_decider, *history).when(award(by="lead")).then_refused(ApprovedByProposer)

    def test_of_direct_award_a_goes_to_the_existing_provider_and_of_b_to_all_who_qualify(self) -> None:
        both = award(providers=("RAT", "RF4"))
        only = planned_by("direct_award_a", circumstances=EXISTING)
        given(procurement_decider, *only).when(both).then_refused(no.NotTheExistingProvider)
        assert given(procurement_decider, *planned_by("direct_award_b")).when(both).happened()

    def test_of_a_competition_is_not_made_from_the_plan(self) -> None:
        given(procurement_decider, *planned).when(AWARD).then_refused(no.WrongStage)

    def test_without_a_standstill_follows_the_intention_at_once(self) -> None:
        """A call-off from a framework without a mini-competition."""
        history = after(LAUNCH, bid(0, "RAT"), BEGIN_ASSESSMENT, history=planned_by("framework_calloff"))
        alone = EVALUATE.model_copy(update={"marks": (marks("RAT", 1),)})
        history = after(alone, intend(standstill=None), history=history)
        assert row_after(procurement_view, *history).status == "intention_published"
        at_once = award(awarded_on=PUBLISHED, today=PUBLISHED)
        assert given(procurement_decider, *history).when(at_once).happened()

    def test_of_a_reserved_contract_goes_to_nobody_who_held_one_lately(self) -> None:
        """PCR 2015 reg 77(3)(c) (R28)."""
        light = INTEND.legal.model_copy(update={"regime": "pcr2015"})
        history = planned_by("light_touch", legal=light, reserved=True, term_months=36)
        reasoned = LAUNCH.model_copy(update={"time_limit_reason": "Four weeks"})
        alone = EVALUATE.model_copy(update={"marks": (marks("RAT", 1),)})
        history = after(reasoned, bid(0, "RAT"), BEGIN_ASSESSMENT, alone, INTEND, history=history)
        again = award(held_reserved=("RAT",))
        given(procurement_decider, *history).when(again).then_refused(no.ReservedTwice)
        assert given(procurement_decider, *history).when(award(held_reserved=("RF4",))).happened()
