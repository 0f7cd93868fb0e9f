"""Routes of the erasures. An NHS number comes in by the body of a request alone, and goes no further."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.referrals.erasures import refusals as no
from services.referrals.erasures.care import referrals_under_way, unless_under_way
from services.referrals.erasures.commands import (
    ApproveErasure,
    ApproveErasureBody,
    CancelErasure,
    CancelErasureBody,
    DeclineErasure,
    DeclineErasureBody,
    RequestErasure,
    RequestErasureBody,
)
from services.referrals.erasures.domain import ErasureStatus, erasure_decider
from services.referrals.erasures.shredding import shredding
from services.referrals.erasures.views import ErasureRow, ErasureTable, erasure_view, key_destruction
from services.referrals.referrals.records import ReferralRecordTable, record_view
from services.referrals.referrals.refusals import InvalidNhsNumber
from services.referrals.referrals.sealing import valid_nhs_number
from shared.capability import Capability
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

erasures = Capability(
    decider=erasure_decider,
    resource=erasure_view,
    views=(erasure_view,),
    path="/erasures",
    effects=(key_destruction,),
    taken={
        "uq_erasures_pending_person": partial(no.ErasureAlreadyRequested, "An erasure of this person is under way.")
    },
)
router = capability_router("erasures")
DECISION = (no.ErasureAlreadyDecided, no.DecidedByRequester)


@dataclass(frozen=True)
class _Concerned:
    parties: Sequence[str]


@router.post(
    "/erasures",
    **creates(ErasureRow, InvalidNhsNumber, no.PersonNotKnown, no.ErasureAlreadyRequested, no.PersonAlreadyErased),
)
async def request_erasure(body: RequestErasureBody, call: Annotated[Call, asks("request_erasure")]) -> Response:
    """Ask for everything known of a person to be made unreadable, for good; somebody else decides."""
    call.must_concern((call.principal.org,))
    person = await _person_meant(call, body)
    records = await call.rows(record_view, col(ReferralRecordTable.patient_ref) == person)
    parties = tuple(sorted({party for record in records for party in record.parties}))
    if not parties or not call.allowed("request_erasure", _Concerned(parties)):
        raise no.PersonNotKnown("Your organisation holds nothing about this person.")
    erasure_id = call.new_id()
    command = RequestErasure(
        ground=body.ground,
        reference=body.reference,
        erasure_id=erasure_id,
        person_ref=person,
        parties=parties,
        already_erased=await call.vault.is_erased(person),
        by=call.principal.sub,
        by_org=call.principal.org,
    )
    return await call.create(erasures, erasure_id, command)


async def _person_meant(call: Call, body: RequestErasureBody) -> str:
    if body.nhs_number is not None:
        return await call.vault.known_as(valid_nhs_number(body.nhs_number))
    record = await call.service.row(record_view, body.referral_id or UUID(int=0))
    if record is None:
        raise no.PersonNotKnown("Your organisation holds nothing about this person.")
    return record.patient_ref


def _who(call: Call) -> dict[str, object]:
    return {"by": call.principal.sub, "by_org": call.principal.org}


@router.post("/erasures/{erasure_id}/approval", **changes(ErasureRow, *DECISION, no.CareUnderWay))
async def approve_erasure(
    erasure_id: UUID, body: ApproveErasureBody, call: Annotated[Call, asks("approve_erasure")]
) -> Response:
    """Destroy the person's key, now and for good: events, views, caches and backups all say "[erased]" from now on.

    Refused while a referral of theirs is open or its handover is not acknowledged. Should the person come back for
    care, they are known under a new reference that cannot be joined to the old one.
    """
    row: ErasureRow = await call.row(erasures, erasure_id)
    under_way = await referrals_under_way(call.service, row.person_ref)
    command = body.given(ApproveErasure, under_way=under_way, **_who(call))
    async with shredding(call.service, row) as one:
        unless = unless_under_way(row.person_ref)
        return await call.change(erasures, erasure_id, command, unless=unless, prepare=one.intend)


@router.post("/erasures/{erasure_id}/refusal", **changes(ErasureRow, *DECISION))
async def decline_erasure(
    erasure_id: UUID, body: DeclineErasureBody, call: Annotated[Call, asks("decline_erasure")]
) -> Response:
    """Keep the data, for a reason of article 17(3) or because the request does not stand."""
    return await call.change(erasures, erasure_id, body.given(DeclineErasure, **_who(call)))


@router.post("/erasures/{erasure_id}/cancellation", **changes(ErasureRow, no.ErasureAlreadyDecided, no.NotTheRequester))
async def cancel_erasure(
    erasure_id: UUID, body: CancelErasureBody, call: Annotated[Call, asks("cancel_erasure")]
) -> Response:
    """Take the request back, while nobody has decided."""
    return await call.change(erasures, erasure_id, body.given(CancelErasure, **_who(call)))


@router.get("/erasures", **lists(ErasureRow))
async def list_erasures(
    call: Annotated[Call, asks("list_erasures")], page: PageQuery, status: ErasureStatus | None = None
) -> Response:
    """The erasures the caller may read, newest first."""
    where = [] if status is None else [col(ErasureTable.status) == status]
    return await call.list(erasures, page, *where, action="read_erasure")


@router.get("/erasures/{erasure_id}", **reads(ErasureRow))
async def read_erasure(erasure_id: UUID, call: Annotated[Call, asks("read_erasure")], as_of: AsOf = None) -> Response:
    """One erasure: who asked for it, who decided, and why."""
    return await call.read(erasures, erasure_id, as_of)
