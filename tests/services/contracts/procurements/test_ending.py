"""After the award: notices, signature, commencement; and abandoning (R12, R22)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.contracts.procurements import award_commands as ac
from services.contracts.procurements import refusals as no
from services.contracts.procurements.domain import procurement_decider
from services.contracts.procurements.legal import award_notice_due_on, details_notice_due_on, quarter_end
from services.contracts.procurements.timers import due_of
from services.contracts.procurements.views import procurement_view
from shared.kernel.message import Event
from tests.kit.scenario import given, row_after
from tests.services.contracts.procurements.history import (
    ABANDON,
    AWARD,
    AWARD_NOTICE,
    COMMENCE,
    ENDS,
    SIGN,
    SIGN_FROM,
    after,
    awarded,
    challenged,
    commenced,
    confirmed,
    evaluated,
    in_standstill,
    launched,
    planned,
    planned_by,
    signed,
)

DAY = timedelta(days=1)
OTHER = UUID("01980000-0000-7000-8000-00000000e0ff")


def sign(**changes: Any) -> ac.MarkSigned:
    return SIGN.model_copy(update=changes)


class TestNotices:
    def test_of_the_award_is_in_time_on_its_last_day_and_late_after(self) -> None:
        """Within 30 days of 23 April 2025: by 23 May."""
        (event,) = given(procurement_decider, *awarded).when(AWARD_NOTICE).happened()
        assert (event.late, event.notice.due_on) == (False, date(2025, 5, 23))
        day_after = AWARD_NOTICE.model_copy(update={"published_on": date(2025, 5, 24), "today": date(2025, 5, 24)})
        (event,) = given(procurement_decider, *awarded).when(day_after).happened()
        assert event.late

    def test_fall_due_by_each_regimes_own_rule(self) -> None:
        row = row_after(procurement_view, *awarded)
        assert award_notice_due_on(row, SIGN_FROM) == date(2025, 5, 23)
        light = row.model_copy(update={"regime": "pcr2015", "route": "light_touch"})
        assert award_notice_due_on(light, date(2020, 5, 6)) == date(2020, 7, 30)
        act = row.model_copy(update={"regime": "pa2023", "cpv": ["72000000-5"]})
        assert award_notice_due_on(act, SIGN_FROM) is None
        assert details_notice_due_on(act, SIGN_FROM) == SIGN_FROM + timedelta(days=30)
        assert details_notice_due_on(act.model_copy(update={"cpv": ["85300000-2"]}), SIGN_FROM) == (
            SIGN_FROM + timedelta(days=120)
        )
        assert details_notice_due_on(row, SIGN_FROM) is None

    @pytest.mark.parametrize(
        ("day", "last"),
        [(date(2025, 1, 1), date(2025, 3, 31)), (date(2025, 12, 31), date(2025, 12, 31))],
    )
    def test_may_be_grouped_by_quarters(self, day: date, last: date) -> None:
        """PCR 2015 reg 75(4) (R28)."""
        assert quarter_end(day) == last

    def test_come_once_and_only_when_they_are_waited_for(self) -> None:
        history = after(AWARD_NOTICE, history=awarded)
        given(procurement_decider, *history).when(AWARD_NOTICE).then_refused(no.NoNoticeDue)
        given(procurement_decider, *confirmed).when(AWARD_NOTICE).then_refused(no.NoNoticeDue)
        early = AWARD_NOTICE.model_copy(update={"published_on": date(2025, 4, 22)})
        given(procurement_decider, *awarded).when(early).then_refused(no.BeforeStepBefore)

    def test_that_are_not_published_fall_overdue_once_the_day_after_the_last(self) -> None:
        on_time = ac.NoteOverdueNotice(today=date(2025, 5, 23))
        given(procurement_decider, *awarded).when(on_time).then_refused(no.NoticeNotOverdue)
        overdue = ac.NoteOverdueNotice(today=date(2025, 5, 24))
        history = after(overdue, history=awarded)
        assert row_after(procurement_view, *history).award_notice_overdue
        given(procurement_decider, *history).when(overdue).then()
        given(procurement_decider, *after(AWARD_NOTICE, history=awarded)).when(overdue).then()


class TestMarkSigned:
    def test_follows_the_award_and_says_which_contract(self) -> None:
        row = row_after(procurement_view, *signed)
        assert (row.status, row.contract_ids, row.signed_on) == ("contract_signed", [SIGN.contract_id], SIGN.signed_on)

    def test_is_refused_without_checkpoint_2(self) -> None:
        """(R22)"""
        gated = sign(isap_missing="ISAP checkpoint 2")
        given(procurement_decider, *awarded).when(gated).then_refused(no.IsapCheckpointMissing)

    def test_is_refused_when_dated_within_the_standstill(self) -> None:
        given(procurement_decider, *awarded).when(sign(signed_on=ENDS)).then_refused(no.StandstillStillRunning)
        assert given(procurement_decider, *awarded).when(sign(signed_on=SIGN_FROM)).happened()

    def test_is_refused_before_the_award(self) -> None:
        given(procurement_decider, *confirmed).when(SIGN).then_refused(no.WrongStage)
        late = AWARD.model_copy(update={"awarded_on": SIGN_FROM + DAY, "today": SIGN_FROM + DAY})
        history = after(late, history=confirmed)
        given(procurement_decider, *history).when(sign(signed_on=SIGN_FROM)).then_refused(no.SignedBeforeAward)

    def test_counts_a_contract_once_and_takes_those_of_other_awardees(self) -> None:
        """(R16)"""
        given(procurement_decider, *signed).when(SIGN).then()
        other = sign(contract_id=OTHER, contract_ref="BHR-0002", signed_on=date(2025, 5, 5))
        row = row_after(procurement_view, *after(other, history=commenced))
        assert (row.status, len(row.contract_ids), row.signed_on) == ("commenced", 2, date(2025, 5, 5))


class TestCommenceService:
    def test_follows_the_signature_with_checkpoint_3(self) -> None:
        """(R22)"""
        assert row_after(procurement_view, *commenced).commenced_on == COMMENCE.commenced_on
        gated = COMMENCE.model_copy(update={"isap_missing": "ISAP checkpoint 3"})
        given(procurement_decider, *signed).when(gated).then_refused(no.IsapCheckpointMissing)
        given(procurement_decider, *awarded).when(COMMENCE).then_refused(no.WrongStage)
        early = COMMENCE.model_copy(update={"commenced_on": date(2025, 5, 5)})
        given(procurement_decider, *signed).when(early).then_refused(no.BeforeStepBefore)


class TestAbandonProcurement:
    @pytest.mark.parametrize("history", [launched, evaluated, in_standstill, challenged, confirmed, awarded])
    def test_ends_what_was_made_public_with_a_notice_due(self, history: tuple[Event, ...]) -> None:
        row = row_after(procurement_view, *after(ABANDON, history=history))
        assert (row.status, row.live, row.next_step) == ("abandoned", False, None)
        assert row.abandonment_notice_due_on == date(2025, 5, 30)

    @pytest.mark.parametrize("history", [planned, planned_by("direct_award_a")])
    def test_ends_what_nobody_was_told_of_without_one(self, history: tuple[Event, ...]) -> None:
        assert row_after(procurement_view, *after(ABANDON, history=history)).abandonment_notice_due_on is None

    def test_is_refused_once_a_contract_is_signed_and_twice(self) -> None:
        given(procurement_decider, *signed).when(ABANDON).then_refused(no.WrongStage)
        given(procurement_decider, *launched).when(ABANDON, ABANDON).then_refused(no.WrongStage)

    def test_is_followed_by_its_notice_once(self) -> None:
        notice = AWARD_NOTICE.model_copy(update={"kind": "abandon"})
        history = after(ABANDON, notice, history=launched)
        assert history[-1].notice.due_on == date(2025, 5, 30)
        given(procurement_decider, *history).when(notice).then_refused(no.NoNoticeDue)


class TestWhatFallsDue:
    @pytest.mark.parametrize(
        ("history", "due"),
        [
            (evaluated, {}),
            (in_standstill, {"standstill_end": SIGN_FROM}),
            (challenged, {}),
            (confirmed, {}),
            (awarded, {"award_notice": date(2025, 5, 24)}),
            (after(AWARD_NOTICE, history=awarded), {}),
            (after(ac.NoteOverdueNotice(today=date(2025, 5, 24)), history=awarded), {}),
            (after(ABANDON, history=awarded), {}),
        ],
    )
    def test_is_the_end_of_the_standstill_and_the_notice_of_the_award(
        self, history: tuple[Event, ...], due: dict[str, date]
    ) -> None:
        assert due_of(row_after(procurement_view, *history)) == due
