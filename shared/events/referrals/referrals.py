"""What can have happened to a referral, its RTT clocks and its handover. Nothing published says who the patient is."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.events.referrals.earlier import seen_unless_never_attended
from shared.events.referrals.pathways import Code, Mode, SpecialtyTfc
from shared.events.referrals.words import InWords
from shared.kernel.organisations import OrgCode
from shared.kernel.privacy import Sealed

Priority = Literal["ROUTINE", "URGENT", "TWO_WEEK_WAIT"]
TriageOutcome = Literal["accepted_to_book", "returned_with_advice", "rejected"]
Signpost = Literal["self_care", "access_hub", "urgent_care", "social_care", "voluntary_sector", "housing_and_welfare"]
TreatmentKind = Literal["surgical", "medical"]
CancellationReason = Literal["patient_declined", "patient_died", "no_longer_needed", "moved_away", "entered_in_error"]
DischargeSetting = Literal["op", "ip", "dc", "ed"]
DischargeDestination = Literal["primary_care", "self_care", "community_care", "social_care", "care_home", "died"]
DischargeReason = Literal["treatment_complete", "no_treatment_needed", "patient_declined", "did_not_attend"]
ClockStartRule = Literal[
    "referral",
    "decision_after_active_monitoring",
    "substantively_new_treatment",
    "second_side",
    "rebooked_after_dna",
]
ClockStopRule = Literal[
    "first_treatment",
    "returned_to_primary_care",
    "active_monitoring",
    "patient_declined",
    "decision_not_to_treat",
    "discharged_after_dna",
    "patient_died",
]
ClockNullifyRule = Literal["first_appointment_dna", "entered_in_error"]


class InvestigationResult(BaseModel):
    """That a test of the pathway was done, and when; its finding stays in the record it belongs to."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    code: Code
    date: Annotated[date, Field(description="The day the result was reported")]


class _OfReferral(InWords):
    """What every event of a referral carries, so that no reader has to ask back."""

    referral_id: UUID
    pathway_id: UUID
    practice_ods: OrgCode
    locality: str
    provider_ods: OrgCode
    specialty_tfc: SpecialtyTfc


class ReferralSubmitted(_OfReferral):
    """A practice referred a patient; `missing_results` are the required ones that are absent or too old (R80)."""

    sentence: ClassVar[str] = (
        "{practice_ods} referred a patient to {provider_ods} ({priority}, specialty {specialty_tfc})"
    )

    patient_ref: str
    pathway_version: int
    priority: Priority
    authored_on: date
    results: tuple[InvestigationResult, ...]
    missing_results: tuple[str, ...]
    one_stop_ready: bool
    duplicate_of: UUID | None = None
    nhs_number: Sealed[str]
    patient_name: Sealed[str] | None = None
    date_of_birth: Sealed[str] | None = None
    narrative: Sealed[str] | None = None
    override_reason: Sealed[str] | None = None


class ReferralTriaged(_OfReferral):
    """A clinician of the provider accepted, returned or rejected it; the advice or reason is for the record alone."""

    sentence: ClassVar[str] = "{provider_ods} triaged a referral from {practice_ods}: {outcome}"

    outcome: TriageOutcome
    triaged_on: date
    signpost: Signpost | None = None
    advice: Sealed[str] | None = None


class AppointmentBooked(_OfReferral):
    """`appointment_on` was offered and taken; a delay the patient asked for is a note and moves no clock."""

    sentence: ClassVar[str] = "{provider_ods} booked an appointment for {appointment_on}"

    booked_on: date
    appointment_on: date
    mode: Mode
    patient_choice_delay_days: int | None = None


class FirstAppointmentAttended(_OfReferral):
    """The patient was seen for the first time."""

    sentence: ClassVar[str] = "A patient of {practice_ods} attended the first appointment at {provider_ods} ({mode})"

    attended_on: date
    mode: Mode


class AppointmentMissed(_OfReferral):
    """The patient did not attend (DNA): the `nth` time, counted from 1; `first` when it was the first appointment."""

    sentence: ClassVar[str] = "A patient of {practice_ods} did not attend (DNA) an appointment at {provider_ods}"

    missed_on: date
    nth: int
    first: bool


class TreatmentDecided(_OfReferral):
    """Clinician and patient decided to treat; a surgical decision is a listing for surgery."""

    sentence: ClassVar[str] = "{provider_ods} and a patient of {practice_ods} decided on treatment ({kind})"

    decided_on: date
    kind: TreatmentKind


