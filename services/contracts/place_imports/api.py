"""The routes of imports: a file goes in, progress and a report for each row come out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import col
from starlette.types import Message

from services.contracts.place_imports import refusals as no
from services.contracts.place_imports.commands import BeginPlaceImport
from services.contracts.place_imports.job import imports_of_places
from services.contracts.place_imports.lines import TakenIn, forget_import, take_in
from services.contracts.place_imports.report import report_rows
from services.contracts.place_imports.state import ImportStatus
from services.contracts.place_imports.views import PlaceImportRow, PlaceImportTable
from services.contracts.places.finding import own_commissioner
from shared.events.contracts.place_imports import ImportedRow, PlaceLayout, RowOutcome
from shared.kernel.refusals import NotFound
from shared.web.call import JSON, Call, asks
from shared.web.docs import creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery, link_to_next, page_json
from shared.web.problems import Malformed
from shared.web.routing import capability_router

router = capability_router("places")
add_history(router, imports_of_places)

CSV = "text/csv"


def _takes_csv(said: dict[str, Any]) -> dict[str, Any]:
    body: Mapping[str, object] = {"required": True, "content": {CSV: {"schema": {"type": "string"}}}}
    return said | {"openapi_extra": said["openapi_extra"] | {"requestBody": body}}


@router.post("/place-imports", **_takes_csv(creates(PlaceImportRow, no.FileWithoutRows)))
async def begin_place_import(
    request: Request, layout: PlaceLayout, call: Annotated[Call, asks("begin_place_import")]
) -> Response:
    """Import places from a CSV file as the ODS publishes it: epraccur (GP practices) or etr (NHS trusts).

    `memberships` is a layout of our own: code, kind, name, commissioner, parent, since (YYYY-MM-DD). The file is taken
    in as it comes; its rows are worked off afterwards, and sending it again changes nothing.
    """
    org = call.principal.org
    call.must_concern([org], own_commissioner(call.organisations, org))
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != CSV:
        raise Malformed(f"Send the file as {CSV}.", field="Content-Type")
    place_import_id = call.new_id()
    kept = False
    try:
        taken = await take_in(call.service.database, place_import_id, request.stream())
        command = BeginPlaceImport(
            place_import_id=place_import_id,
            layout=layout,
            sha256=taken.sha256,
            size_bytes=taken.size_bytes,
            rows=taken.rows,
            by_org=org,
        )
        answer = await _known_by_digest(call, taken, layout).create(imports_of_places, place_import_id, command)
        kept = "Idempotent-Replayed" not in answer.headers
        return answer
    finally:
        if not kept:
            await forget_import(call.service.database, place_import_id)


def _known_by_digest(call: Call, taken: TakenIn, layout: PlaceLayout) -> Call:
    """The same call, its body standing for the file that has gone by: what an Idempotency-Key is compared with."""

    async def receive() -> Message:
        return {"type": "http.request", "body": f"{layout} {taken.sha256}".encode(), "more_body": False}

    return replace(call, request=Request(call.request.scope, receive))


@router.get("/place-imports/{place_import_id}", **reads(PlaceImportRow))
async def read_place_import(
    place_import_id: UUID, call: Annotated[Call, asks("read_place_import")], as_of: AsOf = None
) -> Response:
    """One import and how far it has come."""
    return await call.read(imports_of_places, place_import_id, as_of)


@router.get("/place-imports/{place_import_id}/rows", **lists(ImportedRow, NotFound))
async def list_place_import_rows(
    place_import_id: UUID,
    call: Annotated[Call, asks("read_place_import")],
    page: PageQuery,
    outcome: RowOutcome | None = None,
) -> Response:
    """What became of each row so far, in the order of the file."""
    await call.row(imports_of_places, place_import_id)
    purpose = f"{call.service.name}:{call.request.url.path}"
    after = int(call.edge.cursors.read(purpose, page.cursor)) if page.cursor else 0
    rows = await report_rows(call.service, place_import_id, after, page.limit + 1, outcome)
    shown = rows[: page.limit]
    following = call.edge.cursors.make(purpose, str(shown[-1].row)) if len(rows) > page.limit else None
    body = page_json((one.model_dump_json() for one in shown), following)
    return Response(body, 200, link_to_next(call.request.url, page, following), JSON)


@router.get("/place-imports", **lists(PlaceImportRow))
async def list_place_imports(
    call: Annotated[Call, asks("list_place_imports")],
    page: PageQuery,
    layout: PlaceLayout | None = None,
    status: ImportStatus | None = None,
) -> Response:
    """Imports, newest first."""
    where = [
        col(column) == value
        for column, value in ((PlaceImportTable.layout, layout), (PlaceImportTable.status, status))
        if value is not None
    ]
    return await call.list(imports_of_places, page, *where)
