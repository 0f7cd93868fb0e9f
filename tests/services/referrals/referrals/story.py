"""A referral's history in sentences. Dates are those of worked example W8: referred on Monday 5 January 2026."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from services.referrals.referrals import commands as c
from services.referrals.referrals.domain import referral_decider
from shared.events.referrals import referrals as e
from shared.events.referrals.pathways import Investigation
from shared.kernel.message import Command
from shared.kernel.organisations import OrgKind
from shared.kernel.privacy import Sealed

M = TypeVar("M", bound=Command)
REFERRAL = UUID("01980000-0000-7000-8000-00000000b001")
OTHER = UUID("01980000-0000-7000-8000-00000000b002")
PATHWAY = UUID("01980000-0000-7000-8000-00000000a001")
PRACTICE, PROVIDER, STRANGER = "F82001", "RF4", "RAT"
REFERRED = date(2026, 1, 5)
TODAY = date(2026, 12, 1)
ECG = Investigation(code="ECG", title="12-lead ECG", required=True, max_age_days=90)
TFT = Investigation(code="TFT", title="Thyroid function", required=False, max_age_days=180)
PUBLISHED = c.PublishedVersion(version=3, specialty_tfc="320", investigations=(ECG, TFT), required_for_routine=False)
FRESH_ECG = e.InvestigationResult(code="ECG", date=date(2025, 12, 20))
LETTER = ("diagnosis", "results", "medication", "plan", "who_does_what", "rereferral_criteria")


def sealed(word: str) -> Sealed[str]:
    return Sealed[str](person_ref="p-someone", box=word)


SUBMIT = c.SubmitReferral(
    referral_id=REFERRAL,
    pathway_id=PATHWAY,
    practice_ods=PRACTICE,
    provider_ods=PROVIDER,
    priority="ROUTINE",
    authored_on=REFERRED,
    results=(FRESH_ECG,),
    today=REFERRED,
    by_org=PRACTICE,
    patient_ref="p-someone",
    practice_kind=OrgKind.GP_PRACTICE,
    practice_locality="havering-south",
    provider_kind=OrgKind.NHS_TRUST,
    published=PUBLISHED,
    open_duplicate=None,
    nhs_number=sealed("number"),
    patient_name=None,
    date_of_birth=None,
    narrative=None,
    override_reason=None,
)


def triage(on: date, outcome: str = "accepted_to_book", **said: Any) -> c.TriageReferral:
    advice = None if outcome == "accepted_to_book" else sealed("advice")
    return _asked(c.TriageReferral, outcome=outcome, triaged_on=on, **{"advice": advice} | said)


def book(on: date, appointment_on: date, **said: Any) -> c.BookAppointment:
    return _asked(c.BookAppointment, booked_on=on, appointment_on=appointment_on, **said)


def attend(on: date, **said: Any) -> c.AttendFirstAppointment:
    return _asked(c.AttendFirstAppointment, attended_on=on, **said)


def miss(on: date, **said: Any) -> c.MissAppointment:
    return _asked(c.MissAppointment, missed_on=on, **said)


def decide(on: date, **said: Any) -> c.DecideTreatment:
    return _asked(c.DecideTreatment, decided_on=on, **{"kind": "surgical"} | said)


def monitor(on: date, **said: Any) -> c.StartActiveMonitoring:
    return _asked(c.StartActiveMonitoring, started_on=on, **said)


def treat(on: date, **said: Any) -> c.StartTreatment:
    return _asked(c.StartTreatment, started_on=on, **said)


def discharge(on: date, **said: Any) -> c.DischargeReferral:
    return _asked(c.DischargeReferral, discharged_on=on, **{"setting": "op"} | said)


def cancel(on: date, reason: str = "no_longer_needed", **said: Any) -> c.CancelReferral:
    return _asked(c.CancelReferral, cancelled_on=on, reason=reason, **{"note": None} | said)


def pause(first: date, last: date, **said: Any) -> c.PauseClock:
    return _asked(c.PauseClock, from_date=first, to_date=last, **said)


def send(on: date, **said: Any) -> c.SendHandover:
    return _asked(c.SendHandover, sent_on=on, **{part: sealed(part) for part in LETTER} | said)


def acknowledge(on: date, **said: Any) -> c.AcknowledgeHandover:
    return _asked(c.AcknowledgeHandover, acknowledged_on=on, **{"by_org": PRACTICE} | said)


def query(on: date, **said: Any) -> c.QueryHandover:
    return _asked(c.QueryHandover, queried_on=on, **{"by_org": PRACTICE, "query": sealed("query")} | said)


def resolve(on: date, **said: Any) -> c.ResolveHandoverQuery:
    return _asked(c.ResolveHandoverQuery, resolved_on=on, **{"answer": sealed("answer")} | said)


def _asked(command: type[M], **said: Any) -> M:
    return command.model_validate({"today": TODAY, "by_org": PROVIDER} | said)


def history(*commands: c.ReferralCommand) -> tuple[e.ReferralEvent, ...]:
    """What has happened after the commands, one after another, on a referral of 5 January 2026."""
    events: list[e.ReferralEvent] = []
    state = referral_decider.initial
    for command in (SUBMIT, *commands):
        happened: Sequence[e.ReferralEvent] = referral_decider.decide(command, state)
        state = referral_decider.fold(happened, state)
        events.extend(happened)
    return tuple(events)


ACCEPTED = (triage(date(2026, 1, 7)),)
BOOKED = (*ACCEPTED, book(date(2026, 1, 8), date(2026, 2, 9)))
SEEN = (*BOOKED, attend(date(2026, 2, 9)))
TREATED = (*SEEN, treat(date(2026, 5, 11)))
DISCHARGED = (*TREATED, discharge(date(2026, 5, 20)))
SENT = (*DISCHARGED, send(date(2026, 5, 27)))
