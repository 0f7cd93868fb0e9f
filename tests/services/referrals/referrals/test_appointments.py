"""Triage and first appointments, at the edges of their rules and refused."""

from datetime import date

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
    PRACTICE,
    REFERRED,
    SEEN,
    STRANGER,
    TODAY,
    TREATED,
    attend,
    book,
    decide,
    discharge,
    history,
    miss,
    treat,
    triage,
)

RETURNED = (triage(date(2026, 1, 7), "returned_with_advice", signpost="self_care"),)
REJECTED = (triage(date(2026, 1, 7), "rejected"),)
MISSED = (*BOOKED, miss(date(2026, 2, 9)))


def refused(told: tuple[c.ReferralCommand, ...], asked: c.ReferralCommand, refusal: type[Refused]) -> None:
    given(referral_decider, *history(*told)).when(asked).then_refused(refusal)


class TestTriageReferral:
    def test_on_the_day_of_the_referral_leaves_the_clock_running(self) -> None:
        (triaged,) = given(referral_decider, *history()).when(triage(REFERRED)).happened()
        assert triaged.outcome == "accepted_to_book"

    @pytest.mark.parametrize("told", [RETURNED, REJECTED])
    def test_return_and_rejection_stop_the_clock(self, told: tuple[c.ReferralCommand, ...]) -> None:
        (_, stopped) = history(*told)[-2:]
        assert isinstance(stopped, e.ClockStopped)
        assert (stopped.days, stopped.rule, stopped.treatment) == (2, "returned_to_primary_care", False)

    def test_return_and_rejection_need_words(self) -> None:
        refused((), triage(REFERRED, "returned_with_advice", advice=None), r.AdviceMissing)
        refused((), triage(REFERRED, "rejected", advice=None), r.AdviceMissing)

    def test_nobody_is_signposted_elsewhere_and_accepted(self) -> None:
        refused((), triage(REFERRED, signpost="self_care"), r.SignpostNotReturned)

    def test_the_day_before_the_referral_is_refused_by_its_field(self) -> None:
        with pytest.raises(r.DateOutOfOrder) as caught:
            given(referral_decider, *history()).when(triage(date(2026, 1, 4))).happened()
        assert caught.value.field == "triaged_on"

    def test_a_day_to_come_is_refused(self) -> None:
        refused((), triage(TODAY, today=REFERRED), r.DateInFuture)

    def test_practice_and_strangers_do_not_triage(self) -> None:
        refused((), triage(REFERRED, by_org=PRACTICE), r.NotTheProvider)
        refused((), triage(REFERRED, by_org=STRANGER), r.NotTheProvider)

    def test_once_and_for_all(self) -> None:
        refused(ACCEPTED, triage(date(2026, 1, 8)), r.AlreadyTriaged)
        refused(RETURNED, triage(date(2026, 1, 8)), r.ReferralClosed)
        refused(REJECTED, book(date(2026, 1, 8), date(2026, 2, 9)), r.ReferralClosed)

    def test_of_nothing_is_not_found(self) -> None:
        given(referral_decider).when(triage(REFERRED)).then_refused(r.ReferralNotFound)


class TestBookAppointment:
    def test_may_be_booked_again(self) -> None:
        again = book(date(2026, 1, 9), date(2026, 2, 2))
        (booked,) = given(referral_decider, *history(*BOOKED)).when(again).happened()
        assert booked.appointment_on == date(2026, 2, 2)

    def test_on_its_own_day_and_not_before(self) -> None:
        day = date(2026, 1, 8)
        assert given(referral_decider, *history(*ACCEPTED)).when(book(day, day)).happened()
        refused(ACCEPTED, book(day, date(2026, 1, 7)), r.AppointmentBeforeBooking)

    def test_a_booking_before_the_triage_is_refused(self) -> None:
        refused(ACCEPTED, book(date(2026, 1, 6), date(2026, 2, 9)), r.DateOutOfOrder)

    def test_before_triage_is_refused(self) -> None:
        refused((), book(REFERRED, date(2026, 2, 9)), r.NotYetAccepted)

    def test_the_practice_does_not_book(self) -> None:
        refused(ACCEPTED, book(date(2026, 1, 8), date(2026, 2, 9), by_org=PRACTICE), r.NotTheProvider)


