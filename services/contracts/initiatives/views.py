"""The register of initiatives as people read it."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.initiatives.state import (
    Initiative,
    InitiativeStatus,
    NetworkReached,
    PracticeReached,
    WorkforceStanding,
    evolve,
)
from shared.events.contracts.initiatives import InitiativeKind
from shared.folded import folded_view
from shared.kernel.money import share_bp
from shared.views import ResourceRow, View


class WorkforceFigure(WorkforceStanding):
    """With what was achieved of the plan in basis points; null where nothing was planned."""

    achieved_bp: int | None


class InitiativeRow(ResourceRow):
    """An initiative; `networks_now` are those taking part, `workforce_figures` the newest of each measure."""

    initiative_id: UUID = Field(primary_key=True)
    ref: str
    title: str
    kind: InitiativeKind = Field(sa_type=Text)
    purpose: str
    status: InitiativeStatus = Field(sa_type=Text)
    sponsors: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
    programme_id: UUID | None
    networks: list[NetworkReached] = Field(sa_type=JSONB)
    networks_now: list[str] = Field(sa_type=ARRAY(Text))
    practices: list[PracticeReached] = Field(sa_type=JSONB)
    practices_reached: int
    workforce: list[WorkforceStanding] = Field(sa_type=JSONB)
    workforce_figures: list[WorkforceFigure] = Field(sa_type=JSONB)
    ended_on: date | None

    @property
    def owners(self) -> Sequence[str]:
        """Its sponsors."""
        return self.sponsors


class InitiativeTable(InitiativeRow, table=True):
    """The table behind it."""

    __tablename__ = "initiatives"
    __table_args__ = (
        UniqueConstraint("ref", name="uq_initiatives_ref"),
        Index("ix_initiatives_parties", "parties", postgresql_using="gin"),
        Index("ix_initiatives_kind", "kind", "initiative_id"),
    )


def _derived(initiative: Initiative) -> Mapping[str, object]:
    return {
        "networks_now": [one.network for one in initiative.networks if one.until is None],
        "practices_reached": len(initiative.practices),
        "workforce_figures": [
            WorkforceFigure(**dict(one), achieved_bp=share_bp(one.actual, one.planned)) for one in initiative.workforce
        ],
    }


initiative_view: View[InitiativeRow] = folded_view(InitiativeTable, InitiativeRow, Initiative, evolve, _derived)
