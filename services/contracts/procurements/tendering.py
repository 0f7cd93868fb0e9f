"""The rules from the market to the opening of the bids."""

from collections.abc import Sequence
from datetime import UTC, datetime

from services.contracts.naming import each_once
from services.contracts.procurements import commands as c
from services.contracts.procurements import refusals as no
from services.contracts.procurements.evaluating import evaluate
from services.contracts.procurements.guards import about, at, gate, happened, no_commissioner, not_before
from services.contracts.procurements.planning import permitted
from services.contracts.procurements.record import LIVE, Procurement, ProcurementStatus
from services.contracts.procurements.repeating import repeat
from services.contracts.procurements.sealed import Sealed
from services.contracts.procurements.state import ProcurementFile
from services.contracts.procurements.ways import KEY_CRITERIA, OPENED_BY, WAYS
from shared.events.contracts import procurements as e
from shared.events.contracts.procurement_parts import ProcurementNotice
from shared.kernel.money import BASIS_POINTS

S = ProcurementStatus
EARLY = frozenset((S.PLANNED, S.MARKET_ENGAGEMENT))


def tender(command: c.TenderCommand, file: ProcurementFile) -> Sequence[e.ProcurementEvent]:
    """What happens before providers are chosen, or a refusal."""
    one, sealed = file.record, file.sealed
    match command:
        case c.EngageMarket():
            return _engage(command, one)
        case c.DeclareConflict():
            at(one, EARLY | LIVE, "declaring an interest")
            return [e.ProcurementConflictDeclared(**about(one), conflict=command.conflict)]
        case c.LaunchProcurement():
            return _launch(command, one)
        case c.ReceiveBid():
            return _receive(command, one, sealed)
        case c.WithdrawBid():
            return _withdraw(command, one, sealed)
        case c.BeginAssessment():
            return _begin(command, one, sealed)
        case c.EvaluateProcurement():
            return evaluate(command, one, sealed)
        case c.RepeatStep():
            return [repeat(file, command.to_step, command.reason)]


def _engage(command: c.EngageMarket, one: Procurement) -> Sequence[e.ProcurementEvent]:
    at(one, EARLY, "engaging the market")
    happened(command.engaged_on, command.today, "engaged_on")
    notice = None
    if command.notice_ref is not None:
        notice = ProcurementNotice(
            notice_id=command.notice_id,
            kind="market_engagement",
            reference=command.notice_ref,
            published_on=command.engaged_on,
        )
    return [
        e.ProcurementMarketEngaged(
            **about(one),
            engaged_on=command.engaged_on,
            title=one.title,
            narrative=command.narrative,
            notice=notice,
        )
    ]


def _launch(command: c.LaunchProcurement, one: Procurement) -> Sequence[e.ProcurementEvent]:
    at(one, EARLY, "the launch")
    way = WAYS[one.route]
    if way.opening == "none":
        straight = "its intention" if way.intention else "its award"
        raise no.StepNotOfRoute(f"A {one.route.replace('_', ' ')} is not launched: it goes straight to {straight}.")
    happened(command.published_on, command.today, "published_on")
    not_before(command.published_on, one.began_on, "published_on")
    permitted(command.legal, one.route)
    gate(command.isap_missing)
    _criteria(command, one)
    _deadline(command, one)
    notice = ProcurementNotice(
        notice_id=command.notice_id,
        kind=OPENED_BY[way.opening],
        reference=command.notice_ref,
        published_on=command.published_on,
    )
    return [
        e.ProcurementLaunched(
            **about(one),
            notice_ref=command.notice_ref,
            notice=notice,
            title=one.title,
            cpv=one.cpv,
            estimated_value_pence=one.estimated_value_pence,
            criteria=command.criteria,
            bids_by=command.bids_by.astimezone(UTC) if command.bids_by else None,
            assess_from=command.bids_by.astimezone(UTC).date() if command.bids_by else command.assess_from,
            time_limit_reason=command.time_limit_reason,
            legal=command.legal,
        )
    ]


