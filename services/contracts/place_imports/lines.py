"""Rows of files that wait to be worked off: written as a file comes in, deleted when its import is done."""

from collections.abc import AsyncIterator, Sequence
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Column, DateTime, Integer, Table, Text, Uuid, func
from sqlmodel import SQLModel

from services.contracts.files.records import Records, fields_of
from services.contracts.files.refusals import RowNotReadable
from services.contracts.files.taking import LinesTable, TakenIn, with_end
from services.contracts.place_imports.layouts import is_header
from shared.eventstore.database import Database

AT_ONCE = 500

_WAITING = """
SELECT row, record FROM place_import_lines WHERE place_import_id = $1 AND row > $2 ORDER BY row LIMIT $3
"""

_FORGET = """
DELETE FROM place_import_lines l WHERE taken_in_at < now() - make_interval(hours => $1) AND NOT EXISTS (
    SELECT 1 FROM place_imports i WHERE i.place_import_id = l.place_import_id AND i.status = 'running')
"""


lines_table = LinesTable(
    Table(
        "place_import_lines",
        SQLModel.metadata,
        Column("place_import_id", Uuid, primary_key=True),
        Column("row", Integer, primary_key=True),
        Column("record", Text, nullable=True),
        Column("taken_in_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )
)


async def take_in(database: Database, place_import_id: UUID, pieces: AsyncIterator[bytes]) -> TakenIn:
    """Write the rows of a file as it comes in, some at a time."""
    digest, size, rows = sha256(), 0, 0
    records = Records()
    waiting: list[tuple[UUID, int, str | None]] = []
    first = True
    async for piece, last in with_end(pieces):
        digest.update(piece)
        size += len(piece)
        for record in records.close() if last else records.feed(piece):
            text = _text(record)
            if first and text is not None and _names_columns(text):
                first = False
                continue
            first = False
            rows += 1
            waiting.append((place_import_id, rows, text))
        if len(waiting) >= AT_ONCE or last:
            await _write(database, waiting)
            waiting = []
    return TakenIn(sha256=digest.hexdigest(), size_bytes=size, rows=rows)


async def waiting_rows(
    database: Database, place_import_id: UUID, after: int, limit: int
) -> Sequence[tuple[int, str | None]]:
    """The next rows in their order; None for one that no text could be made of."""
    async with database.connection() as connection:
        found = await connection.fetch(_WAITING, place_import_id, after, limit)
    return [(one["row"], one["record"]) for one in found]


async def forget(database: Database, older_than_hours: int) -> None:
    """Delete what no running import waits for: of those done, and of files that never came to their end."""
    async with database.connection() as connection:
        await connection.execute(_FORGET, older_than_hours)


async def forget_import(database: Database, place_import_id: UUID) -> None:
    """Delete what waits under this id."""
    async with database.connection() as connection:
        await connection.execute("DELETE FROM place_import_lines WHERE place_import_id = $1", place_import_id)


async def _write(database: Database, waiting: Sequence[tuple[UUID, int, str | None]]) -> None:
    if not waiting:
        return
    async with database.connection() as connection:
        await connection.copy_records_to_table(
            "place_import_lines", records=waiting, columns=("place_import_id", "row", "record")
        )


def _text(record: bytes) -> str | None:
    try:
        text = record.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _names_columns(text: str) -> bool:
    try:
        return is_header(fields_of(text))
    except RowNotReadable:
        return False
