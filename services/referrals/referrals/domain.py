"""The rules of referrals: which file has which.

A returned or rejected referral is closed; the practice refers anew, on the pathway of that day and on a new clock.
"""

from collections.abc import Sequence
from typing import assert_never

from services.referrals.referrals.appointments import attend, book, miss, triage
from services.referrals.referrals.commands import (
    AcknowledgeHandover,
    AttendFirstAppointment,
    BookAppointment,
    CancelReferral,
    DecideTreatment,
    DischargeReferral,
    MissAppointment,
    PauseClock,
    QueryHandover,
    ReferralCommand,
    ResolveHandoverQuery,
    SendHandover,
    StartActiveMonitoring,
    StartTreatment,
    SubmitReferral,
    TriageReferral,
)
from services.referrals.referrals.handover import acknowledge, query, resolve, send
from services.referrals.referrals.pauses import pause
from services.referrals.referrals.refusals import DuplicateReferral, ReferralNotFound
from services.referrals.referrals.state import Referral, evolve
from services.referrals.referrals.submission import submit
from services.referrals.referrals.treatment import (
    cancel,
    decide_treatment,
    discharge,
    start_active_monitoring,
    start_treatment,
)
from shared.events.referrals.referrals import ReferralEvent
from shared.kernel.decider import Decider


def decide(command: ReferralCommand, referral: Referral | None) -> Sequence[ReferralEvent]:
    """What happens, or a refusal."""
    if isinstance(command, SubmitReferral):
        if referral is not None:
            raise DuplicateReferral("This referral is already submitted.", field="referral_id")
        return submit(command)
    if referral is None:
        raise ReferralNotFound("There is no such referral.")
    match command:
        case TriageReferral():
            return triage(command, referral)
        case BookAppointment():
            return book(command, referral)
        case AttendFirstAppointment():
            return attend(command, referral)
        case MissAppointment():
            return miss(command, referral)
        case DecideTreatment():
            return decide_treatment(command, referral)
        case StartActiveMonitoring():
            return start_active_monitoring(command, referral)
        case StartTreatment():
            return start_treatment(command, referral)
        case DischargeReferral():
            return discharge(command, referral)
        case CancelReferral():
            return cancel(command, referral)
        case SendHandover():
            return send(command, referral)
        case AcknowledgeHandover():
            return acknowledge(command, referral)
        case QueryHandover():
            return query(command, referral)
        case ResolveHandoverQuery():
            return resolve(command, referral)
        case PauseClock():
            return pause(command, referral)
    assert_never(command)


referral_decider: Decider[ReferralCommand, Referral | None, ReferralEvent] = Decider(
    category="referral",
    events=ReferralEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
