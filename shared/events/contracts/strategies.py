"""What can have happened to a contracting strategy: approaches appraised side by side, one approved (R11-R16)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from shared.events.contracts.law import Route
from shared.events.contracts.strategy_parts import (
    CaseForChange,
    Criterion,
    Legality,
    RoadmapStep,
    RouteAppraisal,
)
from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Pence
from shared.kernel.privacy import Confidential


class StrategyDrafted(Event):
    """A strategy was begun. `begins_on` is when the route would begin, `starts_on` when the services would.

    The estimated value is over the whole term, in pence. `priorities`: by what approaches are ranked, first first.
    """

    sentence: ClassVar[str] = "Contracting strategy {ref} was drafted: {title}"

    strategy_id: UUID
    ref: str
    title: str
    parties: tuple[OrgCode, ...]
    commissioners: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    service_lines: tuple[str, ...]
    cpv: tuple[str, ...]
    estimated_value_pence: Pence
    begins_on: date
    starts_on: date
    case: CaseForChange
    contract_ids: tuple[UUID, ...]
    priorities: tuple[Criterion, ...]
    supersedes: UUID | None
    proposed_by: Confidential[str]


class StrategyRevised(Event):
    """What a strategy rests on was written anew; appraisals of what it rested on before are set aside."""

    sentence: ClassVar[str] = "Contracting strategy {ref} was revised: version {case_version} of its case for change"

    strategy_id: UUID
    ref: str
    case_version: int = Field(ge=2)
    localities: tuple[str, ...]
    service_lines: tuple[str, ...]
    cpv: tuple[str, ...]
    estimated_value_pence: Pence
    begins_on: date
    starts_on: date
    case: CaseForChange
    priorities: tuple[Criterion, ...]
    proposed_by: Confidential[str]


class RouteAppraised(Event):
    """One approach was appraised: its legality as computed, VAT, time, risk and what it integrates."""

    sentence: ClassVar[str] = "Contracting strategy {ref}: {appraisal.route} was appraised"

    strategy_id: UUID
    ref: str
    appraisal: RouteAppraisal
    proposed_by: Confidential[str]

    def tell(self) -> str:
        """The event in one sentence: the route in words, and whether it would be lawful."""
        route, permitted = self.appraisal.route.replace("_", " "), self.appraisal.legality.permitted
        lawful = "would be lawful" if permitted else "would not be lawful"
        return f"Contracting strategy {self.ref}: {route} was appraised and {lawful}"


class StrategyApproved(Event):
    """A strategy was approved with the approach chosen, why, and the way there; its case for change is locked (R24).

    `legality` is as computed on that day; `compared` names the approaches that stood side by side.
    """

    sentence: ClassVar[str] = "Contracting strategy {ref} was approved: {route}"

    strategy_id: UUID
    ref: str
    title: str
    route: Route
    compared: tuple[Route, ...]
    rationale: str
    roadmap: tuple[RoadmapStep, ...]
    legality: Legality
    vat_irrecoverable_pence: Pence
    estimated_value_pence: Pence
    case_version: int
    supersedes: UUID | None
    delegation_id: UUID | None
    decision_id: UUID | None
    approved_on: date
    approved_by: Confidential[str]

    def tell(self) -> str:
        """The event in one sentence, the route in words."""
        return self.sentence.format(ref=self.ref, route=self.route.replace("_", " "))


class StrategySuperseded(Event):
    """A later strategy took its place."""

    sentence: ClassVar[str] = "Contracting strategy {ref} was superseded by {superseded_by_ref}"

    strategy_id: UUID
    ref: str
    superseded_by: UUID
    superseded_by_ref: str
    superseded_on: date


StrategyEvent = StrategyDrafted | StrategyRevised | RouteAppraised | StrategyApproved | StrategySuperseded
