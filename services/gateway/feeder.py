"""Feeds the read models: takes every event's effects and moves its stream's progress in one transaction."""

from collections.abc import Sequence

from services.gateway.alliance.effects import Told, effects_of, read
from services.gateway.alliance.storing import load_rows, write_arrivals, write_effects
from shared.eventstore.database import Connection, Database
from shared.eventstore.published import PublishedEvent
from shared.messaging.progress import advance
from shared.pulse import Pulse

APPLY_LOCK = 7_265_004
"""One lock per gateway database: arrivals are numbered in commit order, and a rebuild swaps between batches."""


class Feeder:
    """The gateway's handler behind the inbox; replicas take turns.

    `applied` beats after each batch this process has applied, and `last_seq` is then the last arrival; what other
    replicas apply is seen in the database only.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.applied = Pulse()
        self.last_seq = 0

    async def apply(self, events: Sequence[PublishedEvent]) -> None:
        """Take all effects, or none: ProgressTaken when another replica was faster. Of one stream in order."""
        told = read(events)
        async with self._database.connection() as connection, connection.transaction():
            await connection.execute(f"SELECT pg_advisory_xact_lock({APPLY_LOCK})")
            await apply_on(connection, events, told)
            last_seq = await write_arrivals(connection, [one.published.event_id for one in told])
        self.last_seq = last_seq
        self.applied.beat()


async def apply_on(connection: Connection, events: Sequence[PublishedEvent], told: Sequence[Told]) -> None:
    """Everything but the arrivals, in the caller's transaction; `told` are the events as read."""
    await advance(connection, events)
    effects = effects_of(told, await load_rows(connection, told))
    await write_effects(connection, events, effects)
