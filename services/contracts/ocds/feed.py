"""Releases in the order in which they were published: the order of their events in the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.service import Service

# Nothing can appear behind a reader: positions are without a gap, and `recorded_at` never falls along them.
_FEED = """
SELECT e.position, e.recorded_at, r.release FROM events e JOIN ocds_releases r ON r.event_id = e.event_id
WHERE e.position > $1 AND ($2::timestamptz IS NULL OR e.recorded_at >= $2) ORDER BY e.position LIMIT $3
"""

_OF_PROCESS = """
SELECT e.position, e.recorded_at, r.release FROM ocds_releases r JOIN events e ON e.event_id = r.event_id
WHERE r.ocid = $1 ORDER BY r.number
"""


@dataclass(frozen=True)
class Told:
    """A release as it was published, when, and at which position."""

    position: int
    published_at: datetime
    release: str


async def releases_after(service: Service, position: int, since: datetime | None, limit: int) -> Sequence[Told]:
    """The releases published after a position and not before a moment."""
    async with service.database.connection() as connection:
        return [Told(*found) for found in await connection.fetch(_FEED, position, since, limit)]


async def releases_of(service: Service, ocid: str) -> Sequence[Told]:
    """The releases of one process, oldest first."""
    async with service.database.connection() as connection:
        return [Told(*found) for found in await connection.fetch(_OF_PROCESS, ocid)]
