"""Views: tables made only from events, by one pure function that serves the writing, the rebuild and the past."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import DateTime, Table, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from shared.eventstore.items import RowWrite, TableShape
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


class HasTable(Protocol):
    """Something kept in a table of its own, such as a view."""

    @property
    def sql_table(self) -> Table:
        """The SQLAlchemy table."""
        ...


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

    @cached_property
    def shape(self) -> TableShape:
        """The table as SQL knows it."""
        table = self.sql_table
        (key,) = table.primary_key.columns
        return TableShape(table.name, key.name, tuple(column.name for column in table.columns))

    @cached_property
    def key_type(self) -> str:
        """The type of its key, as PostgreSQL names it."""
        kind: str = self.sql_table.c[self.shape.key].type.compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
        return kind

    @property
    def sql_table(self) -> Table:
        """The SQLAlchemy table, for queries and migrations."""
        table: Table = self.table.__table__  # type: ignore[attr-defined]  # set by SQLModel on table models
        return table

    def write(self, key: Key, row: R | None) -> RowWrite:
        """The writing of one row, or of its absence."""
        return RowWrite(self.shape, str(key), None if row is None else row.model_dump_json())

    def read(self, stored: str) -> R:
        """A row from its JSON text."""
        # What model_validate does, but from the text itself: made of Python objects it takes three times as long.
        row: R = self.row.__pydantic_validator__.validate_json(
            stored, strict=False, self_instance=self.row.__new__(self.row)
        )
        return row

    def fold(self, history: Sequence[Recorded[Any]]) -> R | None:
        """The row of a one-row-per-stream view after `history`: how it stood at a past moment."""
        row: R | None = None
        for recorded in history:
            row = self.project(row, recorded)
        return row
