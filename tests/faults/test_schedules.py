"""A few schedules out of the hundreds that `make faults` plays, which together hold every kind of fault."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.__main__ import line
from tests.faults.conftest import slow
from tests.faults.runner import Theatre, playing
from tests.faults.schedule import KINDS, possible_kinds, schedule_of
from tests.kit.kafka import Kafka, RealKafka
from tests.kit.stack import embedded_broker, embedded_postgres
from tests.messaging.world import Broker, EmbeddedBroker, WipeableKafka

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(400)]
SEEDS = (1257, 19225, 20748, 22126)


@pytest.fixture(scope="module")
def harmed_broker(broker: Kafka, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """Of the session's kind, and nobody else's: two installations on one broker would read each other's topics."""
    directory = tmp_path_factory.mktemp("harmed-broker")
    real = isinstance(broker, RealKafka)
    own: Broker = WipeableKafka(RealKafka(directory)) if real else EmbeddedBroker(embedded_broker(directory))
    own.start()
    yield own
    own.kill()


@pytest.fixture(scope="module")
async def theatre(harmed_broker: Broker) -> AsyncIterator[Theatre]:
    with TemporaryDirectory(prefix="acs-tests-") as directory:
        postgres = embedded_postgres(Path(directory), durable=True)
        await asyncio.to_thread(postgres.start)
        try:
            async with playing(Path(directory), postgres, harmed_broker) as theatre:
                yield theatre
        finally:
            await asyncio.to_thread(postgres.stop)


def test_these_schedules_hold_every_kind_of_fault() -> None:
    drawn = {fault.kind for seed in SEEDS for fault in schedule_of(seed).faults}
    assert drawn == set(possible_kinds())
    assert set(KINDS) - drawn <= {"move the clock of"}


def test_a_seed_gives_the_same_schedule_again() -> None:
    assert [schedule_of(seed) for seed in range(50)] == [schedule_of(seed) for seed in range(50)]
    assert len({schedule_of(seed).faults for seed in range(50)}) > 45


@pytest.mark.parametrize("seed", [*SEEDS[:2], *(pytest.param(seed, marks=slow) for seed in SEEDS[2:])])
@pytest.mark.promise(number=2)
async def test_no_promise_is_broken_by(theatre: Theatre, seed: int) -> None:
    verdict = await theatre.play(schedule_of(seed))
    assert not verdict.violations, line(verdict)
