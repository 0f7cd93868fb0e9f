"""Governance bodies as people read them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.bodies.state import GovernanceBody, evolve
from shared.events.contracts.bodies import BodyKind, BodyOption, Seat, TermsOfReference
from shared.folded import folded_view
from shared.views import ResourceRow


class GovernanceBodyRow(ResourceRow):
    """A governance body with its terms of reference, its seats by term, and its options log. Days are inclusive.

    `editions` are the terms of reference adopted; the one that holds on a day is the last that took effect by then.
    """

    body_id: UUID = Field(primary_key=True)
    ref: str
    name: str
    kind: BodyKind = Field(sa_type=Text)
    parent_id: UUID | None
    localities: list[str] = Field(sa_type=ARRAY(Text))
    convened_by: list[str] = Field(sa_type=ARRAY(Text))
    established_on: date
    seats: list[Seat] = Field(sa_type=JSONB)
    editions: list[TermsOfReference] = Field(sa_type=JSONB)
    proposed: TermsOfReference | None = Field(sa_type=JSONB)
    proposed_by: str | None
    options: list[BodyOption] = Field(sa_type=JSONB)
    dissolved_on: date | None

    @property
    def owners(self) -> Sequence[str]:
        """Those who convene it; the organisations of its seats see it."""
        return self.convened_by


class GovernanceBodyTable(GovernanceBodyRow, table=True):
    """The table behind the bodies."""

    __tablename__ = "governance_bodies"
    __table_args__ = (
        UniqueConstraint("ref", name="uq_governance_bodies_ref"),
        Index("ix_governance_bodies_parent_id", "parent_id"),
    )


body_view = folded_view(GovernanceBodyTable, GovernanceBodyRow, GovernanceBody, evolve)
