"""Propositions as people read them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.propositions.state import Proposition, PropositionStatus, PropositionVersion, evolve
from shared.events.contracts.propositions import Contributor
from shared.folded import folded_view
from shared.views import ResourceRow


class PropositionRow(ResourceRow):
    """One proposition with all its versions; the last one is the newest."""

    proposition_id: UUID = Field(primary_key=True)
    title: str
    design_id: UUID
    status: PropositionStatus = Field(sa_type=Text)
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    lead: str
    contributors: list[Contributor] = Field(sa_type=JSONB)
    contributor_codes: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
    submit_by: date
    opened_on: date
    versions: list[PropositionVersion] = Field(sa_type=JSONB)
    submitted_on: date | None
    withdrawn_because: str | None

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners; what only the lead or a contributor may do, the rules ask for."""
        return self.commissioners


class PropositionTable(PropositionRow, table=True):
    """The table behind the propositions."""

    __tablename__ = "propositions"


proposition_view = folded_view(PropositionTable, PropositionRow, Proposition, evolve)
