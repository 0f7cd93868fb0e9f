"""From triage to the first appointment."""

from collections.abc import Sequence

from services.referrals.referrals.clocks import further_clock, nullified_if_running, stopped_if_running
from services.referrals.referrals.commands import (
    AttendFirstAppointment,
    BookAppointment,
    MissAppointment,
    TriageReferral,
)
from services.referrals.referrals.guards import accepted, by_provider, in_order, on_its_day, still_open
from services.referrals.referrals.refusals import (
    AdviceMissing,
    AlreadyAttended,
    AlreadyTriaged,
    AppointmentBeforeBooking,
    NoAppointmentBooked,
    NotRebooked,
    SignpostNotReturned,
)
from services.referrals.referrals.stages import Stage
from services.referrals.referrals.state import Referral
from shared.events.referrals.referrals import (
    AppointmentBooked,
    AppointmentMissed,
    FirstAppointmentAttended,
    ReferralEvent,
    ReferralTriaged,
)


def triage(command: TriageReferral, referral: Referral) -> Sequence[ReferralEvent]:
    """Advice and rejection return the patient to primary care, which ends the wait; a new referral starts anew."""
    by_provider(command.by_org, referral)
    still_open(referral)
    if referral.stage is not Stage.SUBMITTED:
        raise AlreadyTriaged("The referral was accepted.")
    in_order(command.triaged_on, "triaged_on", referral, command.today)
    is_accepted = command.outcome == "accepted_to_book"
    if command.advice is None and not is_accepted:
        raise AdviceMissing("Say what the practice should do instead, or why not.")
    if command.signpost is not None and is_accepted:
        raise SignpostNotReturned("The referral is accepted.")
    triaged = ReferralTriaged(
        **referral.about,
        outcome=command.outcome,
        triaged_on=command.triaged_on,
        signpost=command.signpost,
        advice=command.advice,
    )
    if is_accepted:
        return [triaged]
    return [triaged, *stopped_if_running(referral, command.triaged_on, "returned_to_primary_care")]


def book(command: BookAppointment, referral: Referral) -> Sequence[ReferralEvent]:
    """After the patient did not attend (DNA) the first appointment, the day of the new booking starts a new clock."""
    by_provider(command.by_org, referral)
    accepted(referral)
    in_order(command.booked_on, "booked_on", referral, command.today)
    if command.appointment_on < command.booked_on:
        raise AppointmentBeforeBooking(f"The appointment was booked on {command.booked_on}.")
    booked = AppointmentBooked(
        **referral.about,
        booked_on=command.booked_on,
        appointment_on=command.appointment_on,
        mode=command.mode,
        patient_choice_delay_days=command.patient_choice_delay_days,
    )
    if referral.stage is not Stage.DNA:
        return [booked]
    return [booked, further_clock(referral, command.booked_on, "rebooked_after_dna")]


def attend(command: AttendFirstAppointment, referral: Referral) -> Sequence[ReferralEvent]:
    """A booking need not have been recorded, except after a missed appointment; one that was names the day."""
    by_provider(command.by_org, referral)
    accepted(referral)
    if referral.first_attended:
        raise AlreadyAttended("The first appointment was attended.")
    if referral.stage is Stage.DNA:
        raise NotRebooked("The patient did not attend (DNA) the first appointment; it was not booked again.")
    in_order(command.attended_on, "attended_on", referral, command.today)
    on_its_day(command.attended_on, "attended_on", referral)
    return [FirstAppointmentAttended(**referral.about, attended_on=command.attended_on, mode=command.mode)]


def miss(command: MissAppointment, referral: Referral) -> Sequence[ReferralEvent]:
    """Not attending (DNA) the first appointment nullifies the clock; nobody is discharged by it (no blanket policy)."""
    by_provider(command.by_org, referral)
    accepted(referral)
    if referral.appointment_on is None:
        raise NoAppointmentBooked("No appointment is booked.")
    in_order(command.missed_on, "missed_on", referral, command.today)
    on_its_day(command.missed_on, "missed_on", referral)
    first = not referral.first_attended
    missed = AppointmentMissed(**referral.about, missed_on=command.missed_on, nth=referral.missed + 1, first=first)
    return [missed, *(nullified_if_running(referral, command.missed_on, "first_appointment_dna") if first else [])]
