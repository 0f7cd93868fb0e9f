"""The routes to what not everybody who sees a procurement may see, and to its notices, which everybody may."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.procurements.api import procurements
from services.contracts.procurements.rows import (
    BidRow,
    BidTable,
    EvaluationRow,
    NoticeRow,
    NoticeTable,
    ProcurementRow,
    RepresentationRow,
    RepresentationTable,
)
from services.contracts.procurements.views import (
    bid_view,
    evaluation_view,
    notice_view,
    procurement_view,
    representation_view,
)
from shared.events.contracts.procurement_parts import NoticeKind
from shared.kernel.refusals import NotFound
from shared.views import View
from shared.web.call import JSON, Call, asks
from shared.web.docs import lists, reads
from shared.web.paging import Day, PageQuery
from shared.web.routing import capability_router
from shared.wish import NotFoundHere

router = capability_router("procurements")


async def _side(call: Call, procurement_id: UUID, commissioners: str, provider: str) -> str:
    """By which action somebody reads: a commissioner's people never as if they were the provider's."""
    row: ProcurementRow | None = await call.service.row(procurement_view, procurement_id)
    return commissioners if row is None or call.principal.org in row.commissioners else provider


async def _shown(call: Call, view: View[Any], key: UUID, procurement_id: UUID, action: str) -> Response:
    """One row, for those who may read it; whether there is another is told to nobody."""
    row = await call.service.row(view, key)
    if row is None or row.procurement_id != procurement_id or not call.allowed(action, row):
        raise NotFoundHere("There is no such thing.")
    return Response(row.model_dump_json(), 200, {"ETag": f'"{row.version}"'}, JSON)


@router.get("/procurements/{procurement_id}/bids/{bid_id}", **reads(BidRow))
async def read_bid(procurement_id: UUID, bid_id: UUID, call: Annotated[Call, asks("read_bid")]) -> Response:
    """One bid: for its bidder, and once opened for those of the commissioners who run the procurement."""
    action = await _side(call, procurement_id, "read_bid", "read_own_bid")
    return await _shown(call, bid_view, bid_id, procurement_id, action)


@router.get("/procurements/{procurement_id}/bids", **lists(BidRow, NotFound))
async def list_procurement_bids(
    procurement_id: UUID, call: Annotated[Call, asks("read_bid")], page: PageQuery
) -> Response:
    """The bids the caller may read: their own, or all that were opened."""
    mine = col(BidTable.procurement_id) == procurement_id
    action = await _side(call, procurement_id, "read_bid", "read_own_bid")
    return await call.list(procurements, page, mine, action=action, view=bid_view)


@router.get("/procurements/{procurement_id}/evaluation", **reads(EvaluationRow))
async def read_bid_evaluation(procurement_id: UUID, call: Annotated[Call, asks("read_bid_evaluation")]) -> Response:
    """How everybody was marked and placed, for those who run the procurement."""
    return await _shown(call, evaluation_view, procurement_id, procurement_id, "read_bid_evaluation")


@router.get("/procurements/{procurement_id}/representations/{representation_id}", **reads(RepresentationRow))
async def read_representation(
    procurement_id: UUID, representation_id: UUID, call: Annotated[Call, asks("read_representation")]
) -> Response:
    """One representation: for who made it, and for those of the commissioners who run the procurement."""
    action = await _side(call, procurement_id, "read_representation", "read_own_representation")
    return await _shown(call, representation_view, representation_id, procurement_id, action)


@router.get("/procurements/{procurement_id}/representations", **lists(RepresentationRow, NotFound))
async def list_procurement_representations(
    procurement_id: UUID, call: Annotated[Call, asks("read_representation")], page: PageQuery
) -> Response:
    """The representations the caller may read."""
    mine = col(RepresentationTable.procurement_id) == procurement_id
    action = await _side(call, procurement_id, "read_representation", "read_own_representation")
    return await call.list(procurements, page, mine, action=action, view=representation_view)


@router.get("/procurement-notices", **lists(NoticeRow))
async def list_procurement_notices(
    call: Annotated[Call, asks("list_procurement_notices")],
    page: PageQuery,
    procurement_id: UUID | None = None,
    kind: NoticeKind | None = None,
    published_from: Day | None = None,
) -> Response:
    """Published notices of all procurements, newest first: what is public, for everybody in the alliance."""
    where = []
    if procurement_id is not None:
        where.append(col(NoticeTable.procurement_id) == procurement_id)
    if kind is not None:
        where.append(col(NoticeTable.kind) == kind)
    if published_from is not None:
        where.append(col(NoticeTable.published_on) >= published_from)
    return await call.list(procurements, page, *where, action="list_procurement_notices", view=notice_view)
