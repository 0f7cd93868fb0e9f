"""Figures, the signed contributions they are sums of, and how far each source has been seen."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, Text
from sqlmodel import Field, SQLModel

from services.gateway.alliance.tables import ReadTable


class FigureTable(SQLModel, table=True):
    """The sum of a figure's contributions, moved along in the transaction that writes them."""

    __tablename__ = "figures"
    __table_args__ = (Index("ix_figures_name_day", "name", "day"),)

    figure_id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    day: date | None
    amount: int = Field(sa_type=BigInteger)


class ContributionTable(SQLModel, table=True):
    """What one event added to one figure, or took from it; the event itself is in the timeline.

    The key finds the newest contributions of a figure first, however many there are.
    """

    __tablename__ = "contributions"

    figure_id: UUID = Field(primary_key=True)
    recorded_at: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    event_id: UUID = Field(primary_key=True)
    amount: int = Field(sa_type=BigInteger)


class SeenTable(SQLModel, table=True):
    """The newest event applied of each source."""

    __tablename__ = "alliance_sources"

    source: str = Field(primary_key=True, sa_type=Text)
    position: int = Field(sa_type=BigInteger)
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


figures = ReadTable(FigureTable)
contributions = ReadTable(ContributionTable)
seen = ReadTable(SeenTable)
