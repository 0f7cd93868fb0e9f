"""Connections to one service's PostgreSQL database."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

Connection = Any
"""asyncpg publishes no types: a connection or its stand-in from the pool."""


FROZEN = {"idle_in_transaction_session_timeout": "10s"}
"""A process that is frozen amid a transaction keeps its locks no longer than this: everybody else's writes wait for
them."""


BY_INDEX = {"enable_seqscan": "off"}
"""What is read on the hot paths is found by index: statistics may mislead the planner, above all where one stream is
most of a table."""


class StoreUnavailable(Exception):
    """The database cannot be reached, or did not answer in time: what it was told to write it may have written."""


UNREACHABLE = (
    OSError,
    asyncio.TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InvalidCatalogNameError,  # the database is lost, and not made anew yet
    asyncpg.InvalidAuthorizationSpecificationError,  # so are its roles
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the server said goodbye while a statement was on its way
    NoConnectionFree,
)
"""What a server that is gone, starting, stopping, full or slow shows itself as."""


def is_down(error: BaseException | None) -> bool:
    """Whether `error`, or what SQLAlchemy wrapped in it, is about the database and not about what was asked of it."""
    while error is not None:
        # asyncpg's interface errors are also told to those who pass it a wrong value.
        if isinstance(error, UNREACHABLE) and not isinstance(error, ValueError):
            return True
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            return True
        error = error.__cause__
    return False


class _Pooled(asyncpg.Connection):  # type: ignore[misc]  # asyncpg publishes no types
    """Nothing here changes a session beyond its transaction, so there is nothing to reset: a round trip less per use.

    An open transaction is still rolled back before the connection goes to somebody else.
    """

    def get_reset_query(self) -> str:
        """None."""
        return ""


class Database:
    """A bounded pool of asyncpg connections for the hot paths, and an engine for composed queries, over one URL."""

    def __init__(self, url: str, *, connections: int = 8, timeout_seconds: float = 10.0) -> None:
        self.url = url
        self._connections = connections
        self._timeout = timeout_seconds
        self._pool: Any = None
        self._engine: AsyncEngine | None = None

    async def open(self) -> None:
        """Connect lazily: nothing is asked of the server yet, so a service can start before its database."""
        self._pool = asyncpg.create_pool(
            self.url,
            connection_class=_Pooled,
            min_size=0,
            max_size=self._connections,
            command_timeout=self._timeout,
            timeout=self._timeout,
            server_settings=FROZEN | BY_INDEX,
        )
        await self._pool
        self._engine = create_async_engine(
            self.url.replace("postgresql://", "postgresql+asyncpg://", 1),
            pool_size=self._connections,
            max_overflow=0,
            pool_timeout=self._timeout,
            pool_pre_ping=False,
            # Composed queries are single reads: a transaction around each is two more round trips.
            isolation_level="AUTOCOMMIT",
            connect_args={"timeout": self._timeout, "command_timeout": self._timeout, "server_settings": FROZEN},
        )

    async def close(self) -> None:
        """Close both; bounded, because a dead server must not keep a service from stopping."""
        if self._engine is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._engine.dispose(), 5)
        if self._pool is not None:
            try:
                await asyncio.wait_for(self._pool.close(), 5)
            except TimeoutError:
                self._pool.terminate()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection of the pool; StoreUnavailable when there is none to be had or it breaks."""
        if self._pool is None:
            raise StoreUnavailable("the database is not open")
        try:
            async with self._pool.acquire(timeout=self._timeout) as connection:
                yield connection
        except Exception as broken:
            _raise_as_unavailable(broken)
            raise

    @asynccontextmanager
    async def composing(self) -> AsyncIterator[AsyncConnection]:
        """The same for queries composed with SQLAlchemy."""
        if self._engine is None:
            raise StoreUnavailable("the database is not open")
        try:
            async with self._engine.connect() as connection:
                yield connection
        except Exception as broken:
            _raise_as_unavailable(broken)
            raise

    async def dedicated(self, **settings: str) -> Connection:
        """A connection of one's own with server settings, for a lane of the writer or a lock held for long."""
        try:
            return await asyncpg.connect(
                self.url,
                timeout=self._timeout,
                command_timeout=self._timeout,
                server_settings={"application_name": f"acs-{os.getpid()}", **FROZEN, **settings},
            )
        except (*UNREACHABLE, asyncpg.PostgresError) as broken:
            raise StoreUnavailable(type(broken).__name__) from broken


def _raise_as_unavailable(broken: Exception) -> None:
    if is_down(broken):
        raise StoreUnavailable(type(broken).__name__) from broken
