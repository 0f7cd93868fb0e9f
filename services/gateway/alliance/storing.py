"""The SQL of the read models: rows loaded in one question, a batch's effects written in a few."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from services.gateway.alliance.effects import Effects, Rows, Told
from services.gateway.alliance.figures import figure_id
from services.gateway.alliance.things import THINGS
from services.gateway.overview.views import contributions, figures, seen
from services.gateway.timeline.views import arrivals, timeline
from shared.eventstore.database import Connection
from shared.eventstore.published import PublishedEvent
from shared.eventstore.statements import upsert
from shared.views import HasTable

REBUILT: tuple[HasTable, ...] = (*(thing.view for thing in THINGS), figures, contributions, seen, timeline)
"""The read models that are made from events alone."""

READ_MODELS: tuple[HasTable, ...] = (*REBUILT, arrivals)
"""`arrivals` depends on when events came here, so it is carried over a rebuild."""

_LOAD = " UNION ALL ".join(
    f"SELECT {number} AS kind, row_to_json(t)::text AS stored "  # noqa: S608  # names come from our own models
    f'FROM "{thing.view.shape.name}" t WHERE "{thing.view.shape.key}" = ANY(${number + 1}::uuid[])'
    for number, thing in enumerate(THINGS)
)

_WRITE = """
WITH seen AS (
    INSERT INTO alliance_sources (source, position, recorded_at)
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::timestamptz[])
    ON CONFLICT (source) DO UPDATE
    SET position = greatest(alliance_sources.position, excluded.position),
        recorded_at = greatest(alliance_sources.recorded_at, excluded.recorded_at)),
added AS (
    INSERT INTO figures (figure_id, name, day, amount)
    SELECT * FROM unnest($4::uuid[], $5::text[], $6::date[], $7::bigint[])
    ON CONFLICT (figure_id) DO UPDATE SET amount = figures.amount + excluded.amount),
"""
_WRITE += ",\n".join(
    f"rows{number} AS ({upsert(thing.view.shape, f'${number}')})" for number, thing in enumerate(THINGS, start=8)
)
_WRITE += "\nSELECT"

_LAST_ARRIVAL = """
SELECT coalesce((SELECT max(seq) FROM arrivals), (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
"""
"""Numbers begin where the clock stands, in microseconds: beyond those of a database that was lost, so that a place
in its order is not taken for one in this."""


async def load_rows(connection: Connection, told: Iterable[Told]) -> Rows:
    """The things these events are about, as far as they are remembered."""
    keys: list[set[UUID]] = [set() for _ in THINGS]
    for one in told:
        if one.about is not None:
            keys[THINGS.index(one.about[0])].add(one.about[1])
    if not any(keys):
        return {}
    rows: Rows = {}
    for record in await connection.fetch(_LOAD, *(list(asked) for asked in keys)):
        thing = THINGS[record["kind"]]
        row = thing.view.read(record["stored"])
        rows[thing, getattr(row, thing.view.shape.key)] = row
    return rows


async def write_effects(connection: Connection, events: Sequence[PublishedEvent], effects: Effects) -> None:
    """Write all but the arrivals, in the caller's transaction."""
    await connection.execute(_WRITE, *_seen(events), *_figures(effects), *_rows_as_json(effects))
    for table, records in ((contributions, effects.contributions), (timeline, effects.entries)):
        if records:
            await connection.copy_records_to_table(table.name, columns=table.columns, records=records)


async def write_arrivals(connection: Connection, event_ids: Sequence[UUID]) -> int:
    """Number events in the order of their coming; answers the last number. Under the apply lock only."""
    last = int(await connection.fetchval(_LAST_ARRIVAL))
    if event_ids:
        records = list(enumerate(event_ids, start=last + 1))
        await connection.copy_records_to_table(arrivals.name, columns=arrivals.columns, records=records)
    return last + len(event_ids)


def _rows_as_json(effects: Effects) -> list[str]:
    texts: list[list[str]] = [[] for _ in THINGS]
    for (thing, _), row in effects.rows.items():
        if row is not None:
            texts[THINGS.index(thing)].append(row.model_dump_json())
    return [f"[{','.join(rows)}]" for rows in texts]


def _seen(events: Sequence[PublishedEvent]) -> tuple[list[Any], ...]:
    newest: dict[str, tuple[Any, ...]] = {}
    for event in events:
        _, position, recorded_at = newest.get(event.source, (event.source, event.position, event.recorded_at))
        newest[event.source] = (event.source, max(position, event.position), max(recorded_at, event.recorded_at))
    return tuple(map(list, zip(*newest.values(), strict=True))) or ([], [], [])


def _figures(effects: Effects) -> tuple[list[Any], ...]:
    records = [(figure_id(figure), figure.name, figure.day, amount) for figure, amount in effects.figures.items()]
    return tuple(map(list, zip(*records, strict=True))) or ([], [], [], [])
