"""The SQL of the writer: every batch is one lock, one look and one statement that writes everything."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from shared.eventstore import chain
from shared.eventstore.ends import UNBEGUN, Tip
from shared.eventstore.items import Item, NewEvent, NewProgress, NewReceipt, TableShape

APPEND_LOCK = 7_265_001
"""One lock per database for appending: held to the commit, so positions appear in commit order."""

BEGIN_AND_LOCK = f"BEGIN; SELECT pg_advisory_xact_lock({APPEND_LOCK})"

# Never earlier than what was recorded before, nor in a day that is closed, wherever the clock was moved.
# There is no moment, and no event is written, when the store does not end with the event of this digest.
_BASE = """
WITH last AS (SELECT recorded_at, digest FROM events ORDER BY position DESC LIMIT 1),
moment AS (
    SELECT greatest(clock_timestamp(), (SELECT recorded_at FROM last),
                    (SELECT (max(day) + 1)::timestamp AT TIME ZONE 'UTC' FROM daily_digests)) AS now
    WHERE (SELECT digest FROM last) IS NOT DISTINCT FROM $1::bytea),
written AS (
    INSERT INTO events (position, stream_id, version, event_id, type, schema_version, data, metadata,
                        occurred_at, recorded_at, digest)
    SELECT position, stream_id, version, event_id, type, schema_version, data, metadata, occurred_at, moment.now, digest
    FROM jsonb_populate_recordset(NULL::events, $2::jsonb), moment),
answered AS (INSERT INTO receipts SELECT * FROM jsonb_populate_recordset(NULL::receipts, $3::jsonb)),
progressed AS (
    INSERT INTO progress SELECT * FROM jsonb_populate_recordset(NULL::progress, $4::jsonb)
    ON CONFLICT (source, stream_id) DO UPDATE SET version = excluded.version
    WHERE progress.version = excluded.version - 1
    RETURNING 1)"""

_FOUND = """
SELECT (SELECT count(*) FROM moment) AS moments, (SELECT count(*) FROM progressed) AS progressed,
       (SELECT coalesce(max(number), 0) FROM rebuilds) AS rebuilds"""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item with what each of its events says (`chain.said`) and where its stream ends."""

    item: Item
    said: Sequence[bytes]
    tip: Tip = UNBEGUN


@dataclass(frozen=True, slots=True)
class Composed:
    """One batch as one statement: for each item, in order, the position of its last event and its stream's new tip."""

    sql: str
    arguments: tuple[str, ...]
    positions: tuple[int, ...]
    tips: tuple[Tip, ...]
    last_digest: bytes
    events: int
    progress_rows: int


def compose(entries: Sequence[Entry], head: int) -> Composed:
    """The statement that writes the entries' items, their events at the positions after `head`."""
    position, last_digest = head, chain.START
    positions: list[int] = []
    tips: list[Tip] = []
    events: list[str] = []
    rows: dict[TableShape, list[str]] = defaultdict(list)
    removed: dict[TableShape, list[str]] = defaultdict(list)
    for entry in entries:
        item, (version, digest) = entry.item, entry.tip
        for event, what in zip(item.events, entry.said, strict=True):
            position, version = position + 1, version + 1
            digest = chain.link(digest, position, item.stream_id, version, what)
            events.append(_event_json(event, position, item.stream_id, version, digest))
            last_digest = digest
        positions.append(position)
        tips.append(Tip(version, digest))
        for row in item.rows:
            if row.row is not None:
                rows[row.table].append(row.row)
            else:
                removed[row.table].append(gone(row.table, row.key))
    items = [entry.item for entry in entries]
    receipts = [_receipt_json(item, item.receipt) for item in items if item.receipt]
    progress = [_progress_json(item.progress) for item in items if item.progress]
    groups = (events, receipts, progress, *rows.values(), *removed.values())
    return Composed(
        sql=_statement(tuple(rows), tuple(removed)),
        arguments=tuple(f"[{','.join(group)}]" for group in groups),
        positions=tuple(positions),
        tips=tuple(tips),
        last_digest=last_digest,
        events=len(events),
        progress_rows=len(progress),
    )


@cache
def _statement(written: tuple[TableShape, ...], deleted: tuple[TableShape, ...]) -> str:
    parts = [_BASE]
    parts += [f"w{n} AS ({upsert(table, f'${n}')})" for n, table in enumerate(written, start=5)]
    parts += [f"d{n} AS ({delete(table, f'${n}')})" for n, table in enumerate(deleted, start=5 + len(written))]
    parts[-1] += _FOUND
    return ",\n".join(parts)


@cache
def upsert(table: TableShape, parameter: str) -> str:
    """Rows given as a JSON array, inserted or replaced whole by key."""
    names = ", ".join(f'"{column}"' for column in table.columns)
    changes = ", ".join(f'"{column}" = excluded."{column}"' for column in table.columns if column != table.key)
    return (
        f'INSERT INTO "{table.name}" ({names}) '  # noqa: S608  # names come from our own models
        f'SELECT {names} FROM jsonb_populate_recordset(NULL::"{table.name}", {parameter}::jsonb) '
        f'ON CONFLICT ("{table.key}") DO UPDATE SET {changes}'
    )


def delete(table: TableShape, parameter: str) -> str:
    """Rows whose keys are given as a JSON array of objects that hold them (`gone`)."""
    return (
        f'DELETE FROM "{table.name}" t USING jsonb_populate_recordset(NULL::"{table.name}", {parameter}::jsonb) gone '  # noqa: S608  # names come from our own models
        f'WHERE t."{table.key}" = gone."{table.key}"'
    )


def gone(table: TableShape, key: str) -> str:
    """The object that names a row to `delete`."""
    return json.dumps({table.key: key})


def _event_json(event: NewEvent, position: int, stream_id: str, version: int, digest: bytes) -> str:
    return (
        f'{{"position":{position},"stream_id":"{stream_id}","version":{version},"event_id":"{event.event_id}",'
        f'"type":"{event.type}","schema_version":{event.schema_version},"data":{event.data},'
        f'"metadata":{event.metadata},"occurred_at":"{event.occurred_at.isoformat()}","digest":"\\\\x{digest.hex()}"}}'
    )


def _receipt_json(item: Item, receipt: NewReceipt) -> str:
    return json.dumps(
        {
            "key": receipt.key,
            "fingerprint": receipt.fingerprint,
            "status": receipt.status,
            "body": receipt.body,
            "location": receipt.location,
            "stream_id": item.stream_id,
            "version": item.expected + len(item.events),
            "answered_at": receipt.answered_at.isoformat(),
        }
    )


def _progress_json(progress: NewProgress) -> str:
    return json.dumps({"source": progress.source, "stream_id": progress.stream_id, "version": progress.version})
