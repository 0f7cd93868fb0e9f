"""An alliance of real processes that the attacks share; it has no broker, so what happens there comes by the feeds."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.stack.postgres import Postgres
from tests.attack.target import Besieged, besieged

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first of these tests sets up a whole alliance, and each asks it thousands of things."""
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="package")
async def target(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Besieged]:
    """Started once: whatever one attack leaves behind, the next one finds it standing."""
    directory: Path = tmp_path_factory.mktemp("attack")
    async with besieged(directory, postgres) as standing:
        yield standing
