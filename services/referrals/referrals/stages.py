"""Where a referral and its handover are, and on which day: what each event says about that."""

from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.events.referrals.referrals import (
    ActiveMonitoringStarted,
    AppointmentBooked,
    AppointmentMissed,
    FirstAppointmentAttended,
    HandoverAcknowledged,
    HandoverQueried,
    HandoverQueryResolved,
    HandoverSent,
    ReferralCancelled,
    ReferralDischarged,
    ReferralSubmitted,
    ReferralTriaged,
    TreatmentDecided,
    TreatmentStarted,
)

CareEvent = (
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
)
HandoverEvent = HandoverSent | HandoverAcknowledged | HandoverQueried | HandoverQueryResolved


class Stage(StrEnum):
    """Where a referral is; the words are those of e-RS where it has one. Listed means listed for surgery."""

    SUBMITTED = "submitted"
    RETURNED = "returned_with_advice"
    REJECTED = "rejected"
    ACCEPTED = "accepted_to_book"
    BOOKED = "booked"
    DNA = "did_not_attend"
    ATTENDED = "attended"
    MONITORED = "active_monitoring"
    DECIDED = "decided_to_treat"
    LISTED = "listed_for_treatment"
    TREATED = "treated"
    DISCHARGED = "discharged"
    CANCELLED = "cancelled"


CLOSED = frozenset({Stage.RETURNED, Stage.REJECTED, Stage.DISCHARGED, Stage.CANCELLED})
BEFORE_FIRST_APPOINTMENT = frozenset({Stage.ACCEPTED, Stage.BOOKED, Stage.DNA})


class HandoverStatus(StrEnum):
    """Where the handover to primary care is; it is outstanding while due, sent or queried."""

    NONE = "none"
    DUE = "due"
    SENT = "sent"
    QUERIED = "queried"
    RESOLVED = "resolved"
    ACKNOWLEDGED = "acknowledged"


TRIAGED = {
    "accepted_to_book": Stage.ACCEPTED,
    "returned_with_advice": Stage.RETURNED,
    "rejected": Stage.REJECTED,
}


def stage_after(stage: Stage, event: CareEvent) -> Stage:
    """The stage after one more event; follow-up appointments leave it as it is."""
    match event:
        case ReferralSubmitted():
            return Stage.SUBMITTED
        case ReferralTriaged():
            return TRIAGED[event.outcome]
        case AppointmentBooked():
            return Stage.BOOKED if stage in BEFORE_FIRST_APPOINTMENT else stage
        case FirstAppointmentAttended():
            return Stage.ATTENDED
        case AppointmentMissed():
            return Stage.DNA if event.first else stage
        case TreatmentDecided():
            return Stage.LISTED if event.kind == "surgical" else Stage.DECIDED
        case ActiveMonitoringStarted():
            return Stage.MONITORED
        case TreatmentStarted():
            return Stage.TREATED
        case ReferralDischarged():
            return Stage.DISCHARGED
        case ReferralCancelled():
            return Stage.CANCELLED
    assert_never(event)


def handover_after(event: HandoverEvent) -> HandoverStatus:
    """Where the handover is after one more event of it."""
    match event:
        case HandoverSent():
            return HandoverStatus.SENT
        case HandoverAcknowledged():
            return HandoverStatus.ACKNOWLEDGED
        case HandoverQueried():
            return HandoverStatus.QUERIED
        case HandoverQueryResolved():
            return HandoverStatus.RESOLVED
    assert_never(event)


def day_of(event: CareEvent | HandoverEvent) -> date:
    """The business day on which it happened."""
    match event:
        case ReferralSubmitted():
            return event.authored_on
        case ReferralTriaged():
            return event.triaged_on
        case AppointmentBooked():
            return event.booked_on
        case FirstAppointmentAttended():
            return event.attended_on
        case AppointmentMissed():
            return event.missed_on
        case TreatmentDecided():
            return event.decided_on
        case ActiveMonitoringStarted() | TreatmentStarted():
            return event.started_on
        case ReferralDischarged():
            return event.discharged_on
        case ReferralCancelled():
            return event.cancelled_on
        case HandoverSent():
            return event.sent_on
        case HandoverAcknowledged():
            return event.acknowledged_on
        case HandoverQueried():
            return event.queried_on
        case HandoverQueryResolved():
            return event.resolved_on
    assert_never(event)
