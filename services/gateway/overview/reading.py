"""Reads the overview: a sum per figure, made once per change however often it is asked for."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from pydantic import BaseModel

from services.gateway.overview.answers import SourcePosition
from services.gateway.overview.assembly import Titles, contracts_position, pathway_positions, pool_positions
from services.gateway.overview.contracting import contracting_positions
from services.gateway.overview.names import windows
from services.gateway.overview.sources import Applied, SourceStatus, is_gap, source_position
from shared.eventstore.database import Connection, Database

_STANDING = """
SELECT coalesce((SELECT max(seq) FROM arrivals), 0) AS seq, 'figures'::regclass::oid AS incarnation,
       (SELECT json_agg(s) FROM alliance_sources s)::text AS seen,
       (SELECT json_object_agg(source, streams) FROM
           (SELECT source, count(DISTINCT stream_id) AS streams FROM parked GROUP BY source) p)::text AS parked
"""

_SUMS = """
WITH standing AS NOT MATERIALIZED ({standing})
SELECT name, amount FROM standing WHERE day IS NULL
UNION ALL
SELECT left(s.name, length(s.name) - length(w.stored)) || w.label, sum(s.amount)::bigint
FROM standing s JOIN unnest($1::text[], $2::text[], $3::date[], $4::date[]) AS w(label, stored, first, last)
    ON right(s.name, length(w.stored)) = w.stored AND s.day BETWEEN w.first AND w.last
WHERE s.amount <> 0 GROUP BY 1
"""
_SUMS_NOW = _SUMS.format(standing="SELECT name, day, amount FROM figures")
_SUMS_THEN = _SUMS.format(
    standing="""SELECT f.name, f.day, sum(c.amount)::bigint AS amount FROM contributions c JOIN figures f
                USING (figure_id) WHERE c.recorded_at <= $5 GROUP BY f.figure_id"""
)

_TITLES = """
SELECT 'pools' AS kind, pool_id::text AS id, title, financial_year FROM alliance_pools
UNION ALL SELECT 'pathways', pathway_id::text, title, NULL FROM alliance_pathways
UNION ALL SELECT 'matters', thing_id::text, facts->>'title', NULL FROM alliance_matters
    WHERE kind IN ('procurement', 'outcomes-framework')
"""


class _State(NamedTuple):
    """Figures change when an event arrives, when a rebuild swaps the table, and with the day."""

    incarnation: int
    seq: int
    today: date


@dataclass(frozen=True)
class _Kept:
    state: _State
    body: str


class Overview:
    """`status` is asked how complete the sources are; nothing here depends on the number of events."""

    def __init__(self, database: Database, status: SourceStatus) -> None:
        self._database = database
        self._status = status
        self._kept: _Kept | None = None
        self._making = asyncio.Lock()

    async def now(self, now: datetime) -> str:
        """An AllianceOverview as JSON text, with everything that is applied."""
        async with self._database.connection() as connection:
            record = await connection.fetchrow(_STANDING)
            body = await self._body(connection, _State(record["incarnation"], record["seq"], _day(now)))
        return _joined(now, self._sources(record, now), body)

    async def then(self, moment: datetime, now: datetime) -> str:
        """As it would have been with the events recorded up to and including `moment`, of the sources as they are."""
        async with self._database.connection() as connection:
            record = await connection.fetchrow(_STANDING)
            body = await _made(connection, _SUMS_THEN, _day(moment), moment)
        return _joined(moment, self._sources(record, now), body)

    async def _body(self, connection: Connection, state: _State) -> str:
        if (kept := self._fresh(state)) is not None:
            return kept
        async with self._making:
            # Somebody else may have made it meanwhile, from as many events or more.
            if (kept := self._fresh(state)) is not None:
                return kept
            body = await _made(connection, _SUMS_NOW, state.today)
            self._kept = _Kept(state, body)
            return body

    def _fresh(self, state: _State) -> str | None:
        kept = self._kept
        if kept is None or kept.state.today != state.today or kept.state.incarnation != state.incarnation:
            return None
        return kept.body if kept.state.seq >= state.seq else None

    def _sources(self, record: Any, now: datetime) -> dict[str, SourcePosition]:
        parked: Mapping[str, int] = json.loads(record["parked"] or "{}")
        applied = {
            one["source"]: Applied(
                one["position"], datetime.fromisoformat(one["recorded_at"]), parked.get(one["source"], 0)
            )
            for one in json.loads(record["seen"] or "[]")
        }
        return {
            name: source_position(seen, applied.get(name) or Applied(parked_streams=parked.get(name, 0)), now)
            for name, seen in self._status.sources().items()
        }


async def _made(connection: Connection, sums_sql: str, today: date, *moment: datetime) -> str:
    shown = windows(today)
    records = await connection.fetch(
        sums_sql,
        [window.label for window in shown],
        [window.stored for window in shown],
        [window.first for window in shown],
        [window.last for window in shown],
        *moment,
    )
    sums = {record["name"]: record["amount"] for record in records}
    titles = _titles(await connection.fetch(_TITLES))
    parts: dict[str, BaseModel | Sequence[BaseModel]] = {
        "contracts": contracts_position(sums),
        "pools": pool_positions(sums, titles),
        "referrals": pathway_positions(sums, titles),
        **contracting_positions(sums, titles.matters),
    }
    return ",".join(f'"{name}":{_json(part)}' for name, part in parts.items())


def _titles(records: Sequence[Any]) -> Titles:
    pools = {one["id"]: (one["title"], one["financial_year"]) for one in records if one["kind"] == "pools"}
    pathways, matters = (
        {one["id"]: one["title"] for one in records if one["kind"] == kind} for kind in ("pathways", "matters")
    )
    return Titles(pools, pathways, matters)


def _json(part: BaseModel | Sequence[BaseModel]) -> str:
    if isinstance(part, BaseModel):
        return part.model_dump_json()
    return f"[{','.join(one.model_dump_json() for one in part)}]"


def _joined(as_of: datetime, sources: Mapping[str, SourcePosition], body: str) -> str:
    gaps = [name for name, position in sources.items() if is_gap(position)]
    inside = ",".join(f"{json.dumps(name)}:{position.model_dump_json()}" for name, position in sources.items())
    head = f'"as_of":"{as_of.isoformat()}","partial":{json.dumps(bool(gaps))},"gaps":{json.dumps(gaps)}'
    return f'{{{head},{body},"sources":{{{inside}}}}}'


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
