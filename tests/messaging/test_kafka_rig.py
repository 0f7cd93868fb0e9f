"""The rig's broker is real: idempotent producers, consumer groups, crashes that keep data and wipes that do not."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from tests.kit.kafka import KafkaDidNotStart, KafkaNotHere, NamedKafka, RealKafka, kafka_for_tests

pytestmark = pytest.mark.kafka

PATIENCE_SECONDS = 30


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealKafka | NamedKafka]:
    with kafka_for_tests(tmp_path_factory.mktemp("kafka")) as broker:
        yield broker


@pytest.fixture
def own_broker(broker: RealKafka | NamedKafka) -> RealKafka:
    if isinstance(broker, NamedKafka):
        pytest.skip("a broker named by ACS_TEST_KAFKA is not ours to kill")
    return broker


async def create_topic(bootstrap: str, topic: str, partitions: int = 2) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await admin.start()
        try:
            await admin.create_topics([NewTopic(topic, num_partitions=partitions, replication_factor=1)])
        finally:
            await admin.close()


async def produce(bootstrap: str, topic: str, *values: bytes) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, enable_idempotence=True, acks="all")
    async with asyncio.timeout(PATIENCE_SECONDS):
        await producer.start()
        try:
            for value in values:
                await producer.send_and_wait(topic, key=b"contract-1", value=value, headers=[("ce_type", b"Tried")])
        finally:
            await producer.stop()


async def consume(bootstrap: str, topic: str, count: int) -> list[bytes]:
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, group_id=f"rig-{uuid4()}", auto_offset_reset="earliest"
    )
    async with asyncio.timeout(PATIENCE_SECONDS):
        await consumer.start()
        try:
            return [(await consumer.getone()).value for _ in range(count)]
        finally:
            await consumer.stop()


async def test_what_an_idempotent_producer_sends_a_group_reads_in_order(broker: RealKafka | NamedKafka) -> None:
    topic = f"rig-{uuid4()}"
    await create_topic(broker.bootstrap, topic)
    await produce(broker.bootstrap, topic, b"1", b"2", b"3")
    assert await consume(broker.bootstrap, topic, 3) == [b"1", b"2", b"3"]


async def test_acknowledged_messages_survive_kill_9(own_broker: RealKafka) -> None:
    topic = f"rig-{uuid4()}"
    await create_topic(own_broker.bootstrap, topic)
    await produce(own_broker.bootstrap, topic, b"before")
    own_broker.kill()
    assert not own_broker.is_running
    own_broker.start()
    await produce(own_broker.bootstrap, topic, b"after")
    assert await consume(own_broker.bootstrap, topic, 2) == [b"before", b"after"]


async def test_a_paused_broker_answers_again_once_resumed(own_broker: RealKafka) -> None:
    topic = f"rig-{uuid4()}"
    await create_topic(own_broker.bootstrap, topic)
    own_broker.pause()
    sending = asyncio.create_task(produce(own_broker.bootstrap, topic, b"held up"))
    await asyncio.sleep(0.5)
    assert not sending.done()
    own_broker.resume()
    await sending
    assert await consume(own_broker.bootstrap, topic, 1) == [b"held up"]


async def test_a_wiped_broker_remembers_no_topic(own_broker: RealKafka) -> None:
    topic = f"rig-{uuid4()}"
    await create_topic(own_broker.bootstrap, topic)
    await produce(own_broker.bootstrap, topic, b"soon forgotten")
    own_broker.wipe()
    own_broker.start()
    await create_topic(own_broker.bootstrap, topic)
    await produce(own_broker.bootstrap, topic, b"fresh")
    assert await consume(own_broker.bootstrap, topic, 1) == [b"fresh"]


def test_a_broker_that_cannot_start_shows_the_end_of_its_log(own_broker: RealKafka, tmp_path: Path) -> None:
    second = RealKafka(tmp_path)
    second.port = own_broker.port
    with pytest.raises(KafkaDidNotStart, match="Address already in use"):
        second.start()
    assert not second.is_running


class TestAMachineWithoutJava:
    @pytest.fixture(autouse=True)
    def no_java(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        for name in ("ACS_TEST_KAFKA", "ACS_REQUIRE_KAFKA", "CI"):
            monkeypatch.delenv(name, raising=False)

    def test_skips(self, tmp_path: Path) -> None:
        with pytest.raises(pytest.skip.Exception), kafka_for_tests(tmp_path):
            pass

    @pytest.mark.parametrize("name", ["CI", "ACS_REQUIRE_KAFKA"])
    def test_fails_where_kafka_is_required(self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(name, "true")
        with pytest.raises(KafkaNotHere), kafka_for_tests(tmp_path):
            pass
