"""Programmes as people read them, across organisations, sides and localities."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.programmes.state import (
    Issue,
    LocalityStanding,
    Milestone,
    Programme,
    ProgrammeStatus,
    evolve,
)
from shared.events.contracts.alliance_agreements import AllianceParty
from shared.events.contracts.programmes import ProgrammeKind, Rag, ReviewDecision
from shared.folded import folded_view
from shared.views import ResourceRow, View


class ProgrammeRow(ResourceRow):
    """A programme; `rag` is what the leadership group said, but never green while a milestone is overdue.

    `bridges_sides`: commissioners and providers both take part. Null where nobody has reviewed it.
    """

    programme_id: UUID = Field(primary_key=True)
    ref: str
    title: str
    kind: ProgrammeKind = Field(sa_type=Text)
    aim: str
    status: ProgrammeStatus = Field(sa_type=Text)
    rag: Rag | None = Field(sa_type=Text)
    reviewed_rag: Rag | None = Field(sa_type=Text)
    reviewed_on: date | None
    narrative: str | None
    decisions: list[ReviewDecision] = Field(sa_type=JSONB)
    locality_standings: list[LocalityStanding] = Field(sa_type=JSONB)
    partners: list[AllianceParty] = Field(sa_type=JSONB)
    organisations: list[str] = Field(sa_type=ARRAY(Text))
    bridges_sides: bool
    localities: list[str] = Field(sa_type=ARRAY(Text))
    started_on: date | None
    closed_on: date | None
    outcome: str | None
    milestones: list[Milestone] = Field(sa_type=JSONB)
    overdue_milestones: int
    issues: list[Issue] = Field(sa_type=JSONB)
    open_issues: int

    @property
    def owners(self) -> Sequence[str]:
        """Those taking part now."""
        return self.organisations


class ProgrammeTable(ProgrammeRow, table=True):
    """The table behind it."""

    __tablename__ = "programmes"
    __table_args__ = (
        UniqueConstraint("ref", name="uq_programmes_ref"),
        Index("ix_programmes_parties", "parties", postgresql_using="gin"),
        Index("ix_programmes_status", "status", "programme_id"),
    )


def _derived(programme: Programme) -> Mapping[str, object]:
    overdue = sum(one.overdue for one in programme.milestones)
    reviewed = programme.reviewed_rag
    return {
        "rag": "amber" if overdue and reviewed == "green" else reviewed,
        "organisations": programme.organisations,
        "bridges_sides": len({one.side for one in programme.partners}) > 1,
        "overdue_milestones": overdue,
        "open_issues": sum(one.resolved_on is None for one in programme.issues),
    }


programme_view: View[ProgrammeRow] = folded_view(ProgrammeTable, ProgrammeRow, Programme, evolve, _derived)
