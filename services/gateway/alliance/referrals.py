"""Referrals: where each is on its pathway, how long it has waited, and whether its handover is outstanding."""

from datetime import date
from typing import Any, assert_never
from uuid import UUID

from sqlmodel import Field

from services.gateway.alliance.figures import Figure, Figures
from services.gateway.alliance.rows import ThingRow
from shared.events.referrals.referrals import (
    ActiveMonitoringStarted,
    AppointmentBooked,
    AppointmentMissed,
    ClockNullified,
    ClockPaused,
    ClockStarted,
    ClockStopped,
    FirstAppointmentAttended,
    HandoverAcknowledged,
    HandoverQueried,
    HandoverQueryResolved,
    HandoverSent,
    ReferralCancelled,
    ReferralDischarged,
    ReferralEvent,
    ReferralSubmitted,
    ReferralTriaged,
    TreatmentDecided,
    TreatmentStarted,
)
from shared.views import Recorded, View

STAGES = (
    "submitted",
    "returned_with_advice",
    "rejected",
    "accepted_to_book",
    "booked",
    "did_not_attend",
    "attended",
    "active_monitoring",
    "decided_to_treat",
    "listed_for_treatment",
    "treated",
    "discharged",
    "cancelled",
)
BEFORE_FIRST_APPOINTMENT = ("accepted_to_book", "booked", "did_not_attend")


class KnownReferralRow(ThingRow):
    """A referral; `waiting_since` is the start of the RTT clock that runs, `clock_no` the number of that clock."""

    referral_id: UUID = Field(primary_key=True)
    pathway_id: UUID
    stage: str
    clock_no: int | None
    waiting_since: date | None
    handover_outstanding: bool


class KnownReferralTable(KnownReferralRow, table=True):
    """The table behind it."""

    __tablename__ = "alliance_referrals"


def project_referral(row: KnownReferralRow | None, recorded: Recorded[ReferralEvent]) -> KnownReferralRow | None:
    """The referral after one more event."""
    event = recorded.event
    if isinstance(event, ReferralSubmitted):
        return KnownReferralRow(
            referral_id=event.referral_id,
            version=recorded.version,
            parties=[event.practice_ods, event.provider_ods],
            localities=[event.locality],
            pathway_id=event.pathway_id,
            stage="submitted",
            clock_no=None,
            waiting_since=None,
            handover_outstanding=False,
        )
    if row is None:
        return None
    return row.model_copy(update={"version": recorded.version} | _changed(row, event))


def _changed(row: KnownReferralRow, event: ReferralEvent) -> dict[str, Any]:
    match event:
        case ClockStarted():
            return {"clock_no": event.clock_no, "waiting_since": event.start}
        case ClockStopped() | ClockNullified():
            return {"clock_no": None, "waiting_since": None} if event.clock_no == row.clock_no else {}
        case HandoverSent() | HandoverQueried():
            return {"handover_outstanding": True}
        case HandoverAcknowledged() | HandoverQueryResolved():
            return {"handover_outstanding": False}
        case ReferralDischarged():
            return {"stage": "discharged", "handover_outstanding": True}
        case ReferralTriaged():
            return {"stage": event.outcome}
        case AppointmentBooked():
            return {"stage": "booked"} if row.stage in BEFORE_FIRST_APPOINTMENT else {}
        case FirstAppointmentAttended():
            return {"stage": "attended"}
        case AppointmentMissed():
            return {"stage": "did_not_attend"} if event.first else {}
        case TreatmentDecided():
            return {"stage": "listed_for_treatment" if event.kind == "surgical" else "decided_to_treat"}
        case ActiveMonitoringStarted():
            return {"stage": "active_monitoring"}
        case TreatmentStarted():
            return {"stage": "treated"}
        case ReferralCancelled():
            return {"stage": "cancelled"}
        case ReferralSubmitted() | ClockPaused():
            return {}
    assert_never(event)


def referral_figures(row: KnownReferralRow) -> Figures:
    """What one referral adds, on its pathway."""
    pathway = f"referrals.{row.pathway_id}"
    figures = {Figure(f"{pathway}.stages.{row.stage}"): 1}
    if row.waiting_since is not None:
        figures[Figure(f"{pathway}.running_clocks", row.waiting_since)] = 1
    if row.handover_outstanding:
        figures[Figure(f"{pathway}.handovers_outstanding")] = 1
    return figures


known_referral_view: View[KnownReferralRow] = View(
    table=KnownReferralTable, row=KnownReferralRow, project=project_referral
)
