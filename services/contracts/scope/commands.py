"""What can be asked of the scope of the ACS."""

from datetime import date
from uuid import UUID

from pydantic import Field

from services.contracts.decisions.citing import TakenDecision
from shared.events.contracts.scope_parts import (
    BudgetLine,
    Cohort,
    Decided,
    ExpertConsultation,
    LinkedService,
    LocalityPhase,
    Opportunity,
    Sector,
    StakeholderEngagement,
)
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Evidence, Name, Prose, Ref


class ReviseScopeBody(Body):
    """A service for a cohort in some localities, and why it belongs to the ACS."""

    service: Name
    sector: Sector
    opportunity: Opportunity = "other"
    cohort: Cohort
    localities: tuple[Name, ...] = Field(min_length=1, max_length=50)
    rationale: Prose
    linked_services: tuple[LinkedService, ...] = Field(default=(), max_length=20)


class ProposeScopeBody(ReviseScopeBody):
    """The same, with who commissions it and who provides it today."""

    ref: Ref
    commissioners: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    providers: tuple[OrgCode, ...] = Field(default=(), max_length=50)


class ProposeScope(ProposeScopeBody, Command):
    """Propose a service for the ACS; where the installation knows no locality every one is taken as known."""

    scope_item_id: UUID
    commissioner_kinds: dict[OrgCode, OrgKind]
    known_localities: frozenset[str]
    by: str


class ReviseScope(ReviseScopeBody, Command):
    """Propose it otherwise."""

    known_localities: frozenset[str]
    by: str


class AddScopeEvidenceBody(Body):
    """What the case rests on."""

    evidence: Evidence


class AddScopeEvidence(AddScopeEvidenceBody, Command):
    """Add evidence."""


class EngageStakeholderBody(Body):
    """Who was heard, when, and what they think."""

    engagement: StakeholderEngagement


class EngageStakeholder(EngageStakeholderBody, Command):
    """Record that a stakeholder was engaged."""

    today: date


class ConsultExpertBody(Body):
    """Which expert was asked, when, and what they advise."""

    consultation: ExpertConsultation


class ConsultExpert(ConsultExpertBody, Command):
    """Record that an expert was consulted."""

    today: date


class DecideScopeBody(Body):
    """What the body decided: for what is in scope a phase for each locality, and the budget line or why there is none.

    `decision_id` is the decision in the alliance's decision log.
    """

    decided: Decided
    decision_id: UUID
    rationale: Prose
    phases: tuple[LocalityPhase, ...] = Field(default=(), max_length=50)
    deferred_until: date | None = None
    budget_line: BudgetLine | None = None
    no_budget_reason: Prose | None = None


class DecideScope(DecideScopeBody, Command):
    """Record the decision; `taken` is what the decision log says of it."""

    taken: TakenDecision
    today: date
    by: str


class ReturnScopeItemBody(Body):
    """Why it is to be decided again."""

    reason: Name


class ReturnScopeItem(ReturnScopeItemBody, Command):
    """Open it again."""


class ReturnDeferred(Command):
    """The clock's wish, on the day until which it was deferred."""

    today: date


ScopeCommand = (
    ProposeScope
    | ReviseScope
    | AddScopeEvidence
    | EngageStakeholder
    | ConsultExpert
    | DecideScope
    | ReturnScopeItem
    | ReturnDeferred
)
