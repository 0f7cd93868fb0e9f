"""How a file is taken in: its rows wait in a table until each has its outcome."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlalchemy import Table


@dataclass(frozen=True)
class LinesTable:
    """Not made from events: what a file says is kept only until each row has its outcome."""

    sql_table: Table


@dataclass(frozen=True)
class TakenIn:
    """A file that was taken in whole."""

    sha256: str
    size_bytes: int
    rows: int


async def with_end(pieces: AsyncIterator[bytes]) -> AsyncIterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last: an empty one that stands for the end."""
    async for piece in pieces:
        yield piece, False
    yield b"", True
