"""The routes of the pools."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response
from sqlmodel import col

from services.budgets.pools import commands as ask
from services.budgets.pools import refusals as no
from services.budgets.pools.domain import pool_decider
from services.budgets.pools.foreign import find_posting, linked_elsewhere, share_elsewhere_bp
from services.budgets.pools.ledger_views import line_link_view, posting_view
from services.budgets.pools.rows import Entry, PoolRow, PoolTable, PostingRow, PostingTable
from services.budgets.pools.state import PoolStatus
from services.budgets.pools.views import pool_view
from shared.capability import Capability
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

pools = Capability(
    decider=pool_decider,
    resource=pool_view,
    views=(pool_view, posting_view, line_link_view),
    path="/pools",
    taken={
        "uq_pools_title_year": no.PoolTitleTaken,
        "uq_pool_postings_source": no.SourceRefTaken,
        "uq_pool_postings_reverses": no.PostingAlreadyReversed,
        "uq_pool_line_links_pathway": no.PathwayLinkedElsewhere,
    },
)
router = capability_router("pools")


@router.post(
    "/pools",
    **creates(
        PoolRow,
        UnknownOrganisation,
        no.PoolTitleTaken,
        no.NotAFinancialYear,
        no.BeforePooledFunds,
        no.PartnerNotEligible,
        no.PartnerNamedTwice,
        no.BothSidesNeeded,
        no.HostNotAPartner,
        no.TrustWithoutConsent,
        no.AgreementStatementMissing,
        no.LineNotPoolable,
        no.LineNamedTwice,
        no.LineWithoutContractOrReason,
        no.ContractSharedTwice,
        no.CapForNoPartner,
    ),
)
async def open_pool(body: ask.OpenPoolBody, call: Annotated[Call, asks("open_pool")]) -> Response:
    """Enter a pooled fund under a section 75 agreement, as a draft."""
    call.known_organisations(partners=body.partners, trust_consents=body.trust_consents)
    for number, line in enumerate(body.lines):
        call.organisations.known(line.provider, f"lines.{number}.provider")
        call.organisations.known(line.commissioner, f"lines.{number}.commissioner")
    contracts = {line.contract_id for line in body.lines if line.contract_id}
    pool_id = call.new_id()
    command = body.given(
        ask.OpenPool,
        pool_id=pool_id,
        partner_kinds={code: call.organisations[code].kind for code in body.partners},
        contract_shares_elsewhere_bp={
            contract_id: await share_elsewhere_bp(call, contract_id, body.financial_year, pool_id)
            for contract_id in contracts
        },
    )
    return await call.create(pools, pool_id, command)


@router.post(
    "/pools/{pool_id}/signatures",
    **changes(PoolRow, no.NotAPartner, no.PartnerSpeaksForItself, no.AlreadySigned, no.PoolNotDraft, no.SignedInFuture),
)
async def sign_agreement(
    pool_id: UUID, body: ask.SignAgreementBody, call: Annotated[Call, asks("sign_agreement")]
) -> Response:
    """Sign the section 75 agreement for a partner, by its own organisation."""
    given = body.given(ask.SignAgreement, by_org=call.principal.org, today=call.today)
    return await call.change(pools, pool_id, given)


@router.post(
    "/pools/{pool_id}/contributions",
    **changes(
        PoolRow,
        no.NotAPartner,
        no.PartnerSpeaksForItself,
        no.ContributionsSettled,
        no.VariationWithoutReason,
        no.ContributionBelowPaid,
    ),
)
async def agree_contribution(
    pool_id: UUID, body: ask.AgreeContributionBody, call: Annotated[Call, asks("agree_contribution")]
) -> Response:
    """Agree or vary a partner's contribution, by its own organisation."""
    return await call.change(pools, pool_id, body.given(ask.AgreeContribution, by_org=call.principal.org))