def _criteria(command: c.LaunchProcurement, one: Procurement) -> None:
    names = [criterion.name for criterion in command.criteria]
    each_once("criteria", names)
    if not WAYS[one.route].assessed and not names:
        return
    if not names:
        raise no.CriteriaMissing("Name the criteria by which providers are compared, with their weights.")
    weights = sum(criterion.weight_bp for criterion in command.criteria)
    if weights != BASIS_POINTS:
        raise no.WeightsNotWhole(f"The weights sum to {weights} basis points instead of 10,000.", sum_bp=weights)
    if one.regime == "psr2023":
        served = {criterion.key_criterion for criterion in command.criteria}
        missing = sorted(name.replace("_", " ") for name in KEY_CRITERIA - served)
        if missing:
            raise no.KeyCriterionMissing(f"No criterion serves: {', '.join(missing)}.")


def _deadline(command: c.LaunchProcurement, one: Procurement) -> None:
    if WAYS[one.route].opening != "bids":
        if command.bids_by is not None:
            raise no.DeadlineWithoutBids("This route asks for no bids; leave the deadline out.")
        return
    if command.bids_by is None:
        raise no.BidsWithoutDeadline("Say until when bids are taken.")
    if command.bids_by.date() < command.bids_from:
        raise no.TimeForBidsTooShort(
            f"Bids may not be asked for before {command.bids_from}.", earliest=str(command.bids_from)
        )
    if one.route == "light_touch" and command.time_limit_reason is None:
        raise no.TimeLimitNotReasoned("Say why the time for bids is reasonable and proportionate.")


def _receive(command: c.ReceiveBid, one: Procurement, sealed: Sealed) -> Sequence[e.ProcurementEvent]:
    if WAYS[one.route].opening != "bids":
        raise no.StepNotOfRoute("This route asks for no bids.")
    at(one, (S.LAUNCHED,), "a bid")
    if command.received_at > command.now:
        raise no.DayToCome(f"{command.received_at} is to come.", field="received_at")
    if one.launched_on is not None and command.received_at.date() < one.launched_on:
        raise no.BidBeforeLaunch(f"The procurement was launched on {one.launched_on}.")
    if _over(one.bids_by, command.received_at):
        raise no.BidTooLate(f"The deadline was {one.bids_by}; the bid came in at {command.received_at}.")
    no_commissioner([command.provider], one, "provider")
    if any(bid.provider == command.provider for bid in sealed.bids):
        raise no.AlreadyBid(f"{command.provider} has a bid that stands; withdraw that one first.")
    return [
        e.BidReceived(
            **about(one),
            bid_id=command.bid_id,
            number=sealed.bids_received + 1,
            received_at=command.received_at.astimezone(UTC),
            title=one.title,
            provider=command.provider,
            price_pence=command.price_pence,
            summary=command.summary,
            documents=command.documents,
        )
    ]


def _withdraw(command: c.WithdrawBid, one: Procurement, sealed: Sealed) -> Sequence[e.ProcurementEvent]:
    bid = next((bid for bid in sealed.bids if bid.bid_id == command.bid_id), None)
    if bid is None:
        raise no.BidNotFound(f"No bid of procurement {one.ref} that stands has this id.")
    at(one, (S.LAUNCHED,), "withdrawing a bid")
    if _over(one.bids_by, command.now):
        raise no.DeadlinePassed(f"The deadline was {one.bids_by}; the bid stands.")
    return [e.BidWithdrawn(**about(one), bid_id=bid.bid_id, number=bid.number)]


def _begin(command: c.BeginAssessment, one: Procurement, sealed: Sealed) -> Sequence[e.ProcurementEvent]:
    way = WAYS[one.route]
    if not way.assessed:
        raise no.StepNotOfRoute("This route compares no providers.")
    at(one, (S.LAUNCHED,), "the assessment")
    if way.opening == "bids":
        if not _over(one.bids_by, command.now):
            raise no.DeadlineNotPassed(f"Bids are taken until {one.bids_by}.")
        if not sealed.bids:
            raise no.NoBids("No bid stands: repeat the launch, or abandon the procurement.")
    elif one.assess_from is not None and command.now.date() < one.assess_from:
        raise no.TooEarlyToAssess(
            f"Providers may be assessed from {one.assess_from} on.", first_day=str(one.assess_from)
        )
    return [
        e.ProcurementAssessmentBegan(
            **about(one),
            began_on=command.now.date(),
            bids=len(sealed.bids),
            opened=tuple(bid.bid_id for bid in sealed.bids),
            commissioners=one.commissioners,
        )
    ]


def _over(deadline: datetime | None, moment: datetime) -> bool:
    """A bid at the very moment of the deadline is in time."""
    return deadline is None or moment > deadline
