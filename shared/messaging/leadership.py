"""One of several replicas leads: whoever holds a session advisory lock of the service's database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.eventstore.database import Connection, Database

RELAY_LOCK = 7_265_002
"""One lock per database for the relay."""

STANDBY_SECONDS = 1.0


@asynccontextmanager
async def leading(database: Database, lock: int = RELAY_LOCK) -> AsyncIterator[Connection]:
    """Wait until this replica leads; gives the connection that holds the lock.

    Leadership ends with that connection, so what only a leader may write is written through it.
    """
    connection = await database.dedicated()
    try:
        await _take(connection, lock)
        yield connection
    finally:
        connection.terminate()


async def _take(connection: Connection, lock: int) -> None:
    while True:
        if await connection.fetchval("SELECT pg_try_advisory_lock($1)", lock):
            return
        await asyncio.sleep(STANDBY_SECONDS)
