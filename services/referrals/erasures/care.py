"""Whether somebody is still being cared for: a referral is open, or its handover is not yet acknowledged."""

from sqlmodel import col

from services.referrals.erasures.refusals import CareUnderWay
from services.referrals.referrals.records import ReferralRecordTable, record_view
from services.referrals.referrals.stages import HandoverStatus
from services.referrals.referrals.views import ReferralTable, referral_view
from shared.eventstore.items import Unless
from shared.service import Service

OWED = (HandoverStatus.DUE, HandoverStatus.SENT, HandoverStatus.QUERIED)
"""The practice has not taken the patient back: what it has to read must stay readable."""

_UNDER_WAY = f"""
SELECT patient_ref FROM referral_records JOIN referrals USING (referral_id)
WHERE patient_ref = ANY($1::text[]) AND (referrals.is_open OR handover_status IN ({", ".join(f"'{s}'" for s in OWED)}))
"""  # noqa: S608  # our own names


async def referrals_under_way(service: Service, person_ref: str) -> int:
    """How many of the person's referrals are."""
    records = await service.rows(record_view, col(ReferralRecordTable.patient_ref) == person_ref)
    rows = await service.rows(
        referral_view, col(ReferralTable.referral_id).in_([record.referral_id for record in records])
    )
    return sum(row.is_open or row.handover_status in OWED for row in rows)


def unless_under_way(person_ref: str) -> Unless:
    """The same, asked again at the very moment of writing: a practice may be referring the person just now."""
    return Unless(_UNDER_WAY, person_ref, lambda: CareUnderWay("Care is under way for this person."))
