"""Parts of what happens to a procurement: its route and legal basis, criteria, notices, marks (SI 2023/1348)."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.events.contracts.law import DirectAwardGround, Regime
from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import BasisPoints, Name, Part, Pence, Prose, Ref

ProcurementRoute = Literal[
    "direct_award_a",
    "direct_award_b",
    "direct_award_c",
    "most_suitable_provider",
    "competitive",
    "light_touch",
    "pa23_open",
    "pa23_competitive_flexible",
    "pa23_direct_award",
    "framework_calloff",
]
"""Ways of coming to a contract: of the PSR, of the PCR's light-touch regime, of the Procurement Act, of frameworks."""

KeyCriterion = Literal[
    "quality_and_innovation",
    "value",
    "integration_collaboration_and_sustainability",
    "access_inequalities_and_choice",
    "social_value",
]
"""SI 2023/1348 reg 5."""

NoticeKind = Literal[
    "market_engagement", "intended_approach", "transparency", "tender", "intention", "award", "abandon"
]
ProcurementStep = Literal["launch", "evaluation", "intention"]
ReviewOutcome = Literal["confirmed", "step_repeated", "abandoned"]


class Criterion(Part):
    """What the choice is made by, its weight in basis points; under the PSR also which key criterion it serves."""

    name: Name
    weight_bp: BasisPoints
    key_criterion: KeyCriterion | None = None


class ProcurementNotice(Part):
    """A notice as published; `due_on` is its last lawful day where there is one."""

    notice_id: UUID
    kind: NoticeKind
    reference: Ref
    published_on: date
    due_on: date | None = None


class RouteCircumstances(Part):
    """What the choice of a route rests on beside the service and its value; values are over the lifetime, in pence.

    `previous_value_pence` is that of the existing contract, with which the change is compared; `mini_competition` is
    for a call-off from a framework, `direct_award_ground` for the Procurement Act.
    """

    existing_providers: tuple[OrgCode, ...] = Field(default=(), max_length=50)
    only_capable_provider: bool = False
    unrestricted_patient_choice: bool = False
    satisfactory: bool = False
    materially_different: bool = False
    change_attributable_to_authority: bool = True
    previous_value_pence: Pence | None = None
    likely_to_identify_most_suitable: bool = True
    via_framework: bool = False
    mini_competition: bool = False
    direct_award_ground: DirectAwardGround | None = None


class LegalLimit(Part):
    """A limit the law sets, how far it was reached, in pence, and whether it was kept."""

    name: str
    limit_pence: int
    reached_pence: int
    inclusive: bool
    kept: bool
    source: str


class LegalNotice(Part):
    """A notice the law asks for; `before` says that it comes before the deed."""

    name: str
    due_on: date | None
    before: bool
    citation: str


class LegalBasis(Part):
    """What the rules engine answered, kept as evidence: decision support, no legal advice."""

    permitted: bool
    regime: Regime
    ground: str
    reasons: tuple[str, ...]
    limits: tuple[LegalLimit, ...]
    notices: tuple[LegalNotice, ...]
    citations: tuple[str, ...]
    advice: str


class Conflict(Part):
    """An interest somebody declared, by their seat and never by name, and how it is managed (SI 2023/1348 reg 21)."""

    seat: Name
    interest: Prose
    management: Prose
    excluded: bool


class CriterionMark(Part):
    """The mark for one criterion, in basis points of full marks."""

    criterion: Name
    mark_bp: BasisPoints


class ProviderMarks(Part):
    """The marks of one provider, one for each criterion."""

    provider: OrgCode
    marks: tuple[CriterionMark, ...] = Field(min_length=1, max_length=50)


class ProviderExclusion(Part):
    """A provider that was not marked, and why (SI 2023/1348 regs 19-20)."""

    provider: OrgCode
    reason: Prose


class ProviderResult(Part):
    """`points` are Σ weight × mark, at most 10^8, exact; equal points share a rank and the next rank is left out."""

    provider: OrgCode
    marks: tuple[CriterionMark, ...]
    points: Annotated[int, Field(ge=0, le=10**8)]
    rank: Annotated[int, Field(ge=1)]


class BidResult(Part):
    """What becomes known of one bid when the intention is published."""

    bid_id: UUID
    points: int | None
    rank: int | None
    successful: bool


class BidDocument(Part):
    """A document of a bid, and where it is kept."""

    title: Name
    uri: Annotated[str, Field(min_length=1, max_length=500)]


class AboutProcurement(Event):
    """What every event of a procurement says."""

    procurement_id: UUID
    ref: str
