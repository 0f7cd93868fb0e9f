"""Tables that are written in bulk from a batch's effects."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Table
from sqlmodel import SQLModel


@dataclass(frozen=True)
class ReadTable:
    """A read model without a row function of its own."""

    table: type[SQLModel]

    @property
    def sql_table(self) -> Table:
        """The SQLAlchemy table."""
        table: Table = self.table.__table__  # type: ignore[attr-defined]  # set by SQLModel on table models
        return table

    @property
    def name(self) -> str:
        """As SQL knows it."""
        return self.sql_table.name

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """In the table's order."""
        return tuple(column.name for column in self.sql_table.columns)
