"""What falls due as it is written down, against what the resources as they stand make fall due."""

from collections.abc import Sequence

from shared.capability import Capability
from shared.due import timers_there_must_be, with_timers
from shared.eventstore.database import Connection
from shared.verify.findings import Findings

_DIFFERING = """
WITH must AS (SELECT * FROM jsonb_to_recordset($1::jsonb)
    AS t(timer_id text, stream_id text, kind text, due_on date)),
there AS (SELECT timer_id, stream_id, kind, due_on FROM timers WHERE timer_id = ANY(SELECT timer_id FROM must))
SELECT m.stream_id, m.kind, m.due_on AS must, t.due_on AS there FROM must m LEFT JOIN there t USING (timer_id)
WHERE (t.stream_id, t.kind, t.due_on) IS DISTINCT FROM (m.stream_id, m.kind, m.due_on)
"""


async def check_timers(connection: Connection, capabilities: Sequence[Capability], found: Findings) -> None:
    """Everything that must fall due does, on its day, and nothing else."""
    must = 0
    missing = 0
    for capability, timers in with_timers(capabilities):
        async for made in timers_there_must_be(connection, capability, timers):
            must += len(made)
            for record in await connection.fetch(_DIFFERING, f"[{','.join(made)}]"):
                missing += record["there"] is None
                _tell(found, record["stream_id"], record["kind"], record["must"], record["there"])
    there = await connection.fetchval("SELECT count(*) FROM timers")
    if there > must - missing:
        found.add("timers", "inserted", f"{there - must + missing:,} timers are of nothing that falls due")


def _tell(found: Findings, stream_id: str, kind: str, must: object, there: object) -> None:
    if there is None:
        found.add("timers", "missing", f"{kind} is due on {must} and not written down", stream_id=stream_id)
    else:
        found.add("timers", "different", f"{kind} is due on {must}, and {there} is written down", stream_id=stream_id)
