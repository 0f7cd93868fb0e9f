"""The history of a resource for people: what happened to it, who did it and when, and what was said."""

import json
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field, JsonValue

from shared.capability import Capability
from shared.kernel.privacy import private_fields
from shared.kernel.refusals import NotFound
from shared.views import Recorded
from shared.web.call import JSON, Call, asks
from shared.web.docs import lists
from shared.web.paging import PageQuery, link_to_next, page_json


class HistoryEntry(BaseModel):
    """One event of a resource. `facts` are what it says, but for what is sealed or confidential."""

    version: int = Field(description="The version the resource came to")
    event: str
    sentence: str
    occurred_at: datetime
    by: str = Field(description="Who did it: the subject of their identity provider, or the clock")
    by_org: str
    facts: dict[str, JsonValue]


def add_history(routes: APIRouter, capability: Capability) -> None:
    """GET <path>/{<thing>_id}/history, for those who may read the resource itself."""
    thing = capability.decider.category.replace("-", "_")

    @routes.get(
        f"{capability.path}/{{{thing}_id}}/history", name=f"list_{thing}_history", **lists(HistoryEntry, NotFound)
    )
    async def list_history(
        key: Annotated[UUID, Path(alias=f"{thing}_id")],
        call: Annotated[Call, asks(capability.read_action)],
        page: PageQuery,
    ) -> Response:
        """What happened to it, oldest first: who did it, when, and what was said."""
        row = await call.row(capability, key, capability.read_action)
        purpose = f"{call.service.name}:{call.request.url.path}"
        after = int(call.edge.cursors.read(purpose, page.cursor)) if page.cursor else 0
        upto = after + page.limit
        history = await call.service.store.load_between(capability.decider.stream_id(key), after, upto)
        following = call.edge.cursors.make(purpose, str(upto)) if upto < row.version else None
        body = page_json((_entry(one).model_dump_json() for one in history), following)
        return Response(body, 200, link_to_next(call.request.url, page, following), JSON)


def _entry(one: Recorded[Any]) -> HistoryEntry:
    return HistoryEntry(
        version=one.version,
        event=type(one.event).__name__,
        sentence=one.event.tell(),
        occurred_at=one.occurred_at,
        by=one.actor,
        by_org=one.org,
        facts=_facts(one),
    )


def _facts(one: Recorded[Any]) -> dict[str, JsonValue]:
    facts: dict[str, JsonValue] = json.loads(one.event.model_dump_json(exclude=private_fields(type(one.event))))
    return facts
