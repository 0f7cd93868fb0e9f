"""Reading the store: one stream, one view row, the feed. Every read is one bounded question to PostgreSQL."""

import json
from datetime import datetime
from typing import Any

from shared.eventstore.codec import Catalogue, Meta, publishable
from shared.eventstore.database import Database
from shared.eventstore.items import TableShape
from shared.eventstore.published import FeedHeads, PublishedEvent, StreamHead, from_record
from shared.views import Recorded

_STREAM = """
SELECT stream_id, version, event_id, type, schema_version, data, metadata, occurred_at FROM events
WHERE stream_id = $1 AND version > $2 {limit} ORDER BY version
"""

_PUBLIC = """
SELECT position, stream_id, version, event_id, type, schema_version, data, occurred_at, recorded_at,
       metadata->>'org' AS meta_org, metadata->>'correlation' AS meta_correlation,
       metadata->>'causation' AS meta_causation
FROM events
"""


class EventStore:
    """The events of one service, as objects."""

    def __init__(self, source: str, database: Database, catalogue: Catalogue) -> None:
        self.source = source
        self._database = database
        self._catalogue = catalogue

    async def load(self, stream_id: str, after_version: int = 0) -> list[Recorded[Any]]:
        """The stream's events after a version, in order."""
        return await self._load(_STREAM.format(limit=""), stream_id, after_version)

    async def load_upto_version(self, stream_id: str, version: int) -> list[Recorded[Any]]:
        """The stream up to and including a version."""
        return await self._load(_STREAM.format(limit="AND version <= $3"), stream_id, 0, version)

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
        return await self._published(f"{_PUBLIC} WHERE position > $1 ORDER BY position LIMIT $2", after, limit)

    async def published_stream(self, stream_id: str, after_version: int, limit: int) -> list[PublishedEvent]:
        """One stream as other services may see it."""
        sql = f"{_PUBLIC} WHERE stream_id = $1 AND version > $2 ORDER BY version LIMIT $3"
        return await self._published(sql, stream_id, after_version, limit)

    async def _published(self, sql: str, *arguments: object) -> list[PublishedEvent]:
        async with self._database.connection() as connection:
            records = await connection.fetch(sql, *arguments)
        return [
            from_record(self.source, record, publishable(self._catalogue.event_class(record["type"]), record["data"]))
            for record in records
        ]

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