@router.post(
    "/pools/{pool_id}/activation",
    **changes(
        PoolRow,
        no.AgreementNotSigned,
        no.ContributionNotAgreed,
        no.LinesAboveContributions,
        no.PoolAlreadyActivated,
    ),
)
async def activate_pool(pool_id: UUID, call: Annotated[Call, asks("activate_pool")]) -> Response:
    """Let money flow, once every partner has signed and agreed its contribution."""
    return await call.change(pools, pool_id, ask.ActivatePool(today=call.today))


@router.post(
    "/pools/{pool_id}/payments",
    **changes(PoolRow, no.PoolNotActive, no.NotAPartner, no.PaymentRefTaken, no.PaidInFuture, no.PaymentAboveAgreed),
)
async def pay_contribution(
    pool_id: UUID, body: ask.PayContributionBody, call: Annotated[Call, asks("pay_contribution")]
) -> Response:
    """Take a payment of an agreed contribution."""
    return await call.change(pools, pool_id, body.given(ask.PayContribution, today=call.today))


@router.post(
    "/pools/{pool_id}/expenditure",
    **changes(PoolRow, no.PoolNotActive, no.UnknownLine, no.PeriodOutsideYear, no.SourceRefTaken),
)
async def post_expenditure(
    pool_id: UUID, body: ask.PostExpenditureBody, call: Annotated[Call, asks("post_expenditure")]
) -> Response:
    """Post money spent on a line; the source reference of a held cost releases it."""
    known = await find_posting(call, pool_id, col(PostingTable.source_ref) == body.source_ref)
    held = known is not None and known.entry == "held"
    posting_id = known.posting_id if known and held else call.new_id()
    return await call.change(pools, pool_id, body.given(ask.PostExpenditure, posting_id=posting_id, known=known))


@router.post(
    "/pools/{pool_id}/expenditure/{posting_id}/reversal",
    **changes(PoolRow, no.PoolNotActive, no.PostingNotFound, no.NotReversible, no.PostingAlreadyReversed),
)
async def reverse_expenditure(
    pool_id: UUID,
    posting_id: UUID,
    body: ask.ReverseExpenditureBody,
    call: Annotated[Call, asks("reverse_expenditure")],
) -> Response:
    """Take a posting back by an entry of its own."""
    posting = await find_posting(call, pool_id, col(PostingTable.posting_id) == posting_id)
    given = body.given(ask.ReverseExpenditure, reversal_id=call.new_id(), posting=posting)
    return await call.change(pools, pool_id, given)


@router.post(
    "/pools/{pool_id}/returns",
    **changes(PoolRow, no.BooksNotOpened, no.ReturnAlreadySubmitted, no.QuarterStillRunning),
)
async def submit_quarterly_return(
    pool_id: UUID, body: ask.SubmitQuarterlyReturnBody, call: Annotated[Call, asks("submit_quarterly_return")]
) -> Response:
    """Report a quarter to the partners; the figures are computed from the entries."""
    return await call.change(pools, pool_id, body.given(ask.SubmitQuarterlyReturn, today=call.today))


@router.post(
    "/pools/{pool_id}/returns/{quarter}/amendments",
    **changes(PoolRow, no.BooksNotOpened, no.ReturnNotSubmitted),
)
async def amend_quarterly_return(
    pool_id: UUID,
    quarter: Annotated[int, Path(ge=1, le=4)],
    body: ask.AmendQuarterlyReturnBody,
    call: Annotated[Call, asks("amend_quarterly_return")],
) -> Response:
    """Put a submitted return right with the figures as they stand now."""
    return await call.change(pools, pool_id, body.given(ask.AmendQuarterlyReturn, quarter=quarter))


@router.post("/pools/{pool_id}/forecasts", **changes(PoolRow, no.ForecastNotOpen, no.UnknownLine, no.LineNotPooled))
async def update_forecast(
    pool_id: UUID, body: ask.UpdateForecastBody, call: Annotated[Call, asks("update_forecast")]
) -> Response:
    """Forecast the year's spending of a line or of the whole pool, with each partner's share."""
    return await call.change(pools, pool_id, body.given(ask.UpdateForecast))


