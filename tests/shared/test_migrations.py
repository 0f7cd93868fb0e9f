"""The migrations of each service make exactly what its models describe."""

import importlib
from typing import Any

import pytest

from deploy.stack.postgres import Postgres
from deploy.stack.settings import SERVICES
from shared.migrations import differences, migrate
from tests.kit.stack import create_databases


@pytest.mark.parametrize("name", SERVICES)
async def test_models_and_migrated_tables_agree(postgres: Postgres, name: str) -> None:
    module: Any = importlib.import_module(f"services.{name}.app")
    address = (await create_databases(postgres, name))[name]
    await migrate(module.card, address.owner_url, address.url)
    assert await differences(module.card, address.owner_url) == []
