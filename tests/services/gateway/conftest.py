"""The read models on a real PostgreSQL, empty for each test."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from deploy.stack.databases import Database as Address
from deploy.stack.postgres import Postgres
from services.gateway.alliance.storing import READ_MODELS
from shared.eventstore.database import Database
from shared.migrations import migrate
from shared.service import Card
from tests.kit.stack import create_databases

GATEWAY = Card(name="gateway", title="The gateway's read models", read_models=READ_MODELS)


@pytest.fixture(scope="session")
async def gateway_address(postgres: Postgres) -> Address:
    """A migrated database of a gateway."""
    address = (await create_databases(postgres, "gateway"))["gateway"]
    await migrate(GATEWAY, address.owner_url, address.url)
    return address


@pytest.fixture
async def database(gateway_address: Address) -> AsyncIterator[Database]:
    """The gateway's database as the gateway uses it, with nothing in it."""
    owner = await asyncpg.connect(gateway_address.owner_url)
    names = ", ".join(f'"{one.sql_table.name}"' for one in READ_MODELS)
    await owner.execute(f"TRUNCATE {names}, progress, parked, checkpoints")
    await owner.close()
    database = Database(gateway_address.url)
    await database.open()
    yield database
    await database.close()
