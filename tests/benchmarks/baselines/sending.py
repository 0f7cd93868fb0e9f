"""aiokafka's `send` as its documentation shows it, many at a time: the messages lie ready, and no database is asked."""

import asyncio
from collections.abc import Sequence
from itertools import islice

from aiokafka import AIOKafkaProducer

from shared.messaging.kafka import KafkaSettings, Message

NAME = "aiokafka send in windows of 1,000, no database"
WINDOW = 1_000


async def send(kafka: KafkaSettings, topic: str, messages: Sequence[Message]) -> None:
    """All of them, each window acknowledged by all replicas before the next begins."""
    producer = AIOKafkaProducer(
        bootstrap_servers=kafka.bootstrap, acks="all", enable_idempotence=kafka.idempotence, linger_ms=0
    )
    await producer.start()
    try:
        waiting = iter(messages)
        while window := list(islice(waiting, WINDOW)):
            sent = [
                await producer.send(topic, one.value, key=one.key, headers=one.headers, timestamp_ms=one.timestamp_ms)
                for one in window
            ]
            await asyncio.gather(*sent)
    finally:
        await producer.stop()
