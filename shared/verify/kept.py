"""Daily digests as somebody outside has kept them: the JSON that a service gave, in one file."""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from shared.eventstore.days import DayDigest


class KeptDigestsUnreadable(Exception):
    """The file is none, or holds something else."""


class _Row(BaseModel):
    source: str
    day: date
    events: int
    last_position: int
    digest: str


class _Page(BaseModel):
    items: list[_Row]


_KEPT: TypeAdapter[_Page | list[_Page] | list[_Row]] = TypeAdapter(_Page | list[_Page] | list[_Row])


def read_kept(file: Path, source: str) -> list[DayDigest]:
    """What the file holds of a service: a page, a list of pages, or a list of rows, of one service or of several."""
    try:
        read = _KEPT.validate_json(file.read_bytes())
        pages = [read] if isinstance(read, _Page) else read
        rows = [row for part in pages for row in (part.items if isinstance(part, _Page) else [part])]
        return [
            DayDigest(row.day, row.events, row.last_position, bytes.fromhex(row.digest))
            for row in rows
            if row.source == source
        ]
    except OSError as trouble:
        raise KeptDigestsUnreadable(f"{file} cannot be read: {trouble.strerror}") from None
    except ValueError:  # pydantic's are ValueErrors too
        where = "/api/v1/operations/<service>/digests"
        raise KeptDigestsUnreadable(f"{file} holds no daily digests as {where} answers them") from None
