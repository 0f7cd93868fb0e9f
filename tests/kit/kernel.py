"""The kernel on a real database, without HTTP: store, writer and executor of the tally family."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
from uuid_utils import compat

from deploy.stack.databases import Database as Address
from shared.eventstore.codec import Catalogue, Meta
from shared.eventstore.database import Database
from shared.eventstore.store import EventStore
from shared.eventstore.writer import Writer
from shared.execute import Executor
from shared.kernel.message import Command, Event
from shared.migrations import grant_statements, metadata_of
from shared.views import View
from shared.wish import Done, ReceiptRequest, Wish
from tests.kit.family import OpenTally, tallies, tally_decider, tally_view

META = Meta(actor="tester", org="07L", correlation="test")


@dataclass(frozen=True)
class Kernel:
    """A store that is open for writing."""

    address: Address
    database: Database
    store: EventStore
    writer: Writer
    executor: Executor

    async def do(
        self, key: UUID, command: Command, *, expected: int | None = None, receipt: ReceiptRequest | None = None
    ) -> Done:
        """Execute a command on a tally."""
        wish = Wish(command, META, datetime.now(UTC), expected=expected, receipt=receipt)
        return await self.executor.execute(tallies, key, wish)

    async def opened(self, name: str | None = None) -> UUID:
        """A new tally."""
        key = compat.uuid7()
        await self.do(key, OpenTally(tally_id=key, name=name or str(key)))
        return key

    async def dump(self, table: str) -> list[str]:
        """Every row of a table as text, in order."""
        async with self.database.connection() as connection:
            found: list[Any] = await connection.fetch(f'SELECT row_to_json(t)::text AS row FROM "{table}" t')  # noqa: S608  # names of our own tables
        return sorted(record["row"] for record in found)


async def create_tables(address: Address, views: Sequence[View[Any]] = (tally_view,)) -> None:
    """The kernel's tables and those of the views, with the grants a migration gives."""
    engine = create_async_engine(address.owner_url.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.begin() as connection:
        await connection.run_sync(metadata_of(views).create_all)
        for statement in grant_statements(views, urlsplit(address.url).username or ""):
            await connection.execute(sa.text(statement))
    await engine.dispose()


@asynccontextmanager
async def running_kernel(
    address: Address, events: Sequence[type[Event]] = tally_decider.events
) -> AsyncIterator[Kernel]:
    """A kernel of its own on a database whose tables exist."""
    database = Database(address.url)
    await database.open()
    store = EventStore("tallies", database, Catalogue(events))
    writer = Writer(database)
    executor = Executor(store, writer)
    await writer.start()
    await executor.snapshots.start()
    try:
        yield Kernel(address, database, store, writer, executor)
    finally:
        await executor.snapshots.stop()
        await writer.stop()
        await database.close()


async def as_owner(address: Address) -> Any:
    """A connection of the owner."""
    return await asyncpg.connect(address.owner_url)
