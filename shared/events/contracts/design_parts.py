"""The parts that events of the ACS's design are made of."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.events.contracts.scope_parts import Sector
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import BasisPoints, Name, Part, Prose

IntegrationModel = Literal[
    "virtual_alliance",
    "partially_integrated_mcp",
    "fully_integrated_mcp",
    "pacs",
    "aco_icp",
    "lead_provider",
]
"""Multispecialty community provider, primary and acute care system, accountable care organisation (R6)."""
Extent = Literal["none", "partial", "full"]
FormKind = Literal[
    "contractual_joint_venture", "alliance_committee", "lead_provider", "corporate_joint_venture", "llp", "nhs_body"
]
Side = Literal["strategic", "alliance"]
"""The strategic commissioning function and the provider delivery alliance (R39)."""
MobilisationItem = Literal["indicative_budgets", "services_in_scope", "geography"]
Points = Annotated[tuple[Name, ...], Field(max_length=20)]


class SectorExtent(Part):
    """How far a sector is integrated under an option."""

    sector: Sector
    extent: Extent


class IntegrationOption(Part):
    """An option for the level of integration; `number` counts from 1, a sector not named is not integrated (R6)."""

    number: int = Field(ge=1)
    model: IntegrationModel
    name: Name
    extents: tuple[SectorExtent, ...]
    advantages: Points
    drawbacks: Points


class OrganisationalForm(Part):
    """An option for the structural form; `number` counts from 1 (R101)."""

    number: int = Field(ge=1)
    kind: FormKind
    name: Name
    advantages: Points
    drawbacks: Points


class Selection(Part):
    """Which option was chosen, by which decision of which body, and why (R56)."""

    number: int
    decision_id: UUID
    body_id: UUID
    taken_on: date
    rationale: Prose


class FunctionShare(Part):
    """How much of commissioning, in basis points, is which function on which side (R38)."""

    function: Name
    side: Side
    share_bp: BasisPoints


class FunctionSplit(Part):
    """A split of the whole of commissioning from a day on; shares add up to 10,000 basis points."""

    number: int = Field(ge=1)
    effective_on: date
    shares: tuple[FunctionShare, ...]


class OnBothSides(Part):
    """An organisation that commissions and provides, and why that is so (R39)."""

    org: OrgCode
    reason: Prose


class Confirmation(Part):
    """One of the three things mobilisation waits for: by which paper, by whose seat and when (R35)."""

    item: MobilisationItem
    reference: Name
    seat: Name
    confirmed_on: date
