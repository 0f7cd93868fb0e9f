"""The parked table: events that could not be applied, and the later ones of their streams waiting behind them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from shared.eventstore.database import Database
from shared.eventstore.published import FeedEvent, PublishedEvent
from shared.messaging.feed import event_json, from_feed
from shared.messaging.progress import Stream

BEHIND = "WaitsBehind"
"""The reason of an event that has nothing wrong itself."""

_PARK = """
INSERT INTO parked (source, stream_id, version, message, reason, parked_at)
SELECT source, stream_id, version, message::jsonb, reason, now()
FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[]) AS p(source, stream_id, version, message, reason)
WHERE $6 <> 'WaitsBehind'
   OR EXISTS (SELECT 1 FROM parked k WHERE k.source = p.source AND k.stream_id = p.stream_id)
ON CONFLICT (source, stream_id, version) DO UPDATE SET reason = excluded.reason
WHERE excluded.reason <> 'WaitsBehind'
"""

_ALONE = "LOCK TABLE parked IN SHARE ROW EXCLUSIVE MODE"
"""Parking and releasing take turns: else an event could be put behind a stream that is being released, for ever."""

_LIST = """
SELECT source, stream_id, min(version) AS version, count(*) AS waiting, min(parked_at) AS parked_at,
       (array_agg(reason ORDER BY reason = 'WaitsBehind', version))[1] AS reason
FROM parked GROUP BY source, stream_id ORDER BY parked_at, stream_id
"""

_RELEASE = """
DELETE FROM parked WHERE source = $1 AND stream_id = $2
AND (version <= coalesce((SELECT version FROM progress WHERE source = $1 AND stream_id = $2), 0)
     OR $3 AND message = '{}'::jsonb)
"""


class ParkedStream(NamedTuple):
    """A stream that waits for an operator: since when, why, and how many events; `version` is the first of them."""

    source: str
    stream_id: str
    version: int
    waiting: int
    reason: str
    parked_at: datetime


class ParkedEvent(NamedTuple):
    """One of its events; `event` is None for a record that could not be read at all."""

    version: int
    reason: str
    parked_at: datetime
    event: PublishedEvent | None


async def park(database: Database, events: Sequence[PublishedEvent], reason: str) -> None:
    """Put events of one stream aside: the first for `reason`, the rest behind it (all, when `reason` is BEHIND).

    Behind a stream that was released meanwhile nothing is put: those events come again with the next comparison.
    """
    reasons = [reason, *[BEHIND] * (len(events) - 1)]
    async with database.connection() as connection, connection.transaction():
        await connection.execute(_ALONE)
        await connection.execute(
            _PARK,
            [event.source for event in events],
            [event.stream_id for event in events],
            [event.version for event in events],
            [event_json(event) for event in events],
            reasons,
            reason,
        )


async def park_unreadable(database: Database, stream: Stream, version: int, reason: str) -> None:
    """Put aside a record of which nothing but its key is known; its stream waits."""
    async with database.connection() as connection:
        await connection.execute(_PARK, [stream.source], [stream.stream_id], [version], ["{}"], [reason], reason)


async def list_parked(database: Database) -> list[ParkedStream]:
    """All streams that wait, oldest first."""
    async with database.connection() as connection:
        records = await connection.fetch(_LIST)
    return [ParkedStream(**dict(record)) for record in records]


async def parked_of(database: Database, stream: Stream) -> list[ParkedEvent]:
    """What waits of one stream, in order."""
    async with database.connection() as connection:
        records = await connection.fetch(
            "SELECT version, reason, parked_at, message FROM parked"
            " WHERE source = $1 AND stream_id = $2 ORDER BY version",
            *stream,
        )
    return [
        ParkedEvent(record["version"], record["reason"], record["parked_at"], _event(stream.source, record["message"]))
        for record in records
    ]


async def release(database: Database, stream: Stream, *, unreadable_too: bool) -> list[str]:
    """Forget what has been applied in the meantime; answers the reasons of what still waits, in order.

    With `unreadable_too` also the records that were no events: who has asked the source itself needs them no more.
    """
    async with database.connection() as connection, connection.transaction():
        await connection.execute(_ALONE)
        await connection.execute(_RELEASE, *stream, unreadable_too)
        left = await connection.fetch(
            "SELECT reason FROM parked WHERE source = $1 AND stream_id = $2 ORDER BY version", *stream
        )
    return [record["reason"] for record in left]


def _event(source: str, message: str) -> PublishedEvent | None:
    return None if message == "{}" else from_feed(source, FeedEvent.model_validate_json(message))
