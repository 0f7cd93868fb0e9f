"""What is kept beside the events: the answers that were given, how far others' events are applied, what is parked."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Mapping

import asyncpg

from shared.eventstore.database import Connection
from shared.messaging.feed import Feed
from shared.messaging.progress import Stream
from shared.messaging.trouble import FeedUnreachable
from shared.verify.findings import Findings, Tell

_RECEIPTS = """
SELECT r.stream_id, r.version FROM receipts r
LEFT JOIN events e ON e.stream_id = r.stream_id AND e.version = r.version
WHERE e.position IS NULL AND r.version > 0 ORDER BY r.answered_at LIMIT 1000
"""
_PARKED = "SELECT source, count(DISTINCT stream_id) AS streams, count(*) AS events FROM parked GROUP BY source"
_PARKED_STREAMS = "SELECT DISTINCT source, stream_id FROM parked"
LOOK_AHEAD = 10_000
LOOK_AGAIN_SECONDS = 0.5

Versions = dict[Stream, int]


async def check_receipts(connection: Connection, found: Findings) -> None:
    """Whatever was answered with a version is in the store up to it."""
    for record in await connection.fetch(_RECEIPTS):
        text = "it was answered to somebody and is not in the store"
        found.add("receipts", "missing", text, stream_id=record["stream_id"], version=record["version"])


async def check_parked(connection: Connection, found: Findings) -> None:
    """Not wrong, but somebody has to look."""
    for record in await connection.fetch(_PARKED):
        text = f"{record['streams']:,} streams of {record['source']} with {record['events']:,} events wait for somebody"
        found.add("parked", "waiting", text, warning=True)


async def check_progress(
    url: str, feeds: Mapping[str, Feed], found: Findings, tell: Tell, patience_seconds: float
) -> None:
    """Nothing is applied that its source does not have; what the source has is applied within the patience.

    Still behind is a violation when nothing was applied meanwhile, and a warning while there is movement.
    """
    connection = await asyncpg.connect(url, timeout=10, server_settings={"default_transaction_read_only": "on"})
    try:
        # First what is applied, then what there is: what comes in between must not look as if it came from nowhere.
        applied = await _applied(connection, feeds)
        told: Versions = {}
        for source, feed in feeds.items():
            try:
                told |= await _told(source, feed, tell)
            except FeedUnreachable as trouble:
                found.add("progress", "unasked", f"{source} could not be asked: {trouble}", warning=True)
                applied = {stream: version for stream, version in applied.items() if stream.source != source}
        for stream, version in applied.items():
            if version > told.get(stream, 0):
                text = f"applied up to version {version}, and {stream.source} has {told.get(stream, 0)}"
                found.add("progress", "ahead", text, stream_id=stream.stream_id, version=version)
        await _wait(connection, feeds, told, found, patience_seconds)
    finally:
        await connection.close(timeout=5)


async def _wait(
    connection: Connection, feeds: Mapping[str, Feed], told: Versions, found: Findings, patience_seconds: float
) -> None:
    deadline = time.monotonic() + patience_seconds
    first: Versions | None = None
    while True:
        applied = await _applied(connection, feeds)
        parked = {Stream(*record) for record in await connection.fetch(_PARKED_STREAMS)}
        behind = {stream for stream, version in told.items() if applied.get(stream, 0) < version} - parked
        first = applied if first is None else first
        if not behind or time.monotonic() > deadline:
            break
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
    _tell_behind(found, behind, moving=applied != first)


def _tell_behind(found: Findings, behind: Iterable[Stream], *, moving: bool) -> None:
    for source, streams in Counter(stream.source for stream in behind).items():
        first = min(stream.stream_id for stream in behind if stream.source == source)
        text = f"{streams:,} streams of {source} are not applied to their end"
        text += ", and it goes on" if moving else ", and nothing moves: is the service running?"
        found.add("progress", "behind", text, stream_id=first, warning=moving)


async def _applied(connection: Connection, sources: Iterable[str]) -> Versions:
    records = await connection.fetch(
        "SELECT source, stream_id, version FROM progress WHERE source = ANY($1::text[])", list(sources)
    )
    return {Stream(record["source"], record["stream_id"]): record["version"] for record in records}


async def _told(source: str, feed: Feed, tell: Tell) -> Versions:
    versions: Versions = {}
    after = 0
    while True:
        heads = await feed.heads(after, LOOK_AHEAD)
        for head in heads.streams:
            versions[Stream(source, head.stream_id)] = head.version
        tell(f"progress against {source}", heads.upto, heads.head)
        if heads.upto >= heads.head or heads.upto == after:
            return versions
        after = heads.upto
