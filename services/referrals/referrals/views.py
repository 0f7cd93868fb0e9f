"""Referrals as people read them: one row each, saying nothing of who the patient is (that is in `records.py`)."""

from datetime import date
from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import ARRAY, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.referrals.referrals.rtt import CLOCK_EVENTS, Clock, Clocks, clocks_after, running
from services.referrals.referrals.stages import (
    CLOSED,
    CareEvent,
    HandoverEvent,
    HandoverStatus,
    Stage,
    handover_after,
    stage_after,
)
from shared.events.referrals.pathways import Mode
from shared.events.referrals.referrals import (
    ActiveMonitoringStarted,
    AppointmentBooked,
    AppointmentMissed,
    CancellationReason,
    DischargeDestination,
    DischargeReason,
    DischargeSetting,
    FirstAppointmentAttended,
    HandoverSent,
    InvestigationResult,
    Priority,
    ReferralCancelled,
    ReferralDischarged,
    ReferralEvent,
    ReferralSubmitted,
    ReferralTriaged,
    Signpost,
    TreatmentDecided,
    TreatmentKind,
    TreatmentStarted,
)
from shared.views import Recorded, ResourceRow, View


class ReferralRow(ResourceRow):
    """A referral. `waiting_since`: start of the clock that runs; `days_waited`: of the clock that stopped last."""

    referral_id: UUID = Field(primary_key=True)
    pathway_id: UUID
    pathway_version: int
    practice_ods: str
    locality: str
    provider_ods: str
    specialty_tfc: str
    priority: Priority = Field(sa_type=Text)
    status: Stage = Field(sa_type=Text)
    is_open: bool
    authored_on: date
    results: list[InvestigationResult] = Field(sa_type=JSONB)
    missing_results: list[str] = Field(sa_type=ARRAY(Text))
    one_stop_ready: bool
    duplicate_of: UUID | None
    triaged_on: date | None = None
    signpost: Signpost | None = Field(default=None, sa_type=Text)
    appointment_on: date | None = None
    appointment_mode: Mode | None = Field(default=None, sa_type=Text)
    first_attended_on: date | None = None
    first_mode: Mode | None = Field(default=None, sa_type=Text)
    appointments_missed: int = Field(default=0, description="How many the patient did not attend (DNA)")
    treatment_decided_on: date | None = None
    treatment_kind: TreatmentKind | None = Field(default=None, sa_type=Text)
    treated_on: date | None = None
    discharged_on: date | None = None
    discharge_setting: DischargeSetting | None = Field(default=None, sa_type=Text)
    discharge_destination: DischargeDestination | None = Field(default=None, sa_type=Text)
    discharge_reason: DischargeReason | None = Field(default=None, sa_type=Text)
    cancelled_on: date | None = None
    cancellation_reason: CancellationReason | None = Field(default=None, sa_type=Text)
    handover_status: HandoverStatus = Field(sa_type=Text)
    handover_due_on: date | None = None
    handover_sent_on: date | None = None
    clocks: list[Clock] = Field(sa_type=JSONB)
    waiting_since: date | None = None
    days_waited: int | None = None
    within_standard: bool | None = None


class ReferralTable(ReferralRow, table=True):
    """The table behind the referrals."""

    __tablename__ = "referrals"
    __table_args__ = (Index("ix_referrals_parties", "parties", postgresql_using="gin"),)


def project_referral(row: ReferralRow | None, recorded: Recorded[ReferralEvent]) -> ReferralRow | None:
    """The referral's row after one more event."""
    event = recorded.event
    if isinstance(event, ReferralSubmitted):
        return _submitted(event, recorded)
    if row is None:
        return None
    changes: dict[str, Any] = {"version": recorded.version, "changed_at": recorded.occurred_at}
    if isinstance(event, CLOCK_EVENTS):
        return row.model_copy(update=changes | _waits(clocks_after(tuple(row.clocks), event)))
    if isinstance(event, HandoverEvent):
        changes["handover_status"] = handover_after(event)
        if isinstance(event, HandoverSent):
            changes["handover_sent_on"] = event.sent_on
        return row.model_copy(update=changes)
    stage = stage_after(row.status, event)
    return row.model_copy(update=changes | {"status": stage, "is_open": stage not in CLOSED} | _figures(event))


def _waits(clocks: Clocks) -> dict[str, Any]:
    waiting = running(clocks)
    stopped = [clock for clock in clocks if clock.stop is not None]
    return {
        "clocks": list(clocks),
        "waiting_since": waiting.start if waiting else None,
        "days_waited": stopped[-1].adjusted_days if stopped else None,
        "within_standard": stopped[-1].within_standard if stopped else None,
    }


def _figures(event: CareEvent) -> dict[str, Any]:
    """The columns an event fills; the stage is told by `stage_after`."""
    match event:
        case ReferralTriaged():
            return {"triaged_on": event.triaged_on, "signpost": event.signpost}
        case AppointmentBooked():
            return {"appointment_on": event.appointment_on, "appointment_mode": event.mode}
        case FirstAppointmentAttended():
            return _NO_APPOINTMENT | {"first_attended_on": event.attended_on, "first_mode": event.mode}
        case AppointmentMissed():
            return _NO_APPOINTMENT | {"appointments_missed": event.nth}
        case TreatmentDecided():
            return {"treatment_decided_on": event.decided_on, "treatment_kind": event.kind}
        case TreatmentStarted():
            return {"treated_on": event.started_on}
        case ReferralDischarged():
            return _NO_APPOINTMENT | {
                "discharged_on": event.discharged_on,
                "discharge_setting": event.setting,
                "discharge_destination": event.destination,
                "discharge_reason": event.reason,
                "handover_status": HandoverStatus.DUE,
                "handover_due_on": event.handover_due_on,
            }
        case ReferralCancelled():
            return _NO_APPOINTMENT | {"cancelled_on": event.cancelled_on, "cancellation_reason": event.reason}
        case ActiveMonitoringStarted() | ReferralSubmitted():
            return {}
    assert_never(event)


_NO_APPOINTMENT: dict[str, Any] = {"appointment_on": None, "appointment_mode": None}


def _submitted(event: ReferralSubmitted, recorded: Recorded[ReferralEvent]) -> ReferralRow:
    return ReferralRow(
        version=recorded.version,
        parties=[event.practice_ods, event.provider_ods],
        changed_at=recorded.occurred_at,
        referral_id=event.referral_id,
        pathway_id=event.pathway_id,
        pathway_version=event.pathway_version,
        practice_ods=event.practice_ods,
        locality=event.locality,
        provider_ods=event.provider_ods,
        specialty_tfc=event.specialty_tfc,
        priority=event.priority,
        status=Stage.SUBMITTED,
        is_open=True,
        authored_on=event.authored_on,
        results=list(event.results),
        missing_results=list(event.missing_results),
        one_stop_ready=event.one_stop_ready,
        duplicate_of=event.duplicate_of,
        handover_status=HandoverStatus.NONE,
        clocks=[],
    )


referral_view: View[ReferralRow] = View(table=ReferralTable, row=ReferralRow, project=project_referral)
