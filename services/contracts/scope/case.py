"""The case for change, made from the proposals: what is in, where, why, on what evidence, who was heard (R5)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from services.contracts.scope.state import ScopeStatus
from services.contracts.scope.views import ScopeItemRow
from shared.events.contracts.scope_parts import (
    BudgetLine,
    Cohort,
    ExpertConsultation,
    LinkedService,
    LocalityPhase,
    Opportunity,
    Sector,
    StakeholderEngagement,
)
from shared.kernel.parts import Evidence


class ScopedService(BaseModel):
    """One proposal as the case tells it; what was decided last stands in `decision_id` to `no_budget_reason`."""

    scope_item_id: UUID
    ref: str
    service: str
    cohort: Cohort
    status: ScopeStatus
    opportunity: Opportunity
    localities: tuple[str, ...]
    why: str
    evidence: tuple[Evidence, ...]
    engaged: tuple[StakeholderEngagement, ...]
    consulted: tuple[ExpertConsultation, ...]
    linked_services: tuple[LinkedService, ...]
    phases: tuple[LocalityPhase, ...]
    deferred_until: date | None
    decision_id: UUID | None
    decided_on: date | None
    budget_line: BudgetLine | None
    no_budget_reason: str | None


class SectorCase(BaseModel):
    """The proposals of one sector, by reference."""

    sector: Sector
    services: tuple[ScopedService, ...]


class PhasedService(BaseModel):
    """A service in scope in a locality: in which phase and from when."""

    ref: str
    service: str
    sector: Sector
    phase: int
    from_on: date


class LocalityCase(BaseModel):
    """What is in scope in one locality, by phase and reference."""

    locality: str
    services: tuple[PhasedService, ...]


class CaseForChange(BaseModel):
    """The case as it stands, or as it was known at `as_of`. `by_status` counts, `opportunities` too: the pipeline."""

    as_of: datetime | None
    by_status: Mapping[ScopeStatus, int]
    opportunities: Mapping[Opportunity, Mapping[ScopeStatus, int]] = Field(
        description="Where the alliance looks for opportunities, and how far each has come (R104)"
    )
    sectors: tuple[SectorCase, ...]
    localities: tuple[LocalityCase, ...]


def case_for_change(items: Sequence[ScopeItemRow], as_of: datetime | None) -> CaseForChange:
    """The case made of `items`."""
    in_order = sorted(items, key=lambda item: item.ref)
    sectors = sorted({item.sector for item in in_order})
    localities = sorted({phase.locality for item in in_order for phase in item.phases})
    return CaseForChange(
        as_of=as_of,
        by_status=_by_status(in_order),
        opportunities={
            one: _by_status([item for item in in_order if item.opportunity == one])
            for one in sorted({item.opportunity for item in in_order})
        },
        sectors=tuple(
            SectorCase(sector=one, services=tuple(_told(item) for item in in_order if item.sector == one))
            for one in sectors
        ),
        localities=tuple(LocalityCase(locality=one, services=_phased(in_order, one)) for one in localities),
    )


def _by_status(items: Sequence[ScopeItemRow]) -> Mapping[ScopeStatus, int]:
    return {status: sum(item.status == status for item in items) for status in ScopeStatus}


def _phased(items: Sequence[ScopeItemRow], locality: str) -> tuple[PhasedService, ...]:
    found = [
        PhasedService(ref=item.ref, service=item.service, sector=item.sector, phase=phase.phase, from_on=phase.from_on)
        for item in items
        for phase in item.phases
        if phase.locality == locality
    ]
    return tuple(sorted(found, key=lambda one: (one.phase, one.ref)))


def _told(item: ScopeItemRow) -> ScopedService:
    last = item.decisions[-1] if item.decisions else None
    return ScopedService(
        scope_item_id=item.scope_item_id,
        ref=item.ref,
        service=item.service,
        cohort=item.cohort,
        status=item.status,
        opportunity=item.opportunity,
        localities=tuple(item.localities),
        why=last.rationale if last else item.rationale,
        evidence=tuple(item.evidence),
        engaged=tuple(item.engagements),
        consulted=tuple(item.consultations),
        linked_services=tuple(item.linked_services),
        phases=tuple(item.phases),
        deferred_until=item.deferred_until,
        decision_id=last.decision_id if last else None,
        decided_on=last.taken_on if last else None,
        budget_line=last.budget_line if last else None,
        no_budget_reason=last.no_budget_reason if last else None,
    )
