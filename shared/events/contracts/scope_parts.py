"""The parts that events of the ACS's scope are made of."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Evidence, Name, Part, Prose

Sector = Literal[
    "primary", "community", "acute", "mental_health", "social_care", "public_health", "voluntary", "ambulance"
]
"""Social care is a sector like the others (R45)."""
Opportunity = Literal[
    "prevention",
    "intermediate_care",
    "better_care_fund",
    "learning_disabilities",
    "mental_health",
    "primary_care",
    "urgent_care",
    "planned_care",
    "other",
]
"""Where the alliance looks for opportunities (R104)."""
Decided = Literal["in_scope", "out_of_scope", "deferred"]
View = Literal["supportive", "neutral", "mixed", "opposed"]
Age = Annotated[int, Field(ge=0, le=130)]


class Cohort(Part):
    """Whom a service is for: by age in completed years, both ends inclusive, by condition and by where they live (R7).

    Without an end the ages are open on that side; without conditions everybody of that age is meant. The localities
    are those of the scope item, `area` narrows them in words.
    """

    name: Name
    age_from: Age | None = None
    age_to: Age | None = None
    conditions: tuple[Name, ...] = Field(default=(), max_length=50)
    area: Name | None = None


class LinkedService(Part):
    """A service outside the scope without which the one inside does not work, such as housing or welfare (R102)."""

    name: Name
    kind: Literal["housing", "welfare", "employment", "education", "leisure", "police", "other"]
    why: Prose


class StakeholderEngagement(Part):
    """A talk with a stakeholder, spoken of by group, organisation or seat, and the view it took (R3)."""

    party: Name
    engaged_on: date
    view: View
    said: Prose


class ExpertConsultation(Part):
    """What a subject-matter expert advised, spoken of by seat, such as "consultant cardiologist" (R4)."""

    expert: Name
    organisation: OrgCode | None = None
    field: Name
    consulted_on: date
    advice: Prose
    advises: Literal["in_scope", "out_of_scope", "unsure"]


class LocalityPhase(Part):
    """In which phase, counted from 1, and from which day a locality has the service in scope (R54)."""

    locality: Name
    phase: int = Field(ge=1, le=20)
    from_on: date


class BudgetLine(Part):
    """The line of a pool that pays for the service (R53)."""

    pool_id: UUID
    line: Name


class ScopeDecision(Part):
    """What was decided by which body and when, and on what: cohort, localities and evidence as they stood then.

    One of `budget_line` and `no_budget_reason` is given for what is in scope; `deferred_until` for what is deferred.
    """

    decided: Decided
    decision_id: UUID
    body_id: UUID
    taken_on: date
    rationale: Prose
    phases: tuple[LocalityPhase, ...]
    deferred_until: date | None
    budget_line: BudgetLine | None
    no_budget_reason: Prose | None
    cohort: Cohort
    localities: tuple[str, ...]
    evidence: tuple[Evidence, ...]
