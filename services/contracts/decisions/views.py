"""Decisions as people read them, and the positions they make: one row per decision taken on a topic."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.decisions.state import Decision, DecisionStatus, evolve, open_actions
from shared.events.contracts.decisions import (
    CitedEvidence,
    DecisionAction,
    DecisionEvent,
    DecisionSuperseded,
    DecisionTaken,
    DeclaredConflict,
    Meeting,
    SeenEvidence,
)
from shared.folded import folded_view
from shared.views import Recorded, ResourceRow, View


class DecisionRow(ResourceRow):
    """A decision of a governance body. `evidence` is what was cited; `seen`, once taken, the same as it stood then.

    `number` counts the decisions taken on the topic; `supersedes` and `upholds` name the one before.
    """

    decision_id: UUID = Field(primary_key=True)
    localities: list[str] = Field(sa_type=ARRAY(Text))
    body_id: UUID
    body_ref: str
    convened_by: list[str] = Field(sa_type=ARRAY(Text))
    topic: str
    position: str
    matter: str
    title: str
    statement: str
    status: DecisionStatus = Field(sa_type=Text)
    number: int | None
    supersedes: UUID | None
    upholds: UUID | None
    superseded_by: UUID | None
    met_on: date | None
    meeting: Meeting | None = Field(sa_type=JSONB)
    conflicts: list[DeclaredConflict] = Field(sa_type=JSONB)
    evidence: list[CitedEvidence] = Field(sa_type=JSONB)
    seen: list[SeenEvidence] = Field(sa_type=JSONB)
    withheld_from: list[str] = Field(sa_type=ARRAY(Text))
    deferred_until: date | None
    reason: str | None
    actions: list[DecisionAction] = Field(sa_type=JSONB)
    actions_open: int
    actions_overdue: int
    proposed_by: str

    @property
    def owners(self) -> Sequence[str]:
        """Those who convene the body; everybody with a seat sees it, unless the papers are withheld."""
        return self.convened_by


class DecisionTable(DecisionRow, table=True):
    """The table behind the decisions."""

    __tablename__ = "decisions"
    __table_args__ = (
        Index("ix_decisions_topic", "topic"),
        Index("ix_decisions_body_id", "body_id"),
        Index("ix_decisions_actions_overdue", "actions_overdue"),
    )


decision_view = folded_view(DecisionTable, DecisionRow, Decision, evolve, open_actions)


class PositionRow(ResourceRow):
    """What a decision made the alliance hold on a topic, in the words of its position (R99).

    The one with the highest number on its topic stands.
    """

    decision_id: UUID = Field(primary_key=True)
    topic: str
    number: int
    position: str
    title: str
    body_id: UUID
    body_ref: str
    taken_on: date
    supersedes: UUID | None
    upholds: UUID | None
    superseded_by: UUID | None


class PositionTable(PositionRow, table=True):
    """The table behind the positions. Two decisions cannot come next on the same topic: one position stands."""

    __tablename__ = "positions"
    __table_args__ = (UniqueConstraint("topic", "number", name="uq_positions_topic_number"),)


def project_position(row: PositionRow | None, recorded: Recorded[DecisionEvent]) -> PositionRow | None:
    """The position's row after one more event; there is none before the decision is taken."""
    event = recorded.event
    changes = {"version": recorded.version, "changed_at": recorded.occurred_at}
    if isinstance(event, DecisionTaken):
        said = event.model_dump(include=set(PositionRow.model_fields))
        return PositionRow.model_validate(
            {**said, **changes, "taken_on": event.meeting.met_on, "superseded_by": None}, strict=False
        )
    if row is None:
        return None
    if isinstance(event, DecisionSuperseded):
        changes["superseded_by"] = event.superseded_by
    return row.model_copy(update=changes)


position_view: View[PositionRow] = View(table=PositionTable, row=PositionRow, project=project_position)
