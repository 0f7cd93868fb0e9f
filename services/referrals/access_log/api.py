"""Routes of the access log. Reading it shows no personal data but the readers' own names."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import ColumnElement

from services.referrals.access_log.entries import AccessEntry, page_of
from services.referrals.referrals.commands import NhsNumber
from services.referrals.referrals.deeds import referrals
from services.referrals.referrals.refusals import InvalidNhsNumber
from services.referrals.referrals.sealing import valid_nhs_number
from shared.eventstore.tables import access_log
from shared.kernel.message import Body
from shared.kernel.organisations import OrgCode
from shared.kernel.refusals import NotFound
from shared.web.call import JSON, Call, asks
from shared.web.docs import lists
from shared.web.paging import PageQuery, link_to_next
from shared.web.routing import capability_router

router = capability_router("access log")


class SearchAccessLogBody(Body):
    """Whose records are meant; the NHS number is turned into the keyed reference and forgotten."""

    nhs_number: NhsNumber


@router.get("/access-log", **lists(AccessEntry))
async def list_access_log(
    call: Annotated[Call, asks("list_access_log")],
    page: PageQuery,
    referral: UUID | None = None,
    org: OrgCode | None = None,
    actor: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """Every identifiable read, newest first, for information governance."""
    call.must_concern(())
    where: list[ColumnElement[bool]] = []
    if referral is not None:
        where.append(access_log.c.stream_id == referrals.decider.stream_id(referral))
    if org is not None:
        where.append(access_log.c.org == org)
    if actor is not None:
        where.append(access_log.c.actor == actor)
    return await _page(call, page, *where)


@router.post("/access-log/searches", status_code=200, **lists(AccessEntry, InvalidNhsNumber))
async def search_access_log(
    body: SearchAccessLogBody, call: Annotated[Call, asks("search_access_log")], page: PageQuery
) -> Response:
    """Who has read about a person, before an erasure as well: the answer to a subject access request.

    Nothing is changed, so no Idempotency-Key is needed; the number is in the body because a URL is written to logs.
    """
    call.must_concern(())
    known_as = await call.vault.ever_known_as(valid_nhs_number(body.nhs_number))
    return await _page(call, page, access_log.c.person_ref.in_(known_as))


@router.get("/referrals/{referral_id}/access-log", **lists(AccessEntry, NotFound))
async def read_referral_access_log(
    referral_id: UUID, call: Annotated[Call, asks("read_referral_access_log")], page: PageQuery
) -> Response:
    """Who has read the identity or the texts of this referral, for its practice and its provider."""
    await call.row(referrals, referral_id)
    return await _page(call, page, access_log.c.stream_id == referrals.decider.stream_id(referral_id))


async def _page(call: Call, page: PageQuery, *where: ColumnElement[bool]) -> Response:
    body, following = await page_of(call.service, call.edge.cursors, page, *where)
    headers = link_to_next(call.request.url, page, following) if call.request.method == "GET" else {}
    return Response(body, 200, headers, JSON)
