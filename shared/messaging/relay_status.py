"""How publishing stands, for operators: who leads, how far the topic is behind the store, whether Kafka answers."""

import asyncio
from datetime import datetime

from shared.eventstore.database import Database
from shared.messaging import checkpoints
from shared.messaging.kafka import TROUBLE, KafkaSettings, administering, within
from shared.messaging.leadership import RELAY_LOCK
from shared.messaging.relay import CURSOR, Relay
from shared.operations import RelayStatus

PROBE_SECONDS = 3.0

_LED = """
SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database AND d.datname = current_database()
               WHERE locktype = 'advisory' AND classid = 0 AND objid = $1 AND granted)
"""
_BEHIND = """
SELECT coalesce((SELECT max(position) FROM events), 0) AS head,
       (SELECT recorded_at FROM events WHERE position > $1 ORDER BY position LIMIT 1) AS oldest,
       clock_timestamp() AS now
"""


async def relay_status(relay: Relay, database: Database, kafka: KafkaSettings) -> RelayStatus:
    """From the store, whichever replica is asked. Raises StoreUnavailable."""
    probing = asyncio.create_task(_answers(kafka))
    async with database.connection() as connection:
        led = await connection.fetchval(_LED, RELAY_LOCK)
        cursor = await checkpoints.read(connection, CURSOR)
        found = await connection.fetchrow(_BEHIND, cursor)
    oldest: datetime | None = found["oldest"]
    return RelayStatus(
        service=relay.source,
        leading=relay.leading,
        led=led,
        cursor=cursor,
        head=found["head"],
        lag_events=max(0, found["head"] - cursor),
        lag_seconds=0.0 if oldest is None else max(0.0, (found["now"] - oldest).total_seconds()),
        last_published_at=relay.published_at,
        kafka_reachable=await probing,
    )


async def _answers(kafka: KafkaSettings) -> bool:
    async def ask() -> None:
        async with administering(kafka) as admin:
            await admin.list_topics()

    try:
        await within(PROBE_SECONDS, ask())
    except TROUBLE:
        return False
    return True
