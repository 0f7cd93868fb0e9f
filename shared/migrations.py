"""Schema migrations: the kernel's tables and the service's views, once, under a lock, then the grants."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import asyncpg
import sqlalchemy as sa
from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import AutoString

from shared.due import remake_timers, with_timers
from shared.eventstore.tables import READ_WRITE, grants, store_metadata
from shared.service import Card
from shared.views import HasTable

KERNEL_VERSIONS = Path(__file__).parent / "eventstore" / "versions"
MIGRATION_LOCK = 7_265_005


def config_of(card: Card) -> Config:
    """Alembic's configuration of one service, in code."""
    root = Path(__file__).parent.parent / "services" / card.name / "migrations"
    config = Config()
    config.set_main_option("script_location", str(root))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{KERNEL_VERSIONS}\n{root / 'versions'}")
    config.attributes["metadata"] = metadata_of(card.tables)
    return config


def metadata_of(tables: Iterable[HasTable]) -> sa.MetaData:
    """Every table a service has: the kernel's and its views'."""
    metadata = sa.MetaData()
    for table in (*store_metadata.tables.values(), *(one.sql_table for one in tables)):
        if table.name not in metadata.tables:
            table.to_metadata(metadata)
    return metadata


async def migrate(card: Card, owner_url: str, runtime_url: str) -> None:
    """Bring the database to the newest schema and let the service's own role in. Safe to run twice, or at once."""

    def upgrade(connection: sa.Connection) -> None:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        config = config_of(card)
        config.attributes["connection"] = connection
        command.upgrade(config, "heads")
        for statement in grant_statements(card.tables, urlsplit(runtime_url).username or ""):
            connection.execute(sa.text(statement))

    await _on(owner_url, upgrade)
    if with_timers(card.capabilities):
        # What falls due may follow other rules in this release than in the one before.
        owner = await asyncpg.connect(owner_url)
        try:
            await remake_timers(owner, card.capabilities)
        finally:
            await owner.close()


async def differences(card: Card, owner_url: str) -> list[Any]:
    """Where the models and the migrated database disagree; empty when the migrations are complete."""

    def compare(connection: sa.Connection) -> list[Any]:
        options = {"compare_type": True, "include_name": _ours}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata_of(card.tables)))

    found: list[Any] = await _on(owner_url, compare)
    return found


async def write_revision(card: Card, owner_url: str, message: str) -> None:
    """Write the next migration of a service: what the models have and its migrated database lacks."""

    def write(connection: sa.Connection) -> None:
        config = config_of(card)
        config.attributes["connection"] = connection
        command.upgrade(config, "heads")
        versions = Path(config.get_main_option("script_location") or "") / "versions"
        head = next((f"{card.name}@head" for _ in versions.glob("*.py")), "base")
        label = card.name if head == "base" else None
        number = f"{card.name}_{len(list(versions.glob('*.py'))) + 1:04d}"
        command.revision(
            config,
            message,
            autogenerate=True,
            head=head,
            branch_label=label,
            version_path=str(versions),
            rev_id=number,
        )

    await _on(owner_url, write)


async def _on(url: str, work: Callable[[sa.Connection], Any]) -> Any:
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1))
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def grant_statements(tables: Iterable[HasTable], role: str) -> Iterable[str]:
    """What the runtime role may do: append to the events, read and write the rest, create nothing."""
    for table in metadata_of(tables).tables:
        yield from grants_on(table, role)


def grants_on(table: str, role: str) -> Iterable[str]:
    """The same for one table."""
    quoted = '"' + role.replace('"', '""') + '"'
    yield f'REVOKE ALL ON "{table}" FROM {quoted}'
    yield f'GRANT {grants.get(table, READ_WRITE)} ON "{table}" TO {quoted}'


def _ours(name: str | None, kind: str, parents: object) -> bool:
    return not (kind == "table" and name == "alembic_version")


def run_environment() -> None:
    """The body of every service's Alembic environment."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection, target_metadata=context.config.attributes["metadata"], render_item=_plain_text
    )
    with context.begin_transaction():
        context.run_migrations()


def _plain_text(kind: str, item: object, autogenerate_context: object) -> str | Literal[False]:
    """A migration names SQLAlchemy's types alone, not SQLModel's."""
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False
