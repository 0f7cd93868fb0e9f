"""What can have happened to a service and its cohort on their way into the scope of the ACS (R3-R7, R20, R53, R54)."""

from typing import ClassVar
from uuid import UUID

from shared.events.contracts.scope_parts import (
    Cohort,
    ExpertConsultation,
    LinkedService,
    Opportunity,
    ScopeDecision,
    Sector,
    StakeholderEngagement,
)
from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Evidence
from shared.kernel.privacy import Confidential

DECIDED = {"in_scope": "in scope", "out_of_scope": "out of scope", "deferred": "deferred"}


class ScopeProposed(Event):
    """A service for a cohort was proposed for the ACS."""

    sentence: ClassVar[str] = "{service} for {cohort.name} was proposed for the ACS ({ref})"

    scope_item_id: UUID
    ref: str
    service: str
    sector: Sector
    opportunity: Opportunity
    cohort: Cohort
    localities: tuple[str, ...]
    commissioners: tuple[OrgCode, ...]
    providers: tuple[OrgCode, ...]
    rationale: str
    linked_services: tuple[LinkedService, ...]
    parties: tuple[OrgCode, ...]
    proposed_by: Confidential[str]


class ScopeRevised(Event):
    """What is proposed is another than before; all of it as it now is."""

    sentence: ClassVar[str] = "The proposal {ref} was revised: {service} for {cohort.name}"

    scope_item_id: UUID
    ref: str
    service: str
    sector: Sector
    opportunity: Opportunity
    cohort: Cohort
    localities: tuple[str, ...]
    rationale: str
    linked_services: tuple[LinkedService, ...]
    revised_by: Confidential[str]


class ScopeEvidenceAdded(Event):
    """Something the case for change rests on."""

    sentence: ClassVar[str] = "Evidence for {ref} was added: {evidence.kind}, {evidence.period}"

    scope_item_id: UUID
    ref: str
    evidence: Evidence


class StakeholderEngaged(Event):
    """A stakeholder was heard about a proposal (R3)."""

    sentence: ClassVar[str] = "{engagement.party} was engaged on {ref} on {engagement.engaged_on}: {engagement.view}"

    scope_item_id: UUID
    ref: str
    engagement: StakeholderEngagement


class ExpertConsulted(Event):
    """A subject-matter expert advised on a proposal (R4)."""

    sentence: ClassVar[str] = "{consultation.expert} was consulted on {ref} on {consultation.consulted_on}"

    scope_item_id: UUID
    ref: str
    consultation: ExpertConsultation


class ScopeDecided(Event):
    """A body decided whether the service is in scope, in which phase per locality, and why (R4, R5, R54)."""

    sentence: ClassVar[str] = "{service} for {decision.cohort.name} ({ref}) is {decision.decided}"

    scope_item_id: UUID
    ref: str
    service: str
    sector: Sector
    decision: ScopeDecision
    decided_by: Confidential[str]

    def tell(self) -> str:
        """The event in one sentence, what was decided in words."""
        words = DECIDED[self.decision.decided]
        until = f" until {self.decision.deferred_until}" if self.decision.deferred_until else ""
        return f"{self.service} for {self.decision.cohort.name} ({self.ref}) is {words}{until}"


class ScopeReturned(Event):
    """What was decided is open again: out of scope today may be in scope in five years (R20)."""

    sentence: ClassVar[str] = "{ref} is to be decided again: {reason}"

    scope_item_id: UUID
    ref: str
    reason: str


ScopeEvent = (
    ScopeProposed
    | ScopeRevised
    | ScopeEvidenceAdded
    | StakeholderEngaged
    | ExpertConsulted
    | ScopeDecided
    | ScopeReturned
)
