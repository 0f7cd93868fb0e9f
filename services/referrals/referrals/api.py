"""Routes of the referrals. Plain texts about a patient come in and go out here and in `deeds.py`, and nowhere else."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel
from sqlmodel import col

from services.referrals.referrals import refusals as no
from services.referrals.referrals.commands import SubmitReferral, SubmitReferralBody
from services.referrals.referrals.deeds import deed, referrals, router
from services.referrals.referrals.foreign import locality_on, open_duplicate, published_version
from services.referrals.referrals.sealing import (
    ReferralIdentity,
    ReferralTexts,
    find_record,
    identity_of,
    reading,
    sealed,
    texts_of,
    valid_date_of_birth,
    valid_nhs_number,
)
from services.referrals.referrals.stages import HandoverStatus, Stage
from services.referrals.referrals.views import ReferralRow, ReferralTable
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import creates, lists, reads
from shared.web.paging import AsOf, PageQuery

__all__ = ["referrals", "router"]


@router.post(
    "/referrals",
    **creates(
        ReferralRow,
        no.InvalidNhsNumber,
        no.ImpossibleDateOfBirth,
        no.DuplicateReferral,
        no.ReferredForAnother,
        no.NotAGpPractice,
        no.NotAProvider,
        no.AuthoredInFuture,
        no.AuthoredTooLongAgo,
        no.NoPublishedPathway,
        no.NotThePublishedVersion,
        no.NotThePathwaysSpecialty,
        no.ResultAfterReferral,
        no.RequiredResultsMissing,
        UnknownOrganisation,
    ),
)
async def submit_referral(body: SubmitReferralBody, call: Annotated[Call, asks("submit_referral")]) -> Response:
    """Refer a patient along the pathway version published on the day of the referral."""
    practice = call.organisations.known(body.practice_ods, "practice_ods")
    provider = call.organisations.known(body.provider_ods, "provider_ods")
    call.must_concern((body.practice_ods,))
    nhs_number = valid_nhs_number(body.nhs_number)
    born = valid_date_of_birth(body.date_of_birth, call.today).isoformat() if body.date_of_birth else None
    person = await call.vault.known_as(nhs_number)
    day = body.authored_on or call.today
    published = await published_version(call, body.pathway_id, day)
    texts = await sealed(
        call.vault,
        person,
        nhs_number=nhs_number,
        patient_name=body.patient_name,
        date_of_birth=born,
        narrative=body.narrative,
        override_reason=body.override_reason,
    )
    referral_id = call.new_id()
    command = body.given(
        SubmitReferral,
        referral_id=referral_id,
        patient_ref=person,
        practice_kind=practice.kind,
        provider_kind=provider.kind,
        practice_locality=locality_on(practice, day),
        published=published,
        open_duplicate=await open_duplicate(call, person, published.specialty_tfc if published else None),
        **texts,
        **deed(call),
    )
    return await call.create(referrals, referral_id, command)


@router.get("/referrals", **lists(ReferralRow))
async def list_referrals(
    call: Annotated[Call, asks("list_referrals")],
    page: PageQuery,
    pathway: UUID | None = None,
    status: Stage | None = None,
    practice: Annotated[str | None, Query(max_length=12)] = None,
    provider: Annotated[str | None, Query(max_length=12)] = None,
    handover: HandoverStatus | None = None,
) -> Response:
    """The referrals the caller may read, newest first, without the patients' identities."""
    where = [
        column == wanted
        for column, wanted in (
            (col(ReferralTable.pathway_id), pathway),
            (col(ReferralTable.status), status),
            (col(ReferralTable.practice_ods), practice),
            (col(ReferralTable.provider_ods), provider),
            (col(ReferralTable.handover_status), handover),
        )
        if wanted is not None
    ]
    return await call.list(referrals, page, *where, action="read_referral")


@router.get("/referrals/{referral_id}", **reads(ReferralRow))
async def read_referral(
    referral_id: UUID, call: Annotated[Call, asks("read_referral")], as_of: AsOf = None
) -> Response:
    """One referral, without the patient's identity."""
    return await call.read(referrals, referral_id, as_of)


@router.get("/referrals/{referral_id}/identity", **reads(ReferralIdentity))
async def read_referral_identity(referral_id: UUID, call: Annotated[Call, asks("read_referral_identity")]) -> Response:
    """Who the patient is, for practice and provider alone; never to be kept on the way."""
    await call.row(referrals, referral_id)
    record = await find_record(call, referral_id)
    return _unkept(identity_of(await reading(call, record), record))


@router.get("/referrals/{referral_id}/texts", **reads(ReferralTexts))
async def read_referral_texts(referral_id: UUID, call: Annotated[Call, asks("read_referral_texts")]) -> Response:
    """Narrative, advice, handover and queries, for practice and provider alone; never to be kept on the way."""
    await call.row(referrals, referral_id)
    record = await find_record(call, referral_id)
    return _unkept(texts_of(await reading(call, record), record))


def _unkept(answer: BaseModel) -> Response:
    return Response(answer.model_dump_json(), 200, {"Cache-Control": "no-store"}, "application/json")
