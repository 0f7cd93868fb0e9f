"""Decisions, treatment, discharge and cancellation, at the edges of their rules and refused."""

from datetime import date
from typing import Any

import pytest

from services.referrals.referrals import commands as c
from services.referrals.referrals import refusals as r
from services.referrals.referrals.domain import referral_decider
from shared.events.referrals import referrals as e
from shared.kernel.refusals import Refused
from tests.kit.scenario import given
from tests.services.referrals.referrals.story import (
    ACCEPTED,
    BOOKED,
    DISCHARGED,
    PRACTICE,
    REFERRED,
    SEEN,
    STRANGER,
    TREATED,
    attend,
    book,
    cancel,
    decide,
    discharge,
    history,
    miss,
    monitor,
    treat,
)

DAY = date(2026, 3, 9)
MONITORED = (*SEEN, monitor(date(2026, 3, 2)))


def refused(told: tuple[c.ReferralCommand, ...], asked: c.ReferralCommand, refusal: type[Refused]) -> None:
    given(referral_decider, *history(*told)).when(asked).then_refused(refusal)


def after(told: tuple[c.ReferralCommand, ...], asked: c.ReferralCommand) -> list[Any]:
    return list(given(referral_decider, *history(*told)).when(asked).happened())


class TestDecideTreatment:
    def test_the_first_leaves_the_clock_running(self) -> None:
        (decided,) = after(SEEN, decide(date(2026, 2, 9)))
        assert decided.kind == "surgical"

    @pytest.mark.parametrize("why", ["substantively_new_treatment", "second_side"])
    def test_after_a_treatment_says_why_it_starts_a_new_clock(self, why: str) -> None:
        (_, started) = after(TREATED, decide(date(2026, 6, 1), new_clock=why))
        assert (started.clock_no, started.start, started.rule) == (2, date(2026, 6, 1), why)
        refused(TREATED, decide(date(2026, 6, 1)), r.NoNewTreatment)

    def test_no_new_clock_while_one_runs(self) -> None:
        refused(SEEN, decide(date(2026, 2, 10), new_clock="second_side"), r.NoNewClock)
        refused(MONITORED, decide(date(2026, 6, 1), new_clock="second_side"), r.NoNewClock)


class TestStartActiveMonitoring:
    def test_twice_is_refused(self) -> None:
        refused(MONITORED, monitor(date(2026, 3, 3)), r.NoClockRunning)

    def test_after_treatment_is_refused(self) -> None:
        refused(TREATED, monitor(date(2026, 6, 1)), r.NoClockRunning)


class TestStartTreatment:
    def test_on_the_day_of_the_first_appointment(self) -> None:
        (_, stopped) = after(SEEN, treat(date(2026, 2, 9)))
        assert (stopped.days, stopped.rule, stopped.treatment) == (35, "first_treatment", True)

    def test_during_active_monitoring_needs_a_decision(self) -> None:
        refused(MONITORED, treat(date(2026, 3, 3)), r.TreatmentNotDecided)

    def test_a_second_time_needs_a_decision(self) -> None:
        refused(TREATED, treat(date(2026, 6, 1)), r.TreatmentNotDecided)

    def test_is_entered_late_beside_a_booking_made_since(self) -> None:
        told = (*SEEN, book(date(2026, 5, 20), date(2026, 6, 9)))
        (_, stopped) = after(told, treat(date(2026, 5, 11)))
        assert (stopped.days, stopped.within_standard) == (126, True)

    def test_is_not_entered_before_what_happened_last_in_the_care(self) -> None:
        told = (*SEEN, decide(date(2026, 5, 12)), book(date(2026, 5, 20), date(2026, 6, 9)))
        assert after(told, treat(date(2026, 5, 12)))
        refused(told, treat(date(2026, 5, 11)), r.DateOutOfOrder)

    def test_before_the_first_appointment_is_refused_by_its_field(self) -> None:
        with pytest.raises(r.DateOutOfOrder) as caught:
            after(SEEN, treat(date(2026, 2, 8)))
        assert caught.value.field == "started_on"


