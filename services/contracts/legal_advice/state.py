"""Legal advice as it stands, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never
from uuid import UUID

from shared.events.contracts.legal_advice import (
    AdviceArea,
    LegalAdviceEvent,
    LegalAdviceLinked,
    LegalAdviceRecorded,
    LegalAdviceShared,
    LegalAdviceSuperseded,
    LegalPrivilegeWaived,
)


@dataclass(frozen=True)
class LegalAdvice:
    """`parties` are those to whom it is shown: of privileged advice those who commissioned it."""

    legal_advice_id: UUID
    parties: tuple[str, ...]
    ref: str
    area: AdviceArea
    adviser: str
    advised_on: date
    privileged: bool
    commissioned_by: tuple[str, ...]
    subjects: tuple[str, ...]
    question: str
    summary: str
    superseded_by: UUID | None = None


def evolve(advice: LegalAdvice | None, event: LegalAdviceEvent) -> LegalAdvice | None:
    """The advice after `event`."""
    if isinstance(event, LegalAdviceRecorded):
        return LegalAdvice(
            legal_advice_id=event.legal_advice_id,
            parties=event.parties,
            ref=event.ref,
            area=event.area,
            adviser=event.adviser,
            advised_on=event.advised_on,
            privileged=event.privileged,
            commissioned_by=event.commissioned_by,
            subjects=event.subjects,
            question=event.question,
            summary=event.summary,
        )
    if advice is None:
        return None
    match event:
        case LegalAdviceLinked():
            return replace(advice, subjects=(*advice.subjects, *event.subjects))
        case LegalAdviceShared():
            return replace(advice, parties=event.parties)
        case LegalPrivilegeWaived():
            return replace(advice, privileged=False)
        case LegalAdviceSuperseded():
            return replace(advice, superseded_by=event.superseded_by)
    assert_never(event)
