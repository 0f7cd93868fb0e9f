"""What stands on a topic, by event: read anew each time, and never for longer than a broker in trouble deserves."""

import time
from collections import Counter
from uuid import UUID

from shared.messaging.kafka import TROUBLE, KafkaSettings, consuming, within

SECONDS = 30.0
IDLE_SECONDS = 1.0


async def ids_on_topic(bootstrap: str, topic: str) -> Counter[UUID]:
    """How often each event is there, by the id of its CloudEvent; nothing when the broker cannot be read."""
    try:
        return await within(SECONDS, _read(KafkaSettings(bootstrap, request_timeout_seconds=5.0), topic))
    except TROUBLE:
        return Counter()


async def _read(kafka: KafkaSettings, topic: str) -> Counter[UUID]:
    found: Counter[UUID] = Counter()
    async with consuming(kafka, None, [topic]) as consumer:
        last = time.monotonic() + 5
        while time.monotonic() < last:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                last = time.monotonic() + IDLE_SECONDS
                found.update(UUID(dict(record.headers)["ce_id"].decode()) for record in records)
    return found