@router.post(
    "/pools/{pool_id}/contract-links",
    **changes(
        PoolRow,
        no.LinksSettled,
        no.UnknownLine,
        no.ContractAlreadyLinked,
        no.NothingToReplace,
        no.ContractSharedTwice,
    ),
)
async def link_contract(
    pool_id: UUID, body: ask.LinkContractBody, call: Annotated[Call, asks("link_contract")]
) -> Response:
    """Link a line to a contract it pays a share of; the commitment follows as soon as the contract is known."""
    row = await call.row(pools, pool_id)
    elsewhere = await share_elsewhere_bp(call, body.contract_id, row.financial_year, pool_id)
    return await call.change(pools, pool_id, body.given(ask.LinkContract, share_elsewhere_bp=elsewhere))


@router.post(
    "/pools/{pool_id}/pathway-links",
    **changes(
        PoolRow,
        no.LinksSettled,
        no.UnknownLine,
        no.TariffDatedTwice,
        no.PathwayAlreadyLinked,
        no.PathwayLinkedElsewhere,
        no.NothingToReplace,
    ),
)
async def link_pathway(
    pool_id: UUID, body: ask.LinkPathwayBody, call: Annotated[Call, asks("link_pathway")]
) -> Response:
    """Let a line pay for the discharges of a pathway, at a dated tariff."""
    row = await call.row(pools, pool_id)
    elsewhere = await linked_elsewhere(call, body.pathway_id, row.financial_year, pool_id)
    return await call.change(pools, pool_id, body.given(ask.LinkPathway, linked_elsewhere=elsewhere))


@router.post("/pools/{pool_id}/year-end", **changes(PoolRow, no.YearAlreadyClosed, no.YearStillRunning))
async def close_pool_year(pool_id: UUID, call: Annotated[Call, asks("close_pool_year")]) -> Response:
    """Close the year once it is over; its late entries are still taken until reconciliation."""
    return await call.change(pools, pool_id, ask.ClosePoolYear(today=call.today))


@router.post("/pools/{pool_id}/reconciliation", **changes(PoolRow, no.YearNotClosed))
async def reconcile_pool(pool_id: UUID, call: Annotated[Call, asks("reconcile_pool")]) -> Response:
    """Share the year's variance to the penny and make the books final."""
    return await call.change(pools, pool_id, ask.ReconcilePool(today=call.today))


@router.post("/pools/{pool_id}/termination", **changes(PoolRow, no.PoolNotTerminable))
async def terminate_pool(
    pool_id: UUID, body: ask.TerminatePoolBody, call: Annotated[Call, asks("terminate_pool")]
) -> Response:
    """End a pool before its year is closed."""
    return await call.change(pools, pool_id, body.given(ask.TerminatePool))


@router.get("/pools/{pool_id}", **reads(PoolRow))
async def read_pool(pool_id: UUID, call: Annotated[Call, asks("read_pool")], as_of: AsOf = None) -> Response:
    """One pool, as it is or as it was known at a moment of the past."""
    return await call.read(pools, pool_id, as_of)


@router.get("/pools", **lists(PoolRow))
async def list_pools(
    call: Annotated[Call, asks("list_pools")],
    page: PageQuery,
    financial_year: str | None = None,
    status: PoolStatus | None = None,
    partner: str | None = None,
) -> Response:
    """Pools, newest first."""
    where = []
    if financial_year is not None:
        where.append(col(PoolTable.financial_year) == financial_year)
    if status is not None:
        where.append(col(PoolTable.status) == status)
    if partner is not None:
        where.append(col(PoolTable.partners).contains([partner]))
    return await call.list(pools, page, *where)


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
