"""What the rules need to know of one procurement, and how each event changes it."""

from dataclasses import dataclass, replace
from typing import assert_never

from services.contracts.procurements.record import Procurement, ProcurementStatus
from services.contracts.procurements.sealed import Sealed, unseal
from services.contracts.procurements.ways import WAYS
from shared.events.contracts import procurement_awards as a
from shared.events.contracts import procurements as e
from shared.events.contracts.procurement_parts import ProcurementStep

S = ProcurementStatus


@dataclass(frozen=True)
class ProcurementFile:
    """What people read, and what is sealed beside it."""

    record: Procurement
    sealed: Sealed


def evolve(file: ProcurementFile | None, event: e.ProcurementEvent) -> ProcurementFile | None:
    """The file after `event`."""
    record = evolve_record(file.record if file else None, event)
    sealed = unseal(file.sealed if file else None, event)
    return None if record is None or sealed is None else ProcurementFile(record, sealed)


def evolve_record(one: Procurement | None, event: e.ProcurementEvent) -> Procurement | None:
    """The procurement after `event`."""
    if isinstance(event, e.ProcurementPlanned):
        return _planned(event)
    if one is None:
        return None
    match event:
        case e.ProcurementMarketEngaged():
            notices = (*one.notices, event.notice) if event.notice else one.notices
            return replace(one, status=S.MARKET_ENGAGEMENT, notices=notices)
        case e.ProcurementConflictDeclared():
            return replace(one, conflicts=(*one.conflicts, event.conflict))
        case e.ProcurementLaunched():
            return _launched(one, event)
        case e.BidReceived():
            return replace(one, bids=one.bids + 1)
        case e.BidWithdrawn():
            return replace(one, bids=one.bids - 1)
        case e.ProcurementAssessmentBegan():
            return replace(one, status=S.EVALUATING, assessment_began_on=event.began_on)
        case e.ProcurementEvaluated():
            return replace(one, evaluated_on=event.evaluated_on)
        case e.ProcurementStepRepeated():
            return _back(one, event.to_step)
        case _:
            return _after_choice(one, event)


def _after_choice(one: Procurement, event: a.ProcurementAwardEvent) -> Procurement:
    match event:
        case a.AwardIntentionPublished():
            return _intended(one, event)
        case a.StandstillStarted():
            return replace(
                one,
                status=S.STANDSTILL,
                standstill_starts=event.starts_on,
                standstill_ends=event.ends_on,
                sign_from=event.sign_from,
                representations_until=event.representations_until,
            )
        case a.StandstillExtended():
            return replace(one, standstill_ends=event.ends_on, sign_from=event.sign_from)
        case a.StandstillEnded():
            return replace(one, status=S.AWARD_CONFIRMED)
        case a.RepresentationReceived():
            made, unanswered = one.representations + 1, one.open_representations + 1
            return replace(one, status=S.REVIEW_REQUESTED, representations=made, open_representations=unanswered)
        case a.RepresentationHeard() | a.RepresentationInformed():
            return one
        case a.AwardDecisionReviewed():
            return replace(one, status=S.STANDSTILL, open_representations=0, review_outcome=event.outcome)
        case _:
            return _after_award(one, event)


def _after_award(one: Procurement, event: a.AfterStandstill) -> Procurement:
    match event:
        case a.ProcurementAwarded():
            return _awarded(one, event)
        case a.ProcurementNoticePublished():
            award = event.notice.published_on if event.notice.kind == "award" else one.award_notice_published_on
            return replace(one, notices=(*one.notices, event.notice), award_notice_published_on=award)
        case a.AwardNoticeFellOverdue():
            return replace(one, award_notice_overdue=True)
        case a.ProcurementContractSigned():
            return replace(
                one,
                status=S.CONTRACT_SIGNED if one.status is S.AWARDED else one.status,
                contract_ids=(*one.contract_ids, event.contract_id),
                signed_on=min(one.signed_on or event.signed_on, event.signed_on),
                award_notice_due_on=one.award_notice_due_on or event.notice_due_on,
            )
        case a.ProcurementCommenced():
            return replace(one, status=S.COMMENCED, commenced_on=event.commenced_on)
        case a.ProcurementAbandoned():
            return replace(
                one,
                status=S.ABANDONED,
                open_representations=0,
                abandoned_on=event.abandoned_on,
                abandoned_because=event.reason,
                abandonment_notice_due_on=event.notice_due_on,
            )
    assert_never(event)


def _planned(event: e.ProcurementPlanned) -> Procurement:
    return Procurement(
        procurement_id=event.procurement_id,
        ref=event.ref,
        title=event.title,
        status=S.PLANNED,
        parties=event.parties,
        commissioners=event.commissioners,
        localities=event.localities,
        service_lines=event.service_lines,
        cpv=event.cpv,
        route=event.route,
        regime=event.legal.regime,
        reserved=event.reserved,
        circumstances=event.circumstances,
        legal=event.legal,
        strategy_id=event.strategy_id,
        estimated_value_pence=event.estimated_value_pence,
        term_months=event.term_months,
        began_on=event.began_on,
    )


def _launched(one: Procurement, event: e.ProcurementLaunched) -> Procurement:
    return replace(
        one,
        status=S.LAUNCHED,
        notices=(*one.notices, event.notice),
        criteria=event.criteria,
        launched_on=event.notice.published_on,
        bids_by=event.bids_by,
        assess_from=event.assess_from,
        legal=event.legal,
    )


def _intended(one: Procurement, event: a.AwardIntentionPublished) -> Procurement:
    return replace(
        one,
        status=S.INTENTION_PUBLISHED,
        parties=event.parties,
        notices=(*one.notices, event.notice),
        intention_published_on=event.published_on,
        intended=event.providers,
        legal=event.legal,
    )


def _awarded(one: Procurement, event: a.ProcurementAwarded) -> Procurement:
    return replace(
        one,
        status=S.AWARDED,
        parties=event.parties,
        awarded_on=event.awarded_on,
        awarded_to=event.providers,
        awarded_value_pence=event.value_pence,
        award_notice_due_on=event.award_notice_due_on,
        legal=event.legal or one.legal,
    )


def _back(one: Procurement, to_step: ProcurementStep) -> Procurement:
    """What came of the step and of all after it is void; the notices stay on record."""
    way = WAYS[one.route]
    before_intention = S.EVALUATING if way.assessed else S.PLANNED if way.opening == "none" else S.LAUNCHED
    back = replace(
        one,
        status=before_intention,
        repeats=one.repeats + 1,
        intention_published_on=None,
        intended=(),
        standstill_starts=None,
        standstill_ends=None,
        sign_from=None,
        representations_until=None,
        open_representations=0,
    )
    if to_step == "intention":
        return back
    back = replace(back, evaluated_on=None)
    if to_step == "evaluation":
        return back
    return replace(
        back,
        status=S.PLANNED,
        criteria=(),
        launched_on=None,
        bids_by=None,
        assess_from=None,
        bids=0,
        assessment_began_on=None,
    )
