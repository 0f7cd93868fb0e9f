"""Routes of what happens to a referral: each is a command on it, at the version the caller has seen."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.referrals.referrals import commands as c
from services.referrals.referrals import refusals as no
from services.referrals.referrals.domain import referral_decider
from services.referrals.referrals.records import record_view
from services.referrals.referrals.sealing import sealed_for
from services.referrals.referrals.views import ReferralRow, referral_view
from shared.capability import Capability
from shared.kernel.message import Command
from shared.kernel.privacy import Sealed
from shared.web.call import Call, asks
from shared.web.docs import changes
from shared.web.routing import capability_router

referrals = Capability(
    decider=referral_decider,
    resource=referral_view,
    views=(referral_view, record_view),
    taken={
        "uq_referral_records_duplicate_key": partial(
            no.DuplicateReferral, "This patient has an open referral to the same specialty."
        )
    },
    path="/referrals",
)
router = capability_router("referrals")
DATES = (no.DateInFuture, no.DateOutOfOrder)
ANSWER = (*DATES, no.NotThePractice, no.HandoverNotSent, no.HandoverQueryOpen, no.HandoverAcknowledgedAlready)
CARE = (*DATES, no.ReferralClosed, no.NotTheProvider, no.NotYetAccepted)


async def _change(call: Call, referral_id: UUID, command: Command) -> Response:
    return await call.change(referrals, referral_id, command)


def deed(call: Call) -> dict[str, object]:
    """Who does it, and on which day: the facts of every command on a referral."""
    return {"today": call.today, "by_org": call.principal.org}


async def _sealed(call: Call, referral_id: UUID, **texts: str | None) -> Mapping[str, Sealed[str] | None]:
    """Sealed under the patient's key, which is made for nobody who may not do this."""
    await call.row(referrals, referral_id)
    return await sealed_for(call, referral_id, **texts)


@router.post(
    "/referrals/{referral_id}/triage",
    **changes(ReferralRow, *CARE, no.AlreadyTriaged, no.AdviceMissing, no.SignpostNotReturned),
)
async def triage_referral(
    referral_id: UUID, body: c.TriageReferralBody, call: Annotated[Call, asks("triage_referral")]
) -> Response:
    """Accept, return with advice or reject.

    A returned or rejected referral is closed and stays closed: its clock stops, and the practice that has followed the
    advice refers anew, on the pathway of that day and on a new clock.
    """
    texts = await _sealed(call, referral_id, advice=body.advice)
    return await _change(call, referral_id, body.given(c.TriageReferral, **texts, **deed(call)))


@router.post("/referrals/{referral_id}/appointments", **changes(ReferralRow, *CARE, no.AppointmentBeforeBooking))
async def book_appointment(
    referral_id: UUID, body: c.BookAppointmentBody, call: Annotated[Call, asks("book_appointment")]
) -> Response:
    """Book an appointment; after the patient did not attend (DNA) the first one, this starts a new clock."""
    return await _change(call, referral_id, body.given(c.BookAppointment, **deed(call)))


@router.post(
    "/referrals/{referral_id}/attendances",
    **changes(ReferralRow, *CARE, no.AlreadyAttended, no.NotRebooked, no.NotOnItsDay),
)
async def attend_first_appointment(
    referral_id: UUID, body: c.AttendFirstAppointmentBody, call: Annotated[Call, asks("attend_first_appointment")]
) -> Response:
    """The patient was seen for the first time: on the day booked, if a booking is on record."""
    return await _change(call, referral_id, body.given(c.AttendFirstAppointment, **deed(call)))


@router.post(
    "/referrals/{referral_id}/non-attendances",
    summary="Did not attend (DNA)",
    **changes(ReferralRow, *CARE, no.NoAppointmentBooked, no.NotOnItsDay),
)
async def miss_appointment(
    referral_id: UUID, body: c.MissAppointmentBody, call: Annotated[Call, asks("miss_appointment")]
) -> Response:
    """The patient did not attend (DNA) the appointment booked; for the first one, this nullifies the clock."""
    return await _change(call, referral_id, body.given(c.MissAppointment, **deed(call)))


@router.post(
    "/referrals/{referral_id}/decisions-to-treat",
    **changes(ReferralRow, *CARE, no.NotYetSeen, no.NoNewTreatment, no.NoNewClock),
)
async def decide_treatment(
    referral_id: UUID, body: c.DecideTreatmentBody, call: Annotated[Call, asks("decide_treatment")]
) -> Response:
    """A decision to treat (surgery: listed for it); after active monitoring or for a new treatment, a new clock."""
    return await _change(call, referral_id, body.given(c.DecideTreatment, **deed(call)))


