"""Rows of files that wait to be worked off: written as a file comes in, deleted when its import is done."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, Integer, Table, Text, Uuid, func
from sqlmodel import SQLModel

from services.contracts.files.records import Records, fields_of
from services.contracts.files.refusals import FileWithoutRows, RowNotReadable
from services.contracts.files.taking import LinesTable, TakenIn, with_end
from services.contracts.imports.pieces import Elements
from services.contracts.imports.refusals import ColumnsMissing
from services.contracts.imports.register_csv import columns_of
from shared.events.contracts.imports import ContractLayout
from shared.eventstore.database import Database

HEADER = 0
"""The row under which the header of a CSV file waits."""
AT_ONCE_BYTES = 1024 * 1024

_WAITING = """
SELECT row, record, (SELECT max(o.row) FROM contract_import_lines o
    WHERE o.contract_import_id = $1 AND o.subject = l.subject AND l.subject <> '') AS last_of_subject, subject
FROM contract_import_lines l WHERE contract_import_id = $1 AND row > $2 ORDER BY row LIMIT $3
"""

_FORGET = """
DELETE FROM contract_import_lines l WHERE taken_in_at < now() - make_interval(hours => $1) AND NOT EXISTS (
    SELECT 1 FROM contract_imports i WHERE i.contract_import_id = l.contract_import_id AND i.status = 'running')
"""


contract_lines_table = LinesTable(
    Table(
        "contract_import_lines",
        SQLModel.metadata,
        Column("contract_import_id", Uuid, primary_key=True),
        Column("row", Integer, primary_key=True),
        Column("subject", Text, nullable=False),
        Column("record", Text, nullable=True),
        Column("taken_in_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Index("ix_contract_import_lines_subject", "contract_import_id", "subject"),
    )
)


class Line(NamedTuple):
    """A row that waits; `record` is None when no text could be made of it. Rows about one process share a subject."""

    row: int
    record: str | None
    last_of_subject: int | None
    subject: str


class Cutter(Protocol):
    """Cuts what comes in into records."""

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Those that are complete with this piece."""

    def close(self) -> Iterator[bytes]:
        """Those that are left."""


async def take_in(
    database: Database, contract_import_id: UUID, layout: ContractLayout, pieces: AsyncIterator[bytes]
) -> TakenIn:
    """Write the rows of a file as it comes in; raises what is wrong with the file as a whole."""
    digest, size = sha256(), 0
    cutter: Cutter = Records() if layout == "register_csv" else Elements()
    row = HEADER if layout == "register_csv" else HEADER + 1
    waiting: list[tuple[UUID, int, str, str | None]] = []
    held = 0
    async for piece, last in with_end(pieces):
        digest.update(piece)
        size += len(piece)
        for record in cutter.close() if last else cutter.feed(piece):
            text, subject = _csv(record, row) if layout == "register_csv" else _json(record)
            waiting.append((contract_import_id, row, subject, text))
            row, held = row + 1, held + len(record)
        if held >= AT_ONCE_BYTES or last:
            await _write(database, waiting)
            waiting, held = [], 0
    if row <= HEADER + 1:
        raise FileWithoutRows("The file holds no row." if size else "The file is empty.")
    return TakenIn(sha256=digest.hexdigest(), size_bytes=size, rows=row - 1)


def _csv(record: bytes, row: int) -> tuple[str | None, str]:
    try:
        text = record.decode("utf-8")
    except UnicodeDecodeError:
        text = record.decode("cp1252", errors="replace")  # as Excel saves it: the pound sign is one byte there
    if row == HEADER:
        try:
            columns_of(fields_of(text))
        except RowNotReadable as unreadable:
            raise ColumnsMissing(f"The first row of the file is to name its columns. {unreadable.detail}") from None
    return (None if "\0" in text else text), ""


def _json(record: bytes) -> tuple[str | None, str]:
    try:
        text = record.decode("utf-8")
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None, ""
    subject = str(said.get("ocid") or "").encode("utf-8", "replace").decode()
    return (None if "\0" in text else text), subject.replace("\0", "")[:200]


async def header_of(database: Database, contract_import_id: UUID) -> str:
    """The header of a CSV file."""
    async with database.connection() as connection:
        sql = "SELECT record FROM contract_import_lines WHERE contract_import_id = $1 AND row = 0"
        return str(await connection.fetchval(sql, contract_import_id))


async def waiting_lines(database: Database, contract_import_id: UUID, after: int, limit: int) -> Sequence[Line]:
    """The next rows in their order."""
    async with database.connection() as connection:
        return [Line(*found) for found in await connection.fetch(_WAITING, contract_import_id, after, limit)]


async def records_about(database: Database, contract_import_id: UUID, subject: str) -> Sequence[str]:
    """All rows of a file about one process."""
    async with database.connection() as connection:
        sql = (
            "SELECT record FROM contract_import_lines"
            " WHERE contract_import_id = $1 AND subject = $2 AND record IS NOT NULL ORDER BY row"
        )
        return [one["record"] for one in await connection.fetch(sql, contract_import_id, subject)]


async def forget_older(database: Database, hours: int) -> None:
    """Delete what no running import waits for: of those done, and of files that never came to their end."""
    async with database.connection() as connection:
        await connection.execute(_FORGET, hours)


async def forget_lines_of(database: Database, contract_import_id: UUID) -> None:
    """Delete what waits under this id."""
    async with database.connection() as connection:
        await connection.execute("DELETE FROM contract_import_lines WHERE contract_import_id = $1", contract_import_id)


async def _write(database: Database, waiting: Sequence[tuple[UUID, int, str, str | None]]) -> None:
    if not waiting:
        return
    async with database.connection() as connection:
        await connection.copy_records_to_table(
            "contract_import_lines", records=waiting, columns=("contract_import_id", "row", "subject", "record")
        )
