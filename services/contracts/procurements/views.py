"""Procurements as people read them, each reader what is theirs: notices, bids, evaluations, representations."""

from collections.abc import Sequence
from typing import Any, TypeVar

from services.contracts.procurements.record import Procurement, derived
from services.contracts.procurements.rows import (
    BidRow,
    BidTable,
    EvaluationRow,
    EvaluationTable,
    NoticeRow,
    NoticeTable,
    ProcurementRow,
    ProcurementTable,
    RepresentationRow,
    RepresentationTable,
)
from services.contracts.procurements.state import evolve_record
from shared.events.contracts import procurement_awards as a
from shared.events.contracts import procurements as e
from shared.events.contracts.procurement_parts import ProcurementNotice
from shared.folded import folded_view
from shared.views import Key, Recorded, ResourceRow, View, stream_key


def _of(recorded: Recorded[e.ProcurementEvent], parties: Sequence[str]) -> dict[str, Any]:
    return {
        "version": recorded.version,
        "changed_at": recorded.occurred_at,
        "procurement_id": recorded.event.procurement_id,
        "ref": recorded.event.ref,
        "parties": list(parties),
    }


R = TypeVar("R", bound=ResourceRow)


def _marked(row: R, recorded: Recorded[e.ProcurementEvent], **changes: object) -> R:
    now = {"version": recorded.version, "changed_at": recorded.occurred_at}
    return row.model_copy(update=now | changes)


def notice_keys(recorded: Recorded[e.ProcurementEvent]) -> Sequence[Key]:
    """The notice an event published."""
    notice = getattr(recorded.event, "notice", None)
    return () if notice is None else (notice.notice_id,)


def project_notice(row: NoticeRow | None, recorded: Recorded[e.ProcurementEvent]) -> NoticeRow | None:
    """The notice, as it was published: it is never changed."""
    match recorded.event:
        case e.ProcurementMarketEngaged(notice=ProcurementNotice() as notice) as event:
            return _notice(recorded, notice, event.title)
        case e.ProcurementLaunched() as event:
            return _notice(recorded, event.notice, event.title, bids_by=event.bids_by, criteria=list(event.criteria))
        case a.AwardIntentionPublished() as event:
            return _notice(
                recorded,
                event.notice,
                event.title,
                providers=list(event.providers),
                reasons=event.reasons,
                representations_until=event.representations_until,
            )
        case a.ProcurementNoticePublished() as event:
            return _notice(recorded, event.notice, event.title)
        case _:
            return row


def _notice(recorded: Recorded[e.ProcurementEvent], notice: ProcurementNotice, title: str, **more: object) -> NoticeRow:
    empty: dict[str, Any] = {
        "bids_by": None,
        "criteria": [],
        "providers": [],
        "reasons": None,
        "representations_until": None,
    }
    said = dict(notice) | empty | more
    return NoticeRow(**_of(recorded, ()), **said, title=title)


def bid_keys(recorded: Recorded[e.ProcurementEvent]) -> Sequence[Key]:
    """The bids an event is about."""
    match recorded.event:
        case e.BidReceived() | e.BidWithdrawn() as event:
            return (event.bid_id,)
        case e.ProcurementAssessmentBegan() as event:
            return event.opened
        case e.ProcurementStepRepeated() as event:
            return event.void_bids
        case a.AwardIntentionPublished() as event:
            return tuple(result.bid_id for result in event.results)
        case _:
            return ()


def project_bid(row: BidRow | None, recorded: Recorded[e.ProcurementEvent]) -> BidRow | None:
    """The bid after one more event. Until bids are opened it is the bidder's own; then the commissioners see it too."""
    event = recorded.event
    if isinstance(event, e.BidReceived):
        return BidRow(
            **_of(recorded, [event.provider]),
            bid_id=event.bid_id,
            title=event.title,
            number=event.number,
            provider=event.provider,
            received_at=event.received_at,
            price_pence=event.price_pence,
            summary=event.summary,
            documents=list(event.documents),
            standing="stands",
            opened=False,
            points=None,
            rank=None,
            outcome=None,
        )
    if row is None:
        return None
    match event:
        case e.BidWithdrawn():
            return _marked(row, recorded, standing="withdrawn")
        case e.ProcurementStepRepeated():
            return _marked(row, recorded, standing="void")
        case e.ProcurementAssessmentBegan():
            seen_by = [*event.commissioners, row.provider]
            return _marked(row, recorded, opened=True, parties=seen_by)
        case a.AwardIntentionPublished():
            result = next(one for one in event.results if one.bid_id == row.bid_id)
            outcome = "successful" if result.successful else "unsuccessful"
            return _marked(row, recorded, points=result.points, rank=result.rank, outcome=outcome)
        case _:
            return row


def project_evaluation(row: EvaluationRow | None, recorded: Recorded[e.ProcurementEvent]) -> EvaluationRow | None:
    """The evaluation as it stands; none once the step is repeated."""
    match recorded.event:
        case e.ProcurementEvaluated() as event:
            return EvaluationRow(
                **_of(recorded, event.commissioners),
                evaluated_on=event.evaluated_on,
                panel=list(event.panel),
                results=list(event.results),
                excluded=list(event.excluded),
            )
        case e.ProcurementStepRepeated() as event if event.to_step != "intention":
            return None
        case _:
            return row


def representation_keys(recorded: Recorded[e.ProcurementEvent]) -> Sequence[Key]:
    """The representations an event is about."""
    match recorded.event:
        case a.RepresentationReceived() | a.RepresentationHeard() | a.RepresentationInformed() as event:
            return (event.representation_id,)
        case a.AwardDecisionReviewed() as event:
            return event.representations
        case _:
            return ()


def project_representation(
    row: RepresentationRow | None, recorded: Recorded[e.ProcurementEvent]
) -> RepresentationRow | None:
    """The representation after one more event."""
    event = recorded.event
    if isinstance(event, a.RepresentationReceived):
        return RepresentationRow(
            **_of(recorded, [*event.commissioners, event.provider]),
            representation_id=event.representation_id,
            title=event.title,
            number=event.number,
            provider=event.provider,
            received_on=event.received_on,
            grounds=event.grounds,
            information_requested=event.information_requested,
            heard_on=None,
            account=None,
            informed_on=None,
            information=None,
            outcome=None,
            decided_on=None,
        )
    if row is None:
        return None
    match event:
        case a.RepresentationHeard():
            return _marked(row, recorded, heard_on=event.heard_on, account=event.account)
        case a.RepresentationInformed():
            told = {"informed_on": event.given_on, "information": event.information}
            return _marked(row, recorded, **told)
        case a.AwardDecisionReviewed():
            decided = {"outcome": event.outcome, "decided_on": event.communicated_on}
            return _marked(row, recorded, **decided)
        case _:
            return row


procurement_view: View[ProcurementRow] = folded_view(
    ProcurementTable, ProcurementRow, Procurement, evolve_record, derived
)
notice_view: View[NoticeRow] = View(NoticeTable, NoticeRow, project_notice, notice_keys)
bid_view: View[BidRow] = View(BidTable, BidRow, project_bid, bid_keys)
evaluation_view: View[EvaluationRow] = View(EvaluationTable, EvaluationRow, project_evaluation, stream_key)
representation_view: View[RepresentationRow] = View(
    RepresentationTable, RepresentationRow, project_representation, representation_keys
)
