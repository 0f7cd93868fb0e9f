"""What every test may ask for: a real PostgreSQL, a broker, keys, databases."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from deploy.stack.keys import ensure_keys
from deploy.stack.postgres import Postgres
from tests.kit.kafka import Kafka
from tests.kit.stack import broker_for_tests, running_postgres

settings.register_profile("acs", deadline=None)
settings.load_profile("acs")
"""How long an example takes says more of the machine than of the rule."""


TOGETHER = ("attack", "e2e")
"""Packages whose tests share an alliance: one worker has all of one."""


class _ByPlace(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist publishes no types
    """What one worker has whole: a package of those above, else a file."""

    def _split_scope(self, nodeid: str) -> str:
        file, *_ = nodeid.split("::")
        _, package, *_ = file.split("/")
        return package if package in TOGETHER else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _ByPlace:
    """How several workers share the tests: in the order of their names, so that the long ones are not the last."""
    config.option.loadscopereorder = False
    return _ByPlace(config, log)


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
