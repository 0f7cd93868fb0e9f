"""The store stream by stream: versions, the chain, and what the views make of each stream."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.eventstore import chain
from shared.eventstore.codec import Catalogue
from shared.eventstore.database import Connection, Database
from shared.eventstore.store import EventStore
from shared.service import Card
from shared.verify.findings import Findings, Tell
from shared.verify.snapshot import PAGE
from shared.verify.views import MadeRows
from shared.views import Key, View

_EVENTS = """
SELECT position, stream_id, version, event_id, type, schema_version, data, metadata, occurred_at, digest
FROM events ORDER BY stream_id, version, position
"""
_TWICE = "SELECT event_id, min(position) AS position FROM events GROUP BY event_id HAVING count(*) > 1 LIMIT 20"


async def check_streams_and_views(connection: Connection, card: Card, found: Findings, tell: Tell) -> None:
    """One pass; in memory are a few hundred streams' rows at a time, of a single stream all."""
    total, done = await connection.fetchval("SELECT count(*) FROM events"), 0
    for record in await connection.fetch(_TWICE):
        text = f"the event id {record['event_id']} stands twice"
        found.add("events", "inserted", text, position=record["position"])
    streams = _Streams(card, found, MadeRows(connection, card, found))
    async for record in connection.cursor(_EVENTS, prefetch=PAGE):
        await streams.take(record)
        done += 1
        if done % PAGE == 0:
            tell("streams and views", done, total)
    await streams.close()
    tell("streams and views", done, total)


class _Streams:
    """Goes through all events, stream after stream."""

    def __init__(self, card: Card, found: Findings, made: MadeRows) -> None:
        self._found = found
        self._made = made
        self._store = EventStore(card.name, Database(""), Catalogue(card.event_classes))
        self._views: Mapping[str, Sequence[View[Any]]] = {
            event.__name__: capability.views for capability in card.capabilities for event in capability.decider.events
        }
        self._stream_id: str | None = None
        self._version = 0
        self._digest = chain.START
        self._rows: dict[tuple[str, Key], Any] | None = {}

    async def take(self, record: Any) -> None:
        """The next event."""
        if record["stream_id"] != self._stream_id:
            await self._end_of_stream()
            self._stream_id, self._version, self._digest, self._rows = record["stream_id"], 0, chain.START, {}
        if self._check_version(record):
            self._check_digest(record)
        self._version, self._digest = record["version"], bytes(record["digest"])
        self._project(record)

    async def close(self) -> None:
        """The last stream is over."""
        await self._end_of_stream()
        await self._made.close()

    async def _end_of_stream(self) -> None:
        if self._stream_id is not None and self._rows is not None:
            await self._made.take(self._rows)

    def _check_version(self, record: Any) -> bool:
        """Whether it follows the one before; without that one its digest cannot be judged."""
        expected, version = self._version + 1, record["version"]
        if version > expected:
            which = f"version {expected} is" if version == expected + 1 else f"versions {expected} to {version - 1} are"
            self._found.add("versions", "missing", f"{which} missing before this event", **_about(record))
        elif version < expected:
            self._found.add("versions", "inserted", "another event has this version", **_about(record))
        return bool(version == expected)

    def _check_digest(self, record: Any) -> None:
        what = chain.said(
            record["event_id"],
            record["type"],
            record["schema_version"],
            record["data"],
            record["metadata"],
            record["occurred_at"],
        )
        digest = chain.link(self._digest, record["position"], record["stream_id"], record["version"], what)
        if digest != record["digest"]:
            text = "this event, or the digest of the one before it, is not what was written"
            self._found.add("chain", "altered", text, **_about(record))

    def _project(self, record: Any) -> None:
        try:
            recorded = self._store.recorded(record)
            if self._rows is not None:
                for view in self._views[record["type"]]:
                    for key in view.keys(recorded):
                        place = view.shape.name, key
                        self._rows[place] = view.project(self._rows.get(place), recorded)
        except Exception as trouble:  # whatever a damaged event does to code that never fails on a sound one
            text = f"it cannot be read ({type(trouble).__name__}), so its stream's views cannot be compared"
            self._found.add("events", "unreadable", text, **_about(record))
            self._rows = None
            self._made.unknown = True


def _about(record: Any) -> dict[str, Any]:
    return {name: record[name] for name in ("stream_id", "version", "position", "type")}
