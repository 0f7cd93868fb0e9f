"""An alliance for the named faults: each test leaves it running and whole."""

import os
from collections.abc import AsyncIterator

import pytest

from deploy.stack.postgres import Postgres
from tests.e2e.alliance import Alliance, own_alliance
from tests.kit.kafka import Kafka

LONG = os.environ.get("ACS_LONG_TESTS") == "1"
"""`make test-long`: the full lengths and numbers of the promises."""

slow = pytest.mark.skipif(
    not (LONG or os.environ.get("ACS_REQUIRE_KAFKA")), reason="takes its time: make test-long, or on real Kafka"
)


@pytest.fixture(scope="package")
async def shared_by_all(
    tmp_path_factory: pytest.TempPathFactory, postgres: Postgres, broker: Kafka
) -> AsyncIterator[Alliance]:
    """Empty at first."""
    async with own_alliance(tmp_path_factory.mktemp("faulty"), postgres, broker) as running:
        yield running


@pytest.fixture
async def faulty(shared_by_all: Alliance) -> AsyncIterator[Alliance]:
    """What a test that failed has left dead is started again for the next one."""
    yield shared_by_all
    rig = shared_by_all.rig
    for name in rig.names:
        if name not in rig.processes or not rig.processes[name].running:
            await rig.restart(name)
