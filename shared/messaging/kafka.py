"""The one file that opens connections to Kafka; every wait on it ends."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from aiokafka.partitioner import murmur2

T = TypeVar("T")

TROUBLE = (KafkaError, OSError, TimeoutError)
"""What a broker that is gone, slow or confused shows itself as."""


_abandoned: set[asyncio.Future[Any]] = set()


async def within(seconds: float, waiting: Coroutine[Any, Any, T]) -> T:
    """The answer, or TimeoutError.

    aiokafka swallows cancellations in places, so that asyncio.timeout would wait on, and lets its own escape in
    others: here a wait that does not end is told to and left behind, and one that was cancelled inside is late too.
    """
    task = asyncio.ensure_future(waiting)
    try:
        await asyncio.wait({task}, timeout=seconds)
    finally:
        if not task.done():
            task.cancel()
            _abandoned.add(task)
            task.add_done_callback(_look_at)
    if not task.done() or task.cancelled():
        raise TimeoutError
    return task.result()


def _look_at(left: asyncio.Future[Any]) -> None:
    """So that nobody complains about an exception that was never looked at."""
    _abandoned.discard(left)
    if not left.cancelled():
        left.exception()


class KafkaUnavailable(Exception):
    """Kafka did not take the messages; some of them may have landed all the same."""


@dataclass(frozen=True, slots=True)
class KafkaSettings:
    """Where Kafka is and how long to wait for it.

    `idempotence` is for real brokers; the embedded one does not know it. `fetch_max_wait_ms` is short for the embedded
    broker, which answers only at the end of the wait; a real one answers at once whatever it says.
    """

    bootstrap: str
    idempotence: bool = False
    partitions: int = 6
    replication: int = 1
    fetch_max_wait_ms: int = 10
    request_timeout_seconds: float = 10.0
    stop_timeout_seconds: float = 2.0
    session_timeout_seconds: float = 10.0
    max_batch_bytes: int = 500_000
    max_message_bytes: int = 900_000

    @property
    def patience_seconds(self) -> float:
        """The longest wait for anything that may need several requests."""
        return self.request_timeout_seconds * 1.5

    @property
    def join_seconds(self) -> float:
        """The longest wait for a group to agree: its slowest member may take a session."""
        return self.request_timeout_seconds + self.session_timeout_seconds


@dataclass(frozen=True, slots=True)
class Message:
    """A record for a topic; its partition follows from its key."""

    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]
    timestamp_ms: int


class Producer:
    """Publishes in order.

    At most one batch per partition is on its way, and each begins right after what was acknowledged before it. So
    whatever fails, times out or lands late, a partition never shows a later message before an earlier one, even
    without an idempotent producer; what may happen is that a whole run of messages appears again.
    """

    def __init__(self, settings: KafkaSettings, producer: Any) -> None:
        self._settings = settings
        self._producer = producer
        self._ends: dict[int, int] = {}

    @classmethod
    async def open(cls, settings: KafkaSettings) -> "Producer":
        """Connect; raises KafkaUnavailable."""
        opened = cls(
            settings,
            AIOKafkaProducer(
                bootstrap_servers=settings.bootstrap,
                acks="all",
                enable_idempotence=settings.idempotence,
                max_batch_size=settings.max_batch_bytes,
                request_timeout_ms=int(settings.request_timeout_seconds * 1000),
            ),
        )
        try:
            await within(settings.request_timeout_seconds, opened._producer.start())
        except TROUBLE as trouble:
            await opened.close()
            raise KafkaUnavailable(type(trouble).__name__) from trouble
        except BaseException:
            await opened.close()
            raise
        return opened

    async def send(self, topic: str, messages: Sequence[Message]) -> None:
        """Return when all are acknowledged. After KafkaUnavailable this producer must be closed and not used again."""
        try:
            known = self._producer.partitions_for(topic)
            partitions = sorted(await within(self._settings.request_timeout_seconds, known))
            waiting: dict[int, list[Message]] = defaultdict(list)
            for message in messages:
                waiting[partitions[(murmur2(message.key) & 0x7FFFFFFF) % len(partitions)]].append(message)
            while waiting:
                waiting = await self._send_one_batch_each(topic, waiting)
        except TROUBLE as trouble:
            raise KafkaUnavailable(type(trouble).__name__) from trouble

    async def _send_one_batch_each(self, topic: str, waiting: dict[int, list[Message]]) -> dict[int, list[Message]]:
        left: dict[int, list[Message]] = {}
        acks: list[asyncio.Future[Any]] = []
        for partition, messages in waiting.items():
            batch, taken = self._fill(messages)
            if taken < len(messages):
                left[partition] = messages[taken:]
            # The metadata is known by now, so this hands over without waiting, all partitions for one request.
            async with asyncio.timeout(self._settings.request_timeout_seconds):
                acks.append(await self._producer.send_batch(batch, topic, partition=partition))
        # asyncio.wait leaves the futures alone when time is up; a cancelled one would trip aiokafka's sender.
        _, late = await asyncio.wait(acks, timeout=self._settings.patience_seconds)
        for ack in late:
            ack.add_done_callback(_look_at)
        failures = [ack.exception() for ack in acks if ack.done()]
        for failure in failures:
            if failure is not None:
                raise failure
        if late:
            raise TimeoutError
        for ack in acks:
            self._look_back(ack.result())
        return left

    def _look_back(self, ack: Any) -> None:
        """The embedded broker acknowledges what it throws away when it has restarted and lost its topics."""
        if 0 <= ack.offset <= self._ends.get(ack.partition, -1):
            raise KafkaError("the log begins anew: the broker was wiped")
        self._ends[ack.partition] = ack.offset

    def _fill(self, messages: Sequence[Message]) -> tuple[Any, int]:
        batch = self._producer.create_batch()
        taken = 0
        for message in messages:
            if not batch.append(
                key=message.key, value=message.value, timestamp=message.timestamp_ms, headers=message.headers
            ):
                break
            taken += 1
        batch.close()
        return batch, taken

    async def close(self) -> None:
        """Stop at once, giving up what is not acknowledged: it will be published again from the cursor."""
        # aiokafka's own stop() first waits for everything to be delivered, for ever when idempotent.
        self._producer._closed = True
        sender = self._producer._sender.sender_task
        if sender is not None:
            sender.add_done_callback(_look_at)
            sender.cancel()
        await _bounded(self._producer.client.close(), self._settings.stop_timeout_seconds)
        if sender is not None:
            await asyncio.wait({sender}, timeout=self._settings.stop_timeout_seconds)
            sender.cancel()


async def _bounded(stopping: Coroutine[Any, Any, None], seconds: float) -> None:
    with suppress(*TROUBLE):
        await within(seconds, stopping)


@asynccontextmanager
async def consuming(
    settings: KafkaSettings, group: str | None, topics: Sequence[str] = (), listener: Any = None
) -> AsyncIterator[Any]:
    """An aiokafka consumer, member of `group` when there are topics; raises what TROUBLE names."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap,
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=settings.fetch_max_wait_ms,
        request_timeout_ms=int(settings.join_seconds * 1000),
        session_timeout_ms=int(settings.session_timeout_seconds * 1000),
        heartbeat_interval_ms=int(settings.session_timeout_seconds * 1000 / 5),
        metadata_max_age_ms=10_000,
    )
    try:
        await within(settings.patience_seconds, consumer.start())
        if topics:
            consumer.subscribe(list(topics), listener=listener)
        yield consumer
    finally:
        await _bounded(consumer.stop(), settings.stop_timeout_seconds)


@asynccontextmanager
async def administering(settings: KafkaSettings) -> AsyncIterator[Any]:
    """An aiokafka admin client; raises what TROUBLE names."""
    timeout_ms = int(settings.request_timeout_seconds * 1000)
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap, request_timeout_ms=timeout_ms)
    try:
        await within(settings.patience_seconds, admin.start())
        yield admin
    finally:
        await _bounded(admin.close(), settings.stop_timeout_seconds)
