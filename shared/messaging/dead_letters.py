"""What operators do about parked streams: list, show, retry; and the copies on the dead-letter topic."""

import asyncio
from collections import deque

import structlog

from shared.eventstore.database import Database
from shared.eventstore.published import PublishedEvent
from shared.messaging import checkpoints, parking
from shared.messaging.cloudevents import to_message
from shared.messaging.inbox import Inbox
from shared.messaging.kafka import KafkaSettings, KafkaUnavailable, Message, Producer
from shared.messaging.parking import ParkedEvent, ParkedStream
from shared.messaging.progress import Stream
from shared.messaging.topics import create_topics, dead_letters_of
from shared.messaging.trouble import FeedUnreachable

log = structlog.get_logger()

ROUNDS = 5
"""A retry begins again so often when events were put behind the stream while it was at work."""


class DeadLetters:
    """The parked table of one consumer."""

    def __init__(self, database: Database, inbox: Inbox) -> None:
        self._database = database
        self._inbox = inbox
        self._retrying: dict[Stream, asyncio.Task[int]] = {}

    async def streams(self) -> list[ParkedStream]:
        """All streams that wait, oldest first."""
        return await parking.list_parked(self._database)

    async def show(self, source: str, stream_id: str) -> list[ParkedEvent]:
        """What waits of one stream, in order."""
        return await parking.parked_of(self._database, Stream(source, stream_id))

    async def retry(self, source: str, stream_id: str) -> int:
        """Apply what waits, in order, and let the stream go on; answers how many events still wait.

        Who asks while a retry of the stream is under way gets the answer of that one; who stops waiting does not stop
        it. The source's feed is asked first, for it may know better than a broken message; when it cannot be reached
        the parked messages themselves are applied.
        """
        stream = Stream(source, stream_id)
        if stream not in self._retrying:
            task = asyncio.create_task(self._retry(stream))
            self._retrying[stream] = task
            task.add_done_callback(lambda _: self._retrying.pop(stream))
        return await asyncio.shield(self._retrying[stream])

    async def _retry(self, stream: Stream) -> int:
        for _ in range(ROUNDS):
            asked = await self._apply_what_waits(stream)
            left = await parking.release(self._database, stream, unreadable_too=asked)
            if not left or left[0] != parking.BEHIND:
                break  # else it only waits behind what has been applied by now
        if not left:
            await self._catch_up(stream)
        log.info("parked stream retried", source=stream.source, left=len(left))
        return len(left)

    async def _apply_what_waits(self, stream: Stream) -> bool:
        """Whether the source could be asked."""
        waiting = [parked.event for parked in await parking.parked_of(self._database, stream) if parked.event]
        asked = True
        try:
            await self._inbox.repair(stream, parked_too=True)
        except FeedUnreachable as trouble:
            asked = False
            log.warning("retrying without the feed", source=stream.source, reason=str(trouble))
        await self._inbox.take(waiting, parked_too=True)
        return asked

    async def _catch_up(self, stream: Stream) -> None:
        """Events that came between the look at the feed and the unparking have no one else to tell them."""
        try:
            await self._inbox.repair(stream)
        except FeedUnreachable as trouble:
            # While it was parked, comparisons passed it over: the next one begins from the beginning.
            log.warning("unparked stream not compared with its source yet", source=stream.source, reason=str(trouble))
            async with self._database.connection() as connection:
                await checkpoints.move(connection, f"feed:{stream.source}", 0)


class DeadLetterCopies:
    """Copies parked events to the consumer's dead-letter topic when Kafka is there; the table is the truth."""

    def __init__(self, consumer: str, kafka: KafkaSettings, capacity: int = 1_000) -> None:
        self._topic = dead_letters_of(consumer)
        self._kafka = kafka
        self._waiting: deque[Message] = deque(maxlen=capacity)
        self._woken = asyncio.Event()

    def offer(self, event: PublishedEvent, reason: str) -> None:
        """Hand over an event without waiting; the oldest are dropped while Kafka is away for long."""
        message = to_message(event)
        if len(message.value) > self._kafka.max_message_bytes:
            log.warning("dead letter too large to be copied", source=event.source, event_id=str(event.event_id))
            return
        headers = [*message.headers, ("acs_reason", reason.encode())]
        self._waiting.append(Message(message.key, message.value, headers, message.timestamp_ms))
        self._woken.set()

    async def run(self) -> None:
        """Send what is offered."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self._waiting:
                await self._send_what_waits()

    async def _send_what_waits(self) -> None:
        messages = list(self._waiting)
        try:
            await create_topics(self._kafka, [self._topic])
            producer = await Producer.open(self._kafka)
            try:
                await producer.send(self._topic, messages)
            finally:
                await producer.close()
        except KafkaUnavailable as trouble:
            log.warning("dead letters not copied yet", waiting=len(messages), reason=str(trouble))
            await asyncio.sleep(5)
            return
        for message in messages:
            if self._waiting and self._waiting[0] is message:
                self._waiting.popleft()
