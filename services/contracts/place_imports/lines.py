"""Rows of published files that wait to be worked off."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from sqlalchemy import Column, Text

from services.contracts.files.records import Records, fields_of
from services.contracts.files.refusals import RowNotReadable
from services.contracts.files.waiting import Kept, TakenIn, WaitingRows
from services.contracts.place_imports.layouts import is_header
from shared.eventstore.database import Database

_WAITING = """
SELECT row, record FROM place_import_lines WHERE place_import_id = $1 AND row > $2 ORDER BY row LIMIT $3
"""

place_lines = WaitingRows("place_import", Column("record", Text, nullable=True))


async def take_in(database: Database, place_import_id: UUID, pieces: AsyncIterator[bytes]) -> TakenIn:
    """Write the rows of a file as it comes in, without those that name its columns."""
    return await place_lines.take_in(database, place_import_id, pieces, Records(), _kept)


async def waiting_rows(
    database: Database, place_import_id: UUID, after: int, limit: int
) -> Sequence[tuple[int, str | None]]:
    """The next rows in their order; None for one that no text could be made of."""
    async with database.connection() as connection:
        found = await connection.fetch(_WAITING, place_import_id, after, limit)
    return [(one["row"], one["record"]) for one in found]


def _kept(record: bytes, number: int) -> Kept | None:
    text = _text(record)
    return None if number == 0 and text is not None and _names_columns(text) else (text,)


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