class TestDischargeReferral:
    def test_after_treatment_stops_no_clock(self) -> None:
        (discharged,) = after(TREATED, discharge(date(2026, 5, 20)))
        assert (discharged.reason, discharged.treated) == ("treatment_complete", True)
        assert discharged.handover_due_on == date(2026, 5, 27)

    @pytest.mark.parametrize(
        ("said", "rule"),
        [
            ({}, "decision_not_to_treat"),
            ({"reason": "patient_declined"}, "patient_declined"),
            ({"destination": "died"}, "patient_died"),
        ],
    )
    def test_without_treatment_stops_the_clock_by_its_reason(self, said: dict[str, Any], rule: str) -> None:
        (_, stopped) = after(SEEN, discharge(date(2026, 2, 10), **said))
        assert (stopped.rule, stopped.treatment, stopped.days) == (rule, False, 36)

    def test_for_missing_a_later_appointment_stops_the_clock(self) -> None:
        missed = (*SEEN, book(date(2026, 2, 9), date(2026, 3, 9)), miss(date(2026, 3, 9)))
        (_, stopped) = after(missed, discharge(date(2026, 3, 10), reason="did_not_attend"))
        assert stopped.rule == "discharged_after_dna"

    def test_reasons_must_be_true(self) -> None:
        refused(SEEN, discharge(date(2026, 2, 10), reason="treatment_complete"), r.NothingTreated)
        refused(SEEN, discharge(date(2026, 2, 10), reason="did_not_attend"), r.LastAppointmentNotMissed)
        refused(TREATED, discharge(date(2026, 5, 20), reason="no_treatment_needed"), r.TreatmentWasNeeded)

    def test_for_not_attending_is_about_the_last_appointment(self) -> None:
        missed = (*SEEN, book(date(2026, 2, 9), date(2026, 3, 9)), miss(date(2026, 3, 9)))
        booked_again = (*missed, book(date(2026, 3, 9), date(2026, 4, 9)))
        asked = discharge(date(2026, 4, 10), reason="did_not_attend")
        assert after(missed, asked)
        refused(booked_again, asked, r.LastAppointmentNotMissed)
        treated_since = (*missed, decide(date(2026, 3, 10)), treat(date(2026, 3, 20)))
        for since in (treated_since, treated_since[:-1], (*missed, monitor(date(2026, 3, 10))), (*missed, treat(DAY))):
            refused(since, asked, r.LastAppointmentNotMissed)
        seen_at_last = (*BOOKED, miss(date(2026, 2, 9)), book(date(2026, 2, 9), DAY), attend(DAY))
        refused(seen_at_last, asked, r.LastAppointmentNotMissed)

    def test_tells_whether_the_patient_was_ever_seen(self) -> None:
        (never, *_) = after((*BOOKED, miss(date(2026, 2, 9))), discharge(DAY))
        (seen, *_) = after(SEEN, discharge(DAY))
        assert (never.attended, seen.attended) == (False, True)

    def test_closes_the_referral(self) -> None:
        day = date(2026, 6, 1)
        for asked in (discharge(day), decide(day, new_clock="second_side"), treat(day), cancel(day), book(day, day)):
            refused(DISCHARGED, asked, r.ReferralClosed)


class TestCancelReferral:
    @pytest.mark.parametrize("org", [PRACTICE, "RF4"])
    def test_by_either_side_takes_the_appointment_with_it(self, org: str) -> None:
        (cancelled, stopped) = after(BOOKED, cancel(date(2026, 1, 9), by_org=org))
        assert (cancelled.cancelled_by, cancelled.appointment_cancelled) == (org, date(2026, 2, 9))
        assert stopped.rule == "returned_to_primary_care"

    @pytest.mark.parametrize("reason", ["patient_declined", "patient_died"])
    def test_stops_the_clock_by_its_reason(self, reason: str) -> None:
        (_, stopped) = after((), cancel(REFERRED, reason=reason))
        assert (stopped.rule, stopped.days) == (reason, 0)

    def test_of_a_mistake_nullifies_the_clock(self) -> None:
        (_, nullified) = after(ACCEPTED, cancel(date(2026, 1, 9), reason="entered_in_error"))
        assert isinstance(nullified, e.ClockNullified)

    def test_is_not_dated_before_the_clock_of_a_new_booking(self) -> None:
        booked_anew = (*BOOKED, miss(date(2026, 2, 9)), book(date(2026, 2, 20), DAY))
        (_, stopped) = after(booked_anew, cancel(date(2026, 2, 20)))
        assert stopped.days == 0
        refused(booked_anew, cancel(date(2026, 2, 19)), r.DateOutOfOrder)

    @pytest.mark.parametrize("seen", [SEEN, (*SEEN, book(date(2026, 2, 10), date(2026, 3, 9)), miss(date(2026, 3, 9)))])
    def test_of_a_patient_who_was_seen_is_refused_unless_it_was_a_mistake(self, seen: Any) -> None:
        """The practice is owed a letter, the provider what it did (R83)."""
        refused(seen, cancel(date(2026, 4, 1)), r.AlreadySeen)
        assert after(seen, cancel(date(2026, 4, 1), reason="entered_in_error"))

    def test_is_one_way(self) -> None:
        refused((cancel(REFERRED),), cancel(REFERRED), r.ReferralClosed)

    def test_by_a_stranger_is_refused(self) -> None:
        refused((), cancel(REFERRED, by_org=STRANGER), r.NotAParty)

    def test_after_treatment_is_refused(self) -> None:
        refused(TREATED, cancel(date(2026, 6, 1)), r.AlreadyTreated)
