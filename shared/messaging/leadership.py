"""One of several replicas leads: whoever holds a session advisory lock of the service's database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import structlog

from shared.eventstore.database import UNREACHABLE, Connection, Database

RELAY_LOCK = 7_265_002
"""One lock per database for the relay."""

STANDBY_SECONDS = 1.0
LEASE_SECONDS = 10
"""The server ends the lead of whom it has not heard from for so long: a frozen process keeps nobody from leading."""

log = structlog.get_logger()


class Lease:
    """The lead, held by one connection; it is over when that is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()

    @property
    def is_over(self) -> bool:
        """Whether somebody else may lead by now."""
        return bool(self._connection.is_closed())

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """The connection, in turns with the signs of life. What only a leader may write is written through it."""
        async with self._turn:
            yield self._connection

    async def keep(self) -> None:
        """Show the server that we are alive, until the connection breaks."""
        try:
            while not self.is_over:
                async with self.connection() as connection:
                    await connection.execute("SELECT 1")
                await asyncio.sleep(LEASE_SECONDS / 5)
        except (*UNREACHABLE, asyncpg.PostgresError) as broken:
            log.warning("the lead is lost", reason=type(broken).__name__)
            self._connection.terminate()


@asynccontextmanager
async def leading(database: Database, lock: int = RELAY_LOCK) -> AsyncIterator[Lease]:
    """Wait until this replica leads."""
    connection = await database.dedicated(idle_session_timeout=f"{LEASE_SECONDS}s")
    lease = Lease(connection)
    keeping: asyncio.Task[None] | None = None
    try:
        await _take(connection, lock)
        keeping = asyncio.create_task(lease.keep(), name="signs of life")
        yield lease
    finally:
        if keeping is not None:
            keeping.cancel()
        connection.terminate()


async def _take(connection: Connection, lock: int) -> None:
    while True:
        if await connection.fetchval("SELECT pg_try_advisory_lock($1)", lock):
            return
        await asyncio.sleep(STANDBY_SECONDS)
