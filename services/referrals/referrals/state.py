"""What the rules know of one referral, made only from its events."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict
from uuid import UUID

from services.referrals.referrals.rtt import CLOCK_EVENTS, Clock, Clocks, clocks_after, running
from services.referrals.referrals.stages import (
    CLOSED,
    HandoverEvent,
    HandoverStatus,
    Stage,
    day_of,
    handover_after,
    stage_after,
)
from shared.events.referrals.referrals import (
    ActiveMonitoringStarted,
    AppointmentBooked,
    AppointmentMissed,
    FirstAppointmentAttended,
    ReferralCancelled,
    ReferralDischarged,
    ReferralEvent,
    ReferralSubmitted,
    TreatmentDecided,
    TreatmentStarted,
)


class About(TypedDict):
    """What every event says of its referral."""

    referral_id: UUID
    pathway_id: UUID
    practice_ods: str
    locality: str
    provider_ods: str
    specialty_tfc: str


@dataclass(frozen=True)
class Referral:
    """`last_on` is the last day on which something happened in the care; a booking is made beside it.

    `appointment_on` is the day of the appointment booked; `missed` counts those not attended, `missed_last` tells
    whether the last one was among them.
    """

    about: About
    stage: Stage
    last_on: date
    clocks: Clocks = ()
    appointment_on: date | None = None
    first_attended: bool = False
    missed: int = 0
    missed_last: bool = False
    treated: bool = False
    handover: HandoverStatus = HandoverStatus.NONE
    discharge: ReferralDischarged | None = None

    @property
    def is_open(self) -> bool:
        """Whether care under it goes on."""
        return self.stage not in CLOSED

    @property
    def earliest_on(self) -> date:
        """What happens next can be dated this day at the earliest; a clock of a booking may begin after `last_on`."""
        return max(self.last_on, self.clock.start) if self.clock else self.last_on

    @property
    def clock(self) -> Clock | None:
        """The clock that runs, if one does."""
        return running(self.clocks)


def evolve(referral: Referral | None, event: ReferralEvent) -> Referral | None:
    """The referral after `event`."""
    if isinstance(event, ReferralSubmitted):
        return Referral(about=_about(event), stage=Stage.SUBMITTED, last_on=event.authored_on)
    if referral is None:
        return None
    if isinstance(event, CLOCK_EVENTS):
        return replace(referral, clocks=clocks_after(referral.clocks, event))
    if isinstance(event, HandoverEvent):
        return replace(referral, handover=handover_after(event), last_on=day_of(event))
    moved = replace(referral, stage=stage_after(referral.stage, event))
    if isinstance(event, AppointmentBooked):
        return replace(moved, appointment_on=event.appointment_on, missed_last=False)
    moved = replace(moved, last_on=day_of(event))
    match event:
        case FirstAppointmentAttended():
            return replace(moved, appointment_on=None, first_attended=True, missed_last=False)
        case AppointmentMissed():
            return replace(moved, appointment_on=None, missed=event.nth, missed_last=True)
        case TreatmentStarted():
            return replace(moved, treated=True, missed_last=False)
        case TreatmentDecided() | ActiveMonitoringStarted():
            return replace(moved, missed_last=False)
        case ReferralDischarged():
            return replace(moved, appointment_on=None, handover=HandoverStatus.DUE, discharge=event)
        case ReferralCancelled():
            return replace(moved, appointment_on=None)
        case _:
            return moved  # nothing but the stage: stage_after and day_of name every kind of event


def _about(event: ReferralSubmitted) -> About:
    return {
        "referral_id": event.referral_id,
        "pathway_id": event.pathway_id,
        "practice_ods": event.practice_ods,
        "locality": event.locality,
        "provider_ods": event.provider_ods,
        "specialty_tfc": event.specialty_tfc,
    }
