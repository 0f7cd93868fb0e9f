"""The feed: a service's published events over HTTP, for its peers alone."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from shared.eventstore.published import FeedEvent, FeedHeads, FeedPage, PublishedEvent
from shared.service import Service

Position = Annotated[int, Query(ge=0, le=2**62)]
Limit = Annotated[int, Query(ge=1, le=10_000)]


async def _from_a_peer(request: Request) -> Service:
    request.app.state.edge.peer(request)
    service: Service = request.app.state.service
    return service


Peer = Annotated[Service, Depends(_from_a_peer)]
router = APIRouter(tags=["feed"], include_in_schema=False)


@router.get("/feed")
async def read_feed(service: Peer, after: Position = 0, limit: Limit = 1_000) -> FeedPage:
    """Events after a position, oldest first."""
    events = await service.store.feed(after, limit)
    return FeedPage(source=service.name, head=await service.store.head(), events=[feed_event(one) for one in events])


@router.get("/feed/heads")
async def read_feed_heads(service: Peer, after: Position = 0, limit: Limit = 10_000) -> FeedHeads:
    """Which streams changed after a position, and how far each has come."""
    head = await service.store.head()
    upto = max(after, min(head, after + limit))
    streams = await service.store.heads(after, upto)
    return FeedHeads(source=service.name, head=head, upto=upto, streams=list(streams))


@router.get("/feed/streams/{stream_id}")
async def read_feed_stream(
    stream_id: str, service: Peer, after_version: Position = 0, limit: Limit = 1_000
) -> FeedPage:
    """One stream after a version."""
    events = await service.store.published_stream(stream_id, after_version, limit)
    return FeedPage(source=service.name, head=await service.store.head(), events=[feed_event(one) for one in events])


def feed_event(one: PublishedEvent) -> FeedEvent:
    """An event as the feed shows it."""
    return FeedEvent(
        position=one.position,
        stream_id=one.stream_id,
        version=one.version,
        event_id=one.event_id,
        type=one.type,
        schema_version=one.schema_version,
        data=json.loads(one.data),
        org=one.org,
        correlation=one.correlation,
        causation=one.causation,
        occurred_at=one.occurred_at,
        recorded_at=one.recorded_at,
    )
