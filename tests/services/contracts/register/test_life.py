"""A contract's life: signed within authority, review clauses and points, alerts, plans, and where it goes."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from services.contracts.register import commands as c
from services.contracts.register import refusals as r
from services.contracts.register.domain import contract_decider
from services.contracts.register.expiring import alert_day, alert_months
from services.contracts.register.timers import due_of
from services.contracts.register.views import contract_view
from shared.events.contracts.register import ProviderInvestment
from shared.kernel.authority import Approval, Authority, AuthorityNotCited, BeyondAuthority
from tests.kit.scenario import given, row_after
from tests.services.contracts.register.history import (
    CONTRACT,
    END,
    REGISTER,
    activated,
    activating,
    expired,
    registered,
    terminated,
)

IN_FORCE = (registered, activated)
TODAY = date(2018, 3, 1)
ACS = UUID(int=7)
GATE = c.Gate(
    ref="BHR-P1",
    awarded_to=("RF4",),
    sign_from=date(2014, 3, 1),
    awarded_on=date(2014, 3, 1),
    awarded_value_pence=400_000_000,
    missing=(),
)


def approving(required: bool = True, limit_pence: int | None = None) -> Approval:
    authority = limit_pence and Authority(
        delegation_id=CONTRACT,
        org="07L",
        role="JCB_APPROVER",
        matters=("contract",),
        limit_pence=limit_pence,
        start=date(2014, 1, 1),
        end=None,
    )
    return Approval(
        org="07L", roles=("JCB_APPROVER",), matter="contract", today=END, required=required, authority=authority or None
    )


class TestSigning:
    def test_stays_within_the_authority_cited(self) -> None:
        """(R107): for its options too, as nobody is asked again when they are taken."""
        asked = given(contract_decider, registered)
        asked.when(activating(approval=approving())).then_refused(AuthorityNotCited)
        asked.when(activating(approval=approving(limit_pence=479_999_999))).then_refused(BeyondAuthority)
        (event,) = asked.when(
            activating(approval=approving(limit_pence=480_000_000), delegation_id=CONTRACT)
        ).happened()
        assert row_after(contract_view, registered, event).delegation_id == CONTRACT

    def test_waits_until_its_procurement_misses_nothing(self) -> None:
        """(R22)"""
        asked = given(contract_decider, registered)
        missing = GATE.model_copy(update={"missing": ("ISAP checkpoint 2",)})
        asked.when(activating(gate=missing)).then_refused(r.ProcurementNotComplete)
        assert asked.when(activating(gate=GATE)).happened()

    def test_comes_after_the_standstill(self) -> None:
        later = GATE.model_copy(update={"sign_from": date(2014, 3, 2)})
        given(contract_decider, registered).when(activating(gate=later)).then_refused(r.SignedTooEarly)
        never = GATE.model_copy(update={"sign_from": None})
        assert given(contract_decider, registered).when(activating(gate=never)).happened()

    def test_comes_on_the_day_of_the_award_or_later(self) -> None:
        assert given(contract_decider, registered).when(activating(gate=GATE)).happened()
        later = GATE.model_copy(update={"sign_from": None, "awarded_on": date(2014, 3, 2)})
        given(contract_decider, registered).when(activating(gate=later)).then_refused(r.SignedTooEarly)

    def test_is_for_no_more_than_was_awarded(self) -> None:
        less = GATE.model_copy(update={"awarded_value_pence": 399_999_999})
        given(contract_decider, registered).when(activating(gate=less)).then_refused(r.WorthMoreThanAwarded)

    def test_is_with_those_it_was_awarded_to_and_their_subcontractors(self) -> None:
        (lead,) = REGISTER.providers
        helped = (lead, lead.model_copy(update={"ods": "RAT", "role": "subcontractor"}))
        drafted = given(contract_decider).when(REGISTER.model_copy(update={"providers": helped})).happened()
        assert given(contract_decider, *drafted).when(activating(gate=GATE)).happened()
        together = (lead, lead.model_copy(update={"ods": "RAT", "role": "member"}))
        drafted = given(contract_decider).when(REGISTER.model_copy(update={"providers": together})).happened()
        given(contract_decider, *drafted).when(activating(gate=GATE)).then_refused(r.ProviderNotAwarded)


class TestInvestments:
    """Long contracts are to make providers invest (R43)."""

    def asking(self, **changes: Any) -> c.RegisterContract:
        said: dict[str, Any] = {"ods": "RF4", "purpose": "a ward", "amount_pence": 7, "invested_by": END}
        return REGISTER.model_copy(update={"investments": (ProviderInvestment(**said | changes),) * 2})

    def test_are_the_providers_own_and_within_the_term(self) -> None:
        (event,) = given(contract_decider).when(self.asking()).happened()
        assert row_after(contract_view, event).invested_pence == 14
        given(contract_decider).when(self.asking(ods="RAT")).then_refused(r.InvestorNotAProvider)
        late = self.asking(invested_by=date(2019, 4, 1))
        given(contract_decider).when(late).then_refused(r.InvestedAfterEnd)


CLAUSE = c.RecordContractReviewClause(
    clause_ref="12.3", text="May grow.", allows="growth", unequivocal=True, value_limit_pence=10, source="schedule 6"
)
POINT = c.SetContractReviewPoint(kind="break", on=date(2018, 6, 1), notice_days=90, note="either side", today=TODAY)


class TestReviewClauses:
    """(R20)"""

    @pytest.mark.parametrize("history", [(registered,), IN_FORCE])
    def test_are_recorded_once_and_never_rewritten(self, history: Any) -> None:
        (event,) = given(contract_decider, *history).when(CLAUSE).happened()
        (shown,) = row_after(contract_view, *history, event).review_clauses
        assert (shown.clause_ref, shown.value_limit_pence, shown.value_used_pence) == ("12.3", 10, 0)
        given(contract_decider, *history, event).when(CLAUSE).then_refused(r.ClauseRecordedTwice)

    @pytest.mark.parametrize("over", [terminated, expired])
    def test_are_not_added_to_what_has_ended(self, over: Any) -> None:
        given(contract_decider, *IN_FORCE, over).when(CLAUSE).then_refused(r.ContractHasEnded)
        given(contract_decider, *IN_FORCE, over).when(POINT).then_refused(r.ContractHasEnded)


class TestReviewPoints:
    """(R19)"""

    @pytest.mark.parametrize("on", [TODAY, END])
    def test_lie_in_what_is_left_of_the_term(self, on: date) -> None:
        assert given(contract_decider, *IN_FORCE).when(POINT.model_copy(update={"on": on})).happened()

    @pytest.mark.parametrize("on", [date(2018, 2, 28), date(2019, 4, 1)])
    def test_lie_neither_before_nor_after_it(self, on: date) -> None:
        asked = POINT.model_copy(update={"on": on})
        given(contract_decider, *IN_FORCE).when(asked).then_refused(r.ReviewPointOutsideTerm)

    def test_are_one_of_a_kind_on_a_day(self) -> None:
        (event,) = given(contract_decider, *IN_FORCE).when(POINT).happened()
        given(contract_decider, *IN_FORCE, event).when(POINT).then_refused(r.ReviewPointSetTwice)
        other = POINT.model_copy(update={"kind": "review"})
        assert given(contract_decider, *IN_FORCE, event).when(other).happened()

    def test_people_are_reminded_of_them_once(self) -> None:
        (point,) = given(contract_decider, *IN_FORCE).when(POINT).happened()
        assert point.remind_on == date(2018, 3, 3)
        assert due_of(row_after(contract_view, *IN_FORCE, point))["review_point"] == point.remind_on
        early, due = (c.RemindOfReviewPoint(today=date(2018, 3, day)) for day in (2, 3))
        given(contract_decider, *IN_FORCE, point).when(early).then()
        (reminded,) = given(contract_decider, *IN_FORCE, point).when(due).happened()
        assert "review_point" not in due_of(row_after(contract_view, *IN_FORCE, point, reminded))
        given(contract_decider, *IN_FORCE, point, reminded).when(due).then()
        given(contract_decider, *IN_FORCE, point, terminated).when(due).then()


def alerting(today: date) -> c.AlertContractExpiry:
    return c.AlertContractExpiry(today=today)


class TestExpiryAlerts:
    """(R1)"""

    @pytest.mark.parametrize(
        ("today", "months"),
        [
            (date(2017, 9, 30), 18),
            (date(2018, 3, 30), 18),
            (date(2018, 3, 31), 12),
            (date(2018, 9, 30), 6),
            (date(2018, 12, 31), 3),
            (END, 3),
        ],
    )
    def test_come_on_their_day_the_tightest_alone(self, today: date, months: int) -> None:
        (event,) = given(contract_decider, *IN_FORCE).when(alerting(today)).happened()
        assert (event.months, event.end) == (months, END)
        given(contract_decider, *IN_FORCE, event).when(alerting(today)).then()

    @pytest.mark.parametrize("today", [date(2017, 9, 29), date(2019, 4, 1)])
    def test_come_neither_early_nor_when_all_is_over(self, today: date) -> None:
        given(contract_decider, *IN_FORCE).when(alerting(today)).then()

    def test_are_about_contracts_in_force(self) -> None:
        given(contract_decider, registered).when(alerting(END)).then()
        given(contract_decider, *IN_FORCE, terminated).when(alerting(END)).then()

    def test_each_leads_to_the_next_of_the_clock(self) -> None:
        history: list[Any] = [*IN_FORCE]
        seen = []
        while (due := due_of(row_after(contract_view, *history)).get("expiry_alert")) is not None:
            (event,) = given(contract_decider, *history).when(alerting(due)).happened()
            history.append(event)
            seen.append((due, event.months))
        assert seen == [
            (date(2017, 9, 30), 18),
            (date(2018, 3, 31), 12),
            (date(2018, 9, 30), 6),
            (date(2018, 12, 31), 3),
        ]

    def test_after_an_extension_are_about_the_new_end_and_repeat_nothing_that_had_passed(self) -> None:
        today = date(2019, 1, 15)  # the alert of three months has been given
        (told,) = given(contract_decider, *IN_FORCE).when(alerting(today)).happened()
        extend = c.ExtendContract(option_no=1, today=today)
        (extended,) = given(contract_decider, *IN_FORCE, told).when(extend).happened()
        history = (*IN_FORCE, told, extended)
        given(contract_decider, *history).when(alerting(today)).then()
        assert due_of(row_after(contract_view, *history))["expiry_alert"] == date(2019, 3, 31)
        (again,) = given(contract_decider, *history).when(alerting(date(2019, 3, 31))).happened()
        assert (again.months, again.end) == (12, date(2020, 3, 31))

    @whatever(st.dates(date(2016, 1, 1), END), st.integers(1, 40))
    def test_never_come_twice_for_an_end_nor_at_once_after_it_moved(self, today: date, months: int) -> None:
        option = REGISTER.extension_options[0].model_copy(update={"months": months})
        drafted = given(contract_decider).when(REGISTER.model_copy(update={"extension_options": (option,)})).happened()
        history: list[Any] = [*drafted, activated]
        history += given(contract_decider, *history).when(alerting(today)).happened()
        history += given(contract_decider, *history).when(c.ExtendContract(option_no=1, today=today)).happened()
        given(contract_decider, *history).when(alerting(today)).then()
        row = row_after(contract_view, *history)
        due = due_of(row).get("expiry_alert")
        to_come = [alert_day(row.current_end, one) for one in alert_months(row.current_end)]
        assert due == min((day for day in to_come if day > today), default=None)


PLAN = c.PlanContractExpiry(plan="reprocure", reason="new model", procurement_id=CONTRACT, today=END)


class TestPlanContractExpiry:
    def test_is_shown_until_the_end_moves(self) -> None:
        assert row_after(contract_view, *IN_FORCE).expiry_plan is None
        (event,) = given(contract_decider, *IN_FORCE).when(PLAN).happened()
        row = row_after(contract_view, *IN_FORCE, event)
        assert (row.expiry_plan, row.expiry_procurement_id) == ("reprocure", CONTRACT)
        (moved,) = given(contract_decider, *IN_FORCE).when(c.ExtendContract(option_no=1, today=TODAY)).happened()
        assert row_after(contract_view, *IN_FORCE, event, moved).expiry_plan is None

    def test_is_made_while_the_contract_runs(self) -> None:
        late = PLAN.model_copy(update={"today": date(2019, 4, 1)})
        given(contract_decider, *IN_FORCE).when(late).then_refused(r.ContractTermOver)
        given(contract_decider, registered).when(PLAN).then_refused(r.ContractNotActive)

    @pytest.mark.parametrize("plan", ["renew", "let_end"])
    def test_names_a_procurement_only_where_one_follows(self, plan: str) -> None:
        asked = PLAN.model_copy(update={"plan": plan})
        given(contract_decider, *IN_FORCE).when(asked).then_refused(r.NoProcurementFollows)
        bare = asked.model_copy(update={"procurement_id": None})
        assert given(contract_decider, *IN_FORCE).when(bare).happened()


class TestRollContractIntoAcs:
    ROLL = c.RollContractIntoAcs(acs_contract_id=ACS, acs_ref="BHR-ACS", acs_in_force=True, effective_on=END, today=END)

    def test_ends_it_with_the_contract_that_follows(self) -> None:
        (event,) = given(contract_decider, *IN_FORCE).when(self.ROLL).happened()
        row = row_after(contract_view, *IN_FORCE, event)
        assert (row.status, row.acs_contract_id, row.ended_on) == ("rolled_into_acs", ACS, END)
        given(contract_decider, *IN_FORCE, event).when(self.ROLL).then_refused(r.ContractNotActive)
        assert due_of(row) == {}

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"acs_contract_id": CONTRACT}, r.RolledIntoItself),
            ({"acs_in_force": False}, r.AcsContractNotInForce),
            ({"today": date(2019, 3, 30)}, r.EffectiveInFuture),
            ({"effective_on": date(2014, 3, 31)}, r.OutsideTerm),
        ],
    )
    def test_refuses_what_is_not_so(self, changes: dict[str, Any], refusal: Any) -> None:
        given(contract_decider, *IN_FORCE).when(self.ROLL.model_copy(update=changes)).then_refused(refusal)
