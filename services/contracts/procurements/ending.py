"""The rules of what follows the award, and of abandoning: notices, signature, commencement."""

from collections.abc import Sequence
from datetime import date

from services.contracts.procurements import award_commands as c
from services.contracts.procurements import refusals as no
from services.contracts.procurements.guards import about, at, gate, happened, not_before
from services.contracts.procurements.record import LIVE, Procurement, ProcurementStatus
from shared.events.contracts import procurement_awards as e
from shared.events.contracts.procurement_parts import ProcurementNotice

S = ProcurementStatus
AWARDED = frozenset((S.AWARDED, S.CONTRACT_SIGNED, S.COMMENCED))
ABANDONABLE = frozenset((S.PLANNED, S.MARKET_ENGAGEMENT, S.AWARDED)) | LIVE


def end(command: c.EndingCommand, one: Procurement) -> Sequence[e.ProcurementAwardEvent]:
    """What happens after the award, or a refusal."""
    match command:
        case c.PublishNotice():
            return [_notice(command, one)]
        case c.NoteOverdueNotice():
            return _overdue(command, one)
        case c.MarkSigned():
            return _signed(command, one)
        case c.CommenceService():
            at(one, (S.CONTRACT_SIGNED,), "the commencement")
            happened(command.commenced_on, command.today, "commenced_on")
            not_before(command.commenced_on, one.signed_on, "commenced_on")
            gate(command.isap_missing)
            return [e.ProcurementCommenced(**about(one), commenced_on=command.commenced_on)]
        case c.AbandonProcurement():
            at(one, ABANDONABLE, "abandoning it")
            happened(command.abandoned_on, command.today, "abandoned_on")
            not_before(command.abandoned_on, one.began_on, "abandoned_on")
            return [abandoned(one, command.reason, command.abandoned_on, command.notice_due_on)]


def abandoned(one: Procurement, reason: str, on: date, notice_due_on: date | None) -> e.ProcurementAbandoned:
    """Its end; who was told that it would come is told that it does not (SI 2023/1348 reg 15)."""
    public = one.launched_on is not None or one.intention_published_on is not None
    due = notice_due_on if public else None
    return e.ProcurementAbandoned(**about(one), reason=reason, abandoned_on=on, notice_due_on=due)


def _notice(command: c.PublishNotice, one: Procurement) -> e.ProcurementNoticePublished:
    happened(command.published_on, command.today, "published_on")
    if command.kind == "award":
        expected = one.status in AWARDED and one.award_notice_published_on is None
        since, due = one.awarded_on, one.award_notice_due_on
    else:
        expected = one.status is S.ABANDONED and all(notice.kind != "abandon" for notice in one.notices)
        since, due = one.abandoned_on, one.abandonment_notice_due_on
    if not expected:
        raise no.NoNoticeDue(f"No such notice is waited for: procurement {one.ref} is {one.status.replace('_', ' ')}.")
    not_before(command.published_on, since, "published_on")
    notice = ProcurementNotice(
        notice_id=command.notice_id,
        kind=command.kind,
        reference=command.notice_ref,
        published_on=command.published_on,
        due_on=due,
    )
    late = due is not None and command.published_on > due
    return e.ProcurementNoticePublished(**about(one), notice=notice, title=one.title, late=late)


def _overdue(command: c.NoteOverdueNotice, one: Procurement) -> Sequence[e.ProcurementAwardEvent]:
    due = one.award_notice_due_on
    if due is None or one.award_notice_overdue or one.award_notice_published_on is not None:
        return []
    if command.today <= due:
        raise no.NoticeNotOverdue(f"The notice of the award is due by the end of {due}.")
    return [e.AwardNoticeFellOverdue(**about(one), due_on=due)]


def _signed(command: c.MarkSigned, one: Procurement) -> Sequence[e.ProcurementAwardEvent]:
    """Each contract once; what was awarded to several comes to several contracts."""
    if command.contract_id in one.contract_ids:
        return []
    at(one, AWARDED, "the signature")
    if one.sign_from is not None and command.signed_on < one.sign_from:
        raise no.StandstillStillRunning(
            f"The standstill ran to the end of {one.standstill_ends}; the signature is dated {command.signed_on}.",
            field="signed_on",
        )
    if one.awarded_on is not None and command.signed_on < one.awarded_on:
        raise no.SignedBeforeAward(f"Procurement {one.ref} was awarded on {one.awarded_on}.")
    gate(command.isap_missing)
    return [
        e.ProcurementContractSigned(
            **about(one),
            contract_id=command.contract_id,
            contract_ref=command.contract_ref,
            signed_on=command.signed_on,
            notice_due_on=command.notice_due_on,
        )
    ]
