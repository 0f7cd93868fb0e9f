"""What every test may ask for: a real PostgreSQL, a broker, keys, databases."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from deploy.stack.keys import ensure_keys
from deploy.stack.postgres import Postgres
from tests.kit.kafka import Kafka
from tests.kit.stack import broker_for_tests, running_postgres

settings.register_profile("acs", deadline=None)
settings.load_profile("acs")
"""How long an example takes says more of the machine than of the rule."""


TOGETHER = ("attack", "e2e", "faults")
"""Packages whose tests share an alliance, or what came before on the broker: one worker has all of one."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Which tests have to stay together when several workers share them; before the workers name them by it."""
    here = Path(__file__).parent
    for item in items:
        package, *_ = item.path.relative_to(here).parts
        item.add_marker(pytest.mark.xdist_group(package if package in TOGETHER else str(item.path)))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """An embedded PostgreSQL for the whole session, outside pytest's own directory: as root that is closed to it."""
    with TemporaryDirectory(prefix="acs-tests-") as directory, running_postgres(Path(directory)) as server:
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