@router.post(
    "/referrals/{referral_id}/active-monitoring", **changes(ReferralRow, *CARE, no.NotYetSeen, no.NoClockRunning)
)
async def start_active_monitoring(
    referral_id: UUID, body: c.StartActiveMonitoringBody, call: Annotated[Call, asks("start_active_monitoring")]
) -> Response:
    """Watch and wait: the clock stops."""
    return await _change(call, referral_id, body.given(c.StartActiveMonitoring, **deed(call)))


@router.post(
    "/referrals/{referral_id}/treatments", **changes(ReferralRow, *CARE, no.NotYetSeen, no.TreatmentNotDecided)
)
async def start_treatment(
    referral_id: UUID, body: c.StartTreatmentBody, call: Annotated[Call, asks("start_treatment")]
) -> Response:
    """First definitive treatment: the clock stops."""
    return await _change(call, referral_id, body.given(c.StartTreatment, **deed(call)))


@router.post(
    "/referrals/{referral_id}/discharge",
    **changes(ReferralRow, *CARE, no.NotYetSeen, no.NothingTreated, no.TreatmentWasNeeded, no.LastAppointmentNotMissed),
)
async def discharge_referral(
    referral_id: UUID, body: c.DischargeReferralBody, call: Annotated[Call, asks("discharge_referral")]
) -> Response:
    """Discharge the patient; the handover becomes due."""
    return await _change(call, referral_id, body.given(c.DischargeReferral, **deed(call)))


@router.post(
    "/referrals/{referral_id}/cancellation",
    **changes(ReferralRow, *DATES, no.NotAParty, no.ReferralClosed, no.AlreadyTreated, no.AlreadySeen),
)
async def cancel_referral(
    referral_id: UUID, body: c.CancelReferralBody, call: Annotated[Call, asks("cancel_referral")]
) -> Response:
    """Call the referral off for good, and its appointment with it."""
    texts = await _sealed(call, referral_id, note=body.note)
    return await _change(call, referral_id, body.given(c.CancelReferral, **texts, **deed(call)))


@router.post(
    "/referrals/{referral_id}/clock-pauses",
    **changes(ReferralRow, no.PausesEnded, no.PauseEndsBeforeStart, no.PauseOutsideWait, no.NoClockRunning),
)
async def pause_clock(
    referral_id: UUID, body: c.PauseClockBody, call: Annotated[Call, asks("pause_clock")]
) -> Response:
    """Refused for every day from 1 October 2015 on: RTT clocks are not paused."""
    return await _change(call, referral_id, body.given(c.PauseClock, **deed(call)))


@router.post(
    "/referrals/{referral_id}/handovers",
    **changes(ReferralRow, *DATES, no.NotTheProvider, no.NotDischarged, no.HandoverAlreadySent),
)
async def send_handover(
    referral_id: UUID, body: c.SendHandoverBody, call: Annotated[Call, asks("send_handover")]
) -> Response:
    """Hand the patient back to primary care."""
    texts = await _sealed(
        call,
        referral_id,
        diagnosis=body.diagnosis,
        results=body.results,
        medication=body.medication,
        plan=body.plan,
        who_does_what=body.who_does_what,
        rereferral_criteria=body.rereferral_criteria,
    )
    return await _change(call, referral_id, body.given(c.SendHandover, **texts, **deed(call)))


@router.post("/referrals/{referral_id}/handovers/acknowledgement", **changes(ReferralRow, *ANSWER))
async def acknowledge_handover(
    referral_id: UUID, body: c.AcknowledgeHandoverBody, call: Annotated[Call, asks("acknowledge_handover")]
) -> Response:
    """The practice takes the patient back."""
    return await _change(call, referral_id, body.given(c.AcknowledgeHandover, **deed(call)))


@router.post("/referrals/{referral_id}/handovers/query", **changes(ReferralRow, *ANSWER))
async def query_handover(
    referral_id: UUID, body: c.QueryHandoverBody, call: Annotated[Call, asks("query_handover")]
) -> Response:
    """The practice asks about the handover."""
    texts = await _sealed(call, referral_id, query=body.query)
    return await _change(call, referral_id, body.given(c.QueryHandover, **texts, **deed(call)))


@router.post(
    "/referrals/{referral_id}/handovers/resolution", **changes(ReferralRow, *DATES, no.NotTheProvider, no.NoQueryOpen)
)
async def resolve_handover_query(
    referral_id: UUID, body: c.ResolveHandoverQueryBody, call: Annotated[Call, asks("resolve_handover_query")]
) -> Response:
    """The provider answers."""
    texts = await _sealed(call, referral_id, answer=body.answer)
    return await _change(call, referral_id, body.given(c.ResolveHandoverQuery, **texts, **deed(call)))
