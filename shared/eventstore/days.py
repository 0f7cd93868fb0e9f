"""What an outsider can keep of a service: one digest per finished day, over everything recorded in it and before it.

    digest = SHA-256(digest of the row before ‖ a line for each event of the day, in order)
    line   = position|digest of the event in hexadecimal|recorded_at in UTC as isoformat, and a line feed

32 zero bytes stand before the first row. A day is one of UTC by recorded_at; a day without events has no row: the next
row says with its `last_position` that nothing is missing between them.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

FIRST = bytes(32)
"""What stands before the first row."""


@dataclass(frozen=True, slots=True)
class DayDigest:
    """A row of daily_digests: `events` recorded on the `day`, the last of them at `last_position`."""

    day: date
    events: int
    last_position: int
    digest: bytes


class DayInTheMaking:
    """A day whose events come in one after another, in the order of their positions."""

    def __init__(self, day: date, before: bytes) -> None:
        self.day = day
        self.events = 0
        self.last_position = 0
        self._digest = sha256(before)

    def take(self, position: int, digest: bytes, recorded_at: datetime) -> None:
        """One more event."""
        moment = recorded_at.astimezone(UTC).isoformat()
        self._digest.update(f"{position}|{digest.hex()}|{moment}\n".encode())
        self.events += 1
        self.last_position = position

    def done(self) -> DayDigest:
        """The row."""
        return DayDigest(self.day, self.events, self.last_position, self._digest.digest())


def day_of(recorded_at: datetime) -> date:
    """The day of UTC."""
    return recorded_at.astimezone(UTC).date()


def end_of(day: date) -> datetime:
    """The midnight at which it ends."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)


def from_row(record: Any) -> DayDigest:
    """A stored row."""
    return DayDigest(record["day"], record["events"], record["last_position"], bytes(record["digest"]))
