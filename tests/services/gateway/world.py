"""Sources that tell events as they are published, in memory: what feeds the gateway under test."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from services.gateway.overview.sources import SourceSeen
from shared.eventstore.codec import publishable
from shared.eventstore.published import FeedHeads, PublishedEvent, StreamHead
from shared.kernel.message import Event
from shared.messaging.feed import PAGE, Page
from shared.messaging.trouble import FeedUnreachable
from tests.services.gateway.chance import Life

BEGUN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""The first event is recorded then; each later one, of whichever source, a second after the one before."""


@dataclass
class Source:
    """A feed in memory."""

    name: str
    events: list[PublishedEvent] = field(default_factory=list)
    reachable: bool = True

    async def page(self, after: int, limit: int = PAGE) -> Page:
        self._answer()
        return Page(len(self.events), self.events[after : after + limit])

    async def stream(self, stream_id: str, after_version: int) -> list[PublishedEvent]:
        self._answer()
        return [one for one in self.events if one.stream_id == stream_id and one.version > after_version]

    async def heads(self, after: int, limit: int) -> FeedHeads:
        self._answer()
        upto = min(len(self.events), after + limit)
        versions = {one.stream_id: one.version for one in self.events[after:upto]}
        streams = [StreamHead(stream_id=stream_id, version=version) for stream_id, version in versions.items()]
        return FeedHeads(source=self.name, head=len(self.events), upto=upto, streams=streams)

    def _answer(self) -> None:
        if not self.reachable:
            raise FeedUnreachable(self.name)


class World:
    """Three sources and one clock."""

    def __init__(self) -> None:
        self.sources = {name: Source(name) for name in ("contracts", "budgets", "referrals")}
        self.now = BEGUN
        self._versions: dict[str, int] = defaultdict(int)

    def tell(self, source: str, stream_id: str, event: Event) -> PublishedEvent:
        """The next event of a stream, without what is not published."""
        self._versions[stream_id] += 1
        told = self.sources[source].events
        published = PublishedEvent(
            source=source,
            stream_id=stream_id,
            version=self._versions[stream_id],
            position=len(told) + 1,
            event_id=self._next_id(),
            type=type(event).__name__,
            schema_version=event.schema_version,
            data=publishable(type(event), event.model_dump_json()),
            org="07L",
            correlation="c",
            causation=None,
            occurred_at=self.now,
            recorded_at=self.now,
        )
        told.append(published)
        self.now += timedelta(seconds=1)
        return published

    def live(self, lives: Iterable[Life], rng: Random) -> list[PublishedEvent]:
        """Let lives happen side by side, each in its order."""
        waiting = [(source, stream_id, list(events)) for source, stream_id, events in lives]
        told = []
        while waiting:
            which = rng.randrange(len(waiting))
            source, stream_id, events = waiting[which]
            told.append(self.tell(source, stream_id, events.pop(0)))
            if not events:
                waiting.pop(which)
        return told

    @property
    def events(self) -> list[PublishedEvent]:
        """Everything, in the order in which it happened."""
        return sorted((one for source in self.sources.values() for one in source.events), key=_when)

    def _next_id(self) -> UUID:
        return UUID(int=(0x01980000 << 96) | sum(len(source.events) for source in self.sources.values()))


def _when(event: PublishedEvent) -> tuple[datetime, UUID]:
    return event.recorded_at, event.event_id


@dataclass
class Status:
    """What the comparison with the feeds would say; everything is fine unless a test says otherwise."""

    seen: dict[str, SourceSeen]

    @classmethod
    def all_well(cls, now: datetime, names: Sequence[str] = ("contracts", "budgets", "referrals")) -> "Status":
        return cls({name: SourceSeen(reachable=True, head=0, last_contact=now, caught_up_at=now) for name in names})

    def sources(self) -> dict[str, SourceSeen]:
        return self.seen
