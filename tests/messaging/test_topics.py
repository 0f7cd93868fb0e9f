"""Topics are made once, with the partitions that were asked for, and made again when they are gone."""

import asyncio
from uuid import uuid4

import pytest

from shared.messaging.kafka import KafkaSettings, KafkaUnavailable, administering
from shared.messaging.topics import SOURCES, create_topics, dead_letters_of, keep_topics, source_of, topic_of
from tests.messaging.conftest import Start
from tests.messaging.world import eventually

pytestmark = pytest.mark.kafka


async def partitions_of(kafka: KafkaSettings, topic: str) -> int:
    async with administering(kafka) as admin:
        if topic not in await admin.list_topics():
            return 0
        (described,) = await admin.describe_topics([topic])
    return len(described["partitions"])


async def test_making_topics_twice_changes_nothing(kafka: KafkaSettings) -> None:
    topic = topic_of(f"t-{uuid4()}")
    await create_topics(kafka, [topic])
    await create_topics(kafka, [topic])
    await asyncio.gather(create_topics(kafka, [topic]), create_topics(kafka, [topic]))
    assert await partitions_of(kafka, topic) == kafka.partitions


async def test_a_topic_that_is_gone_comes_back(kafka: KafkaSettings, start: Start) -> None:
    topic = topic_of(f"t-{uuid4()}")
    start("topics", lambda: keep_topics(kafka, [topic], every_seconds=0.2))

    async def there() -> bool:
        return await partitions_of(kafka, topic) == kafka.partitions

    await eventually(there)
    async with administering(kafka) as admin:
        await admin.delete_topics([topic])
    await eventually(there)


async def test_a_broker_that_is_not_there_is_said_so() -> None:
    with pytest.raises(KafkaUnavailable):
        await create_topics(KafkaSettings("127.0.0.1:1", request_timeout_seconds=1), ["acs.x"])


def test_names_follow_from_services() -> None:
    assert set(SOURCES) >= {"contracts", "budgets", "referrals"}
    assert source_of(topic_of("contracts")) == "contracts"
    assert dead_letters_of("gateway") == "acs.gateway.dead-letters"
