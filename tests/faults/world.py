"""What stands in the databases, looked at from outside when the alliance has come to rest."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from tests.e2e.alliance import OWNERS
from tests.kit.rig import Rig

Stream = tuple[str, str]
"""Its source and its name there."""

LISTENERS = {
    "contracts": ("contracts",),
    "budgets": ("contracts", "referrals", "budgets"),
    "gateway": ("contracts", "budgets", "referrals"),
}
"""Which services read which others."""


def all_is_read(heads: Mapping[Stream, int], progress: Mapping[str, Mapping[Stream, int]]) -> bool:
    """Whether every reader has come to the end of every stream it reads, and to no other's."""
    return all(
        progress[reader] == {stream: version for stream, version in heads.items() if stream[0] in sources}
        for reader, sources in LISTENERS.items()
    )


_EVENTS = """
SELECT position, stream_id, version, event_id::text, type, data, metadata->>'correlation' AS key,
       metadata->>'actor' LIKE 'policy:%' OR metadata->>'actor' = 'clock' AS by_policy, recorded_at
FROM events ORDER BY position
"""


@dataclass(frozen=True)
class Stored:
    """An event in a store; `key` is the Idempotency-Key of what began it all; `by_policy` says so of the clock, too."""

    source: str
    position: int
    stream_id: str
    version: int
    event_id: str
    type: str
    data: dict[str, Any]
    key: str
    by_policy: bool
    recorded_at: Any = None


@dataclass(frozen=True)
class World:
    """`progress` by reader: (source, stream) → version; `shown` counts the timeline's entries by event.

    `due_today`: what the clock has still to ask for.
    """

    events: list[Stored]
    receipts: dict[str, tuple[str, int]] = field(default_factory=dict)
    progress: dict[str, dict[tuple[str, str], int]] = field(default_factory=dict)
    parked: list[str] = field(default_factory=list)
    shown: Counter[str] = field(default_factory=Counter)
    arrived: Counter[str] = field(default_factory=Counter)
    due_today: list[str] = field(default_factory=list)

    def of(self, *types: str) -> list[Stored]:
        """The events of these types."""
        return [event for event in self.events if event.type in types]


async def look_at(rig: Rig) -> World:
    """All of it, read directly, past every proxy."""
    world = World([])
    for service in OWNERS:
        connection = await asyncpg.connect(rig.databases[service].url)
        for record in await connection.fetch(_EVENTS):
            given = dict(record)
            world.events.append(Stored(service, **(given | {"data": json.loads(given["data"])})))
        due = await connection.fetch("SELECT timer_id FROM timers WHERE due_on <= (now() AT TIME ZONE 'UTC')::date")
        world.due_today.extend(record["timer_id"] for record in due)
        for record in await connection.fetch("SELECT key, stream_id, version FROM receipts"):
            world.receipts[record["key"]] = (record["stream_id"], record["version"])
        await connection.close()
    for reader in LISTENERS:
        connection = await asyncpg.connect(rig.databases[reader].url)
        rows = await connection.fetch("SELECT source, stream_id, version FROM progress")
        world.progress[reader] = {(row["source"], row["stream_id"]): row["version"] for row in rows}
        for row in await connection.fetch("SELECT source, stream_id, version, reason FROM parked"):
            world.parked.append(f"{reader} parked {row['stream_id']} version {row['version']}: {row['reason']}")
        if reader == "gateway":
            world.shown.update(row[0] for row in await connection.fetch("SELECT event_id::text FROM timeline"))
            world.arrived.update(row[0] for row in await connection.fetch("SELECT event_id::text FROM arrivals"))
        await connection.close()
    return world
