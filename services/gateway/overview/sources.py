"""How complete the overview is: what is known of each source, and whether it is all in here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Protocol

from services.gateway.overview.answers import SourcePosition


@dataclass(frozen=True)
class SourceSeen:
    """What the comparison with a source's feed found: `head` is the last position it told, at `last_contact`.

    `caught_up_at` is the last moment at which everything the source had told was applied or parked here.
    """

    reachable: bool
    head: int
    last_contact: datetime | None
    caught_up_at: datetime | None


class SourceStatus(Protocol):
    """Who compares with the sources' feeds."""

    def sources(self) -> Mapping[str, SourceSeen]:
        """Every source the overview is made from, by name."""
        ...


@dataclass(frozen=True)
class Applied:
    """What the database says of a source: its newest event here, and how many of its streams are parked."""

    position: int = 0
    recorded_at: datetime | None = None
    parked_streams: int = 0


def source_position(seen: SourceSeen, applied: Applied, now: datetime) -> SourcePosition:
    """A source as the overview shows it."""
    complete = seen.reachable and applied.position >= seen.head
    since = seen.caught_up_at
    # A second begun counts, so that 0 says that nothing is missing.
    behind = 0 if complete else None if since is None else max(1, ceil((now - since).total_seconds()))
    return SourcePosition(
        as_of=applied.recorded_at,
        position=applied.position,
        seconds_behind=behind,
        reachable=seen.reachable,
        parked_streams=applied.parked_streams,
    )


def is_gap(position: SourcePosition) -> bool:
    """Whether the overview lacks something of this source, or cannot know."""
    return not position.reachable or position.seconds_behind != 0 or position.parked_streams > 0