class ActiveMonitoringStarted(_OfReferral):
    """The patient is watched, not treated, for now."""

    sentence: ClassVar[str] = "{provider_ods} began active monitoring of a patient of {practice_ods}"

    started_on: date
    initiator: Literal["patient", "clinician"]


class TreatmentStarted(_OfReferral):
    """First definitive treatment, in a bed (`admitted`) or not."""

    sentence: ClassVar[str] = "{provider_ods} began treating a patient of {practice_ods}"

    started_on: date
    admitted: bool


class ReferralDischarged(_OfReferral):
    """The provider's part is over; the handover to primary care is due by the end of `handover_due_on`.

    `attended`: the patient was seen at least once.
    """

    schema_version: ClassVar[int] = 2
    upcasters = {1: seen_unless_never_attended}  # noqa: RUF012  # declared ClassVar in Event
    sentence: ClassVar[str] = "{provider_ods} discharged a patient of {practice_ods} {destination}"

    setting: DischargeSetting
    discharged_on: date
    destination: DischargeDestination
    reason: DischargeReason
    attended: bool
    treated: bool
    handover_due_on: date


class ReferralCancelled(_OfReferral):
    """The referral was called off for good, and with it the appointment that was booked, if any."""

    sentence: ClassVar[str] = "A referral from {practice_ods} to {provider_ods} was cancelled: {reason}"

    cancelled_on: date
    reason: CancellationReason
    cancelled_by: OrgCode
    appointment_cancelled: date | None
    note: Sealed[str] | None = None


class HandoverSent(_OfReferral):
    """The provider handed the patient back with all six parts of the agreed content (R83)."""

    sentence: ClassVar[str] = "{provider_ods} sent the handover of a patient to {practice_ods}"

    sent_on: date
    due_on: date
    on_time: bool
    setting: DischargeSetting
    diagnosis: Sealed[str]
    results: Sealed[str]
    medication: Sealed[str]
    plan: Sealed[str]
    who_does_what: Sealed[str]
    rereferral_criteria: Sealed[str]


class HandoverAcknowledged(_OfReferral):
    """The practice has taken the patient back."""

    sentence: ClassVar[str] = "{practice_ods} acknowledged a handover from {provider_ods}"

    acknowledged_on: date


class HandoverQueried(_OfReferral):
    """The practice asked about the handover; the question is for the record alone."""

    sentence: ClassVar[str] = "{practice_ods} queried a handover from {provider_ods}"

    queried_on: date
    query: Sealed[str]


class HandoverQueryResolved(_OfReferral):
    """The provider answered."""

    sentence: ClassVar[str] = "{provider_ods} resolved the query of {practice_ods} about a handover"

    resolved_on: date
    answer: Sealed[str]


class ClockStarted(_OfReferral):
    """An RTT clock began; `clock_no` counts from 1 within the referral."""

    sentence: ClassVar[str] = "The waiting time clock of a referral from {practice_ods} started on {start} ({rule})"

    clock_no: int
    start: date
    rule: ClockStartRule


class ClockPaused(_OfReferral):
    """A pause of the years in which there were pauses (to 30 September 2015); both days inclusive."""

    sentence: ClassVar[str] = "The waiting time clock of a referral from {practice_ods} was paused for {days} days"

    clock_no: int
    from_date: date
    to_date: date
    days: int


class ClockStopped(_OfReferral):
    """The wait ended: `days` = stop - start; `adjusted_days` leaves out pauses before October 2015 if admitted.

    `within_standard`: adjusted days within the standard in force on the day of the stop.
    """

    sentence: ClassVar[str] = (
        "The waiting time clock of a referral to {provider_ods} stopped after {days} days ({rule})"
    )

    clock_no: int
    start: date
    stop: date
    days: int
    adjusted_days: int
    rule: ClockStopRule
    treatment: bool
    within_standard: bool


class ClockNullified(_OfReferral):
    """The clock is taken as never started; its wait is not reported."""

    sentence: ClassVar[str] = "The waiting time clock of a referral from {practice_ods} was nullified ({rule})"

    clock_no: int
    start: date
    nullified_on: date
    rule: ClockNullifyRule


ReferralEvent = (
    ReferralSubmitted
    | ReferralTriaged
    | AppointmentBooked
    | FirstAppointmentAttended
    | AppointmentMissed
    | TreatmentDecided
    | ActiveMonitoringStarted
    | TreatmentStarted
    | ReferralDischarged
    | ReferralCancelled
    | HandoverSent
    | HandoverAcknowledged
    | HandoverQueried
    | HandoverQueryResolved
    | ClockStarted
    | ClockPaused
    | ClockStopped
    | ClockNullified
)
