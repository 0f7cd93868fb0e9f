"""Random lives of pathways and referrals."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from shared.events.referrals import pathways as w
from shared.events.referrals import referrals as r
from shared.kernel.message import Event
from tests.services.gateway.chance import LOCALITIES, PRACTICES, PROVIDERS, SEALED, TODAY, Life, day, new_id

About = Mapping[str, Any]
"""What every event of a thing carries."""


def pathway_life(rng: Random, pathway_id: UUID) -> Life:
    title = f"Pathway {rng.randint(1, 999)}"
    about: Mapping[str, Any] = {"pathway_id": pathway_id, "title": title, "version": 1}
    more: Mapping[str, Any] = {
        "condition": "a condition",
        "specialty_tfc": "320",
        "owner_network": "ILLN05",
        "required_signatories": ("ILLN05", "RF4"),
    }
    events: list[Event] = [
        w.PathwayDrafted(**about, **more),
        w.PathwaySubmittedForReview(**about, outstanding=("RF4",)),
        w.PathwaySignedOff(**about, party="RF4", signed_on=TODAY, outstanding=()),
        w.PathwayAgreed(**about, signatories=("ILLN05", "RF4"), agreed_on=TODAY),
        w.PathwayPublished(**about, **more, from_date=TODAY, supersedes=None),
    ]
    events = events[: rng.randint(1, 5)]
    if rng.random() < 0.2:
        events.append(w.PathwayWithdrawn(**about, from_date=TODAY, reason="given up"))
    return "referrals", f"pathway-{pathway_id}", events


def referral_life(rng: Random, pathway_id: UUID) -> Life:
    referral_id, start = new_id(rng), day(rng, -300, 0)
    about: About = {
        "referral_id": referral_id,
        "pathway_id": pathway_id,
        "practice_ods": rng.choice(PRACTICES),
        "locality": rng.choice(LOCALITIES),
        "provider_ods": rng.choice(PROVIDERS),
        "specialty_tfc": "320",
    }
    events = _referred(about, start)
    if rng.random() < 0.2:
        events = [*events[:2], rng.choice((_sent_back, _cancelled))(about, start)]
        return "referrals", f"referral-{referral_id}", [*events, _stopped(about, 1, start, "returned_to_primary_care")]
    if rng.random() < 0.3:
        events += _missed(about, start)
    if rng.random() < 0.3:
        events += _monitored(about, _clocks(events), start)
    events += _treated(about, _clocks(events), start)
    return "referrals", f"referral-{referral_id}", events[: rng.randint(1, len(events))]


def _clocks(events: list[Event]) -> int:
    return sum(isinstance(event, r.ClockStarted) for event in events)


def _referred(about: About, start: date) -> list[Event]:
    submitted = r.ReferralSubmitted(
        **about,
        patient_ref="x",
        pathway_version=1,
        priority="ROUTINE",
        authored_on=start,
        results=(),
        missing_results=(),
        one_stop_ready=True,
        nhs_number=SEALED,
    )
    return [
        submitted,
        r.ClockStarted(**about, clock_no=1, start=start, rule="referral"),
        r.ReferralTriaged(**about, outcome="accepted_to_book", triaged_on=start),
        r.AppointmentBooked(**about, booked_on=start, appointment_on=start, mode="video"),
    ]


def _sent_back(about: About, day: date) -> Event:
    return r.ReferralTriaged(**about, outcome="returned_with_advice", triaged_on=day, signpost="self_care")


def _cancelled(about: About, day: date) -> Event:
    return r.ReferralCancelled(
        **about, cancelled_on=day, reason="moved_away", cancelled_by=about["practice_ods"], appointment_cancelled=None
    )


def _missed(about: About, start: date) -> list[Event]:
    again = start + timedelta(days=14)
    return [
        r.AppointmentMissed(**about, missed_on=start, nth=1, first=True),
        r.ClockNullified(**about, clock_no=1, start=start, nullified_on=start, rule="first_appointment_dna"),
        r.AppointmentBooked(**about, booked_on=again, appointment_on=again, mode="video"),
        r.ClockStarted(**about, clock_no=2, start=again, rule="rebooked_after_dna"),
    ]


def _monitored(about: About, clock_no: int, start: date) -> list[Event]:
    return [
        r.FirstAppointmentAttended(**about, attended_on=start, mode="telephone"),
        r.ActiveMonitoringStarted(**about, started_on=start, initiator="clinician"),
        _stopped(about, clock_no, start, "active_monitoring"),
        r.TreatmentDecided(**about, decided_on=start, kind="medical" if clock_no % 2 else "surgical"),
        r.ClockStarted(**about, clock_no=clock_no + 1, start=start, rule="decision_after_active_monitoring"),
        r.AppointmentBooked(**about, booked_on=start, appointment_on=TODAY, mode="video"),
    ]


def _stopped(about: About, clock_no: int, start: date, rule: r.ClockStopRule) -> Event:
    return r.ClockStopped(
        **about,
        clock_no=clock_no,
        start=start,
        stop=TODAY,
        days=1,
        adjusted_days=1,
        rule=rule,
        treatment=rule == "first_treatment",
        within_standard=True,
    )


def _treated(about: About, clock_no: int, start: date) -> list[Event]:
    parts: About = dict.fromkeys(
        ("diagnosis", "results", "medication", "plan", "who_does_what", "rereferral_criteria"), SEALED
    )
    discharged = r.ReferralDischarged(
        **about,
        setting="op",
        discharged_on=TODAY,
        destination="primary_care",
        reason="treatment_complete",
        attended=True,
        treated=True,
        handover_due_on=TODAY,
    )
    return [
        r.FirstAppointmentAttended(**about, attended_on=TODAY, mode="video"),
        r.AppointmentMissed(**about, missed_on=TODAY, nth=2, first=False),
        r.TreatmentStarted(**about, started_on=TODAY, admitted=False),
        _stopped(about, clock_no, start, "first_treatment"),
        discharged,
        r.HandoverSent(**about, sent_on=TODAY, due_on=TODAY, on_time=True, setting="op", **parts),
        r.HandoverQueried(**about, queried_on=TODAY, query=SEALED),
        r.HandoverQueryResolved(**about, resolved_on=TODAY, answer=SEALED),
        r.HandoverAcknowledged(**about, acknowledged_on=TODAY),
    ]
