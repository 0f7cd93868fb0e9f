"""The routes of a procurement until its providers are chosen."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.contracts.law.thresholds import LawNotInForce
from services.contracts.naming import NamedTwice
from services.contracts.procurements import commands as c
from services.contracts.procurements import refusals as no
from services.contracts.procurements.api import procurements
from services.contracts.procurements.foreign import missing_of_isap
from services.contracts.procurements.legal import assess_from, basis_of, bids_from
from services.contracts.procurements.rows import ProcurementRow
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes
from shared.web.routing import capability_router

router = capability_router("procurements")


@router.post("/procurements/{procurement_id}/market-engagement", **changes(ProcurementRow, no.WrongStage, no.DayToCome))
async def record_market_engagement(
    procurement_id: UUID, body: c.EngageMarketBody, call: Annotated[Call, asks("record_market_engagement")]
) -> Response:
    """Record how the market was engaged before the formal procurement."""
    command = body.given(c.EngageMarket, notice_id=call.new_id(), today=call.today)
    return await call.change(procurements, procurement_id, command)


@router.post("/procurements/{procurement_id}/conflicts", **changes(ProcurementRow, no.WrongStage))
async def declare_procurement_conflict(
    procurement_id: UUID, body: c.DeclareConflictBody, call: Annotated[Call, asks("declare_procurement_conflict")]
) -> Response:
    """Declare an interest by the seat of who has it, and how it is managed; never by name."""
    return await call.change(procurements, procurement_id, body.given(c.DeclareConflict))


@router.post(
    "/procurements/{procurement_id}/launch",
    **changes(
        ProcurementRow,
        no.WrongStage,
        no.StepNotOfRoute,
        no.DayToCome,
        no.BeforeStepBefore,
        no.RouteNotPermitted,
        no.IsapCheckpointMissing,
        no.CriteriaMissing,
        NamedTwice,
        no.WeightsNotWhole,
        no.KeyCriterionMissing,
        no.BidsWithoutDeadline,
        no.DeadlineWithoutBids,
        no.TimeForBidsTooShort,
        no.TimeLimitNotReasoned,
        LawNotInForce,
    ),
)
async def launch_procurement(
    procurement_id: UUID, body: c.LaunchProcurementBody, call: Annotated[Call, asks("launch_procurement")]
) -> Response:
    """Open the formal procurement with its notice and criteria; ISAP checkpoint 1 comes first (R22)."""
    row = await call.row(procurements, procurement_id)
    command = body.given(
        c.LaunchProcurement,
        notice_id=call.new_id(),
        legal=basis_of(row),
        isap_missing=await missing_of_isap(call, procurement_id, "cp1"),
        assess_from=assess_from(row, body.published_on),
        bids_from=bids_from(row, body.published_on),
        today=call.today,
    )
    return await call.change(procurements, procurement_id, command)


@router.post(
    "/procurements/{procurement_id}/bids",
    **changes(
        ProcurementRow,
        no.StepNotOfRoute,
        no.WrongStage,
        no.DayToCome,
        no.BidBeforeLaunch,
        no.BidTooLate,
        no.BidderCommissions,
        no.AlreadyBid,
        UnknownOrganisation,
    ),
)
async def receive_bid(
    procurement_id: UUID, body: c.ReceiveBidBody, call: Annotated[Call, asks("receive_bid")]
) -> Response:
    """Take a bid. It is the bidder's alone until bids are opened."""
    call.organisations.known(body.provider, "provider")
    command = body.given(c.ReceiveBid, bid_id=call.new_id(), now=call.now)
    return await call.change(procurements, procurement_id, command)


@router.post(
    "/procurements/{procurement_id}/bids/{bid_id}/withdrawal",
    **changes(ProcurementRow, no.BidNotFound, no.WrongStage, no.DeadlinePassed),
)
async def withdraw_bid(procurement_id: UUID, bid_id: UUID, call: Annotated[Call, asks("withdraw_bid")]) -> Response:
    """Take a bid back for its bidder, before the deadline."""
    return await call.change(procurements, procurement_id, c.WithdrawBid(bid_id=bid_id, now=call.now))


@router.post(
    "/procurements/{procurement_id}/assessment",
    **changes(ProcurementRow, no.StepNotOfRoute, no.WrongStage, no.DeadlineNotPassed, no.NoBids, no.TooEarlyToAssess),
)
async def begin_assessment(procurement_id: UUID, call: Annotated[Call, asks("begin_assessment")]) -> Response:
    """Open the bids after their deadline, or begin to assess providers once the notice has stood for its days."""
    return await call.change(procurements, procurement_id, c.BeginAssessment(now=call.now))


@router.post(
    "/procurements/{procurement_id}/evaluation",
    **changes(
        ProcurementRow,
        no.WrongStage,
        no.AlreadyEvaluated,
        no.DayToCome,
        no.BeforeStepBefore,
        no.ConflictedEvaluator,
        no.NoBids,
        no.MarkedTwice,
        no.BidderCommissions,
        no.DidNotBid,
        no.NotEverybodyMarked,
        no.MarksNotOfCriteria,
        UnknownOrganisation,
    ),
)
async def evaluate_procurement(
    procurement_id: UUID, body: c.EvaluateProcurementBody, call: Annotated[Call, asks("evaluate_procurement")]
) -> Response:
    """Record every provider's marks by the announced criteria; points and ranks are computed, nothing is rounded."""
    call.known_organisations(marks=[one.provider for one in body.marks])
    call.known_organisations(excluded=[one.provider for one in body.excluded])
    return await call.change(procurements, procurement_id, body.given(c.EvaluateProcurement, today=call.today))


@router.post("/procurements/{procurement_id}/repetitions", **changes(ProcurementRow, no.WrongStage, no.StepNotTaken))
async def repeat_procurement_step(
    procurement_id: UUID, body: c.RepeatStepBody, call: Annotated[Call, asks("repeat_procurement_step")]
) -> Response:
    """Go back to an earlier step; what came of it and after it is void (SI 2023/1348 reg 15)."""
    return await call.change(procurements, procurement_id, body.given(c.RepeatStep))
