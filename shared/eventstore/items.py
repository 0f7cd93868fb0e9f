"""What is handed to the writer, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event on its way into the store; `data` and `metadata` are JSON text."""

    event_id: UUID
    type: str
    schema_version: int
    data: str
    metadata: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class TableShape:
    """A view's table as SQL knows it; `columns` in the table's order, `key` among them."""

    name: str
    key: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowWrite:
    """A view's row as it will be: `row` is JSON text, None to delete the row of `key`."""

    table: TableShape
    key: str
    row: str | None


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """The first answer to an Idempotency-Key, kept with the events it answers for."""

    key: str
    fingerprint: str
    status: int
    body: str
    location: str | None
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class NewProgress:
    """An event of another stream whose effect this is: the inbox, the order and the gap detection in one row."""

    source: str
    stream_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Unless:
    """What must not be so at the moment of writing, whatever was known when it was decided.

    `sql` selects those of $1::text[] for which it is so; when `value` is among them, the item fails with `refusal`. So
    it does when an item before it in the same transaction asks something else about this value.
    """

    sql: str
    value: str
    refusal: Callable[[], Exception]


@dataclass(frozen=True, slots=True)
class Item:
    """Everything one command writes: all of it or nothing. `expected` is the version the decision was made at.

    `rebuilds`: how many rebuilds of views had been when the rows were read that these follow on; None where they follow
    on none.
    """

    stream_id: str
    expected: int
    events: tuple[NewEvent, ...] = ()
    rows: tuple[RowWrite, ...] = ()
    receipt: NewReceipt | None = None
    progress: NewProgress | None = None
    unless: Unless | None = None
    rebuilds: int | None = None


@dataclass(frozen=True, slots=True)
class Committed:
    """The position of the item's last event (of the store's, when it had none) and its stream's version now."""

    position: int
    version: int


class Overloaded(Exception):
    """The queue is full; try again shortly."""


class Contended(Exception):
    """Too many others write to the stream at the same time; try again shortly."""


class VersionConflict(Exception):
    """Since the decision was made somebody else wrote to the stream, or a view it rests on was rebuilt."""


class AlreadyAnswered(Exception):
    """There is a receipt for this Idempotency-Key."""


class RowTaken(Exception):
    """A unique constraint of a view said no; the capability knows which rule it stands for."""

    def __init__(self, constraint: str) -> None:
        super().__init__(constraint)
        self.constraint = constraint


class ProgressTaken(Exception):
    """The event this would be the effect of has been taken by somebody else."""


class Unwritable(Exception):
    """The database cannot hold a value, such as the NUL character in text."""