class TestAttendFirstAppointment:
    def test_without_a_booking_on_record_by_video(self) -> None:
        day = date(2026, 1, 7)
        (seen,) = given(referral_decider, *history(*ACCEPTED)).when(attend(day, mode="video")).happened()
        assert (seen.attended_on, seen.mode) == (day, "video")

    def test_before_the_referral_is_refused_by_its_field(self) -> None:
        with pytest.raises(r.DateOutOfOrder) as caught:
            given(referral_decider, *history(*ACCEPTED)).when(attend(date(2026, 1, 4))).happened()
        assert caught.value.field == "attended_on"

    @pytest.mark.parametrize("day", [date(2026, 2, 8), date(2026, 2, 10)])
    def test_on_any_day_but_the_one_booked_is_refused_by_its_field(self, day: date) -> None:
        with pytest.raises(r.NotOnItsDay) as caught:
            given(referral_decider, *history(*BOOKED)).when(attend(day)).happened()
        assert caught.value.field == "attended_on"
        assert given(referral_decider, *history(*BOOKED)).when(attend(date(2026, 2, 9))).happened()

    def test_twice_is_refused(self) -> None:
        refused(SEEN, attend(date(2026, 2, 10)), r.AlreadyAttended)

    def test_after_a_missed_one_needs_a_new_booking(self) -> None:
        refused(MISSED, attend(date(2026, 2, 10)), r.NotRebooked)

    def test_before_triage_is_refused(self) -> None:
        refused((), attend(REFERRED), r.NotYetAccepted)


class TestMissAppointment:
    @pytest.mark.parametrize("day", [date(2026, 2, 8), date(2026, 2, 10), date(2026, 2, 20)])
    def test_on_any_day_but_the_appointments_is_refused_by_its_field(self, day: date) -> None:
        with pytest.raises(r.NotOnItsDay) as caught:
            given(referral_decider, *history(*BOOKED)).when(miss(day)).happened()
        assert caught.value.field == "missed_on"
        assert given(referral_decider, *history(*BOOKED)).when(miss(date(2026, 2, 9))).happened()

    def test_on_the_day_it_was_moved_to(self) -> None:
        moved = (*BOOKED, book(date(2026, 1, 9), date(2026, 2, 2)))
        assert given(referral_decider, *history(*moved)).when(miss(date(2026, 2, 2))).happened()
        refused(moved, miss(date(2026, 2, 9)), r.NotOnItsDay)

    def test_without_a_booking_is_refused(self) -> None:
        refused(ACCEPTED, miss(date(2026, 2, 9)), r.NoAppointmentBooked)
        refused(MISSED, miss(date(2026, 2, 10)), r.NoAppointmentBooked)

    def test_a_later_one_moves_no_clock(self) -> None:
        followed_up = (*SEEN, book(date(2026, 2, 9), date(2026, 3, 9)))
        (missed,) = given(referral_decider, *history(*followed_up)).when(miss(date(2026, 3, 9))).happened()
        assert (missed.nth, missed.first) == (1, False)

    def test_discharges_nobody(self) -> None:
        assert not [one for one in history(*MISSED) if isinstance(one, e.ReferralDischarged)]

    def test_lets_a_clinician_discharge_without_a_second_end_of_the_clock(self) -> None:
        (discharged,) = given(referral_decider, *history(*MISSED)).when(discharge(date(2026, 2, 20))).happened()
        assert discharged.reason == "did_not_attend"


class TestBeforeTheFirstAppointment:
    def test_nothing_is_decided_treated_or_discharged(self) -> None:
        day = date(2026, 2, 9)
        for asked in (decide(day), treat(day), discharge(day)):
            refused(BOOKED, asked, r.NotYetSeen)

    def test_a_follow_up_leaves_the_stage(self) -> None:
        follow_up = book(date(2026, 5, 12), date(2026, 6, 1))
        assert history(*TREATED, follow_up, discharge(date(2026, 6, 1)))
