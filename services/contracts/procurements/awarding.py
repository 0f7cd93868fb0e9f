"""The rules of the choice: the intention, the standstill, the award."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.contracts.procurements import award_commands as c
from services.contracts.procurements import refusals as no
from services.contracts.procurements.evaluating import not_highest, tied_out
from services.contracts.procurements.guards import about, at, gate, happened, named_once, no_commissioner, not_before
from services.contracts.procurements.planning import permitted
from services.contracts.procurements.record import Procurement, ProcurementStatus
from services.contracts.procurements.sealed import Sealed
from services.contracts.procurements.state import ProcurementFile
from services.contracts.procurements.ways import WAYS
from shared.events.contracts import procurement_awards as e
from shared.events.contracts.procurement_parts import BidResult, ProcurementNotice
from shared.kernel.authority import within_authority
from shared.kernel.four_eyes import somebody_else

S = ProcurementStatus
EARLY = (S.PLANNED, S.MARKET_ENGAGEMENT)


def publish_intention(command: c.PublishIntention, file: ProcurementFile) -> Sequence[e.ProcurementAwardEvent]:
    """The intention, and the standstill that begins with it where there is one."""
    one, sealed = file.record, file.sealed
    way = WAYS[one.route]
    if not way.intention:
        raise no.StepNotOfRoute("This route publishes no intention: it goes straight to its award.")
    at(one, EARLY if way.opening == "none" else (S.EVALUATING,) if way.assessed else (S.LAUNCHED,), "the intention")
    if way.assessed and one.evaluated_on is None:
        raise no.NotEvaluated("Record the evaluation first.")
    happened(command.published_on, command.today, "published_on")
    not_before(command.published_on, one.evaluated_on or one.launched_on or one.began_on, "published_on")
    not_before(command.published_on, command.decided_on, "published_on")
    permitted(command.legal, one.route)
    if way.opening == "none":
        gate(command.isap_missing)
    _chosen(command.providers, one)
    if way.assessed:
        _highest(command, sealed)
    return [_intention(command, one, sealed), *_standstill(command, one)]


def _intention(command: c.PublishIntention, one: Procurement, sealed: Sealed) -> e.AwardIntentionPublished:
    placed = {ranked.provider: ranked for ranked in sealed.ranked}
    results = tuple(
        BidResult(
            bid_id=bid.bid_id,
            points=placed[bid.provider].points if bid.provider in placed else None,
            rank=placed[bid.provider].rank if bid.provider in placed else None,
            successful=bid.provider in command.providers,
        )
        for bid in sealed.bids
    )
    notice = ProcurementNotice(
        notice_id=command.notice_id,
        kind="intention",
        reference=command.notice_ref,
        published_on=command.published_on,
    )
    return e.AwardIntentionPublished(
        **about(one),
        published_on=command.published_on,
        providers=command.providers,
        parties=tuple(dict.fromkeys((*one.parties, *command.providers))),
        notice=notice,
        title=one.title,
        reasons=command.reasons,
        decision_makers=command.decision_makers,
        decision_id=command.decision_id,
        conflicts=one.conflicts,
        tie_break=command.tie_break,
        legal=command.legal,
        representations_until=command.standstill.ends if command.standstill else None,
        results=results,
        decided_by=command.by,
    )


def _standstill(command: c.PublishIntention, one: Procurement) -> Sequence[e.StandstillStarted]:
    dates = command.standstill
    if dates is None:
        return []
    return [
        e.StandstillStarted(
            **about(one),
            starts_on=dates.starts,
            ends_on=dates.ends,
            sign_from=dates.sign_from,
            representations_until=dates.ends,
            working_days=dates.working_days,
            citation=dates.citation,
        )
    ]


def _chosen(providers: Sequence[str], one: Procurement) -> None:
    named_once(providers, "providers")
    no_commissioner(providers, one, "providers")
    if one.route in ("direct_award_a", "direct_award_c"):
        strangers = [code for code in providers if code not in one.circumstances.existing_providers]
        if strangers:
            raise no.NotTheExistingProvider(f"Not among the existing providers: {', '.join(strangers)}.")


def _highest(command: c.PublishIntention, sealed: Sealed) -> None:
    placed = {ranked.provider for ranked in sealed.ranked}
    unplaced = [code for code in command.providers if code not in placed]
    if unplaced:
        raise no.NotHighestPlaced(f"Not marked in the evaluation: {', '.join(unplaced)}.")
    if above := not_highest(command.providers, sealed.ranked):
        raise no.NotHighestPlaced(f"Placed higher and not named: {', '.join(one.provider for one in above)}.")
    tied = tied_out(command.providers, sealed.ranked)
    if tied and command.tie_break is None:
        raise no.TieNotBroken(
            f"Equally placed and not named: {', '.join(one.provider for one in tied)}. Say by which announced rule."
        )


def end_standstill(command: c.EndStandstill, one: Procurement) -> Sequence[e.ProcurementAwardEvent]:
    """The clock's deed; asked again, or while a review is waited for, nothing happens."""
    if one.status is not S.STANDSTILL or one.sign_from is None:
        return []
    if command.today < one.sign_from:
        raise no.StandstillStillRunning(f"The standstill runs to the end of {one.standstill_ends}.")
    return [_ended(one, one.sign_from)]


