"""A store of an earlier version, with events in it, is chained by the migration and verifies ever after."""

from typing import Any
from urllib.parse import urlsplit

import asyncpg
import sqlalchemy as sa
from alembic import command
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.stack.databases import Database
from deploy.stack.postgres import Postgres
from services.contracts.app import card
from shared.eventstore.chain import START, link, said
from shared.migrations import config_of, grant_statements, migrate
from shared.verify.engine import verify_service
from tests.kit.stack import create_databases

EARLIER = """
INSERT INTO events (position, stream_id, version, event_id, type, schema_version, data, metadata, occurred_at,
                    recorded_at)
SELECT n, 'contract-' || lpad((n % 7)::text, 36, '0'), (n - 1) / 7 + 1, gen_random_uuid(), 'ContractActivated', 1,
       jsonb_build_object('n', n, 'ä', n / 8.0, 'big', 10::numeric ^ 20), '{"org": "07L"}', now(), now()
FROM generate_series(1, $1::int) n
"""
MANY = 2_345
"""More than the migration takes at once, and streams that do not end where it pauses."""


async def at_the_first_version(address: Database) -> None:
    def upgrade(connection: sa.Connection) -> None:
        config = config_of(card)
        config.attributes["connection"] = connection
        command.upgrade(config, "kernel_0001")
        for statement in grant_statements([], urlsplit(address.url).username or ""):
            if '"events"' in statement:
                connection.execute(sa.text(statement))

    engine = create_async_engine(address.owner_url.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.begin() as connection:
        await connection.run_sync(upgrade)
    await engine.dispose()


async def test_events_of_an_earlier_version_are_chained_by_the_migration(postgres: Postgres) -> None:
    address = (await create_databases(postgres, "contracts"))["contracts"]
    await at_the_first_version(address)
    owner: Any = await asyncpg.connect(address.owner_url)
    await owner.execute(EARLIER, MANY)
    await migrate(card, address.owner_url, address.url)
    first = await owner.fetchrow("SELECT * FROM events WHERE position = 1")
    names = ("event_id", "type", "schema_version", "data", "metadata", "occurred_at")
    what = said(*(first[name] for name in names))
    assert first["digest"] == link(START, 1, first["stream_id"], 1, what)
    assert not [one for one in await verify_service(card, address.url) if one.check == "chain"]
    await owner.execute("UPDATE events SET metadata = '{}' WHERE position IN (1, 2345)")
    found = [one for one in await verify_service(card, address.url) if one.check == "chain"]
    assert [one.position for one in found] == [1, 2345]
    await owner.close()
