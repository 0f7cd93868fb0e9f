"""Where the rows of a file wait to be worked off: written as it comes in, deleted when its import is done."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from sqlalchemy import Column, DateTime, Integer, Table, Uuid, func
from sqlalchemy.schema import SchemaItem
from sqlmodel import SQLModel

from shared.eventstore.database import Database

AT_ONCE_BYTES = 1024 * 1024

Kept = Sequence[str | None]
"""What is kept of a row, in the order of the columns."""


class Cutter(Protocol):
    """Cuts what comes in into records."""

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Those that are complete with this piece."""

    def close(self) -> Iterator[bytes]:
        """Those that are left."""


@dataclass(frozen=True)
class TakenIn:
    """A file that was taken in whole."""

    sha256: str
    size_bytes: int
    rows: int


class WaitingRows:
    """Not made from events: what a file says is kept only until each row has its outcome.

    `import_name` is the one of an import, in the singular: `place_import` has its rows in `place_import_lines`, under
    the `place_import_id` of a row of `place_imports`. `columns` are those of what is kept.
    """

    def __init__(self, import_name: str, *columns: SchemaItem) -> None:
        self._key = f"{import_name}_id"
        self._imports = f"{import_name}s"
        self._kept = tuple(column.name for column in columns if isinstance(column, Column))
        self.sql_table = Table(
            f"{import_name}_lines",
            SQLModel.metadata,
            Column(self._key, Uuid, primary_key=True),
            Column("row", Integer, primary_key=True),
            *columns,
            Column("taken_in_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        )

    async def take_in(
        self,
        database: Database,
        import_id: UUID,
        pieces: AsyncIterator[bytes],
        cutter: Cutter,
        read: Callable[[bytes, int], Kept | None],
        first_row: int = 1,
    ) -> TakenIn:
        """Write the rows of a file as it comes in, some at a time.

        `read` says what is to be kept of a record, of which it is told the number from 0 on; None leaves it out. Raises
        what these raise.
        """
        digest, size, row, number, held = sha256(), 0, first_row, 0, 0
        waiting: list[tuple[object, ...]] = []
        async for piece, last in _with_end(pieces):
            digest.update(piece)
            size += len(piece)
            for record in cutter.close() if last else cutter.feed(piece):
                if (kept := read(record, number)) is not None:
                    waiting.append((import_id, row, *kept))
                    row, held = row + 1, held + len(record)
                number += 1
            if held >= AT_ONCE_BYTES or last:
                await self._write(database, waiting)
                waiting, held = [], 0
        return TakenIn(sha256=digest.hexdigest(), size_bytes=size, rows=row - 1)

    async def forget_older(self, database: Database, hours: int) -> None:
        """Delete what no running import waits for: of those done, and of files that never came to their end."""
        sql = (
            f"DELETE FROM {self.sql_table.name} l WHERE taken_in_at < now() - make_interval(hours => $1)"  # noqa: S608  # our own names
            f" AND NOT EXISTS (SELECT 1 FROM {self._imports} i WHERE i.{self._key} = l.{self._key}"
            " AND i.status = 'running')"
        )
        async with database.connection() as connection:
            await connection.execute(sql, hours)

    async def forget(self, database: Database, import_id: UUID) -> None:
        """Delete what waits under this id."""
        sql = f"DELETE FROM {self.sql_table.name} WHERE {self._key} = $1"  # noqa: S608  # our own names
        async with database.connection() as connection:
            await connection.execute(sql, import_id)

    async def _write(self, database: Database, waiting: Sequence[tuple[object, ...]]) -> None:
        if not waiting:
            return
        columns = (self._key, "row", *self._kept)
        async with database.connection() as connection:
            await connection.copy_records_to_table(self.sql_table.name, records=waiting, columns=columns)


async def _with_end(pieces: AsyncIterator[bytes]) -> AsyncIterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last: an empty one that stands for the end."""
    async for piece in pieces:
        yield piece, False
    yield b"", True
