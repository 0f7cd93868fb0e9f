"""What can be asked of a referral. Texts about the patient reach a command sealed: see `api.py`."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.events.referrals.pathways import Investigation, Mode, SpecialtyTfc
from shared.events.referrals.referrals import (
    CancellationReason,
    DischargeDestination,
    DischargeReason,
    DischargeSetting,
    InvestigationResult,
    Priority,
    Signpost,
    TreatmentKind,
    TriageOutcome,
)
from shared.kernel.message import Body, Command, Message
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Words
from shared.kernel.privacy import Sealed

_SEALED = Field(description="Sealed under the patient's own key; blanks around it are left out")
ClinicalText = Annotated[str, Words(4_000), _SEALED]
PersonName = Annotated[str, Words(200), _SEALED]
NhsNumber = Annotated[
    str,
    Field(min_length=1, max_length=20, description="Sealed; only a keyed hash of it is used", examples=["9990000018"]),
]


class PublishedVersion(Message):
    """What a referral needs of the pathway version published on its day."""

    version: int
    specialty_tfc: SpecialtyTfc
    investigations: tuple[Investigation, ...]
    required_for_routine: bool


class _Deed(Command):
    today: date
    by_org: OrgCode


class _ReferralForm(Body):
    pathway_id: UUID
    pathway_version: int | None = Field(default=None, ge=1)
    practice_ods: OrgCode
    provider_ods: OrgCode
    specialty_tfc: SpecialtyTfc | None = None
    priority: Priority
    authored_on: date | None = None
    results: tuple[InvestigationResult, ...] = Field(default=(), max_length=50)


class SubmitReferralBody(_ReferralForm):
    """A patient to refer; `authored_on` is today unless said otherwise, the version and specialty the pathway's."""

    nhs_number: NhsNumber
    patient_name: PersonName | None = None
    date_of_birth: date | None = None
    narrative: ClinicalText | None = None
    override_reason: ClinicalText | None = None


class SubmitReferral(_ReferralForm, _Deed):
    """Refer a patient along a pathway."""

    referral_id: UUID
    patient_ref: str
    practice_kind: OrgKind
    practice_locality: str | None
    provider_kind: OrgKind
    published: PublishedVersion | None
    open_duplicate: UUID | None
    nhs_number: Sealed[str]
    patient_name: Sealed[str] | None
    date_of_birth: Sealed[str] | None
    narrative: Sealed[str] | None
    override_reason: Sealed[str] | None


class _TriageForm(Body):
    outcome: TriageOutcome
    triaged_on: date
    signpost: Signpost | None = None


class TriageReferralBody(_TriageForm):
    """What the provider makes of it; `advice` is compulsory unless it is accepted."""

    advice: ClinicalText | None = None


class TriageReferral(_TriageForm, _Deed):
    """Accept, return or reject a referral."""

    advice: Sealed[str] | None


class BookAppointmentBody(Body):
    """When the booking was made, and for which day; a delay the patient chose is noted and moves no clock."""

    booked_on: date
    appointment_on: date
    mode: Mode = "face_to_face"
    patient_choice_delay_days: int | None = Field(default=None, ge=1, le=366)


class BookAppointment(BookAppointmentBody, _Deed):
    """Book an appointment, or book it again."""


class AttendFirstAppointmentBody(Body):
    """When and how the patient was seen."""

    attended_on: date
    mode: Mode = "face_to_face"


class AttendFirstAppointment(AttendFirstAppointmentBody, _Deed):
    """Record that the patient was seen for the first time."""


class MissAppointmentBody(Body):
    """The day of the appointment the patient did not attend (DNA)."""

    missed_on: date


class MissAppointment(MissAppointmentBody, _Deed):
    """Record that the patient did not attend (DNA) the appointment booked."""


class DecideTreatmentBody(Body):
    """What was decided; `new_clock` says why a further treatment begins a new wait."""

    decided_on: date
    kind: TreatmentKind
    new_clock: Literal["substantively_new_treatment", "second_side"] | None = None


class DecideTreatment(DecideTreatmentBody, _Deed):
    """Record the decision to treat."""


class StartActiveMonitoringBody(Body):
    """From when, and on whose initiative."""

    started_on: date
    initiator: Literal["patient", "clinician"] = "clinician"


class StartActiveMonitoring(StartActiveMonitoringBody, _Deed):
    """Watch the patient for now."""


class StartTreatmentBody(Body):
    """From when, and whether in a bed."""

    started_on: date
    admitted: bool = False


class StartTreatment(StartTreatmentBody, _Deed):
    """Record that the treatment decided on began."""


class DischargeReferralBody(Body):
    """The end of the provider's part; without a reason it follows from whether there was treatment."""

    discharged_on: date
    setting: DischargeSetting
    destination: DischargeDestination = "primary_care"
    reason: DischargeReason | None = None


class DischargeReferral(DischargeReferralBody, _Deed):
    """Discharge the patient."""


class _CancelForm(Body):
    cancelled_on: date
    reason: CancellationReason


class CancelReferralBody(_CancelForm):
    """When and why."""

    note: ClinicalText | None = None


class CancelReferral(_CancelForm, _Deed):
    """Call the referral off, and the appointment with it."""

    note: Sealed[str] | None


class _SendForm(Body):
    sent_on: date


class SendHandoverBody(_SendForm):
    """All six parts are compulsory (R83)."""

    diagnosis: ClinicalText
    results: ClinicalText
    medication: ClinicalText
    plan: ClinicalText
    who_does_what: ClinicalText
    rereferral_criteria: ClinicalText


class SendHandover(_SendForm, _Deed):
    """Hand the patient back to primary care."""

    diagnosis: Sealed[str]
    results: Sealed[str]
    medication: Sealed[str]
    plan: Sealed[str]
    who_does_what: Sealed[str]
    rereferral_criteria: Sealed[str]


class AcknowledgeHandoverBody(Body):
    """When the practice took the patient back."""

    acknowledged_on: date


class AcknowledgeHandover(AcknowledgeHandoverBody, _Deed):
    """Take the patient back."""


class _QueryForm(Body):
    queried_on: date


class QueryHandoverBody(_QueryForm):
    """What the practice wants to know."""

    query: ClinicalText


class QueryHandover(_QueryForm, _Deed):
    """Ask the provider about a handover."""

    query: Sealed[str]


class _ResolveForm(Body):
    resolved_on: date


class ResolveHandoverQueryBody(_ResolveForm):
    """What the provider answers."""

    answer: ClinicalText


class ResolveHandoverQuery(_ResolveForm, _Deed):
    """Answer the practice's query."""

    answer: Sealed[str]


class PauseClockBody(Body):
    """First and last day of a pause; there are none from 1 October 2015 on."""

    from_date: date
    to_date: date


class PauseClock(PauseClockBody, _Deed):
    """Enter a pause of the years in which there were pauses."""


ReferralCommand = (
    SubmitReferral
    | TriageReferral
    | BookAppointment
    | AttendFirstAppointment
    | MissAppointment
    | DecideTreatment
    | StartActiveMonitoring
    | StartTreatment
    | DischargeReferral
    | CancelReferral
    | SendHandover
    | AcknowledgeHandover
    | QueryHandover
    | ResolveHandoverQuery
    | PauseClock
)
