"""What the rules must know of a procurement and nobody else reads with it: bids, ranks, representations, deciders."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never
from uuid import UUID

from shared.events.contracts import procurement_awards as a
from shared.events.contracts import procurements as e


@dataclass(frozen=True)
class Bid:
    """A bid that stands."""

    bid_id: UUID
    number: int
    provider: str


@dataclass(frozen=True)
class Ranked:
    """How a provider was placed; `points` as in `ProviderResult`."""

    provider: str
    points: int
    rank: int


@dataclass(frozen=True)
class Representation:
    """A representation that waits for the review."""

    representation_id: UUID
    number: int
    received_on: date
    wants_information: bool
    heard_on: date | None = None
    informed_on: date | None = None


@dataclass(frozen=True)
class Sealed:
    """`bids_received` counts withdrawn and void ones too; the deciders are subjects of tokens."""

    planned_by: str
    decided_by: str | None = None
    bids_received: int = 0
    bids: tuple[Bid, ...] = ()
    ranked: tuple[Ranked, ...] = ()
    representations: tuple[Representation, ...] = ()


def unseal(sealed: Sealed | None, event: e.ProcurementEvent) -> Sealed | None:
    """What is sealed, after `event`."""
    if isinstance(event, e.ProcurementPlanned):
        return Sealed(planned_by=event.planned_by)
    if sealed is None:
        return None
    match event:
        case e.BidReceived():
            bid = Bid(event.bid_id, event.number, event.provider)
            return replace(sealed, bids_received=event.number, bids=(*sealed.bids, bid))
        case e.BidWithdrawn():
            return replace(sealed, bids=tuple(one for one in sealed.bids if one.bid_id != event.bid_id))
        case e.ProcurementEvaluated():
            placed = tuple(Ranked(one.provider, one.points, one.rank) for one in event.results)
            return replace(sealed, ranked=placed)
        case e.ProcurementStepRepeated():
            return _back(sealed, event)
        case a.AwardIntentionPublished():
            return replace(sealed, decided_by=event.decided_by)
        case a.RepresentationReceived():
            wants = event.information_requested is not None
            new = Representation(event.representation_id, event.number, event.received_on, wants)
            return replace(sealed, representations=(*sealed.representations, new))
        case a.RepresentationHeard():
            return _marked(sealed, event.representation_id, lambda one: replace(one, heard_on=event.heard_on))
        case a.RepresentationInformed():
            return _marked(sealed, event.representation_id, lambda one: replace(one, informed_on=event.given_on))
        case a.AwardDecisionReviewed() | a.ProcurementAbandoned():
            return replace(sealed, representations=())
        case (
            e.ProcurementMarketEngaged()
            | e.ProcurementConflictDeclared()
            | e.ProcurementLaunched()
            | e.ProcurementAssessmentBegan()
            | a.StandstillStarted()
            | a.StandstillExtended()
            | a.StandstillEnded()
            | a.ProcurementAwarded()
            | a.ProcurementNoticePublished()
            | a.AwardNoticeFellOverdue()
            | a.ProcurementContractSigned()
            | a.ProcurementCommenced()
        ):
            return sealed
    assert_never(event)


def _back(sealed: Sealed, event: e.ProcurementStepRepeated) -> Sealed:
    bids = tuple(one for one in sealed.bids if one.bid_id not in event.void_bids)
    ranked = sealed.ranked if event.to_step == "intention" else ()
    return replace(sealed, bids=bids, ranked=ranked, representations=(), decided_by=None)


def _marked(sealed: Sealed, representation_id: UUID, mark: Callable[[Representation], Representation]) -> Sealed:
    after = tuple(mark(one) if one.representation_id == representation_id else one for one in sealed.representations)
    return replace(sealed, representations=after)
