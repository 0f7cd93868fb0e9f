"""Designs as people read them."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.design.journey import missing_for_mobilisation
from services.contracts.design.state import AcsDesign, DesignStatus, Stage, evolve
from shared.events.contracts.design_parts import (
    Confirmation,
    FunctionSplit,
    IntegrationModel,
    IntegrationOption,
    OnBothSides,
    OrganisationalForm,
    Selection,
)
from shared.folded import folded_view
from shared.views import ResourceRow, View


class AcsDesignRow(ResourceRow):
    """The design of an ACS; `model` is that of the option selected, `missing` what still keeps it from mobilisation.

    `strategic` is the strategic commissioning function, `alliance` the provider delivery alliance.
    """

    acs_design_id: UUID = Field(primary_key=True)
    ref: str
    name: str
    status: DesignStatus = Field(sa_type=Text)
    stage: Stage = Field(sa_type=Text)
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
    options: list[IntegrationOption] = Field(sa_type=JSONB)
    forms: list[OrganisationalForm] = Field(sa_type=JSONB)
    model: IntegrationModel | None = Field(sa_type=Text)
    option_selected: Selection | None = Field(sa_type=JSONB)
    form_selected: Selection | None = Field(sa_type=JSONB)
    selected_by: list[str] = Field(sa_type=ARRAY(Text))
    approved_on: date | None
    strategic: list[str] = Field(sa_type=ARRAY(Text))
    alliance: list[str] = Field(sa_type=ARRAY(Text))
    on_both: list[OnBothSides] = Field(sa_type=JSONB)
    splits: list[FunctionSplit] = Field(sa_type=JSONB)
    confirmations: list[Confirmation] = Field(sa_type=JSONB)
    confirmed_by: list[str] = Field(sa_type=ARRAY(Text))
    missing: list[str] = Field(sa_type=ARRAY(Text))
    mobilisation_began_on: date | None
    live_on: date | None

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners: they keep it, both sides see it."""
        return self.commissioners


class AcsDesignTable(AcsDesignRow, table=True):
    """The table behind the designs."""

    __tablename__ = "acs_designs"
    __table_args__ = (UniqueConstraint("ref", name="uq_acs_designs_ref"), Index("ix_acs_designs_stage", "stage"))


def _derived(design: AcsDesign) -> Mapping[str, object]:
    if design.stage is not Stage.DESIGN:
        return {"missing": []}
    confirmed = [one.item for one in design.confirmations]
    return {"missing": list(missing_for_mobilisation(design.status is DesignStatus.APPROVED, confirmed))}


acs_design_view: View[AcsDesignRow] = folded_view(AcsDesignTable, AcsDesignRow, AcsDesign, evolve, _derived)
