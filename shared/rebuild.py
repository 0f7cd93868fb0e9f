"""Rebuilding a view from all its events, into a second table while the service goes on, swapped at the end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from shared import due
from shared.capability import Capability
from shared.eventstore.database import Connection
from shared.eventstore.statements import APPEND_LOCK, delete, gone, upsert
from shared.eventstore.store import EventStore
from shared.migrations import grants_on
from shared.views import Key, View

SCHEMA = "rebuild"
BATCH = 2_000
REBUILD_LOCK = 7_265_003

_NOTE = """
INSERT INTO rebuilds (number, view, rebuilt_at)
SELECT coalesce(max(number), 0) + 1, $1, clock_timestamp() FROM rebuilds
"""

Report = Callable[[int, int], None]
"""How far a rebuild is: events read, events there are, of those that concern the view."""


@dataclass(frozen=True)
class Rebuilt:
    """What came of it: `differing` rows were not as before, which should be none unless the projection changed."""

    view: str
    events: int
    rows: int
    differing: int


class Rebuild:
    """One view of one capability."""

    def __init__(self, store: EventStore, capability: Capability, view: View[Any], runtime_url: str) -> None:
        self._store = store
        self._view = view
        self._types = [event.__name__ for event in capability.decider.events]
        self._role = urlsplit(runtime_url).username or ""
        self._read = self._total = 0

    async def run(self, owner: Connection, report: Report) -> Rebuilt:
        """Rebuild on a connection of the owner; the service may write all the while."""
        await owner.execute(f"SELECT pg_advisory_lock({REBUILD_LOCK})")
        try:
            await create_beside(owner, self._view.sql_table)
            # From here on the view's own name means the table that is being built.
            await owner.execute(f"SET search_path TO {SCHEMA}, public")
            sql = "SELECT count(*) FROM events WHERE type = ANY($1)"
            self._total, position = await owner.fetchval(sql, self._types), 0
            while True:
                following = await self._advance(owner, position, report)
                if following == position:
                    break
                position = following
            async with owner.transaction(isolation="repeatable_read"):
                # One moment of the live view, which goes on, is compared.
                position = await self._advance(owner, position, report, limit=None)
                rebuilt = await self._compare(owner)
            async with owner.transaction():
                # Nobody appends while the last events are taken in and the tables change places.
                await owner.execute(f"SELECT pg_advisory_xact_lock({APPEND_LOCK})")
                await self._advance(owner, position, report, limit=None)
                await self._swap(owner)
            return rebuilt
        finally:
            await owner.execute("RESET search_path")
            await owner.execute(f"DROP TABLE IF EXISTS {SCHEMA}.{self._view.shape.name}")
            await owner.execute(f"SELECT pg_advisory_unlock({REBUILD_LOCK})")

    async def _advance(self, owner: Connection, position: int, report: Report, limit: int | None = BATCH) -> int:
        sql = "SELECT * FROM events WHERE position > $1 AND type = ANY($2) ORDER BY position LIMIT $3"
        records = await owner.fetch(sql, position, self._types, limit)
        if not records:
            return position
        await self._apply(owner, records)
        self._read += len(records)
        report(self._read, max(self._read, self._total))
        return int(records[-1]["position"])

    async def _apply(self, owner: Connection, records: Sequence[Any]) -> None:
        try:
            async with owner.transaction():
                await self._project(owner, records)
        except asyncpg.UniqueViolationError:
            # A unique value that passed from row to row within the batch: take the events one at a time.
            for record in records:
                await self._project(owner, [record])

    async def _project(self, owner: Connection, records: Sequence[Any]) -> None:
        view = self._view
        recorded = [self._store.recorded(record) for record in records]
        keys = [list(view.keys(one)) for one in recorded]
        rows = await self._existing(owner, {key for touched in keys for key in touched})
        for one, touched in zip(recorded, keys, strict=True):
            for key in touched:
                rows[key] = view.project(rows.get(key), one)
        kept = [row.model_dump_json() for row in rows.values() if row is not None]
        removed = [gone(view.shape, str(key)) for key, row in rows.items() if row is None]
        if kept:
            await owner.execute(upsert(view.shape, "$1"), f"[{','.join(kept)}]")
        if removed:
            await owner.execute(delete(view.shape, "$1"), f"[{','.join(removed)}]")

    async def _existing(self, owner: Connection, keys: set[Key]) -> dict[Key, Any]:
        shape = self._view.shape
        found = await owner.fetch(
            f'SELECT row_to_json(t)::text AS row FROM {SCHEMA}."{shape.name}" t '  # noqa: S608  # our own names
            f'WHERE "{shape.key}" = ANY($1::text[]::{self._view.key_type}[])',
            [str(key) for key in keys],
        )
        rows = [self._view.read(record["row"]) for record in found]
        return {getattr(row, shape.key): row for row in rows}

    async def _compare(self, owner: Connection) -> Rebuilt:
        shape = self._view.shape
        return await compared(owner, shape.name, shape.columns, self._read)

    async def _swap(self, owner: Connection) -> None:
        name = self._view.shape.name
        await owner.execute("SET LOCAL search_path TO public; SET LOCAL lock_timeout TO '5s'")
        await owner.execute(f'DROP TABLE public."{name}"')
        await owner.execute(f'ALTER TABLE {SCHEMA}."{name}" SET SCHEMA public')
        for statement in grants_on(name, self._role):
            await owner.execute(statement)
        await owner.execute(_NOTE, name)


async def create_beside(owner: Connection, live: sa.Table) -> None:
    """An empty table like `live` in the schema of rebuilds, constraints and indexes under the same names."""
    table = live.to_metadata(sa.MetaData(), schema=SCHEMA)
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    await owner.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    await owner.execute(f'DROP TABLE IF EXISTS {SCHEMA}."{table.name}"')
    await owner.execute(str(sa.schema.CreateTable(table).compile(dialect=dialect)))
    for index in table.indexes:
        await owner.execute(str(sa.schema.CreateIndex(index).compile(dialect=dialect)))


async def compared(owner: Connection, name: str, columns: Sequence[str], events: int) -> Rebuilt:
    """The table as it was and as it was built from `events` events, row by row."""
    # By name: a column added by a later migration stands last there, and in its place here.
    names = ", ".join(f'"{column}"' for column in columns)
    live, built = (f'SELECT {names} FROM {schema}."{name}"' for schema in ("public", SCHEMA))  # noqa: S608  # our own names
    one_way, other_way = f"{live} EXCEPT ALL {built}", f"{built} EXCEPT ALL {live}"
    differing = await owner.fetchval(f"SELECT count(*) FROM (({one_way}) UNION ALL ({other_way})) d")  # noqa: S608  # our own names
    rows = await owner.fetchval(f'SELECT count(*) FROM {SCHEMA}."{name}"')  # noqa: S608  # our own names
    return Rebuilt(name, events, rows, differing)


async def rebuild_views(
    store: EventStore,
    capabilities: Sequence[Capability],
    owner_url: str,
    runtime_url: str,
    report: Callable[[str, int, int], None],
    only: str | None = None,
) -> list[Rebuilt]:
    """Rebuild all views of the capabilities, or the one named `only`, one after another; then the timers."""
    done = []
    owner = await asyncpg.connect(owner_url, command_timeout=600)
    try:
        for capability in capabilities:
            for view in capability.views:
                if only in (None, view.shape.name):
                    name = view.shape.name
                    rebuild = Rebuild(store, capability, view, runtime_url)
                    done.append(await rebuild.run(owner, lambda read, total, name=name: report(name, read, total)))  # type: ignore[misc]  # name is bound early on purpose
        if only in (None, due.SHAPE.name) and due.with_timers(capabilities):
            done.append(Rebuilt(due.SHAPE.name, 0, *await due.remake_timers(owner, capabilities)))
    finally:
        await owner.close()
    return done
