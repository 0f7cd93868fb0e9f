"""The routes of contracting strategies."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.decisions.citing import DecisionNotTaken, taken_decision
from services.contracts.delegations.citing import CITING_REFUSALS, approval_of
from services.contracts.law.thresholds import LawNotInForce
from services.contracts.naming import NamedTwice
from services.contracts.register.api import register
from services.contracts.register.refusals import NotACommissioner, UnknownLocality
from services.contracts.strategies import commands as c
from services.contracts.strategies import refusals as no
from services.contracts.strategies.domain import strategy_decider
from services.contracts.strategies.state import StrategyStatus
from services.contracts.strategies.vat import irrecoverable_vat
from services.contracts.strategies.views import StrategyRow, StrategyTable, strategy_view
from shared.capability import Capability
from shared.events.contracts.law import Route
from shared.events.contracts.strategy_parts import VatBurden, VatSupply
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.organisations import OrgKind, UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import answers, changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

strategies = Capability(
    decider=strategy_decider,
    resource=strategy_view,
    views=(strategy_view,),
    path="/strategies",
    taken={
        "uq_strategies_ref": partial(
            no.StrategyRefTaken, "Another contracting strategy has this reference; give this one its own."
        )
    },
)
router = capability_router("contracting strategies")
add_history(router, strategies)

_RESTS_ON = (no.ServicesBeforeRoute, UnknownLocality, NamedTwice)


@router.post(
    "/strategies",
    **creates(StrategyRow, *_RESTS_ON, NotACommissioner, no.StrategyRefTaken, UnknownOrganisation),
)
async def draft_strategy(body: c.DraftStrategyBody, call: Annotated[Call, asks("draft_strategy")]) -> Response:
    """Begin a contracting strategy: what is to be contracted, and the case for change."""
    call.known_organisations(commissioners=body.commissioners)
    call.must_concern(body.commissioners)
    for contract_id in body.contract_ids:
        await call.row(register, contract_id, register.read_action)
    if body.supersedes is not None:
        await call.row(strategies, body.supersedes)
    strategy_id = call.new_id()
    command = body.given(
        c.DraftStrategy,
        strategy_id=strategy_id,
        commissioner_kinds={code: call.organisations[code].kind for code in body.commissioners},
        known_localities=call.organisations.localities,
        by=call.principal.sub,
    )
    return await call.create(strategies, strategy_id, command)


@router.post("/strategies/{strategy_id}/revisions", **changes(StrategyRow, *_RESTS_ON, no.StrategyLocked))
async def revise_strategy(
    strategy_id: UUID, body: c.ReviseStrategyBody, call: Annotated[Call, asks("revise_strategy")]
) -> Response:
    """Write anew what a strategy rests on; appraisals made before are set aside."""
    facts = {"known_localities": call.organisations.localities, "by": call.principal.sub}
    return await call.change(strategies, strategy_id, body.given(c.ReviseStrategy, **facts))


@router.post(
    "/strategies/{strategy_id}/appraisals",
    **changes(
        StrategyRow,
        no.StrategyLocked,
        no.VariationOfNothing,
        LawNotInForce,
        no.OutsideScopeOfStrategy,
        no.RecoveryNotOpen,
        no.RecoveryBeyondRegime,
        NamedTwice,
        UnknownOrganisation,
    ),
)
async def appraise_route(
    strategy_id: UUID, body: c.AppraiseRouteBody, call: Annotated[Call, asks("appraise_route")]
) -> Response:
    """Appraise one approach beside the others: the law is asked and irrecoverable VAT computed here."""
    facts = {"kinds": _kinds(call, body.supplies), "today": call.today, "by": call.principal.sub}
    return await call.change(strategies, strategy_id, body.given(c.AppraiseRoute, **facts))


@router.post(
    "/strategies/{strategy_id}/approval",
    **changes(
        StrategyRow,
        no.StrategyLocked,
        no.NothingAppraised,
        no.OnlyOneApproachCompared,
        no.ChosenRouteNotAppraised,
        no.ChosenRouteNotLawful,
        LawNotInForce,
        no.StrategyWithoutRationale,
        no.CaseWithoutEvidence,
        no.RoadmapNotRising,
        no.RoadmapInPast,
        no.SupersededNotApproved,
        ApprovedByProposer,
        DecisionNotTaken,
        *CITING_REFUSALS,
    ),
)
async def approve_strategy(
    strategy_id: UUID, body: c.ApproveStrategyBody, call: Annotated[Call, asks("approve_strategy")]
) -> Response:
    """Choose one of the approaches, with reasons; the law is asked once more."""
    row: StrategyRow = await call.row(strategies, strategy_id)
    if body.decision_id is not None:
        await taken_decision(call, body.decision_id)
    command = body.given(
        c.ApproveStrategy,
        today=call.today,
        by=call.principal.sub,
        approval=await approval_of(call, "strategy", body.delegation_id),
        superseded_is_approved=await _superseded_is_approved(call, row.supersedes),
    )
    return await call.change(strategies, strategy_id, command)


@router.post(
    "/irrecoverable-vat/check",
    **answers(VatBurden, no.RecoveryNotOpen, no.RecoveryBeyondRegime, UnknownOrganisation),
)
async def check_irrecoverable_vat(
    body: c.CheckVatBody, call: Annotated[Call, asks("check_irrecoverable_vat")]
) -> VatBurden:
    """What VAT nobody would get back, per body and altogether; nothing is written. Take tax advice on it."""
    call.must_concern(())
    return irrecoverable_vat(body.supplies, _kinds(call, body.supplies), body.on)


@router.get("/strategies/{strategy_id}", **reads(StrategyRow))
async def read_strategy(
    strategy_id: UUID, call: Annotated[Call, asks("read_strategy")], as_of: AsOf = None
) -> Response:
    """One contracting strategy, as it is or as it was known at a moment of the past."""
    return await call.read(strategies, strategy_id, as_of)


@router.get("/strategies", **lists(StrategyRow))
async def list_strategies(
    call: Annotated[Call, asks("list_strategies")],
    page: PageQuery,
    status: StrategyStatus | None = None,
    chosen_route: Route | None = None,
    commissioner: str | None = None,
    locality: str | None = None,
) -> Response:
    """Contracting strategies, newest first."""
    where = []
    if status is not None:
        where.append(col(StrategyTable.status) == status)
    if chosen_route is not None:
        where.append(col(StrategyTable.chosen_route) == chosen_route)
    if commissioner is not None:
        where.append(col(StrategyTable.commissioners).contains([commissioner]))
    if locality is not None:
        where.append(col(StrategyTable.localities).contains([locality]))
    return await call.list(strategies, page, *where)


def _kinds(call: Call, supplies: Sequence[VatSupply]) -> dict[str, OrgKind]:
    bearers = {place: one.ods for place, one in enumerate(supplies) if one.ods is not None}
    return {ods: call.organisations.known(ods, f"supplies.{place}.ods").kind for place, ods in bearers.items()}


async def _superseded_is_approved(call: Call, supersedes: UUID | None) -> bool | None:
    if supersedes is None:
        return None
    earlier = await call.service.row(strategy_view, supersedes)
    return earlier is not None and earlier.status == StrategyStatus.APPROVED
