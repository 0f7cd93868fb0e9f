"""The timers that the rows of resources make: what is written with a change, and what there must be altogether."""

import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from shared.capability import Capability, Timers
from shared.eventstore.database import Connection
from shared.eventstore.items import RowWrite, TableShape
from shared.eventstore.statements import APPEND_LOCK, upsert

SHAPE = TableShape("timers", "timer_id", ("timer_id", "stream_id", "kind", "due_on"))
AT_ONCE = 1_000


def due_writes(timers: Timers, stream_id: str, before: Any, after: Any) -> list[RowWrite]:
    """What changes of a resource's timers when its row does; either row may be None."""
    was = _due(timers, before)
    will = _due(timers, after)
    changed = [
        RowWrite(SHAPE, f"{stream_id}/{kind}", _json(stream_id, kind, day))
        for kind, day in will.items()
        if was.get(kind) != day
    ]
    return changed + [RowWrite(SHAPE, f"{stream_id}/{kind}", None) for kind in was if kind not in will]


def _due(timers: Timers, row: Any) -> Mapping[str, date]:
    return {} if row is None else timers.due(row)


def _json(stream_id: str, kind: str, day: date) -> str:
    return json.dumps(
        {"timer_id": f"{stream_id}/{kind}", "stream_id": stream_id, "kind": kind, "due_on": day.isoformat()}
    )


async def timers_there_must_be(
    connection: Connection, capability: Capability, timers: Timers
) -> AsyncIterator[list[str]]:
    """Those of every resource of a capability as it stands, as JSON texts, some at a time."""
    view = capability.resource
    key, last = f'"{view.shape.key}"', None
    while True:
        records = await connection.fetch(
            f'SELECT {key} AS key, row_to_json(t)::text AS row FROM "{view.shape.name}" t '  # noqa: S608  # our own names
            f"WHERE $1::uuid IS NULL OR {key} > $1 ORDER BY {key} LIMIT {AT_ONCE}",
            last,
        )
        made = []
        for record in records:
            stream_id = capability.decider.stream_id(record["key"])
            made += [_json(stream_id, kind, day) for kind, day in timers.due(view.read(record["row"])).items()]
        yield made
        if len(records) < AT_ONCE:
            return
        last = records[-1]["key"]


async def remake_timers(owner: Connection, capabilities: Sequence[Capability]) -> tuple[int, int]:
    """All anew, while nobody appends; how many there are, and how many are not as before."""
    async with owner.transaction():
        await owner.execute(f"SELECT pg_advisory_xact_lock({APPEND_LOCK})")
        await owner.execute("CREATE TEMP TABLE timers_before ON COMMIT DROP AS SELECT * FROM timers")
        await owner.execute("DELETE FROM timers")
        for capability, timers in with_timers(capabilities):
            async for made in timers_there_must_be(owner, capability, timers):
                await owner.execute(upsert(SHAPE, "$1"), f"[{','.join(made)}]")
        return await owner.fetchval("SELECT count(*) FROM timers"), await owner.fetchval(_DIFFERING)


_DIFFERING = """
SELECT count(*) FROM (
    (SELECT * FROM timers EXCEPT ALL SELECT * FROM timers_before)
    UNION ALL (SELECT * FROM timers_before EXCEPT ALL SELECT * FROM timers)) d
"""


def with_timers(capabilities: Iterable[Capability]) -> list[tuple[Capability, Timers]]:
    """Those of which the clock asks something, and what."""
    return [(one, one.timers) for one in capabilities if one.timers is not None]
