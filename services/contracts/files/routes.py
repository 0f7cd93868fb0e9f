"""How a file comes in over HTTP, and how the report of its rows goes out."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from starlette.types import Message

from services.contracts.files.report import report_rows
from services.contracts.files.waiting import WaitingRows
from shared.capability import Capability
from shared.eventstore.database import Database, StoreUnavailable
from shared.web.call import JSON, Call
from shared.web.paging import Page, link_to_next, page_json
from shared.web.problems import Malformed


def takes_file(said: dict[str, Any], *media_types: str) -> dict[str, Any]:
    """What the document says of a route (`creates`), whose body is a file of one of these types."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in media_types}
    return said | {"openapi_extra": said["openapi_extra"] | {"requestBody": {"required": True, "content": content}}}


def media_type_of(request: Request, known: Iterable[str]) -> str:
    """What the file is sent as; Malformed when that is none of the types known."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in known:
        raise Malformed(f"Send the file as {' or '.join(known)}.", field="Content-Type")
    return media_type


def standing_for(call: Call, said: str) -> Call:
    """The same call, its body standing for the file that has gone by: what an Idempotency-Key is compared with."""

    async def receive() -> Message:
        return {"type": "http.request", "body": said.encode(), "more_body": False}

    return replace(call, request=Request(call.request.scope, receive))


async def begun(
    lines: WaitingRows, database: Database, import_id: UUID, begin: Callable[[], Awaitable[Response]]
) -> Response:
    """The answer of `begin`, which takes a file in under the id; the file is forgotten where surely no import began.

    That is not sure when the database fell silent, or the request was cut off: what is left is then forgotten later.
    """
    try:
        answer = await begin()
    except StoreUnavailable:
        raise
    except Exception:
        await lines.forget(database, import_id)
        raise
    if "Idempotent-Replayed" in answer.headers:
        await lines.forget(database, import_id)
    return answer


async def rows_page(call: Call, imports: Capability, key: UUID, page: Page, outcome: str | None) -> Response:
    """What became of each row so far, in the order of the file."""
    await call.row(imports, key)
    purpose = f"{call.service.name}:{call.request.url.path}"
    after = int(call.edge.cursors.read(purpose, page.cursor)) if page.cursor else 0
    rows = await report_rows(call.service, imports, key, after, page.limit + 1, outcome)
    shown = rows[: page.limit]
    following = call.edge.cursors.make(purpose, str(shown[-1].row)) if len(rows) > page.limit else None
    body = page_json((one.model_dump_json() for one in shown), following)
    return Response(body, 200, link_to_next(call.request.url, page, following), JSON)
