"""While PostgreSQL is away every read says 503 and when to come again, and readiness says not ready."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

from deploy.stack.postgres import Postgres
from services.contracts.app import build, card
from tests.kit.apps import RunningApp, running_app
from tests.kit.stack import create_databases, embedded_postgres


@pytest.fixture
async def away(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Postgres]:
    with TemporaryDirectory(prefix="acs-tests-") as directory:
        server = embedded_postgres(Path(directory))
        await asyncio.to_thread(server.start)
        yield server
        await asyncio.to_thread(server.stop)


@pytest.fixture
async def contracts(away: Postgres, keys: Path) -> AsyncIterator[RunningApp]:
    database = (await create_databases(away, "contracts"))["contracts"]
    async with running_app(card, build, keys, database) as running:
        yield running


async def test_every_answer_is_503_until_it_is_back(contracts: RunningApp, away: Postgres) -> None:
    client = contracts.client("COMMISSIONER")
    paths = ("/contracts", f"/contracts/{uuid4()}", "/readyz")
    assert (await client.get("/contracts")).status == 200
    for harm in (away.stop, away.kill):
        await asyncio.to_thread(harm)
        for path in paths * 2:
            answer = await client.get(path)
            assert answer.status == 503, (path, answer.body)
            assert answer.headers["retry-after"] == "1"
        await asyncio.to_thread(away.start)
        async with asyncio.timeout(10):
            while (await client.get("/contracts")).status != 200:
                await asyncio.sleep(0.05)
        assert (await client.get("/readyz")).status == 200
