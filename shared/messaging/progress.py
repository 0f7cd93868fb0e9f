"""How far each stream has been applied: inbox, order and gap detection in one row per stream."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from shared.eventstore.database import Connection, Database
from shared.eventstore.items import ProgressTaken
from shared.eventstore.published import PublishedEvent

_SEEN = """
SELECT asked.source, asked.stream_id, coalesce(p.version, 0) AS version,
       EXISTS (SELECT 1 FROM parked k WHERE k.source = asked.source AND k.stream_id = asked.stream_id) AS parked
FROM unnest($1::text[], $2::text[]) AS asked(source, stream_id)
LEFT JOIN progress p ON p.source = asked.source AND p.stream_id = asked.stream_id
"""

_ADVANCE = """
WITH asked AS (SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::int[]) AS a(source, stream_id, first, last)),
moved AS (
    UPDATE progress p SET version = asked.last FROM asked
    WHERE p.source = asked.source AND p.stream_id = asked.stream_id AND p.version = asked.first - 1 RETURNING 1),
begun AS (
    INSERT INTO progress (source, stream_id, version) SELECT source, stream_id, last FROM asked WHERE first = 1
    ON CONFLICT DO NOTHING RETURNING 1)
SELECT (SELECT count(*) FROM moved) + (SELECT count(*) FROM begun)
"""


class Stream(NamedTuple):
    """A stream of a source."""

    source: str
    stream_id: str


class Seen(NamedTuple):
    """The last version applied, and whether the stream waits for an operator."""

    version: int
    parked: bool


def stream_of(event: PublishedEvent) -> Stream:
    """The stream an event belongs to."""
    return Stream(event.source, event.stream_id)


async def look(database: Database, streams: Iterable[Stream]) -> dict[Stream, Seen]:
    """How far each of the streams has come."""
    asked = list(streams)
    if not asked:
        return {}
    async with database.connection() as connection:
        records = await connection.fetch(
            _SEEN, [stream.source for stream in asked], [stream.stream_id for stream in asked]
        )
    return {
        Stream(record["source"], record["stream_id"]): Seen(record["version"], record["parked"]) for record in records
    }


async def advance(connection: Connection, events: Sequence[PublishedEvent]) -> None:
    """Record that `events` are applied, in the asyncpg transaction that applies them.

    Per stream they must follow each other. Raises ProgressTaken when another replica has been here: roll back.
    """
    first: dict[Stream, int] = {}
    last: dict[Stream, int] = {}
    for event in events:
        first.setdefault(stream_of(event), event.version)
        last[stream_of(event)] = event.version
    streams = sorted(first)
    moved = await connection.fetchval(
        _ADVANCE,
        [stream.source for stream in streams],
        [stream.stream_id for stream in streams],
        [first[stream] for stream in streams],
        [last[stream] for stream in streams],
    )
    if moved != len(streams):
        raise ProgressTaken("another replica has already applied some of these events")
