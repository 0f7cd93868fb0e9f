"""A modification as it stands, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.law import Cause, Ground, GroundAnswer, Limit, ModificationFacts, NoticeDuty, Regime
from shared.events.contracts.modifications import (
    ModificationAgreed,
    ModificationAssessed,
    ModificationEffective,
    ModificationEvent,
    ModificationNoticeOverdue,
    ModificationNoticePublished,
    ModificationProposed,
    ModificationRejected,
    ModificationReprocured,
)


class ModificationStatus(StrEnum):
    """Where a modification is in its life."""

    PROPOSED = "proposed"
    PERMITTED = "permitted"
    NOT_PERMITTED = "not_permitted"
    AGREED = "agreed"
    EFFECTIVE = "effective"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Modification:
    """`facts` are those of the last assessment, before it those proposed; what it found stands beside them.

    `notice_due_on` is the last day for a notice after the modification, None when there is none or none is asked for.
    """

    modification_id: UUID
    ref: str
    status: ModificationStatus
    parties: tuple[str, ...]
    commissioners: tuple[str, ...]
    localities: tuple[str, ...]
    contract_id: UUID
    contract_ref: str
    title: str
    rationale: str
    delta_value_pence: int
    delta_term_days: int
    cause: Cause
    clause_ref: str | None
    character_change: bool
    effective_on: date
    facts: ModificationFacts
    proposed_by: str
    regime: Regime | None = None
    ground: str | None = None
    ground_code: Ground | None = None
    cumulative_pence: int | None = None
    reasons: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    considered: tuple[GroundAnswer, ...] = ()
    citations: tuple[str, ...] = ()
    advice: str | None = None
    assessed_on: date | None = None
    notices: tuple[NoticeDuty, ...] = ()
    notice_due_on: date | None = None
    notice_published_on: date | None = None
    notice_ref: str | None = None
    notice_overdue: bool = False
    agreed_on: date | None = None
    delegation_id: UUID | None = None
    new_value_pence: int | None = None
    new_end: date | None = None
    rejected_because: str | None = None
    procurement_id: UUID | None = None


def evolve(modification: Modification | None, event: ModificationEvent) -> Modification | None:
    """The modification after `event`."""
    if isinstance(event, ModificationProposed):
        said = {name: getattr(event, name) for name in type(event).model_fields}
        return Modification(status=ModificationStatus.PROPOSED, **said)
    if modification is None:
        return None
    match event:
        case ModificationAssessed():
            return _assessed(modification, event)
        case ModificationNoticePublished():
            return replace(modification, notice_published_on=event.published_on, notice_ref=event.notice_ref)
        case ModificationNoticeOverdue():
            return replace(modification, notice_overdue=True)
        case ModificationAgreed():
            agreed = replace(modification, status=ModificationStatus.AGREED, agreed_on=event.agreed_on)
            return replace(agreed, delegation_id=event.delegation_id)
        case ModificationEffective():
            return replace(
                modification,
                status=ModificationStatus.EFFECTIVE,
                new_value_pence=event.new_value_pence,
                new_end=event.new_end,
            )
        case ModificationRejected():
            return replace(modification, status=ModificationStatus.REJECTED, rejected_because=event.reason)
        case ModificationReprocured():
            return replace(modification, procurement_id=event.procurement_id)
    assert_never(event)


def _assessed(modification: Modification, event: ModificationAssessed) -> Modification:
    return replace(
        modification,
        status=ModificationStatus.PERMITTED if event.permitted else ModificationStatus.NOT_PERMITTED,
        facts=event.facts,
        regime=event.regime,
        ground=event.ground,
        ground_code=event.ground_code,
        cumulative_pence=event.cumulative_pence,
        reasons=event.reasons,
        limits=event.limits,
        considered=event.considered,
        citations=event.citations,
        advice=event.advice,
        assessed_on=event.assessed_on,
        notices=event.notices,
        notice_due_on=next((duty.due_on for duty in event.notices if not duty.before), None),
    )
