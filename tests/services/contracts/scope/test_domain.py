"""The rules of the scope, at their edges and refused (R3, R4, R5, R7, R20, R45, R53, R54, R102)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.contracts.naming import NamedTwice
from services.contracts.register.refusals import NotACommissioner, UnknownLocality
from services.contracts.scope import commands as c
from services.contracts.scope import refusals as r
from services.contracts.scope.domain import scope_decider
from services.contracts.scope.timers import due_of
from services.contracts.scope.views import scope_item_view
from shared.events.contracts import scope_parts as p
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.refusals import Refused
from tests.kit.scenario import given, row_after
from tests.services.contracts.scope.history import (
    A_DAY,
    DECIDE,
    LINE,
    NORTH,
    PHASES,
    PROPOSE,
    READY,
    SAID,
    SOUTH,
    TAKEN,
    TAKEN_ON,
    TODAY,
    consulted,
    decided,
    engaged,
    evidenced,
    proposed,
    returned,
    revised,
)


def deciding(**changes: Any) -> c.DecideScope:
    return DECIDE.model_copy(update=changes)


OUT = deciding(decided="out_of_scope", phases=(), budget_line=None)
LATER = deciding(decided="deferred", phases=(), budget_line=None, deferred_until=date(2018, 4, 1))


class TestProposeScope:
    def test_concerns_commissioners_and_providers_and_names_what_is_linked(self) -> None:
        given(scope_decider).when(PROPOSE).then(proposed)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"commissioners": ("RAT",)}, NotACommissioner),
            ({"commissioners": ("08F", "08F")}, NamedTwice),
            ({"providers": ("RAT", "RAT")}, NamedTwice),
            ({"localities": ("nowhere",)}, UnknownLocality),
            ({"cohort": p.Cohort(name="nobody", age_from=65, age_to=64)}, r.AgesReversed),
        ],
    )
    def test_refuses_what_does_not_hold(self, changes: dict[str, Any], refusal: type[Refused]) -> None:
        given(scope_decider).when(PROPOSE.model_copy(update=changes)).then_refused(refusal)

    def test_a_cohort_of_one_year_is_one(self) -> None:
        one = p.Cohort(name="children of two", age_from=2, age_to=2)
        assert given(scope_decider).when(PROPOSE.model_copy(update={"cohort": one})).happened()

    def test_refuses_to_be_proposed_twice(self) -> None:
        given(scope_decider, proposed).when(PROPOSE).then_refused(r.ScopeRefTaken)


class TestReviseScope:
    REVISE = c.ReviseScope(
        **(SAID | {"rationale": "beds are full", "opportunity": "better_care_fund"}),
        known_localities=frozenset({NORTH, SOUTH}),
        by="cat",
    )

    def test_is_from_then_on_the_proposal_of_who_revised_it(self) -> None:
        given(scope_decider, *READY).when(self.REVISE).then(revised)
        given(scope_decider, *READY, revised).when(deciding(by="cat")).then_refused(ApprovedByProposer)
        assert given(scope_decider, *READY, revised).when(deciding(by="ann")).happened()

    def test_the_same_again_is_no_revision(self) -> None:
        given(scope_decider, *READY, revised).when(self.REVISE).then()

    def test_refuses_what_is_decided(self) -> None:
        given(scope_decider, *READY, decided).when(self.REVISE).then_refused(r.ScopeAlreadyDecided)


class TestGathering:
    def test_what_is_gathered_makes_it_evidence_gathering(self) -> None:
        assert row_after(scope_item_view, proposed).status == "proposed"
        for event in (evidenced, engaged, consulted):
            assert row_after(scope_item_view, proposed, event).status == "evidence_gathering"

    def test_what_is_gathered_after_the_decision_leaves_it_decided(self) -> None:
        assert row_after(scope_item_view, *READY, decided, engaged).status == "in_scope"

    def test_the_same_twice_is_recorded_once(self) -> None:
        history = given(scope_decider, *READY)
        history.when(c.AddScopeEvidence(evidence=evidenced.evidence)).then()
        history.when(c.EngageStakeholder(engagement=engaged.engagement, today=TODAY)).then()
        history.when(c.ConsultExpert(consultation=consulted.consultation, today=TODAY)).then()

    def test_today_is_recorded_and_tomorrow_refused(self) -> None:
        on = engaged.engagement.engaged_on
        history = given(scope_decider, proposed)
        history.when(c.EngageStakeholder(engagement=engaged.engagement, today=on)).then(engaged)
        history.when(c.EngageStakeholder(engagement=engaged.engagement, today=on - A_DAY)).then_refused(
            r.EngagedInFuture
        )
        history.when(c.ConsultExpert(consultation=consulted.consultation, today=on)).then(consulted)
        history.when(c.ConsultExpert(consultation=consulted.consultation, today=on - A_DAY)).then_refused(
            r.EngagedInFuture
        )

    def test_social_care_is_a_sector_like_the_others(self) -> None:
        assert row_after(scope_item_view, proposed).sector == "social_care"


class TestDecideScope:
    def test_keeps_what_it_rested_on_as_it_stood(self) -> None:
        given(scope_decider, *READY).when(DECIDE).then(decided)
        row = row_after(scope_item_view, *READY, decided)
        assert (row.status, row.phases, row.decisions[0].evidence) == ("in_scope", list(PHASES), (evidenced.evidence,))

    def test_needs_a_stakeholder_engaged_the_day_before_at_the_latest(self) -> None:
        on_the_day = engaged.model_copy(
            update={"engagement": engaged.engagement.model_copy(update={"engaged_on": TAKEN_ON})}
        )
        for history in ((proposed, evidenced, consulted), (proposed, evidenced, on_the_day, consulted)):
            given(scope_decider, *history).when(DECIDE).then_refused(r.NoStakeholderEngagedBefore)

    def test_needs_an_expert_consulted_the_day_before_at_the_latest(self) -> None:
        on_the_day = consulted.model_copy(
            update={"consultation": consulted.consultation.model_copy(update={"consulted_on": TAKEN_ON})}
        )
        for history in ((proposed, evidenced, engaged), (proposed, evidenced, engaged, on_the_day)):
            given(scope_decider, *history).when(DECIDE).then_refused(r.NoExpertConsultedBefore)

    @pytest.mark.parametrize("asked", [DECIDE, OUT, LATER])
    def test_needs_evidence_whatever_is_decided(self, asked: c.DecideScope) -> None:
        given(scope_decider, proposed, engaged, consulted).when(asked).then_refused(r.ScopeWithoutEvidence)
        assert given(scope_decider, *READY).when(asked).happened()

    def test_is_for_somebody_else_than_who_proposed_it(self) -> None:
        given(scope_decider, *READY).when(deciding(by="ann")).then_refused(ApprovedByProposer)

    def test_was_taken_today_at_the_latest(self) -> None:
        history = given(scope_decider, *READY)
        assert history.when(deciding(today=TAKEN_ON)).happened()
        history.when(deciding(today=TAKEN_ON - A_DAY)).then_refused(r.DecidedInFuture)

    @pytest.mark.parametrize("phases", [(), PHASES[:1], (*PHASES, PHASES[0])])
    def test_gives_each_locality_one_phase(self, phases: tuple[p.LocalityPhase, ...]) -> None:
        given(scope_decider, *READY).when(deciding(phases=phases)).then_refused(r.PhaseForEachLocality)

    def test_gives_no_phase_to_what_is_out(self) -> None:
        refused = OUT.model_copy(update={"phases": PHASES})
        given(scope_decider, *READY).when(refused).then_refused(r.PhaseForEachLocality)

    def test_names_a_budget_line_or_why_there_is_none(self) -> None:
        history = given(scope_decider, *READY)
        assert history.when(deciding(budget_line=None, no_budget_reason="paid by the council")).happened()
        for wrong in (
            deciding(budget_line=None),
            deciding(no_budget_reason="both"),
            OUT.model_copy(update={"budget_line": LINE}),
            OUT.model_copy(update={"no_budget_reason": "out"}),
        ):
            history.when(wrong).then_refused(r.BudgetLineOrReason)

    def test_defers_until_tomorrow_at_the_earliest(self) -> None:
        history = given(scope_decider, *READY)
        assert history.when(LATER.model_copy(update={"deferred_until": TODAY + A_DAY})).happened()
        for wrong in (
            LATER.model_copy(update={"deferred_until": TODAY}),
            LATER.model_copy(update={"deferred_until": None}),
            OUT.model_copy(update={"deferred_until": TODAY + A_DAY}),
        ):
            history.when(wrong).then_refused(r.DeferredUntilADay)

    def test_is_not_taken_twice(self) -> None:
        given(scope_decider, *READY, decided).when(DECIDE).then_refused(r.ScopeAlreadyDecided)

    @pytest.mark.parametrize(
        ("asked", "words"),
        [(DECIDE, "is in scope"), (OUT, "is out of scope"), (LATER, "is deferred until 2018-04-01")],
    )
    def test_is_told_in_words(self, asked: c.DecideScope, words: str) -> None:
        (event,) = given(scope_decider, *READY).when(asked).happened()
        assert event.tell().endswith(words)


class TestReturning:
    def test_what_is_out_may_return_and_is_decided_by_another_decision(self) -> None:
        (out,) = given(scope_decider, *READY).when(OUT).happened()
        (back,) = given(scope_decider, *READY, out).when(c.ReturnScopeItem(reason="new evidence")).happened()
        assert back == returned
        history = given(scope_decider, *READY, out, back)
        history.when(DECIDE).then_refused(r.DecisionUsedBefore)
        another = deciding(taken=TAKEN.model_copy(update={"decision_id": UUID(int=9)}))
        (event,) = history.when(another).happened()
        row = row_after(scope_item_view, *READY, out, back, event)
        assert [one.decided for one in row.decisions] == ["out_of_scope", "in_scope"]

    def test_what_returns_has_no_phase_any_more(self) -> None:
        assert row_after(scope_item_view, *READY, decided, returned).phases == []

    def test_refuses_what_is_open(self) -> None:
        given(scope_decider, *READY).when(c.ReturnScopeItem(reason="why not")).then_refused(r.ScopeNotDecided)

    def test_what_is_deferred_returns_on_its_day_and_not_before(self) -> None:
        (later,) = given(scope_decider, *READY).when(LATER).happened()
        row = row_after(scope_item_view, *READY, later)
        assert due_of(row) == {"return": date(2018, 4, 1)}
        history = given(scope_decider, *READY, later)
        history.when(c.ReturnDeferred(today=date(2018, 3, 31))).then_refused(r.StillDeferred)
        (back,) = history.when(c.ReturnDeferred(today=date(2018, 4, 1))).happened()
        assert due_of(row_after(scope_item_view, *READY, later, back)) == {}
        given(scope_decider, *READY, later, back).when(c.ReturnDeferred(today=date(2018, 4, 1))).then()

    def test_refuses_what_nobody_proposed(self) -> None:
        given(scope_decider).when(c.ReturnScopeItem(reason="why not")).then_refused(r.ScopeItemNotFound)
