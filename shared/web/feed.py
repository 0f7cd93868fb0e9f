"""The feed: a service's published events over HTTP, for its peers alone."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from shared.eventstore.published import FeedHeads, FeedPage, PublishedEvent
from shared.messaging.feed import page_json
from shared.service import Service

Position = Annotated[int, Query(ge=0, le=2**62)]
Limit = Annotated[int, Query(ge=1, le=10_000)]


async def _from_a_peer(request: Request) -> Service:
    request.app.state.edge.peer(request)
    service: Service = request.app.state.service
    return service


Peer = Annotated[Service, Depends(_from_a_peer)]
router = APIRouter(tags=["feed"], include_in_schema=False)


@router.get("/feed", response_model=FeedPage)
async def read_feed(service: Peer, after: Position = 0, limit: Limit = 1_000) -> Response:
    """Events after a position, oldest first."""
    return await _page(service, await service.store.feed(after, limit))


@router.get("/feed/heads")
async def read_feed_heads(service: Peer, after: Position = 0, limit: Limit = 10_000) -> FeedHeads:
    """Which streams changed after a position, and how far each has come."""
    return await service.store.heads(after, limit)


@router.get("/feed/streams/{stream_id}", response_model=FeedPage)
async def read_feed_stream(
    stream_id: str, service: Peer, after_version: Position = 0, limit: Limit = 1_000
) -> Response:
    """One stream after a version."""
    return await _page(service, await service.store.published_stream(stream_id, after_version, limit))


async def _page(service: Service, events: Sequence[PublishedEvent]) -> Response:
    return Response(page_json(service.name, await service.store.head(), events), media_type="application/json")
