"""The timeline: one entry per event, saying what happened and whom it concerns, never who a patient is."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from services.gateway.alliance.tables import ReadTable


class TimelineEntry(SQLModel):
    """One event. `org` is the organisation that acted; `organisations` are those concerned, by ODS or GSS code."""

    event_id: UUID = Field(primary_key=True)
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
    occurred_at: datetime = Field(sa_type=DateTime(timezone=True))
    source: str = Field(sa_type=Text, description="The service it happened in")
    stream_id: str = Field(sa_type=Text)
    version: int
    type: str = Field(sa_type=Text)
    sentence: str = Field(sa_type=Text)
    org: str = Field(sa_type=Text)
    organisations: list[str] = Field(sa_type=ARRAY(Text))
    localities: list[str] = Field(sa_type=ARRAY(Text))


class TimelineTable(TimelineEntry, table=True):
    """The table behind the timeline."""

    __tablename__ = "timeline"
    __table_args__ = (
        Index("ix_timeline_recorded", "recorded_at", "event_id"),
        Index("ix_timeline_stream", "stream_id", "recorded_at", "event_id"),
        Index("ix_timeline_concerned", "organisations", "localities", postgresql_using="gin"),
    )


class ArrivalTable(SQLModel, table=True):
    """The order in which events came here: what a stream of server-sent events is resumed by."""

    __tablename__ = "arrivals"

    seq: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    event_id: UUID


timeline = ReadTable(TimelineTable)
arrivals = ReadTable(ArrivalTable)
