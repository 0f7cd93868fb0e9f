"""All that a broker or a database holds, as text."""

import time
from collections import defaultdict

import asyncpg

from shared.messaging.kafka import KafkaSettings, consuming
from tests.kit.rig import Rig


async def every_record(bootstrap: str) -> dict[str, str]:
    """What stands on a broker, by topic: keys, headers and values."""
    found: dict[str, list[str]] = defaultdict(list)
    kafka = KafkaSettings(bootstrap)
    async with consuming(kafka, None) as probe:
        topics = sorted(await probe.topics())
    async with consuming(kafka, None, topics) as consumer:
        last = time.monotonic() + 10
        while time.monotonic() < last:
            for partition, records in (await consumer.getmany(timeout_ms=200)).items():
                last = time.monotonic() + 1.5
                for record in records:
                    headers = [part for name, value in record.headers for part in (name.encode(), value)]
                    parts = [part for part in (record.key, record.value, *headers) if part]
                    found[partition.topic].append(b"\n".join(parts).decode(errors="replace"))
    return {topic: "\n".join(found[topic]) for topic in topics}


async def every_row(rig: Rig, service: str) -> dict[str, str]:
    """Every table of a service's database."""
    connection = await asyncpg.connect(rig.postgres.url(rig.databases[service].name))
    names = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    dumped = {}
    for (name,) in names:
        rows = await connection.fetch(f'SELECT t::text FROM "{name}" t')  # noqa: S608  # names of our own tables
        dumped[name] = "\n".join(row[0] for row in rows)
    await connection.close()
    return dumped
