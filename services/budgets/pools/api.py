"""The routes of the pools."""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.budgets.pools import commands as ask
from services.budgets.pools import refusals as no
from services.budgets.pools.domain import pool_decider
from services.budgets.pools.foreign import linked_elsewhere, share_elsewhere_bp, title_taken
from services.budgets.pools.ledger_views import line_link_view, posting_view
from services.budgets.pools.rows import PoolRow, PoolTable
from services.budgets.pools.state import PoolStatus
from services.budgets.pools.views import pool_view
from shared.capability import Capability
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

pools = Capability(
    decider=pool_decider,
    resource=pool_view,
    views=(pool_view, posting_view, line_link_view),
    path="/pools",
    taken={
        "uq_pools_title_year": partial(no.PoolTitleTaken, "Another pool of this year has this title."),
        "uq_pool_postings_source": partial(no.SourceRefTaken, "This source was already posted in this pool."),
        "uq_pool_postings_reverses": partial(no.PostingAlreadyReversed, "The posting was already reversed."),
        "uq_pool_line_links_pathway": partial(
            no.PathwayLinkedElsewhere, "Another pool of this year pays for this pathway."
        ),
    },
)
router = capability_router("pools")
add_history(router, pools)


def asked_by(call: Call) -> dict[str, Any]:
    """For whom, and on what day."""
    return {"by_org": call.principal.org, "today": call.today}


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
        no.ConsentMisplaced,
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
    call.known_organisations(partners=body.partners)
    for number, consent in enumerate(body.trust_consents):
        call.organisations.known(consent.trust, f"trust_consents.{number}.trust")
        call.organisations.known(consent.commissioner, f"trust_consents.{number}.commissioner")
    for number, line in enumerate(body.lines):
        call.organisations.known(line.provider, f"lines.{number}.provider")
        call.organisations.known(line.commissioner, f"lines.{number}.commissioner")
    call.must_concern(body.partners)
    contracts = {line.contract_id for line in body.lines if line.contract_id}
    pool_id = call.new_id()
    command = body.given(
        ask.OpenPool,
        pool_id=pool_id,
        partner_kinds={code: call.organisations[code].kind for code in body.partners},
        consenting_kinds={
            consent.commissioner: call.organisations[consent.commissioner].kind for consent in body.trust_consents
        },
        title_taken=await title_taken(call, body.title, body.financial_year),
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
        no.ContributionOfNothing,
        no.LinesAboveContributions,
    ),
)
async def agree_contribution(
    pool_id: UUID, body: ask.AgreeContributionBody, call: Annotated[Call, asks("agree_contribution")]
) -> Response:
    """Agree or vary a partner's contribution, by its own organisation."""
    return await call.change(pools, pool_id, body.given(ask.AgreeContribution, **asked_by(call)))


@router.post(
    "/pools/{pool_id}/activation",
    **changes(
        PoolRow,
        no.AgreementNotSigned,
        no.ContributionNotAgreed,
        no.LinesAboveContributions,
        no.PoolAlreadyActivated,
        no.HostOnly,
    ),
)
async def activate_pool(pool_id: UUID, call: Annotated[Call, asks("activate_pool")]) -> Response:
    """Let money flow, once every partner has signed and agreed its contribution."""
    return await call.change(pools, pool_id, ask.ActivatePool(**asked_by(call)))


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


@router.post("/pools/{pool_id}/year-end", **changes(PoolRow, no.HostOnly, no.YearAlreadyClosed, no.YearStillRunning))
async def close_pool_year(pool_id: UUID, call: Annotated[Call, asks("close_pool_year")]) -> Response:
    """Close the year once it is over; its late entries are still taken until reconciliation."""
    return await call.change(pools, pool_id, ask.ClosePoolYear(**asked_by(call)))


@router.post(
    "/pools/{pool_id}/reconciliation", **changes(PoolRow, no.HostOnly, no.YearNotClosed, no.HeldCostsOutstanding)
)
async def reconcile_pool(pool_id: UUID, call: Annotated[Call, asks("reconcile_pool")]) -> Response:
    """Share the year's variance to the penny and make the books final."""
    return await call.change(pools, pool_id, ask.ReconcilePool(**asked_by(call)))


@router.post(
    "/pools/{pool_id}/termination",
    **changes(
        PoolRow,
        no.HostOnly,
        no.PoolNotTerminable,
        no.TerminationMisdated,
        no.PoolHoldsMoney,
        no.HeldCostsOutstanding,
    ),
)
async def terminate_pool(
    pool_id: UUID, body: ask.TerminatePoolBody, call: Annotated[Call, asks("terminate_pool")]
) -> Response:
    """End a pool that holds no money before its year is over; one that does is closed and reconciled instead."""
    return await call.change(pools, pool_id, body.given(ask.TerminatePool, **asked_by(call)))


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
