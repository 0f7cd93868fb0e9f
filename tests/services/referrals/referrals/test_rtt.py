"""Worked example W8: waits with their exact answers, and the arithmetic behind them."""

from datetime import date

import pytest

from services.referrals.referrals import cancer, rtt
from services.referrals.referrals import refusals as r
from services.referrals.referrals.domain import referral_decider
from services.referrals.referrals.views import referral_view
from shared.events.referrals import referrals as e
from tests.kit.scenario import given, row_after
from tests.services.referrals.referrals.story import (
    ACCEPTED,
    BOOKED,
    REFERRED,
    SEEN,
    SUBMIT,
    attend,
    book,
    decide,
    history,
    miss,
    monitor,
    pause,
    treat,
    triage,
)


def stops(events: tuple[e.ReferralEvent, ...]) -> list[tuple[int, int, bool]]:
    """Clock, days, within the standard."""
    return [(one.clock_no, one.days, one.within_standard) for one in events if isinstance(one, e.ClockStopped)]


class TestW8A:
    DELAYED = (*ACCEPTED, book(date(2026, 1, 8), date(2026, 2, 9), patient_choice_delay_days=21), SEEN[-1])

    def test_treated_after_126_days_is_within_although_the_patient_asked_for_three_weeks(self) -> None:
        assert stops(history(*self.DELAYED, treat(date(2026, 5, 11)))) == [(1, 126, True)]

    def test_treated_after_127_days_is_a_breach(self) -> None:
        assert stops(history(*self.DELAYED, treat(date(2026, 5, 12)))) == [(1, 127, False)]

    def test_a_pause_is_refused(self) -> None:
        asked = pause(date(2026, 2, 9), date(2026, 3, 1))
        given(referral_decider, *history(*SEEN)).when(asked).then_refused(r.PausesEnded)


class TestW8B:
    MONITORED = (*SEEN, monitor(date(2026, 3, 2)))

    def test_active_monitoring_stops_the_clock_without_treatment(self) -> None:
        stopped = history(*self.MONITORED)[-1]
        assert isinstance(stopped, e.ClockStopped)
        assert (stopped.days, stopped.rule, stopped.treatment) == (56, "active_monitoring", False)

    def test_a_decision_to_treat_starts_a_second_clock(self) -> None:
        events = history(*self.MONITORED, decide(date(2026, 6, 1)), treat(date(2026, 8, 3)))
        assert stops(events) == [(1, 56, True), (2, 63, True)]
        assert row_after(referral_view, *events).days_waited == 63


class TestW8C:
    MISSED = (*BOOKED, miss(date(2026, 2, 9)))
    REBOOKED = (*MISSED, book(date(2026, 2, 11), date(2026, 3, 2)), attend(date(2026, 3, 2)))

    def test_missing_the_first_appointment_nullifies_the_clock(self) -> None:
        nullified = history(*self.MISSED)[-1]
        assert isinstance(nullified, e.ClockNullified)
        assert (nullified.clock_no, nullified.rule) == (1, "first_appointment_dna")

    def test_booking_again_starts_a_new_clock_on_the_day_of_the_booking(self) -> None:
        events = history(*self.REBOOKED, treat(date(2026, 6, 15)))
        assert stops(events) == [(2, 124, True)]
        assert rtt.last_day_within(date(2026, 2, 11)) == date(2026, 6, 17)

    def test_the_last_day_within_the_standard_and_the_first_beyond(self) -> None:
        assert stops(history(*self.REBOOKED, treat(date(2026, 6, 17)))) == [(2, 126, True)]
        assert stops(history(*self.REBOOKED, treat(date(2026, 6, 18)))) == [(2, 127, False)]

    def test_missing_again_nullifies_the_second_clock(self) -> None:
        again = (*self.MISSED, book(date(2026, 2, 11), date(2026, 3, 2)), miss(date(2026, 3, 2)))
        row = row_after(referral_view, *history(*again))
        assert [clock.nullify_rule for clock in row.clocks] == ["first_appointment_dna"] * 2
        assert (row.waiting_since, row.days_waited) == (None, None)


