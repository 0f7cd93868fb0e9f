"""The facts a new referral needs from elsewhere: the pathway of its day, its practice, and whether it is the second."""

from datetime import date
from uuid import UUID

from sqlmodel import col

from services.referrals.pathways.versions import version_on
from services.referrals.pathways.views import pathway_view
from services.referrals.referrals.commands import PublishedVersion
from services.referrals.referrals.records import ReferralRecordTable, record_view
from shared.events.referrals.pathways import InvestigationsSection
from shared.kernel.organisations import Organisation
from shared.web.call import Call


async def published_version(call: Call, pathway_id: UUID, day: date) -> PublishedVersion | None:
    """The version of the pathway that referrals of `day` follow."""
    pathway = await call.service.row(pathway_view, pathway_id)
    version = version_on(pathway.versions, day) if pathway else None
    if pathway is None or version is None:
        return None
    tests = version.section("investigations")
    return PublishedVersion(
        version=version.version,
        specialty_tfc=pathway.specialty_tfc,
        investigations=tests.investigations if isinstance(tests, InvestigationsSection) else (),
        required_for_routine=isinstance(tests, InvestigationsSection) and tests.required_for_routine,
    )


async def open_duplicate(call: Call, patient_ref: str, specialty_tfc: str | None) -> UUID | None:
    """An open referral of the same patient to the same specialty."""
    if specialty_tfc is None:
        return None
    found = await call.rows(
        record_view,
        col(ReferralRecordTable.patient_ref) == patient_ref,
        col(ReferralRecordTable.specialty_tfc) == specialty_tfc,
        col(ReferralRecordTable.is_open).is_(True),
    )
    return found[0].referral_id if found else None


def locality_on(practice: Organisation, day: date) -> str | None:
    """The practice's locality, if it was open on `day`."""
    opened = practice.opened is None or practice.opened <= day
    closed = practice.closed is not None and practice.closed < day
    return practice.locality if opened and not closed else None
