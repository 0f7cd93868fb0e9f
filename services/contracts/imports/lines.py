"""Rows of files about contracts that wait to be worked off; those about one process share a subject."""

import json
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Column, Index, Text

from services.contracts.files.records import Records, fields_of
from services.contracts.files.refusals import FileWithoutRows, RowNotReadable
from services.contracts.files.waiting import Kept, TakenIn, WaitingRows
from services.contracts.imports.pieces import Elements
from services.contracts.imports.refusals import ColumnsMissing
from services.contracts.imports.register_csv import columns_of
from shared.events.contracts.imports import ContractLayout
from shared.eventstore.database import Database

HEADER = 0
"""The row under which the header of a CSV file waits."""

_WAITING = """
SELECT row, record, (SELECT max(o.row) FROM contract_import_lines o
    WHERE o.contract_import_id = $1 AND o.subject = l.subject AND l.subject <> '') AS last_of_subject, subject
FROM contract_import_lines l WHERE contract_import_id = $1 AND row > $2 ORDER BY row LIMIT $3
"""

contract_lines = WaitingRows(
    "contract_import",
    Column("subject", Text, nullable=False),
    Column("record", Text, nullable=True),
    Index("ix_contract_import_lines_subject", "contract_import_id", "subject"),
)


class Line(NamedTuple):
    """A row that waits; `record` is None when no text could be made of it."""

    row: int
    record: str | None
    last_of_subject: int | None
    subject: str


async def take_in(
    database: Database, contract_import_id: UUID, layout: ContractLayout, pieces: AsyncIterator[bytes]
) -> TakenIn:
    """Write the rows of a file as it comes in; raises what is wrong with the file as a whole."""
    if layout == "register_csv":
        taken = await contract_lines.take_in(database, contract_import_id, pieces, Records(), _csv, first_row=HEADER)
    else:
        taken = await contract_lines.take_in(database, contract_import_id, pieces, Elements(), _json)
    if taken.rows < 1:
        raise FileWithoutRows("The file holds no row." if taken.size_bytes else "The file is empty.")
    return taken


def _csv(record: bytes, number: int) -> Kept:
    try:
        text = record.decode("utf-8")
    except UnicodeDecodeError:
        text = record.decode("cp1252", errors="replace")  # as Excel saves it: the pound sign is one byte there
    if number == 0:
        try:
            columns_of(fields_of(text))
        except RowNotReadable as unreadable:
            raise ColumnsMissing(f"The first row of the file is to name its columns. {unreadable.detail}") from None
    return "", None if "\0" in text else text


def _json(record: bytes, number: int) -> Kept:
    try:
        text = record.decode("utf-8")
        said = json.loads(text)
    except (ValueError, RecursionError):
        return "", None
    subject = str(said.get("ocid") or "").encode("utf-8", "replace").decode()
    return subject.replace("\0", "")[:200], None if "\0" in text else text


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