class TestW8D:
    LEGACY = SUBMIT.model_copy(update={"authored_on": date(2015, 2, 2), "today": date(2015, 2, 2)})
    PAUSED = pause(date(2015, 4, 1), date(2015, 4, 28))

    @pytest.mark.parametrize(("admitted", "adjusted", "within"), [(True, 119, True), (False, 147, False)])
    def test_a_legacy_pause_adjusts_the_wait_of_the_admitted_alone(
        self, admitted: bool, adjusted: int, within: bool
    ) -> None:
        submitted = referral_decider.decide(self.LEGACY.model_copy(update={"results": ()}), None)
        seen = (triage(date(2015, 2, 4)), attend(date(2015, 3, 2)))
        treated = treat(date(2015, 6, 29), admitted=admitted)
        *_, stopped = given(referral_decider, *submitted).when(*seen, self.PAUSED, treated).happened()
        assert (stopped.days, stopped.adjusted_days, stopped.within_standard) == (147, adjusted, within)

    def test_the_last_day_with_pauses_is_30_september_2015(self) -> None:
        submitted = referral_decider.decide(self.LEGACY.model_copy(update={"results": ()}), None)
        scenario = given(referral_decider, *submitted)
        assert scenario.when(pause(date(2015, 9, 30), date(2015, 9, 30))).happened()
        scenario.when(pause(date(2015, 10, 1), date(2015, 10, 1))).then_refused(r.PausesEnded)
        scenario.when(pause(date(2015, 9, 30), date(2015, 10, 1))).then_refused(r.PausesEnded)

    def test_pauses_lie_within_the_wait_and_apart(self) -> None:
        submitted = referral_decider.decide(self.LEGACY.model_copy(update={"results": ()}), None)
        scenario = given(referral_decider, *submitted)
        scenario.when(pause(date(2015, 2, 1), date(2015, 2, 3))).then_refused(r.PauseOutsideWait)
        scenario.when(self.PAUSED, pause(date(2015, 4, 28), date(2015, 5, 1))).then_refused(r.PauseOutsideWait)
        scenario.when(pause(date(2015, 4, 2), date(2015, 4, 1))).then_refused(r.PauseEndsBeforeStart)


class TestW8E:
    CLOCKS = (rtt.Clock(clock_no=1, start=REFERRED, start_rule="referral"),)

    def test_at_the_census_of_31_march_the_patient_has_waited_85_days(self) -> None:
        waited = rtt.wait_on(self.CLOCKS, date(2026, 3, 31))
        assert waited == 85
        assert rtt.weeks_and_days(85) == (12, 1)

    def test_nobody_waits_before_the_start_or_on_the_day_of_the_stop(self) -> None:
        stopped = (self.CLOCKS[0].model_copy(update={"stop": date(2026, 3, 31)}),)
        assert rtt.wait_on(self.CLOCKS, date(2026, 1, 4)) is None
        assert rtt.wait_on(stopped, date(2026, 3, 30)) == 84
        assert rtt.wait_on(stopped, date(2026, 3, 31)) is None

    def test_126_days_are_in_the_band_up_to_18_weeks(self) -> None:
        bands = [rtt.week_band(days) for days in (0, 7, 8, 126, 127)]
        weeks = ("00 To 01", "00 To 01", "01 To 02", "17 To 18", "18 To 19")
        assert bands == [f"Gt {span} Weeks" for span in weeks]


class TestW8F:
    def test_46_of_50_within_meet_the_standard_and_45_do_not(self) -> None:
        assert rtt.meets_standard(46, 50, date(2026, 3, 31)) is True
        assert rtt.meets_standard(45, 50, date(2026, 3, 31)) is False
        assert rtt.meets_standard(0, 0, date(2026, 3, 31)) is None

    def test_a_rounded_share_does_not_meet_it(self) -> None:
        assert rtt.meets_standard(91_999, 100_000, date(2026, 3, 31)) is False

    def test_faster_diagnosis_is_due_on_day_28(self) -> None:
        assert cancer.faster_diagnosis_due(REFERRED) == date(2026, 2, 2)
        assert cancer.told_in_time(REFERRED, date(2026, 2, 2))
        assert not cancer.told_in_time(REFERRED, date(2026, 2, 3))

    def test_treatment_is_due_on_day_62_also_on_a_sunday(self) -> None:
        assert cancer.treatment_due(REFERRED) == date(2026, 3, 8)

    def test_the_share_told_in_time_rises_in_march_2026(self) -> None:
        days = (date(2021, 9, 30), date(2026, 2, 28), date(2026, 3, 1))
        assert [cancer.faster_diagnosis_share_bp(day) for day in days] == [None, 7_500, 8_000]
