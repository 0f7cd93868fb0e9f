"""The rules of modifications."""

from collections.abc import Sequence
from typing import assert_never

from services.contracts.modifications.commands import (
    AgreeModification,
    AssessModification,
    DeclineModification,
    FlagModificationNotice,
    LinkReprocurement,
    ModificationCommand,
    ProposeModification,
    PublishModificationNotice,
    RecordModificationEffect,
    RejectModification,
)
from services.contracts.modifications.proposing import OPEN, assess, propose
from services.contracts.modifications.refusals import (
    EffectBackdated,
    ModificationNotAssessed,
    ModificationNotFound,
    ModificationNotOpen,
    ModificationNotPermitted,
    ModificationRefTaken,
    NoNoticeAskedFor,
    NoReprocurementNeeded,
    NoticeNotPublishedYet,
    NoticePublishedAlready,
    PublishedInFuture,
)
from services.contracts.modifications.state import Modification, ModificationStatus, evolve
from shared.events.contracts.modifications import (
    ModificationAgreed,
    ModificationEffective,
    ModificationEvent,
    ModificationNoticeOverdue,
    ModificationNoticePublished,
    ModificationRejected,
    ModificationReprocured,
)
from shared.kernel.authority import within_authority
from shared.kernel.decider import Decider
from shared.kernel.four_eyes import somebody_else

S = ModificationStatus


def decide(command: ModificationCommand, modification: Modification | None) -> Sequence[ModificationEvent]:
    """What happens, or a refusal."""
    if isinstance(command, ProposeModification):
        if modification is not None:
            raise ModificationRefTaken("This modification is proposed already.")
        return propose(command)
    if modification is None:
        raise ModificationNotFound("There is no such modification.")
    match command:
        case AssessModification():
            return assess(command, modification)
        case PublishModificationNotice():
            return _publish(command, modification)
        case FlagModificationNotice():
            return _flag(command, modification)
        case AgreeModification():
            return _agree(command, modification)
        case RejectModification():
            if modification.status not in OPEN:
                raise ModificationNotOpen(f"Modification {modification.ref} is {modification.status}.")
            return [_rejected(modification, command.reason)]
        case RecordModificationEffect():
            return _record_effect(command, modification)
        case DeclineModification():
            return [_rejected(modification, command.reason)] if modification.status is S.AGREED else []
        case LinkReprocurement():
            return _link(command, modification)
    assert_never(command)


def _publish(command: PublishModificationNotice, modification: Modification) -> Sequence[ModificationEvent]:
    if modification.status not in (S.PERMITTED, S.AGREED, S.EFFECTIVE) or not modification.notices:
        raise NoNoticeAskedFor(f"Modification {modification.ref} is {modification.status} and asks for no notice.")
    if modification.notice_published_on is not None:
        raise NoticePublishedAlready(f"Its notice was published on {modification.notice_published_on}.")
    if command.published_on > command.today:
        raise PublishedInFuture(f"The publication is dated {command.published_on}, after today.")
    return [
        ModificationNoticePublished(
            modification_id=modification.modification_id,
            ref=modification.ref,
            published_on=command.published_on,
            notice_ref=command.notice_ref,
        )
    ]


def _flag(command: FlagModificationNotice, modification: Modification) -> Sequence[ModificationEvent]:
    due = modification.notice_due_on
    silent = modification.notice_published_on is None and not modification.notice_overdue
    if due is None or command.today <= due or not silent or modification.status is not S.EFFECTIVE:
        return []
    return [ModificationNoticeOverdue(modification_id=modification.modification_id, ref=modification.ref, due_on=due)]


def _agree(command: AgreeModification, modification: Modification) -> Sequence[ModificationEvent]:
    if modification.status is S.PROPOSED:
        raise ModificationNotAssessed(f"Assess modification {modification.ref} first.")
    if modification.status is S.NOT_PERMITTED:
        raise ModificationNotPermitted(f"No ground carries modification {modification.ref}: procure again.")
    if modification.status is not S.PERMITTED or modification.ground_code is None:
        raise ModificationNotOpen(f"Modification {modification.ref} is {modification.status}.")
    somebody_else(command.by, modification.proposed_by, "this modification")
    if any(duty.before for duty in modification.notices) and modification.notice_published_on is None:
        raise NoticeNotPublishedYet(f"Publish the notice of modification {modification.ref} first.")
    if command.today > modification.effective_on:
        raise EffectBackdated(f"It was to hold from {modification.effective_on} on; propose it anew for a later day.")
    within_authority(command.approval, modification.delta_value_pence)
    return [
        ModificationAgreed(
            modification_id=modification.modification_id,
            ref=modification.ref,
            contract_id=modification.contract_id,
            contract_ref=modification.contract_ref,
            agreed_on=command.today,
            effective_on=modification.effective_on,
            delta_value_pence=modification.delta_value_pence,
            delta_term_days=modification.delta_term_days,
            ground=modification.ground_code,
            delegation_id=command.delegation_id,
            agreed_by=command.by,
        )
    ]


def _record_effect(command: RecordModificationEffect, modification: Modification) -> Sequence[ModificationEvent]:
    if modification.status is not S.AGREED:
        return []  # told twice, recorded once
    said = {name: getattr(modification, name) for name in ("modification_id", "ref", "contract_id", "contract_ref")}
    return [ModificationEffective.model_validate(said | command.model_dump())]


def _rejected(modification: Modification, reason: str) -> ModificationRejected:
    return ModificationRejected(
        modification_id=modification.modification_id,
        ref=modification.ref,
        contract_ref=modification.contract_ref,
        reason=reason,
    )


def _link(command: LinkReprocurement, modification: Modification) -> Sequence[ModificationEvent]:
    if modification.status not in (S.NOT_PERMITTED, S.REJECTED):
        raise NoReprocurementNeeded(f"Modification {modification.ref} is {modification.status}.")
    return [
        ModificationReprocured(
            modification_id=modification.modification_id,
            ref=modification.ref,
            procurement_id=command.procurement_id,
            procurement_ref=command.procurement_ref,
        )
    ]


modification_decider: Decider[ModificationCommand, Modification | None, ModificationEvent] = Decider(
    category="modification",
    events=ModificationEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
