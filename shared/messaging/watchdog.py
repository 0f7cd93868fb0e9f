"""Ends a process whose consumer is stuck: aiokafka can hang after a broker restart, and a supervisor starts anew."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from aiokafka import TopicPartition

from shared.messaging.consumer import Consumer
from shared.messaging.kafka import TROUBLE, KafkaSettings, administering, consuming, within

log = structlog.get_logger()


class Watchdog:
    """Calls `die` when the consumer made no progress for `after_seconds` although a fresh connection sees lag.

    It looks twice: where anything of what lags was read meanwhile, by whichever member of the group, nobody is stuck.
    """

    def __init__(
        self, kafka: KafkaSettings, consumer: Consumer, *, die: Callable[[], None], after_seconds: float = 30.0
    ) -> None:
        self._kafka = kafka
        self._consumer = consumer
        self._die = die
        self._after = after_seconds
        self._seen: Mapping[Any, int] = {}

    async def run(self) -> None:
        """Look from time to time."""
        while True:
            await asyncio.sleep(self._after / 5)
            idle = time.monotonic() - self._consumer.moved_at
            if idle < self._after or self._consumer.waits_for_database:
                continue
            try:
                lag = await within(self._kafka.patience_seconds * 2, self._lag())
            except TROUBLE:
                continue  # Kafka is away: nobody could make progress
            if time.monotonic() - self._consumer.moved_at < self._after:
                continue
            if lag and lag == self._seen:
                unread = [f"{one.topic}/{one.partition}" for one in lag]
                log.critical("consumer is stuck", group=self._consumer.group, unread=unread, idle_seconds=round(idle))
                self._die()
            self._seen = lag
            if not lag:
                self._consumer.moved_at = time.monotonic()

    async def _lag(self) -> Mapping[Any, int]:
        """The partitions with records nobody has read, and up to where they are read; by a connection of its own."""
        async with administering(self._kafka) as admin:
            described = await admin.describe_topics(list(self._consumer.topics))
        partitions = [
            TopicPartition(topic["topic"], one["partition"]) for topic in described for one in topic["partitions"]
        ]
        async with consuming(self._kafka, self._consumer.group) as probe:
            begins: Mapping[Any, int] = await probe.beginning_offsets(partitions)
            ends: Mapping[Any, int] = await probe.end_offsets(partitions)
            lag = {}
            for partition in self._responsible(partitions):
                read = self._consumer.positions.get(partition, -1)
                if read < 0:
                    # What was deleted by age before anybody read it is nobody's to read any more.
                    read = max(await probe.committed(partition) or 0, begins[partition])
                if read < ends[partition]:
                    lag[partition] = read
        return lag

    def _responsible(self, partitions: list[Any]) -> list[Any]:
        """Ours; without an assignment all, for then somebody else should be making them move."""
        return [partition for partition in partitions if partition in self._consumer.positions] or partitions
