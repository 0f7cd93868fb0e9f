"""Reading the store: one stream, one view row, the feed. Every read is one bounded question to PostgreSQL."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.eventstore.codec import Catalogue, Meta, publishable
from shared.eventstore.database import Database
from shared.eventstore.items import TableShape
from shared.eventstore.published import FeedHeads, PublishedEvent, StreamHead
from shared.views import Recorded

_STREAM = """
SELECT stream_id, version, event_id, type, schema_version, data, metadata, occurred_at FROM events
WHERE stream_id = $1 AND version > $2 {limit} ORDER BY version
"""

# From the event after which the snapshot of this shape was taken, itself included; from the first when there is no such
# snapshot, or its event is not there because the store was restored from before it.
HISTORY = """
SELECT version, type, schema_version, data FROM events
WHERE stream_id = $1 AND version >= coalesce((
    SELECT s.version FROM snapshots s JOIN events e ON e.stream_id = s.stream_id AND e.version = s.version
    WHERE s.stream_id = $1 AND s.shape = $2), 0)
ORDER BY version
"""

# The event's own digest stands for the whole stream before it: a snapshot of another past does not fit.
_SNAPSHOT = """
SELECT s.state, s.digest = sha256(e.digest || convert_to(s.shape || s.state, 'UTF8')) AS intact
FROM snapshots s JOIN events e ON e.stream_id = s.stream_id AND e.version = s.version
WHERE s.stream_id = $1 AND s.version = $2 AND s.shape = $3
"""

_KEEP_SNAPSHOT = """
INSERT INTO snapshots (stream_id, version, shape, state, digest)
SELECT $1, $2, $3, $4, sha256(e.digest || convert_to($3::text || $4::text, 'UTF8'))
FROM events e WHERE e.stream_id = $1 AND e.version = $2
ON CONFLICT (stream_id) DO UPDATE
SET version = excluded.version, shape = excluded.shape, state = excluded.state, digest = excluded.digest
"""

# The columns are the fields of a PublishedEvent, in their order.
_PUBLIC = """
SELECT $1::text AS source, stream_id, version, position, event_id, type, schema_version, data,
       coalesce(metadata->>'org', '') AS org, coalesce(metadata->>'correlation', '') AS correlation,
       metadata->>'causation' AS causation, occurred_at, recorded_at
