"""The routes of a pool's books."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response
from sqlmodel import col

from services.budgets.pools import commands as ask
from services.budgets.pools import refusals as no
from services.budgets.pools.api import asked_by, pools
from services.budgets.pools.foreign import LIVE, find_posting
from services.budgets.pools.ledger_commands import Reference
from services.budgets.pools.ledger_views import posting_view
from services.budgets.pools.rows import Entry, PoolRow, PostingRow, PostingTable
from shared.web.call import Call, asks
from shared.web.docs import changes, lists
from shared.web.paging import PageQuery
from shared.web.routing import capability_router

router = capability_router("pools")


@router.post(
    "/pools/{pool_id}/payments",
    **changes(
        PoolRow,
        no.PoolNotActive,
        no.NotAPartner,
        no.HostOrPayerOnly,
        no.PaymentRefTaken,
        no.PaidInFuture,
        no.PaidOutsideYear,
        no.PaymentAboveAgreed,
    ),
)
async def pay_contribution(
    pool_id: UUID, body: ask.PayContributionBody, call: Annotated[Call, asks("pay_contribution")]
) -> Response:
    """Take a payment of an agreed contribution."""
    return await call.change(pools, pool_id, body.given(ask.PayContribution, **asked_by(call)))


@router.post(
    "/pools/{pool_id}/payments/{payment_ref:path}/reversal",
    **changes(PoolRow, no.PoolNotActive, no.PaymentNotFound, no.HostOrPayerOnly, no.PaymentAlreadyReversed),
)
async def reverse_contribution_payment(
    pool_id: UUID,
    payment_ref: Annotated[Reference, Path()],
    body: ask.ReverseContributionPaymentBody,
    call: Annotated[Call, asks("reverse_contribution_payment")],
) -> Response:
    """Take a payment back by an entry of its own; its reference may then be used again."""
    given = body.given(ask.ReverseContributionPayment, payment_ref=payment_ref, by_org=call.principal.org)
    return await call.change(pools, pool_id, given)


@router.post(
    "/pools/{pool_id}/expenditure",
    **changes(
        PoolRow,
        no.PoolNotActive,
        no.HostOnly,
        no.UnknownLine,
        no.PeriodOutsideYear,
        no.PeriodNotBegun,
        no.SourceRefTaken,
    ),
)
async def post_expenditure(
    pool_id: UUID, body: ask.PostExpenditureBody, call: Annotated[Call, asks("post_expenditure")]
) -> Response:
    """Post money spent on a line; the source reference of a held cost releases it."""
    await call.row(pools, pool_id)
    known = await find_posting(call, pool_id, col(PostingTable.source_ref) == body.source_ref, *LIVE)
    held = known is not None and known.entry == "held"
    posting_id = known.posting_id if known and held else call.new_id()
    given = body.given(ask.PostExpenditure, posting_id=posting_id, known=known, **asked_by(call))
    return await call.change(pools, pool_id, given)


@router.post(
    "/pools/{pool_id}/expenditure/{posting_id}/reversal",
    **changes(PoolRow, no.PoolNotActive, no.HostOnly, no.PostingNotFound, no.NotReversible, no.PostingAlreadyReversed),
)
async def reverse_expenditure(
    pool_id: UUID,
    posting_id: UUID,
    body: ask.ReverseExpenditureBody,
    call: Annotated[Call, asks("reverse_expenditure")],
) -> Response:
    """Take a posting back by an entry of its own."""
    await call.row(pools, pool_id)
    posting = await find_posting(call, pool_id, col(PostingTable.posting_id) == posting_id)
    by_org = call.principal.org
    given = body.given(ask.ReverseExpenditure, reversal_id=call.new_id(), posting=posting, by_org=by_org)
    return await call.change(pools, pool_id, given)


@router.post("/pools/{pool_id}/held-costs/{posting_id}/dismissal", **changes(PoolRow, no.HeldCostNotFound, no.HostOnly))
async def dismiss_held_cost(
    pool_id: UUID,
    posting_id: UUID,
    body: ask.DismissHeldCostBody,
    call: Annotated[Call, asks("dismiss_held_cost")],
) -> Response:
    """Decide that a held cost is never posted in this pool; posting it under its source reference is the other way."""
    given = body.given(ask.DismissHeldCost, posting_id=posting_id, by_org=call.principal.org)
    return await call.change(pools, pool_id, given)


@router.post(
    "/pools/{pool_id}/returns",
    **changes(PoolRow, no.HostOnly, no.BooksNotOpened, no.ReturnAlreadySubmitted, no.QuarterStillRunning),
)
async def submit_quarterly_return(
    pool_id: UUID, body: ask.SubmitQuarterlyReturnBody, call: Annotated[Call, asks("submit_quarterly_return")]
) -> Response:
    """Report a quarter to the partners; the figures are computed from the entries."""
    return await call.change(pools, pool_id, body.given(ask.SubmitQuarterlyReturn, **asked_by(call)))


@router.post(
    "/pools/{pool_id}/returns/{quarter}/amendments",
    **changes(PoolRow, no.HostOnly, no.BooksNotOpened, no.ReturnNotSubmitted),
)
async def amend_quarterly_return(
    pool_id: UUID,
    quarter: Annotated[int, Path(ge=1, le=4)],
    body: ask.AmendQuarterlyReturnBody,
    call: Annotated[Call, asks("amend_quarterly_return")],
) -> Response:
    """Put a submitted return right with the figures as they stand now."""
    given = body.given(ask.AmendQuarterlyReturn, quarter=quarter, by_org=call.principal.org)
    return await call.change(pools, pool_id, given)


@router.post(
    "/pools/{pool_id}/forecasts", **changes(PoolRow, no.HostOnly, no.ForecastNotOpen, no.UnknownLine, no.LineNotPooled)
)
async def update_forecast(
    pool_id: UUID, body: ask.UpdateForecastBody, call: Annotated[Call, asks("update_forecast")]
) -> Response:
    """Forecast the year's spending of a line or of the whole pool, with each partner's share."""
    return await call.change(pools, pool_id, body.given(ask.UpdateForecast, by_org=call.principal.org))


@router.get("/pools/{pool_id}/postings", **lists(PostingRow, no.PoolNotFound))
async def list_postings(
    pool_id: UUID,
    call: Annotated[Call, asks("list_postings")],
    page: PageQuery,
    line: str | None = None,
    period: str | None = None,
    source_ref: str | None = None,
    entry: Entry | None = None,
) -> Response:
    """The entries of a pool's ledger, newest first; held costs are those with `entry` held."""
    await call.row(pools, pool_id, pools.read_action)
    filters = {"line": line, "period": period, "source_ref": source_ref, "entry": entry}
    where = [PostingTable.__table__.c[name] == value for name, value in filters.items() if value is not None]  # type: ignore[attr-defined]  # set by SQLModel on table models
    return await call.list(pools, page, col(PostingTable.pool_id) == pool_id, *where, view=posting_view)
