"""Planning: by whom, and by a route that the law leaves open (R12, R13, R28)."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.contracts.naming import NamedTwice
from services.contracts.procurements import refusals as no
from services.contracts.procurements.commands import CitedStrategy, PlanProcurement
from services.contracts.procurements.domain import procurement_decider
from services.contracts.procurements.views import procurement_view
from services.contracts.register.refusals import NotACommissioner
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.procurements.history import BEGAN, LEGAL, NOT_PERMITTED, PLAN, STRATEGY, planned

LIGHT = LEGAL.model_copy(update={"regime": "pcr2015"})


def plan(**changes: Any) -> PlanProcurement:
    return PLAN.model_copy(update=changes)


def reserved(months: int, **changes: Any) -> PlanProcurement:
    return plan(**({"route": "light_touch", "legal": LIGHT, "reserved": True, "term_months": months} | changes))


class TestPlanProcurement:
    def test_keeps_what_the_rules_engine_answered_as_evidence(self) -> None:
        """(R12)"""
        (event,) = given(procurement_decider).when(PLAN).happened()
        assert (event.legal, event.circumstances, event.began_on) == (LEGAL, PLAN.circumstances, BEGAN)
        row = row_after(procurement_view, event)
        assert (row.status, row.regime, row.legal, row.live) == ("planned", "psr2023", LEGAL, False)
        assert (row.next_step, row.next_lawful_on, row.parties) == ("launch", BEGAN, ["07L", "08F"])

    def test_refuses_a_route_that_is_not_open_and_says_why(self) -> None:
        """(R12)"""
        with pytest.raises(no.RouteNotPermitted, match="Does not hold: there is an existing provider") as caught:
            given(procurement_decider).when(plan(legal=NOT_PERMITTED)).happened()
        assert caught.value.facts["regime"] == "psr2023"

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"began_on": BEGAN + timedelta(days=1)}, no.DayToCome),
            ({"commissioners": ("07L", "07L")}, NamedTwice),
            ({"commissioners": ("RF4",)}, NotACommissioner),
            ({"localities": ("atlantis",)}, no.LocalityUnknown),
            ({"reserved": True}, no.ReservedOutsideLightTouch),
            ({"strategy": CitedStrategy(status="appraised", chosen_route="competitive")}, no.StrategyNotApproved),
            ({"strategy": CitedStrategy(status="approved", chosen_route="direct_award_c")}, no.NotTheStrategysRoute),
        ],
    )
    def test_refuses_what_does_not_hold(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(procurement_decider).when(plan(**changes)).then_refused(refusal)

    def test_follows_an_approved_strategy_that_has_chosen_the_route(self) -> None:
        """(R13)"""
        strategy = CitedStrategy(status="approved", chosen_route="competitive")
        (event,) = given(procurement_decider).when(plan(strategy=strategy, strategy_id=STRATEGY)).happened()
        assert event.strategy_id == STRATEGY

    def test_may_have_begun_before_today(self) -> None:
        (event,) = given(procurement_decider).when(plan(began_on=date(2024, 2, 1))).happened()
        assert event.began_on == date(2024, 2, 1)

    def test_is_planned_once(self) -> None:
        given(procurement_decider, *planned).when(PLAN).then_refused(no.ProcurementRefTaken)


class TestReservedContracts:
    def test_run_for_three_years_at_most(self) -> None:
        """PCR 2015 reg 77(3)(d) (R28)."""
        (event,) = given(procurement_decider).when(reserved(36)).happened()
        assert event.reserved
        given(procurement_decider).when(reserved(37)).then_refused(no.ReservedTooLong)
