"""From the decision to treat to discharge, and calling a referral off."""

from collections.abc import Sequence

from services.referrals.referrals.clocks import further_clock, nullified_if_running, stopped, stopped_if_running
from services.referrals.referrals.commands import (
    CancelReferral,
    DecideTreatment,
    DischargeReferral,
    StartActiveMonitoring,
    StartTreatment,
)
from services.referrals.referrals.guards import accepted, by_provider, in_order, still_open
from services.referrals.referrals.handover import handover_due_on
from services.referrals.referrals.refusals import (
    AlreadySeen,
    AlreadyTreated,
    LastAppointmentNotMissed,
    NoClockRunning,
    NoNewClock,
    NoNewTreatment,
    NotAParty,
    NothingTreated,
    NotYetSeen,
    TreatmentNotDecided,
    TreatmentWasNeeded,
)
from services.referrals.referrals.stages import Stage
from services.referrals.referrals.state import Referral
from shared.events.referrals.referrals import (
    ActiveMonitoringStarted,
    CancellationReason,
    ClockStopRule,
    DischargeReason,
    ReferralCancelled,
    ReferralDischarged,
    ReferralEvent,
    TreatmentDecided,
    TreatmentStarted,
)

STOPPED_BY_DISCHARGE: dict[DischargeReason, ClockStopRule] = {
    "treatment_complete": "decision_not_to_treat",  # a further wait that was running ends without treatment
    "no_treatment_needed": "decision_not_to_treat",
    "patient_declined": "patient_declined",
    "did_not_attend": "discharged_after_dna",
}
STOPPED_BY_CANCELLATION: dict[CancellationReason, ClockStopRule] = {
    "patient_declined": "patient_declined",
    "patient_died": "patient_died",
    "no_longer_needed": "returned_to_primary_care",
    "moved_away": "returned_to_primary_care",
}


def decide_treatment(command: DecideTreatment, referral: Referral) -> Sequence[ReferralEvent]:
    """After active monitoring, or after a treatment when it is a new one, the decision starts a new clock."""
    by_provider(command.by_org, referral)
    _seen(referral)
    in_order(command.decided_on, "decided_on", referral, command.today)
    decided = TreatmentDecided(**referral.about, decided_on=command.decided_on, kind=command.kind)
    if referral.stage is Stage.TREATED:
        if command.new_clock is None:
            raise NoNewTreatment("The patient was treated; say what makes this a new wait.")
        return [decided, further_clock(referral, command.decided_on, command.new_clock)]
    if command.new_clock is not None:
        raise NoNewClock(f"The referral is {referral.stage}.")
    if referral.stage is Stage.MONITORED:
        return [decided, further_clock(referral, command.decided_on, "decision_after_active_monitoring")]
    return [decided]


def start_active_monitoring(command: StartActiveMonitoring, referral: Referral) -> Sequence[ReferralEvent]:
    """Ends the wait without treatment; it does not pause it."""
    by_provider(command.by_org, referral)
    _seen(referral)
    if referral.clock is None:
        raise NoClockRunning(f"The referral is {referral.stage}; no wait is running.")
    in_order(command.started_on, "started_on", referral, command.today)
    monitored = ActiveMonitoringStarted(**referral.about, started_on=command.started_on, initiator=command.initiator)
    return [monitored, stopped(referral, referral.clock, command.started_on, "active_monitoring")]


def start_treatment(command: StartTreatment, referral: Referral) -> Sequence[ReferralEvent]:
    """First definitive treatment ends the wait."""
    by_provider(command.by_org, referral)
    _seen(referral)
    if referral.clock is None:
        raise TreatmentNotDecided(f"The referral is {referral.stage}; no wait is running.")
    in_order(command.started_on, "started_on", referral, command.today)
    started = TreatmentStarted(**referral.about, started_on=command.started_on, admitted=command.admitted)
    rule: ClockStopRule = "first_treatment"
    return [started, stopped(referral, referral.clock, command.started_on, rule, admitted=command.admitted)]


def discharge(command: DischargeReferral, referral: Referral) -> Sequence[ReferralEvent]:
    """Closes the referral, ends a wait that still runs, and makes the handover due."""
    by_provider(command.by_org, referral)
    if referral.stage is not Stage.DNA:
        _seen(referral)
    in_order(command.discharged_on, "discharged_on", referral, command.today)
    reason = _discharge_reason(command, referral)
    discharged = ReferralDischarged(
        **referral.about,
        setting=command.setting,
        discharged_on=command.discharged_on,
        destination=command.destination,
        reason=reason,
        attended=referral.first_attended,
        treated=referral.treated,
        handover_due_on=handover_due_on(command.setting, command.discharged_on),
    )
    rule: ClockStopRule = "patient_died" if command.destination == "died" else STOPPED_BY_DISCHARGE[reason]
    return [discharged, *stopped_if_running(referral, command.discharged_on, rule)]


def cancel(command: CancelReferral, referral: Referral) -> Sequence[ReferralEvent]:
    """One way: practice or provider call the referral and its appointment off (e-RS A036)."""
    if command.by_org not in (referral.about["practice_ods"], referral.about["provider_ods"]):
        raise NotAParty(f"{command.by_org} is no party to this referral.")
    still_open(referral)
    if referral.treated:
        raise AlreadyTreated("The patient was treated.")
    if referral.first_attended and command.reason != "entered_in_error":
        raise AlreadySeen("The patient was seen; discharge the referral instead.")
    in_order(command.cancelled_on, "cancelled_on", referral, command.today)
    cancelled = ReferralCancelled(
        **referral.about,
        cancelled_on=command.cancelled_on,
        reason=command.reason,
        cancelled_by=command.by_org,
        appointment_cancelled=referral.appointment_on,
        note=command.note,
    )
    if command.reason == "entered_in_error":
        return [cancelled, *nullified_if_running(referral, command.cancelled_on, "entered_in_error")]
    rule = STOPPED_BY_CANCELLATION[command.reason]
    return [cancelled, *stopped_if_running(referral, command.cancelled_on, rule)]


def _seen(referral: Referral) -> None:
    accepted(referral)
    if not referral.first_attended:
        raise NotYetSeen("The first appointment has not been attended.")


def _discharge_reason(command: DischargeReferral, referral: Referral) -> DischargeReason:
    if command.reason == "treatment_complete" and not referral.treated:
        raise NothingTreated("No treatment was started.")
    if command.reason == "no_treatment_needed" and referral.treated:
        raise TreatmentWasNeeded("The patient was treated.")
    if command.reason == "did_not_attend" and not referral.missed_last:
        raise LastAppointmentNotMissed("The last appointment is not recorded as did not attend (DNA).")
    if command.reason is not None:
        return command.reason
    if referral.treated:
        return "treatment_complete"
    return "did_not_attend" if referral.stage is Stage.DNA else "no_treatment_needed"
