"""What operators look at and do in a running service: the streams its consumer has parked, and its relay."""

import asyncio
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from shared.choreography import Listening, Publishing
from shared.kernel.refusals import NotFound
from shared.messaging.feed import feed_event
from shared.messaging.parking import ParkedEvent, ParkedStream
from shared.operations import (
    STORABLE,
    DeadLetter,
    DeadLetterEvent,
    DeadLetterList,
    DeadLetterStream,
    RelayStatus,
    Retried,
    RetryDeadLettersBody,
)
from shared.web.call import JSON, Call, asks
from shared.web.docs import reads
from shared.web.routing import capability_router

log = structlog.get_logger()

PATIENCE_SECONDS = 5.0
"""How long the answer to a retry waits for its end; the retry itself goes on."""

Most = Annotated[int, Query(ge=1, le=500, description="How many at most, oldest first")]
Source = Annotated[str, Query(max_length=100, pattern=STORABLE, examples=["contracts"])]
StreamId = Annotated[
    str, Query(max_length=500, pattern=STORABLE, examples=["contract-01980000-0000-7000-8000-000000000001"])
]


class NothingParked(NotFound):
    rule = "Only a stream that is parked can be looked at and retried"


def operations_router(
    service: str, *, publishing: Publishing | None = None, listening: Listening | None = None, prefix: str = ""
) -> APIRouter:
    """The routes of what the service has of the two, below `prefix`."""
    routes = capability_router("operations")
    base = f"{prefix}/operations/{service}"
    if publishing is not None:
        _add_relay(routes, base, publishing)
    if listening is not None:
        _add_dead_letters(routes, f"{base}/dead-letters", service, listening)
    return routes


def _add_relay(routes: APIRouter, base: str, publishing: Publishing) -> None:
    @routes.get(f"{base}/relay", **_one(RelayStatus))
    async def read_relay_status(call: Annotated[Call, asks("read_relay_status")]) -> Response:
        """Who publishes, how far Kafka is behind the store, and whether it answers."""
        call.must_concern(())
        return _answer(await publishing.status())


def _add_dead_letters(routes: APIRouter, path: str, service: str, listening: Listening) -> None:
    letters = listening.dead_letters

    @routes.get(path, **_one(DeadLetterList))
    async def list_dead_letters(call: Annotated[Call, asks("list_dead_letters")], limit: Most = 100) -> Response:
        """The streams that wait for an operator because one of their events could not be applied."""
        call.must_concern(())
        parked = await letters.streams()
        shown = [DeadLetter(**one._asdict()) for one in parked[:limit]]
        return _answer(DeadLetterList(consumer=service, total=len(parked), items=shown))

    @routes.get(f"{path}/events", **_one(DeadLetterStream, NothingParked))
    async def read_dead_letters(
        call: Annotated[Call, asks("read_dead_letters")], source: Source, stream_id: StreamId, limit: Most = 100
    ) -> Response:
        """What waits of one stream: each event as it was published, and why it waits."""
        call.must_concern(())
        parked = await letters.show(source, stream_id)
        if not parked:
            raise NothingParked("Nothing of this stream is parked here.")
        items = [_shown(source, one) for one in parked[:limit]]
        told = DeadLetterStream(consumer=service, source=source, stream_id=stream_id, waiting=len(parked), items=items)
        return _answer(told)

    @routes.post(f"{path}/retries", **_one(Retried, NothingParked))
    async def retry_dead_letters(
        call: Annotated[Call, asks("retry_dead_letters")], body: RetryDeadLettersBody
    ) -> Response:
        """Apply in order what waits of a stream, and let it go on; asked twice, it happens once."""
        call.must_concern(())
        parked = await _find(listening, body)
        log.info("retry of a parked stream", source=body.source, reason=parked.reason)
        try:
            left = await asyncio.wait_for(letters.retry(body.source, body.stream_id), PATIENCE_SECONDS)
        except TimeoutError:
            return _answer(_retried(service, body, done=False, waiting=parked.waiting))
        return _answer(_retried(service, body, done=True, waiting=left))


async def _find(listening: Listening, asked: RetryDeadLettersBody) -> ParkedStream:
    for one in await listening.dead_letters.streams():
        if (one.source, one.stream_id) == (asked.source, asked.stream_id):
            return one
    raise NothingParked("Nothing of this stream is parked here.")


def _shown(source: str, parked: ParkedEvent) -> DeadLetterEvent:
    event = None if parked.event is None else feed_event(parked.event)
    return DeadLetterEvent(version=parked.version, reason=parked.reason, parked_at=parked.parked_at, event=event)


def _retried(service: str, body: RetryDeadLettersBody, *, done: bool, waiting: int) -> Retried:
    return Retried(consumer=service, source=body.source, stream_id=body.stream_id, done=done, waiting=waiting)


def _one(model: type[BaseModel], *refusals: type[NotFound]) -> dict[str, Any]:
    """Documented like other reads, without the tags of versions that these have not."""
    said = reads(model, *refusals)
    responses = {status: answer for status, answer in said["responses"].items() if status not in (200, 304)}
    return said | {"responses": responses}


def _answer(said: BaseModel) -> Response:
    return Response(said.model_dump_json(), media_type=JSON)
