"""What can have happened to the design of an ACS, from its options until it is live (R6, R34-R39, R56, R101)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.events.contracts.design_parts import (
    Confirmation,
    FunctionSplit,
    IntegrationModel,
    IntegrationOption,
    OnBothSides,
    OrganisationalForm,
    Selection,
)
from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.privacy import Confidential


class DesignBegun(Event):
    """The design of an ACS began."""

    sentence: ClassVar[str] = "The design of {name} ({ref}) began"

    acs_design_id: UUID
    ref: str
    name: str
    commissioners: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    parties: tuple[OrgCode, ...]


class DesignOptionAdded(Event):
    """A level of integration that is considered."""

    sentence: ClassVar[str] = "{ref} considers {option.name}"

    acs_design_id: UUID
    ref: str
    option: IntegrationOption


class OrganisationalFormAdded(Event):
    """A structural form that is considered."""

    sentence: ClassVar[str] = "{ref} considers the form {form.name}"

    acs_design_id: UUID
    ref: str
    form: OrganisationalForm


class DesignOptionSelected(Event):
    """A body chose the level of integration."""

    sentence: ClassVar[str] = "{option_name} was selected for {ref} by the decision of {selection.taken_on}"

    acs_design_id: UUID
    ref: str
    option_name: str
    model: IntegrationModel
    selection: Selection
    selected_by: Confidential[str]


class OrganisationalFormSelected(Event):
    """A body chose the structural form."""

    sentence: ClassVar[str] = "The form {form_name} was selected for {ref} by the decision of {selection.taken_on}"

    acs_design_id: UUID
    ref: str
    form_name: str
    selection: Selection
    selected_by: Confidential[str]


class DesignApproved(Event):
    """Somebody else than who entered the selections approved the design."""

    sentence: ClassVar[str] = "The design {ref} was approved"

    acs_design_id: UUID
    ref: str
    approved_on: date
    approved_by: Confidential[str]


class SidesNamed(Event):
    """Who is on the side of strategic commissioning and who in the provider delivery alliance; all of them (R39)."""

    sentence: ClassVar[str] = "{ref}: strategic commissioning by {strategic}; provider delivery alliance of {alliance}"

    acs_design_id: UUID
    ref: str
    strategic: tuple[OrgCode, ...]
    alliance: tuple[OrgCode, ...]
    on_both: tuple[OnBothSides, ...]
    parties: tuple[OrgCode, ...]


class CommissioningFunctionsSplit(Event):
    """The whole of commissioning was split between the two sides (R38); both in basis points."""

    sentence: ClassVar[str] = (
        "{ref}: {strategic_bp} basis points of commissioning are strategic, {alliance_bp} lie with the alliance"
    )

    acs_design_id: UUID
    ref: str
    split: FunctionSplit
    strategic_bp: int
    alliance_bp: int


class MobilisationItemConfirmed(Event):
    """One of the three things that mobilisation waits for is there (R35)."""

    sentence: ClassVar[str] = "{ref}: {confirmation.item} confirmed by {confirmation.seat}, {confirmation.reference}"

    acs_design_id: UUID
    ref: str
    confirmation: Confirmation
    confirmed_by: Confidential[str]

    def tell(self) -> str:
        """The event in one sentence, the item in words."""
        item = self.confirmation.item.replace("_", " ")
        return f"{self.ref}: {item} confirmed by {self.confirmation.seat}, {self.confirmation.reference}"


class MobilisationBegun(Event):
    """From design to mobilisation (R34)."""

    sentence: ClassVar[str] = "{ref} is in mobilisation since {began_on}"

    acs_design_id: UUID
    ref: str
    began_on: date
    localities: tuple[str, ...]
    begun_by: Confidential[str]


class AcsWentLive(Event):
    """From mobilisation to live (R34)."""

    sentence: ClassVar[str] = "{ref} is live since {live_on}"

    acs_design_id: UUID
    ref: str
    live_on: date
    localities: tuple[str, ...]


DesignEvent = (
    DesignBegun
    | DesignOptionAdded
    | OrganisationalFormAdded
    | DesignOptionSelected
    | OrganisationalFormSelected
    | DesignApproved
    | SidesNamed
    | CommissioningFunctionsSplit
    | MobilisationItemConfirmed
    | MobilisationBegun
    | AcsWentLive
)
