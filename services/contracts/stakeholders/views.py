"""Stakeholders as people read them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.stakeholders.state import Position, Stakeholder, derived, evolve
from shared.events.contracts.stakeholders import StakeholderKind
from shared.folded import folded_view
from shared.views import ResourceRow


class StakeholderRow(ResourceRow):
    """One stakeholder; `stances` are those of today on its `topics`, `positions` all it has ever taken."""

    stakeholder_id: UUID = Field(primary_key=True)
    name: str
    kind: StakeholderKind = Field(sa_type=Text)
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
    positions: list[Position] = Field(sa_type=JSONB)
    stances: list[str] = Field(sa_type=ARRAY(Text))
    topics: list[str] = Field(sa_type=ARRAY(Text))

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners."""
        return self.commissioners


class StakeholderTable(StakeholderRow, table=True):
    """The table behind the stakeholders."""

    __tablename__ = "stakeholders"


stakeholder_view = folded_view(StakeholderTable, StakeholderRow, Stakeholder, evolve, derived)
