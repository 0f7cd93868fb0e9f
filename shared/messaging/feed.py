"""The feed: a source's events straight from its store, which is the truth that Kafka is only faster than."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from shared.eventstore.published import FeedEvent, FeedHeads, PublishedEvent
from shared.eventstore.store import EventStore
from shared.messaging.trouble import PASSING, FeedUnreachable

PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """Events after a position, oldest first; `head` is the source's last position when it was asked."""

    head: int
    events: list[PublishedEvent]


class Feed(Protocol):
    """What a source offers; every method raises FeedUnreachable."""

    async def page(self, after: int, limit: int = PAGE) -> Page:
        """Events after a position, in commit order."""
        ...

    async def stream(self, stream_id: str, after_version: int) -> list[PublishedEvent]:
        """All later events of one stream, in order."""
        ...

    async def heads(self, after: int, limit: int) -> FeedHeads:
        """The streams that changed in the `limit` positions after `after`."""
        ...


class StoreFeed:
    """The feed of a store at hand: how a service listens to itself."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    async def page(self, after: int, limit: int = PAGE) -> Page:
        """Events after a position, in commit order."""
        with _reading():
            return Page(await self._store.head(), await self._store.feed(after, limit))

    async def stream_page(self, stream_id: str, after_version: int, limit: int = PAGE) -> Page:
        """The next events of one stream."""
        with _reading():
            head = await self._store.head()
            return Page(head, await self._store.published_stream(stream_id, after_version, limit))

    async def stream(self, stream_id: str, after_version: int) -> list[PublishedEvent]:
        """All later events of one stream, in order."""
        events: list[PublishedEvent] = []
        while True:
            later = (await self.stream_page(stream_id, after_version + len(events))).events
            events += later
            if len(later) < PAGE:
                return events

    async def heads(self, after: int, limit: int) -> FeedHeads:
        """The streams that changed in the `limit` positions after `after`."""
        with _reading():
            return await self._store.heads(after, limit)


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except PASSING as trouble:
        raise FeedUnreachable(type(trouble).__name__) from trouble


def event_json(event: PublishedEvent) -> str:
    """An event as the feed shows it, a FeedEvent; `data` goes through as it is."""
    return (
        f'{{"position":{event.position},"stream_id":{json.dumps(event.stream_id)},"version":{event.version},'
        f'"event_id":"{event.event_id}","type":{json.dumps(event.type)},"schema_version":{event.schema_version},'
        f'"data":{event.data},"org":{json.dumps(event.org)},"correlation":{json.dumps(event.correlation)},'
        f'"causation":{json.dumps(event.causation)},"occurred_at":"{event.occurred_at.isoformat()}",'
        f'"recorded_at":"{event.recorded_at.isoformat()}"}}'
    )


def feed_event(event: PublishedEvent) -> FeedEvent:
    """An event as the feed shows it."""
    return FeedEvent.model_validate_json(event_json(event))


def page_json(source: str, head: int, events: Sequence[PublishedEvent]) -> bytes:
    """A FeedPage, written without taking the events apart."""
    inside = ",".join(map(event_json, events))
    return f'{{"source":{json.dumps(source)},"head":{head},"events":[{inside}]}}'.encode()


def from_feed(source: str, shown: FeedEvent) -> PublishedEvent:
    """An event as it came over the feed."""
    return PublishedEvent(
        source=source,
        stream_id=shown.stream_id,
        version=shown.version,
        position=shown.position,
        event_id=shown.event_id,
        type=shown.type,
        schema_version=shown.schema_version,
        data=json.dumps(shown.data),
        org=shown.org,
        correlation=shown.correlation,
        causation=shown.causation,
        occurred_at=shown.occurred_at,
        recorded_at=shown.recorded_at,
    )
