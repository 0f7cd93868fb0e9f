"""What the rules need to know of one proposal, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.scope import (
    ExpertConsulted,
    ScopeDecided,
    ScopeEvent,
    ScopeEvidenceAdded,
    ScopeProposed,
    ScopeReturned,
    ScopeRevised,
    StakeholderEngaged,
)
from shared.events.contracts.scope_parts import (
    Cohort,
    ExpertConsultation,
    LinkedService,
    LocalityPhase,
    Opportunity,
    ScopeDecision,
    Sector,
    StakeholderEngagement,
)
from shared.kernel.parts import Evidence


class ScopeStatus(StrEnum):
    """Where a proposal is."""

    PROPOSED = "proposed"
    EVIDENCE_GATHERING = "evidence_gathering"
    IN_SCOPE = "in_scope"
    OUT_OF_SCOPE = "out_of_scope"
    DEFERRED = "deferred"


OPEN = frozenset({ScopeStatus.PROPOSED, ScopeStatus.EVIDENCE_GATHERING})


@dataclass(frozen=True)
class ScopeItem:
    """One proposal; `decisions` are all there were, oldest first, `phases` those in force.

    `proposed_by` is who proposed what stands now.
    """

    scope_item_id: UUID
    ref: str
    service: str
    sector: Sector
    opportunity: Opportunity
    status: ScopeStatus
    cohort: Cohort
    localities: tuple[str, ...]
    commissioners: tuple[str, ...]
    providers: tuple[str, ...]
    rationale: str
    linked_services: tuple[LinkedService, ...]
    evidence: tuple[Evidence, ...]
    engagements: tuple[StakeholderEngagement, ...]
    consultations: tuple[ExpertConsultation, ...]
    decisions: tuple[ScopeDecision, ...]
    phases: tuple[LocalityPhase, ...]
    deferred_until: date | None
    proposed_by: str
    parties: tuple[str, ...]


def evolve(item: ScopeItem | None, event: ScopeEvent) -> ScopeItem | None:
    """The proposal after one more event."""
    if isinstance(event, ScopeProposed):
        return ScopeItem(
            **dict(event),
            status=ScopeStatus.PROPOSED,
            evidence=(),
            engagements=(),
            consultations=(),
            decisions=(),
            phases=(),
            deferred_until=None,
        )
    if item is None:
        return None
    match event:
        case ScopeRevised():
            said = {name: value for name, value in event if name != "revised_by"}
            return replace(item, **said, proposed_by=event.revised_by)
        case ScopeEvidenceAdded():
            return replace(_gathering(item), evidence=(*item.evidence, event.evidence))
        case StakeholderEngaged():
            return replace(_gathering(item), engagements=(*item.engagements, event.engagement))
        case ExpertConsulted():
            return replace(_gathering(item), consultations=(*item.consultations, event.consultation))
        case ScopeDecided():
            decision = event.decision
            return replace(
                item,
                status=ScopeStatus(decision.decided),
                decisions=(*item.decisions, decision),
                phases=decision.phases,
                deferred_until=decision.deferred_until,
            )
        case ScopeReturned():
            return replace(item, status=ScopeStatus.EVIDENCE_GATHERING, phases=(), deferred_until=None)
    assert_never(event)


def _gathering(item: ScopeItem) -> ScopeItem:
    """What is open and proposed becomes evidence gathering with the first thing gathered."""
    return replace(item, status=ScopeStatus.EVIDENCE_GATHERING) if item.status in OPEN else item
