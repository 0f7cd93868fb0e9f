"""An erasure's history in sentences."""

from typing import Any
from uuid import UUID

from services.referrals.erasures import commands as c
from shared.events.referrals import erasures as e

ERASURE = UUID("01980000-0000-7000-8000-00000000e001")
PERSON = "p-someone"
PRACTICE, PROVIDER, REVIEWERS = "F82001", "RF4", "QMF"
PARTIES = (PRACTICE, PROVIDER)
DOCTOR, REVIEWER = "doctor", "reviewer"

REQUEST = c.RequestErasure(
    erasure_id=ERASURE,
    person_ref=PERSON,
    parties=PARTIES,
    ground="consent_withdrawn",
    reference="IG-2026-17",
    already_erased=False,
    by=DOCTOR,
    by_org=PRACTICE,
)
ABOUT: dict[str, Any] = {"erasure_id": ERASURE, "person_ref": PERSON, "parties": PARTIES}

requested = e.ErasureRequested(
    **ABOUT, ground="consent_withdrawn", reference="IG-2026-17", requested_org=PRACTICE, requested_by=DOCTOR
)
approved = e.ErasureApproved(**ABOUT, finding="retention_period_over", approved_org=REVIEWERS, approved_by=REVIEWER)
declined = e.ErasureDeclined(**ABOUT, reason="record_must_be_kept", declined_org=REVIEWERS, declined_by=REVIEWER)
cancelled = e.ErasureCancelled(**ABOUT, requested_org=PRACTICE, cancelled_by="another doctor")


def approve(by: str = REVIEWER, under_way: int = 0) -> c.ApproveErasure:
    return c.ApproveErasure(finding="retention_period_over", by=by, by_org=REVIEWERS, under_way=under_way)


def decline(by: str = REVIEWER) -> c.DeclineErasure:
    return c.DeclineErasure(reason="record_must_be_kept", by=by, by_org=REVIEWERS)


def cancel(by_org: str = PRACTICE) -> c.CancelErasure:
    return c.CancelErasure(by="another doctor", by_org=by_org)
