"""A running budgets service."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.stack.postgres import Postgres
from services.budgets.app import build, card
from tests.kit.apps import RunningApp, running_app
from tests.kit.stack import create_databases


@pytest.fixture(scope="session")
async def budgets(postgres: Postgres, keys: Path) -> AsyncIterator[RunningApp]:
    """The service on a database of its own."""
    databases = await create_databases(postgres, "budgets")
    async with running_app(card, build, keys, databases["budgets"]) as running:
        yield running
