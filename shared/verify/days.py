"""The store in the order of its positions: no gap, no step back in time, and each finished day's digest."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from shared.eventstore.database import Connection
from shared.eventstore.days import FIRST, DayDigest, DayInTheMaking, day_of, end_of, from_row
from shared.verify.findings import Findings, Tell
from shared.verify.snapshot import PAGE

_EVENTS = "SELECT position, stream_id, version, type, recorded_at, digest FROM events ORDER BY position"
_DAYS = "SELECT day, events, last_position, digest FROM daily_digests ORDER BY day"
LATE = timedelta(hours=26)
"""A day not closed so long after its end is worth a warning: the service was not running, or its job fails."""


async def check_positions_and_days(
    connection: Connection, found: Findings, kept: Sequence[DayDigest], tell: Tell
) -> None:
    """`kept`: daily digests of this service as somebody else has kept them."""
    stored = {record["day"]: from_row(record) for record in await connection.fetch(_DAYS)}
    total = await connection.fetchval("SELECT count(*) FROM events")
    log, done = _Log(found, stored), 0
    async for record in connection.cursor(_EVENTS, prefetch=PAGE):
        log.take(record)
        done += 1
        if done % PAGE == 0:
            tell("positions", done, total)
    log.close()
    tell("positions", done, total)
    _check_days(found, stored, log, await connection.fetchval("SELECT now()"))
    _check_kept(found, kept, log.made)


class _Log:
    """Goes through all events; `made` are the days as they add up, `judged` the same on each stored row before."""

    def __init__(self, found: Findings, stored: Mapping[date, DayDigest]) -> None:
        self._found = found
        self._stored = stored
        self._position = 0
        self._recorded_at: datetime | None = None
        self._making: tuple[DayInTheMaking, DayInTheMaking] | None = None
        self._before = FIRST
        self.made: dict[date, DayDigest] = {}
        self.judged: dict[date, DayDigest] = {}

    def take(self, record: Any) -> None:
        """The next event."""
        position, recorded_at = record["position"], record["recorded_at"]
        about = {"stream_id": record["stream_id"], "version": record["version"], "type": record["type"]}
        if position > self._position + 1:
            first, last = self._position + 1, position - 1
            which = f"position {first} is" if first == last else f"positions {first} to {last} are"
            self._found.add("positions", "missing", f"{which} missing", position=first)
        elif position <= self._position:
            self._found.add("positions", "inserted", "another event has this position", position=position, **about)
        if self._recorded_at is not None and recorded_at < self._recorded_at:
            text = "recorded before the event in front of it"
            self._found.add("positions", "reversed", text, position=position, **about)
        self._position = position
        self._recorded_at = max(recorded_at, self._recorded_at or recorded_at)
        self._into_its_day(position, bytes(record["digest"]), recorded_at)

    def _into_its_day(self, position: int, digest: bytes, recorded_at: datetime) -> None:
        day = day_of(recorded_at)
        if self._making is None or day > self._making[0].day:
            self.close()
            row_before = max((one for one in self._stored if one < day), default=None)
            before = self._stored[row_before].digest if row_before else FIRST
            self._making = DayInTheMaking(day, self._before), DayInTheMaking(day, before)
        for making in self._making:
            making.take(position, digest, recorded_at)

    def close(self) -> None:
        """The day is over."""
        if self._making is not None:
            made, judged = (making.done() for making in self._making)
            self.made[made.day], self.judged[made.day] = made, judged
            self._before = made.digest
            self._making = None


def _check_days(found: Findings, stored: Mapping[date, DayDigest], log: _Log, now: datetime) -> None:
    last = max(stored, default=None)
    for day, row in stored.items():
        made = log.judged.get(day)
        if made is None or made.events < row.events:
            gone = row.events - (made.events if made else 0)
            text = f"{gone:,} of the {row.events:,} events recorded on {day} are gone"
            found.add("days", "missing", text, position=row.last_position)
        elif made.events > row.events:
            text = f"{made.events - row.events:,} events were added to {day} after it was closed"
            found.add("days", "inserted", text, position=row.last_position)
        elif made != row:
            found.add("days", "altered", f"the events of {day} do not make its digest", position=row.last_position)
    for day, made in log.judged.items():
        if day not in stored and last is not None and day < last:
            found.add("days", "missing", f"{day} has no digest, and a later day has", position=made.last_position)
        elif day not in stored and now > end_of(day) + LATE:
            text = f"{day} is long over and has no digest yet: is the service running?"
            found.add("days", "waiting", text, position=made.last_position, warning=True)


def _check_kept(found: Findings, kept: Sequence[DayDigest], made: Mapping[date, DayDigest]) -> None:
    for row in sorted(kept, key=lambda one: one.day):
        if made.get(row.day) != row:
            since = max((one.day for one in kept if one.day < row.day), default=None)
            days = f"the events of {row.day}" if since is None else f"the events after {since} up to {row.day}"
            text = f"{days} are not those whose digest was kept"
            found.add("days", "altered", text, position=row.last_position)
            return  # every later digest is made of this one
