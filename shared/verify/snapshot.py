"""One moment of a database, held still for as long as the verifying takes; the service goes on writing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from shared.eventstore.database import Connection

PAGE = 2_000


@asynccontextmanager
async def snapshot(url: str) -> AsyncIterator[Connection]:
    """A connection in a transaction that sees one moment and can write nothing."""
    connection = await asyncpg.connect(url, timeout=10, server_settings={"application_name": "acs-verify"})
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            yield connection
    finally:
        await connection.close(timeout=5)
