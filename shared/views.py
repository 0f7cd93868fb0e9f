"""Views: tables made only from events, by one pure function that serves the writing, the rebuild and the past."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Text
from sqlmodel import Field, SQLModel

from shared.kernel.message import Event

E_co = TypeVar("E_co", bound=Event, covariant=True)
R = TypeVar("R", bound=SQLModel)
Key = UUID | str


@dataclass(frozen=True, slots=True)
class Recorded(Generic[E_co]):
    """One event of a stream as a view sees it. Position and storing time are left out: a view never depends on them."""

    event: E_co
    stream_id: str
    version: int
    event_id: UUID
    occurred_at: datetime
    actor: str
    org: str


class ResourceRow(SQLModel):
    """What every row that people read carries: its stream's version (the ETag), whom it concerns, when it changed."""

    version: int
    parties: list[str] = Field(sa_type=ARRAY(Text), description="Codes of the organisations this concerns")
    changed_at: datetime = Field(sa_type=DateTime(timezone=True))


def stream_key(recorded: Recorded[Event]) -> Sequence[Key]:
    """The key of a view with one row per stream: the uuid in the stream's name."""
    return (UUID(recorded.stream_id[-36:]),)


@dataclass(frozen=True)
class View(Generic[R]):
    """A table and the pure function that makes its rows.

    `row` is the shape of a row, `table` the same with a table behind it and one primary key column. `project`
    answers with the next row, None to delete it. `keys` names the rows an event touches; a row belongs to one
    stream for ever, which is what makes the stream's version guard it.
    """

    table: type[R]
    row: type[R]
    project: Callable[[R | None, Recorded[Any]], R | None]
    keys: Callable[[Recorded[Any]], Sequence[Key]] = stream_key

    @property
    def name(self) -> str:
        """The table's name."""
        return str(self.table.__tablename__)

    @property
    def key_column(self) -> str:
        """The name of the primary key column."""
        (column,) = self.table.__table__.primary_key.columns  # type: ignore[attr-defined]  # set by SQLModel
        return str(column.name)

    def fold(self, history: Sequence[Recorded[Any]]) -> R | None:
        """The row of a one-row-per-stream view after `history`: how it stood at a past moment."""
        row: R | None = None
        for recorded in history:
            row = self.project(row, recorded)
        return row
