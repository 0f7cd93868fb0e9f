"""The embedded broker, as clients see it."""

import asyncio
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from tests.kit.stack import embedded_broker


async def send(bootstrap: str, text: bytes) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    async with asyncio.timeout(10):
        await producer.start()
        await producer.send_and_wait("things", text, key=b"thing-1")
        await producer.stop()


async def receive(bootstrap: str) -> object:
    consumer = AIOKafkaConsumer(
        "things", bootstrap_servers=bootstrap, auto_offset_reset="earliest", fetch_max_wait_ms=10
    )
    async with asyncio.timeout(10):
        await consumer.start()
        message = await consumer.getone()
        await consumer.stop()
    return message.value


async def test_carries_messages_and_is_there_again_after_kill_9(tmp_path: Path) -> None:
    broker = embedded_broker(tmp_path)
    broker.start()
    try:
        await send(broker.bootstrap, b"before")
        assert await receive(broker.bootstrap) == b"before"
        broker.kill()
        assert not broker.ready
        broker.start()
        await send(broker.bootstrap, b"after")
        assert await receive(broker.bootstrap) == b"after"  # memory only: what was before is gone
    finally:
        broker.stop()
