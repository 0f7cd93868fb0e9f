"""Closing days: once a day of UTC is over, its digest is made, kept, told in the log and shown to whoever keeps it."""

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from shared.capability import Job
from shared.eventstore.database import Database
from shared.eventstore.days import FIRST, DayDigest, DayInTheMaking, day_of, end_of, from_row
from shared.eventstore.statements import APPEND_LOCK

if TYPE_CHECKING:
    from shared.service import Service

CLOSED_AFTER = timedelta(minutes=5)
"""By the database's clock, so that nobody's transaction is still on its way into the day."""

PAGE = 2_000
log = structlog.get_logger()

_LAST = "SELECT day, events, last_position, digest FROM daily_digests ORDER BY day DESC LIMIT 1"
_EVENTS = "SELECT position, digest, recorded_at FROM events WHERE position > $1 ORDER BY position LIMIT $2"
_CLOSE = """
INSERT INTO daily_digests (day, events, last_position, digest) SELECT $1, $2, $3::bigint, $4
WHERE NOT EXISTS (SELECT 1 FROM events WHERE position = $3::bigint + 1 AND recorded_at < $5)
ON CONFLICT (day) DO NOTHING RETURNING 1
"""


async def close_days(service: "Service") -> None:
    """Close every day that is over; replicas make the same rows, and one of them tells."""
    while closed := await close_next_day(service.database):
        log.info(
            "day closed",
            source=service.name,
            day=closed.day.isoformat(),
            events=closed.events,
            last_position=closed.last_position,
            digest=closed.digest.hex(),
        )


async def close_next_day(database: Database, after: timedelta = CLOSED_AFTER) -> DayDigest | None:
    """The oldest day with events that has no digest, if it is over and nobody else has closed it meanwhile."""
    async with database.connection() as connection:
        last = await connection.fetchrow(_LAST)
        before = from_row(last) if last else None
        position = before.last_position if before else 0
        begin = await connection.fetchrow(_EVENTS, position, 1)
        now = await connection.fetchval("SELECT clock_timestamp()")
    if begin is None or now < end_of(day_of(begin["recorded_at"])) + after:
        return None
    making = DayInTheMaking(day_of(begin["recorded_at"]), before.digest if before else FIRST)
    while await _take_page(database, making, max(position, making.last_position)):
        pass
    return await _keep(database, making.done())


async def _take_page(database: Database, making: DayInTheMaking, after: int) -> bool:
    """Whether there may be more of the day: its events stand together, for time never runs backwards in the store."""
    async with database.connection() as connection:
        records = await connection.fetch(_EVENTS, after, PAGE)
    for record in records:
        if day_of(record["recorded_at"]) > making.day:
            return False
        making.take(record["position"], record["digest"], record["recorded_at"])
    return len(records) == PAGE


async def _keep(database: Database, made: DayDigest) -> DayDigest | None:
    async with database.connection() as connection, connection.transaction():
        # From here on the writer records nothing in this day, whatever the clock says: it looks at the last closed one.
        await connection.execute(f"SELECT pg_advisory_xact_lock({APPEND_LOCK})")
        kept = await connection.fetchval(
            _CLOSE, made.day, made.events, made.last_position, made.digest, end_of(made.day)
        )
    return made if kept else None


daily_digests = Job("daily digests", every_seconds=60.0, run=close_days)