FROM events
"""


@dataclass(frozen=True, slots=True)
class History:
    """The events of a stream after version `since`, in order; 0 is before the first."""

    since: int
    events: list[Any]


class EventStore:
    """The events of one service, as objects."""

    def __init__(self, source: str, database: Database, catalogue: Catalogue) -> None:
        self.source = source
        self._database = database
        self._catalogue = catalogue

    async def load(self, stream_id: str) -> list[Recorded[Any]]:
        """The stream's events, in order."""
        return await self._load(_STREAM.format(limit=""), stream_id, 0)

    async def history(self, stream_id: str, shape: str = "") -> History:
        """The stream's events alone, for folding: all, or those after its snapshot if it has one of this shape."""
        async with self._database.connection() as connection:
            records = await connection.fetch(HISTORY, stream_id, shape)
        since = records[0]["version"] if records and records[0]["version"] > 1 else 0
        decode = self._catalogue.decode
        events = [decode(type_name, schema, data) for _, type_name, schema, data in records[1 if since else 0 :]]
        return History(since, events)

    async def snapshot(self, stream_id: str, version: int, shape: str) -> Any:
        """The `state` kept at this version, and whether it is `intact`, as a record; or None."""
        async with self._database.connection() as connection:
            return await connection.fetchrow(_SNAPSHOT, stream_id, version, shape)

    async def keep_snapshot(self, stream_id: str, version: int, shape: str, state: str) -> None:
        """Keep a state at a version that is in the store, in place of what was kept before."""
        async with self._database.connection() as connection:
            await connection.execute(_KEEP_SNAPSHOT, stream_id, version, shape, state)

    async def load_between(self, stream_id: str, after: int, upto: int) -> list[Recorded[Any]]:
        """The stream from after one version up to and including another."""
        return await self._load(_STREAM.format(limit="AND version <= $3"), stream_id, after, upto)

    async def load_upto_version(self, stream_id: str, version: int) -> list[Recorded[Any]]:
        """The stream up to and including a version."""
        return await self.load_between(stream_id, 0, version)

    async def load_upto_time(self, stream_id: str, moment: datetime) -> list[Recorded[Any]]:
        """The stream as it was known at a moment: events recorded up to and including it."""
        return await self._load(_STREAM.format(limit="AND recorded_at <= $3"), stream_id, 0, moment)

    async def _load(self, sql: str, *arguments: object) -> list[Recorded[Any]]:
        async with self._database.connection() as connection:
            records = await connection.fetch(sql, *arguments)
        return [self.recorded(record) for record in records]

    def recorded(self, record: Any) -> Recorded[Any]:
        """A stored row as views see it."""
        meta = Meta.from_json(json.loads(record["metadata"]))
        return Recorded(
            event=self._catalogue.decode(record["type"], record["schema_version"], record["data"]),
            stream_id=record["stream_id"],
            version=record["version"],
            event_id=record["event_id"],
            occurred_at=record["occurred_at"],
            actor=meta.actor,
            org=meta.org,
        )

    async def head(self) -> int:
        """The last position; 0 when there is none."""
        async with self._database.connection() as connection:
            return int(await connection.fetchval("SELECT coalesce(max(position), 0) FROM events"))

    async def version(self, stream_id: str) -> int:
        """How far a stream has come; 0 when there is none."""
        async with self._database.connection() as connection:
            return int(
                await connection.fetchval(
                    "SELECT coalesce(max(version), 0) FROM events WHERE stream_id = $1", stream_id
                )
            )

    async def feed(self, after: int, limit: int) -> list[PublishedEvent]:
        """Events after a position in commit order. Nothing can appear behind a reader: positions are gap-free."""
        return await self._published(f"{_PUBLIC} WHERE position > $2 ORDER BY position LIMIT $3", after, limit)

    async def published_stream(self, stream_id: str, after_version: int, limit: int) -> list[PublishedEvent]:
        """One stream as other services may see it."""
        sql = f"{_PUBLIC} WHERE stream_id = $2 AND version > $3 ORDER BY version LIMIT $4"
        return await self._published(sql, stream_id, after_version, limit)

    async def _published(self, sql: str, *arguments: object) -> list[PublishedEvent]:
        async with self._database.connection() as connection:
            records = await connection.fetch(sql, self.source, *arguments)
        open_to_all = self._catalogue.without_private_fields
        events = map(PublishedEvent._make, records)
        return [event if event.type in open_to_all else self._bared(event) for event in events]

    def _bared(self, event: PublishedEvent) -> PublishedEvent:
        """Without its private fields; raises UnknownEventType, because nobody knows which those of it are."""
        return event._replace(data=publishable(self._catalogue.event_class(event.type), event.data))

    async def heads(self, after: int, limit: int) -> FeedHeads:
        """The streams that changed in the `limit` positions after `after`, each with its latest version there."""
        head = await self.head()
        upto = max(after, min(head, after + limit))
        async with self._database.connection() as connection:
            records = await connection.fetch(
                "SELECT stream_id, max(version) AS version FROM events WHERE position > $1 AND position <= $2"
                " GROUP BY stream_id",
                after,
                upto,
            )
        streams = [StreamHead(stream_id=record["stream_id"], version=record["version"]) for record in records]
        return FeedHeads(source=self.source, head=head, upto=upto, streams=streams)

    async def receipt(self, key: str) -> Any:
        """The first answer to an Idempotency-Key as a record, or None."""
        async with self._database.connection() as connection:
            return await connection.fetchrow("SELECT * FROM receipts WHERE key = $1", key)

    async def row(self, table: TableShape, key: str) -> str | None:
        """A view's row as JSON text."""
        sql = f'SELECT row_to_json(t)::text FROM "{table.name}" t WHERE "{table.key}" = $1'  # noqa: S608  # our own names
        async with self._database.connection() as connection:
            found: str | None = await connection.fetchval(sql, key)
        return found
