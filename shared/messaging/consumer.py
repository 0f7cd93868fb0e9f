"""The loop that reads Kafka and tells the inbox; offsets are a hint, the progress rows are the truth."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition

from shared.crash import crash_here
from shared.eventstore.published import PublishedEvent
from shared.messaging.cloudevents import Undecodable, from_record
from shared.messaging.inbox import Inbox
from shared.messaging.kafka import TROUBLE, KafkaSettings, KafkaUnavailable, consuming, within
from shared.messaging.progress import Stream
from shared.messaging.topics import create_topics, source_of, topic_of
from shared.messaging.trouble import passes

log = structlog.get_logger()

POLL_SECONDS = 0.5
COMMIT_SECONDS = 0.5
MOST_RECORDS = 1_000
LONGEST_PAUSE_SECONDS = 5.0

Partition = Any
"""aiokafka publishes no types: its TopicPartition."""


class Consumer:
    """Member of the group `group`, reading the topics of `sources`; several replicas share the partitions."""

    def __init__(self, kafka: KafkaSettings, group: str, sources: Sequence[str], inbox: Inbox) -> None:
        self.group = group
        self.topics = tuple(topic_of(source) for source in sources)
        self.positions: dict[Partition, int] = {}
        self.lag: Mapping[Partition, int] = {}
        self.moved_at = time.monotonic()
        self.waits_for_database = False
        self._kafka = kafka
        self._inbox = inbox
        self._uncommitted: dict[Partition, int] = {}
        self._committed_at = 0.0

    async def run(self) -> None:
        """Read for ever; connect again after any trouble with Kafka."""
        pause = 0.1
        while True:
            try:
                await create_topics(self._kafka, self.topics)
                async with consuming(self._kafka, self.group, self.topics, _Handover(self)) as consumer:
                    log.info("consumer started", group=self.group)
                    pause = 0.1
                    await self._read_for_ever(consumer)
            except (*TROUBLE, KafkaUnavailable) as trouble:
                log.warning("consumer waits for Kafka", group=self.group, reason=type(trouble).__name__)
            finally:
                self.positions.clear()
                self._uncommitted.clear()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _read_for_ever(self, consumer: Any) -> None:
        while True:
            fetching = consumer.getmany(timeout_ms=int(POLL_SECONDS * 1000), max_records=MOST_RECORDS)
            fetched = await within(POLL_SECONDS + self._kafka.join_seconds, fetching)
            if fetched:
                await self._tell(fetched)
                crash_here("between-effect-and-offset")
                self._note(consumer, fetched)
            if time.monotonic() - self._committed_at > COMMIT_SECONDS:
                await self.commit(consumer)

    async def _tell(self, fetched: Mapping[Partition, Sequence[Any]]) -> None:
        """Until the inbox has it: nothing is lost while the database is away."""
        pause = 0.05
        while True:
            try:
                events = [event for records in fetched.values() for event in await self._read(records)]
                await self._inbox.take(events)
                return
            except Exception as trouble:
                if not passes(trouble):
                    raise
                self.waits_for_database = True
                log.warning("consumer waits for its database", group=self.group, reason=type(trouble).__name__)
            finally:
                self.moved_at = time.monotonic()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _read(self, records: Sequence[Any]) -> list[PublishedEvent]:
        events: list[PublishedEvent] = []
        for record in records:
            source = source_of(record.topic)
            try:
                event = from_record(record.headers, record.value)
                if event.source != source:
                    raise Undecodable("ForeignSource", event.version)
                events.append(event)
            except Undecodable as broken:
                key = (record.key or b"").decode(errors="replace") or f"{record.topic}-{record.partition}"
                # PostgreSQL's text holds no NUL.
                stream = Stream(source, key.replace("\0", ""))
                await self._inbox.park_unreadable(stream, broken.version, str(broken))
        return events

    def _note(self, consumer: Any, fetched: Mapping[Partition, Sequence[Any]]) -> None:
        self.waits_for_database = False
        for partition, records in fetched.items():
            self.positions[partition] = self._uncommitted[partition] = records[-1].offset + 1
        self.lag = {
            partition: max(0, (consumer.highwater(partition) or position) - position)
            for partition, position in self.positions.items()
            if partition in consumer.assignment()
        }

    async def commit(self, consumer: Any) -> None:
        """Tell the broker how far the database has come. Failing costs repetition, nothing else."""
        self._committed_at = time.monotonic()
        offsets = {
            partition: offset for partition, offset in self._uncommitted.items() if partition in consumer.assignment()
        }
        self._uncommitted.clear()
        if not offsets:
            return
        try:
            await within(self._kafka.request_timeout_seconds, consumer.commit(offsets))
        except TROUBLE as trouble:
            log.info("offsets not committed", group=self.group, reason=type(trouble).__name__)


class _Handover(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka publishes no types
    """Partitions come and go; what another member reads from now on is none of our lag."""

    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        for partition in revoked:
            self._consumer.positions.pop(partition, None)

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        self._consumer.moved_at = time.monotonic()
        self._consumer.positions.update(dict.fromkeys(assigned - self._consumer.positions.keys(), -1))
        log.info("partitions assigned", group=self._consumer.group, partitions=len(assigned))
