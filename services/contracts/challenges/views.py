"""Challenges as people read them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.challenges.state import Challenge, ChallengeStatus, Debate, evolve
from shared.events.contracts.stakeholders import ChallengeMechanism, ChallengeSubject
from shared.folded import folded_view
from shared.views import ResourceRow


class ChallengeRow(ResourceRow):
    """One challenge; `overdue` says that an open one has passed its last day, or an answered one was late."""

    challenge_id: UUID = Field(primary_key=True)
    title: str
    status: ChallengeStatus = Field(sa_type=Text)
    stakeholder: str
    stakeholder_id: UUID | None
    subject: ChallengeSubject = Field(sa_type=Text)
    subject_id: UUID | None
    mechanism: ChallengeMechanism = Field(sa_type=Text)
    issue: str
    raised_on: date
    response_due_on: date
    commissioners: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))
    overdue: bool
    debates: list[Debate] = Field(sa_type=JSONB)
    answer: str | None
    closed_on: date | None
    closing_reason: str | None

    @property
    def owners(self) -> Sequence[str]:
        """Its commissioners."""
        return self.commissioners


class ChallengeTable(ChallengeRow, table=True):
    """The table behind the challenges."""

    __tablename__ = "challenges"
    __table_args__ = (Index("ix_challenges_status_due", "status", "response_due_on"),)


challenge_view = folded_view(ChallengeTable, ChallengeRow, Challenge, evolve)