def _ended(one: Procurement, sign_from: date) -> e.StandstillEnded:
    return e.StandstillEnded(**about(one), ends_on=sign_from - timedelta(days=1))


def award(command: c.AwardProcurement, file: ProcurementFile) -> Sequence[e.ProcurementAwardEvent]:
    """The award, by somebody else than who took the decision, within their authority."""
    one, sealed = file.record, file.sealed
    intended = WAYS[one.route].intention
    if one.status is S.REVIEW_REQUESTED:
        raise no.RepresentationNotReviewed(
            f"{one.open_representations} representations to procurement {one.ref} wait for their review."
        )
    at(one, (S.INTENTION_PUBLISHED, S.STANDSTILL, S.AWARD_CONFIRMED) if intended else EARLY, "the award")
    happened(command.awarded_on, command.today, "awarded_on")
    if one.sign_from is not None and min(command.awarded_on, command.today) < one.sign_from:
        raise no.StandstillStillRunning(
            f"The standstill runs to the end of {one.standstill_ends}; nothing is awarded before {one.sign_from}.",
            field="awarded_on",
            sign_from=str(one.sign_from),
        )
    not_before(command.awarded_on, one.intention_published_on or one.began_on, "awarded_on")
    not_before(command.awarded_on, command.decided_on, "awarded_on")
    if intended:
        if sorted(command.providers) != sorted(one.intended):
            raise no.NotThoseIntended(f"The intention named: {', '.join(one.intended)}.")
    else:
        permitted(command.legal, one.route)
        gate(command.isap_missing)
        _chosen(command.providers, one)
    held = [code for code in command.providers if code in command.held_reserved]
    if one.reserved and held:
        raise no.ReservedTwice(f"Awarded a reserved contract for such services lately: {', '.join(held)}.")
    somebody_else(command.by, sealed.decided_by or sealed.planned_by, "this award")
    within_authority(command.approval, command.value_pence)
    ended = [_ended(one, one.sign_from)] if one.status is S.STANDSTILL and one.sign_from else []
    return [*ended, _awarded(command, one, None if intended else command)]


def _awarded(
    command: c.AwardProcurement, one: Procurement, rested_on: c.AwardProcurement | None
) -> e.ProcurementAwarded:
    return e.ProcurementAwarded(
        **about(one),
        awarded_on=command.awarded_on,
        providers=command.providers,
        parties=tuple(dict.fromkeys((*one.parties, *command.providers))),
        value_pence=command.value_pence,
        reasons=command.reasons,
        decision_makers=command.decision_makers,
        decision_id=command.decision_id,
        delegation_id=command.delegation_id,
        award_notice_due_on=command.award_notice_due_on,
        legal=rested_on.legal if rested_on else None,
        awarded_by=command.by,
    )
