"""What every test may ask for: a real PostgreSQL, a broker, keys, databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.stack.keys import ensure_keys
from deploy.stack.postgres import Postgres
from tests.kit.kafka import Kafka
from tests.kit.stack import broker_for_tests, running_postgres


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """An embedded PostgreSQL for the whole session."""
    with running_postgres(tmp_path_factory.mktemp("stack")) as server:
        yield server


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    """The broker of this run: embedded, real, or the one ACS_TEST_KAFKA names."""
    with broker_for_tests(tmp_path_factory.mktemp("broker")) as server:
        yield server


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key directory."""
    directory = tmp_path_factory.mktemp("keys")
    ensure_keys(directory)
    return directory
