"""The route of the stream."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response

from services.gateway.stream.response import MEDIA_TYPE, EventStream
from services.gateway.stream.streams import Streams
from services.gateway.timeline.api import visible_to
from shared.kernel.addresses import PUBLIC
from shared.web.call import Call, asks
from shared.web.docs import problems
from shared.web.problems import Malformed, Unauthenticated
from shared.web.routing import named_router

EXAMPLE = 'id: 1042\nevent: ContractActivated\ndata: {"sentence": "Contract BHR-0001 is in force", …}\n\n'

LAST_EVENT_ID = "^[0-9]{0,18}$"

Place = Annotated[
    int | None, Query(ge=0, lt=2**63, description="Resume after this id; Last-Event-ID does the same and wins")
]
LastEventId = Annotated[
    str | None,
    Header(
        max_length=20,
        description="The id of the last event seen, sent by EventSource on its own",
        json_schema_extra={"pattern": LAST_EVENT_ID},
    ),
]
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-sent events; `data` is a timeline entry. `reset` says: read the timeline anew.",
        "content": {MEDIA_TYPE: {"schema": {"type": "string"}, "example": EXAMPLE}},
    },
    **problems((Malformed, Unauthenticated)),
}


def stream_router(streams: Streams) -> APIRouter:
    """The route over these streams."""
    router = named_router("alliance")

    @router.get(f"{PUBLIC}/alliance/stream", response_class=Response, responses=RESPONSES)
    async def follow_timeline(
        call: Annotated[Call, asks("read_timeline")], after: Place = None, last_event_id: LastEventId = None
    ) -> Response:
        """The timeline as it happens, from now on or from where it broke off, in order and without gaps."""
        place = after if last_event_id is None else _place(last_event_id)
        where = visible_to(call)
        head = await streams.enter(call.principal)
        events = streams.events(head, place, where, lambda: call.edge.principal(call.request))
        return EventStream(events, streams.asked_to_end, lambda: streams.leave(call.principal))

    return router


def _place(last_event_id: str) -> int | None:
    if not last_event_id:
        return None
    if not re.fullmatch(LAST_EVENT_ID, last_event_id):
        raise Malformed("Last-Event-ID is the id of an event of this stream.", field="Last-Event-ID")
    return int(last_event_id)
