"""A running referrals service."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.stack.postgres import Postgres
from services.referrals.app import build, card
from tests.kit.apps import RunningApp, running_app
from tests.kit.stack import create_databases


@pytest.fixture(scope="session")
async def referrals(postgres: Postgres, keys: Path) -> AsyncIterator[RunningApp]:
    """The service on a database of its own."""
    databases = await create_databases(postgres, "referrals")
    async with running_app(card, build, keys, databases["referrals"]) as running:
        yield running
