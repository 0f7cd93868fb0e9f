"""The stream of a gateway, served on a real socket."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from sqlmodel import SQLModel

from deploy.stack.postgres import Postgres
from services.gateway.stream.api import stream_router
from services.gateway.stream.streams import Streams
from services.gateway.stream.tail import Tail
from services.gateway.timeline.views import arrivals, timeline
from shared.eventstore.database import Database
from tests.kit.apps import Client
from tests.kit.stack import create_databases, remove_databases
from tests.kit.tokens import sign_user
from tests.services.gateway.serving import app_of, gateway_edge, serving
from tests.services.gateway.stream.world import World


@pytest.fixture
async def database(postgres: Postgres) -> AsyncIterator[Database]:
    made = (await create_databases(postgres, "gateway"))["gateway"]
    database = Database(made.owner_url, connections=6)
    await database.open()
    async with database.engine.begin() as connection:
        await connection.run_sync(
            lambda sync: SQLModel.metadata.create_all(sync, tables=[timeline.sql_table, arrivals.sql_table])
        )
    yield database
    await database.close()
    await remove_databases(postgres, [made])


@pytest.fixture
async def world(database: Database, keys: Path) -> AsyncIterator[World]:
    applied = asyncio.Condition()
    streams = Streams(Tail(database, applied), most=5, most_each=3, heartbeat_seconds=0.3)
    app = app_of(gateway_edge(keys), stream_router(streams))
    app.state.service = SimpleNamespace(now=lambda: datetime.now(UTC))
    app.state.streams = streams
    token = sign_user(keys, org="07L", roles=["COMMISSIONER"])
    async with serving(app) as url, httpx.AsyncClient(base_url=url) as http:
        yield World(app, url, database, applied, Client(http, token))
        await streams.stop()
