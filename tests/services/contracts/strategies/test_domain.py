"""The rules of contracting strategies, at their edges and refused."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.contracts.law.answers import LegalAnswer
from services.contracts.law.route_facts import RouteFacts
from services.contracts.naming import NamedTwice
from services.contracts.register.refusals import NotACommissioner, UnknownLocality
from services.contracts.strategies import commands as c
from services.contracts.strategies import refusals as no
from services.contracts.strategies.domain import strategy_decider
from services.contracts.strategies.views import strategy_view
from shared.events.contracts import strategy_parts as parts
from shared.kernel import authority as a
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.strategies.history import (
    APPROVE,
    DRAFT,
    REVISE,
    STRATEGY,
    TENDER,
    TODAY,
    VARIATION,
    after,
    appraised,
    approved,
    drafted,
)

LATER = UUID("01980000-0000-7000-8000-00000000e002")
SUPERSEDE = c.SupersedeStrategy(superseded_by=LATER, superseded_by_ref="BHR-S2", today=TODAY)


def but(command: Any, **changes: Any) -> Any:
    return command.model_copy(update=changes)


class TestDraftStrategy:
    def test_begins_with_the_first_version_of_its_case(self) -> None:
        row = row_after(strategy_view, *drafted)
        assert (row.status, row.case_version, row.parties) == ("draft", 1, ["07L", "E09000016"])

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"commissioners": ("07L", "RF4")}, NotACommissioner),
            ({"commissioners": ("07L", "07L")}, NamedTwice),
            ({"localities": ("nowhere",)}, UnknownLocality),
            ({"service_lines": ("a", "a")}, NamedTwice),
            ({"priorities": ("vat", "weeks", "vat")}, NamedTwice),
            ({"contract_ids": (STRATEGY, STRATEGY)}, NamedTwice),
            ({"starts_on": date(2025, 8, 31)}, no.ServicesBeforeRoute),
        ],
    )
    def test_refuses(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(strategy_decider).when(but(DRAFT, **changes)).then_refused(refusal)

    def test_services_may_start_on_the_day_the_route_begins(self) -> None:
        assert given(strategy_decider).when(but(DRAFT, starts_on=DRAFT.begins_on)).happened()

    def test_refuses_twice(self) -> None:
        given(strategy_decider, *drafted).when(DRAFT).then_refused(no.StrategyRefTaken)


class TestReviseStrategy:
    def test_counts_the_version_and_sets_appraisals_aside(self) -> None:
        (revised,) = given(strategy_decider, *appraised).when(REVISE).happened()
        row = row_after(strategy_view, *appraised, revised)
        assert (row.status, row.case_version, row.appraisals, row.comparison) == ("draft", 2, [], [])

    def test_refuses_an_approved_one_whose_case_is_locked(self) -> None:
        """The case for change is locked at approval (R24)."""
        given(strategy_decider, *approved).when(REVISE).then_refused(no.StrategyLocked)

    def test_refuses_services_that_start_before_the_route_begins(self) -> None:
        given(strategy_decider, *drafted).when(but(REVISE, starts_on=date(2025, 8, 31))).then_refused(
            no.ServicesBeforeRoute
        )

    def test_refuses_what_nobody_drafted(self) -> None:
        given(strategy_decider).when(REVISE).then_refused(no.StrategyNotFound)


class TestAppraiseRoute:
    def test_keeps_what_the_law_says_with_its_inputs_and_citations(self) -> None:
        """Legality is computed, with regime, ground and citations (R12)."""
        (happened,) = given(strategy_decider, *drafted).when(VARIATION).happened()
        legality = happened.appraisal.legality
        assert (legality.permitted, legality.regime) == (True, "psr2023")
        assert legality.citations
        assert "legal advice" in legality.advice
        assert (legality.cpv, legality.began_on) == (DRAFT.cpv, DRAFT.begins_on)
        assert (legality.estimated_value_pence, legality.circumstances) == (400_000_000, VARIATION.circumstances)
        assert happened.tell() == "Contracting strategy BHR-S1: legal variation was appraised and would be lawful"

    def test_the_newest_appraisal_of_an_approach_counts(self) -> None:
        (again,) = given(strategy_decider, *appraised).when(but(TENDER, weeks=30)).happened()
        row = row_after(strategy_view, *appraised, again)
        assert [(one.route, one.weeks) for one in row.appraisals] == [("legal_variation", 12), ("competitive", 30)]

    @pytest.mark.parametrize("route", ["legal_variation", "alliance_overlay"])
    def test_refuses_to_vary_or_overlay_contracts_nobody_names(self, route: str) -> None:
        bare = after(but(DRAFT, contract_ids=()))
        given(strategy_decider, *bare).when(but(VARIATION, route=route)).then_refused(no.VariationOfNothing)

    def test_refuses_to_integrate_what_is_outside_its_scope(self) -> None:
        given(strategy_decider, *drafted).when(but(TENDER, integrates=("maternity",))).then_refused(
            no.OutsideScopeOfStrategy
        )

    def test_refuses_once_approved(self) -> None:
        given(strategy_decider, *approved).when(TENDER).then_refused(no.StrategyLocked)

    def test_knows_the_light_touch_regime_for_health_services_until_2023(self) -> None:
        """The Light Touch Regime of PCR 2015 regs 74 to 77 (R28)."""
        earlier = after(but(DRAFT, begins_on=date(2018, 4, 1)))
        (happened,) = given(strategy_decider, *earlier).when(but(TENDER, route="light_touch")).happened()
        assert (happened.appraisal.legality.regime, happened.appraisal.legality.permitted) == ("pcr2015", True)


class TestComparison:
    def test_w12_the_ranking_flips_when_vat_is_not_recovered(self) -> None:
        """An LLP integrates more, until the VAT it bears is looked at (W12, R11, R14)."""
        (supply,) = TENDER.supplies
        refunded = but(TENDER, supplies=(but(supply, recovery_bp=10_000),))
        before = row_after(strategy_view, *after(DRAFT, refunded, VARIATION)).comparison
        assert [(one.place, one.route, one.vat_irrecoverable_pence) for one in before] == [
            (1, "competitive", 0),
            (2, "legal_variation", 0),
        ]
        now = row_after(strategy_view, *appraised).comparison
        assert [(one.place, one.route, one.vat_irrecoverable_pence) for one in now] == [
            (1, "legal_variation", 0),
            (2, "competitive", 40_000_000),
        ]

    def test_shows_each_ones_place_by_each_measure(self) -> None:
        variation, tender = row_after(strategy_view, *appraised).comparison
        assert (variation.vat_place, variation.integration_place, variation.risk_place, variation.weeks_place) == (
            1,
            2,
            1,
            1,
        )
        assert (tender.integration_place, tender.integrates, tender.in_scope) == (1, 3, 3)

    def test_ranks_by_what_the_strategy_puts_first(self) -> None:
        first = after(but(DRAFT, priorities=("integration",)), TENDER, VARIATION)
        assert [one.route for one in row_after(strategy_view, *first).comparison] == ["competitive", "legal_variation"]

    def test_puts_what_is_not_lawful_last_whatever_else_it_offers(self) -> None:
        award = but(VARIATION, route="direct_award_c", weeks=1, integrates=DRAFT.service_lines)
        ranked = row_after(strategy_view, *after(DRAFT, award, TENDER)).comparison
        assert [(one.route, one.permitted) for one in ranked] == [("competitive", True), ("direct_award_c", False)]

    def test_equals_share_a_place(self) -> None:
        same = but(TENDER, route="most_suitable_provider")
        ranked = row_after(strategy_view, *after(DRAFT, TENDER, same)).comparison
        assert [one.place for one in ranked] == [1, 1]


class TestApproveStrategy:
    def test_locks_the_case_with_rationale_roadmap_and_the_law_of_the_day(self) -> None:
        (happened,) = given(strategy_decider, *appraised).when(APPROVE).happened()
        assert (happened.route, happened.case_version) == ("legal_variation", 1)
        assert happened.compared == ("competitive", "legal_variation")
        assert happened.legality.permitted
        row = row_after(strategy_view, *appraised, happened)
        assert (row.status, row.chosen_route, row.rationale) == ("approved", "legal_variation", APPROVE.rationale)
        assert [step.form for step in row.roadmap] == ["NHS Standard Contract", "alliance agreement"]

    def test_refuses_one_approach_alone(self) -> None:
        """A tender is compared with a variation (R11)."""
        alone = after(DRAFT, VARIATION)
        given(strategy_decider, *alone).when(APPROVE).then_refused(no.OnlyOneApproachCompared)

    def test_refuses_where_nothing_is_appraised(self) -> None:
        given(strategy_decider, *drafted).when(APPROVE).then_refused(no.NothingAppraised)

    def test_refuses_an_approach_nobody_appraised(self) -> None:
        other = but(APPROVE, route="direct_award_c")
        given(strategy_decider, *appraised).when(other).then_refused(no.ChosenRouteNotAppraised)

    def test_refuses_one_the_law_does_not_permit(self) -> None:
        """Direct award C is barred where nobody provides the service now (R12)."""
        history = after(DRAFT, but(TENDER, route="direct_award_c"), VARIATION)
        chosen = but(APPROVE, route="direct_award_c")
        given(strategy_decider, *history).when(chosen).then_refused(no.ChosenRouteNotLawful)

    def test_refuses_one_that_was_lawful_when_appraised_and_is_not_on_the_day(self) -> None:
        """Light touch tenders of health services ended with 2023: what has not begun by then is under the PSR."""
        begun = but(DRAFT, begins_on=date(2023, 12, 31), contract_ids=())
        tender = but(TENDER, route="light_touch")
        history = after(begun, tender, but(tender, route="pa23_open"))
        assert row_after(strategy_view, *history).appraisals[0].legality.permitted
        chosen = but(APPROVE, route="light_touch", roadmap=())
        on_the_last_day = but(chosen, today=date(2023, 12, 31))
        assert given(strategy_decider, *history).when(on_the_last_day).happened()
        next_day = but(chosen, today=date(2024, 1, 1))
        given(strategy_decider, *history).when(next_day).then_refused(no.ChosenRouteNotLawful)

    @pytest.mark.parametrize("proposer", ["lena", "lars"])
    def test_refuses_whoever_drafted_revised_or_appraised_it(self, proposer: str) -> None:
        history = after(DRAFT, REVISE, TENDER, VARIATION)
        given(strategy_decider, *history).when(but(APPROVE, by=proposer)).then_refused(ApprovedByProposer)

    def test_refuses_without_a_rationale(self) -> None:
        """A robust contracting strategy with a clear rationale (R13)."""
        given(strategy_decider, *appraised).when(but(APPROVE, rationale="")).then_refused(no.StrategyWithoutRationale)

    def test_refuses_a_case_without_evidence(self) -> None:
        """The case for change is evidenced at the outset (R24)."""
        bare = after(but(DRAFT, case=but(DRAFT.case, evidence=())), TENDER, VARIATION)
        given(strategy_decider, *bare).when(APPROVE).then_refused(no.CaseWithoutEvidence)

    def test_refuses_twice(self) -> None:
        given(strategy_decider, *approved).when(APPROVE).then_refused(no.StrategyLocked)

    @pytest.mark.parametrize(("limit", "refusal"), [(400_000_000, None), (399_999_999, a.BeyondAuthority)])
    def test_keeps_to_the_last_penny_of_the_authority_cited(self, limit: int, refusal: type[Refused] | None) -> None:
        cited = a.Authority(
            delegation_id=LATER,
            org="07L",
            role="JCB_APPROVER",
            matters=("strategy",),
            limit_pence=limit,
            start=date(2025, 4, 1),
            end=None,
        )
        when = given(strategy_decider, *appraised).when(but(APPROVE, approval=but(APPROVE.approval, authority=cited)))
        if refusal is None:
            assert when.happened()
        else:
            when.then_refused(refusal)

    def test_refuses_to_take_the_place_of_one_that_is_not_approved(self) -> None:
        no_more = but(APPROVE, superseded_is_approved=False)
        given(strategy_decider, *appraised).when(no_more).then_refused(no.SupersededNotApproved)


class TestRoadmap:
    """The journey towards the ultimate vision has dates that rise (R15)."""

    STEP = APPROVE.roadmap[0]

    def test_refuses_two_steps_of_one_day(self) -> None:
        given(strategy_decider, *appraised).when(but(APPROVE, roadmap=(self.STEP, self.STEP))).then_refused(
            no.RoadmapNotRising
        )

    def test_may_begin_on_the_day_of_approval_and_not_before(self) -> None:
        today = but(APPROVE, roadmap=(but(self.STEP, by=APPROVE.today), self.STEP))
        assert given(strategy_decider, *appraised).when(today).happened()
        yesterday = but(APPROVE, roadmap=(but(self.STEP, by=date(2025, 6, 30)), self.STEP))
        given(strategy_decider, *appraised).when(yesterday).then_refused(no.RoadmapInPast)

    def test_may_be_none(self) -> None:
        assert given(strategy_decider, *appraised).when(but(APPROVE, roadmap=())).happened()


class TestSupersedeStrategy:
    def test_ends_an_approved_one_once(self) -> None:
        (happened,) = given(strategy_decider, *approved).when(SUPERSEDE).happened()
        row = row_after(strategy_view, *approved, happened)
        assert (row.status, row.superseded_by) == ("superseded", LATER)
        given(strategy_decider, *approved, happened).when(SUPERSEDE).then()

    def test_refuses_a_draft(self) -> None:
        given(strategy_decider, *drafted).when(SUPERSEDE).then_refused(no.NotApprovedBefore)

    def test_what_is_superseded_stays_as_it_was(self) -> None:
        (happened,) = given(strategy_decider, *approved).when(SUPERSEDE).happened()
        given(strategy_decider, *approved, happened).when(TENDER).then_refused(no.StrategyLocked)


class TestTheLawAsStored:
    def test_knows_every_circumstance_the_engine_asks(self) -> None:
        asked = {"route", "cpv", "began_on", "estimated_value_pence"}
        assert set(parts.RouteCircumstances.model_fields) | asked == set(RouteFacts.model_fields)
        for name, field in parts.RouteCircumstances.model_fields.items():
            assert field.default == RouteFacts.model_fields[name].default, name

    def test_keeps_everything_an_answer_says(self) -> None:
        inputs = {"cpv", "began_on", "estimated_value_pence", "circumstances"}
        assert set(parts.Legality.model_fields) - inputs == set(LegalAnswer.model_fields)
