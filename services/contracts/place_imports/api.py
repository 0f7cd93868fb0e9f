"""The routes of imports: a file goes in, progress and a report for each row come out."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import col

from services.contracts.files.refusals import FileWithoutRows
from services.contracts.files.routes import begun, media_type_of, rows_page, standing_for, takes_file
from services.contracts.place_imports.commands import BeginPlaceImport
from services.contracts.place_imports.job import imports_of_places
from services.contracts.place_imports.lines import place_lines, take_in
from services.contracts.place_imports.state import ImportStatus
from services.contracts.place_imports.views import PlaceImportRow, PlaceImportTable
from services.contracts.places.finding import own_commissioner
from shared.events.contracts.place_imports import ImportedRow, PlaceLayout, RowOutcome
from shared.kernel.refusals import NotFound
from shared.web.call import Call, asks
from shared.web.docs import creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

router = capability_router("places")
add_history(router, imports_of_places)

CSV = "text/csv"


@router.post("/place-imports", **takes_file(creates(PlaceImportRow, FileWithoutRows), CSV))
async def begin_place_import(
    request: Request, layout: PlaceLayout, call: Annotated[Call, asks("begin_place_import")]
) -> Response:
    """Import places from a CSV file as the ODS publishes it: epraccur (GP practices) or etr (NHS trusts).

    `memberships` is a layout of our own: code, kind, name, commissioner, parent, since (YYYY-MM-DD). The file is taken
    in as it comes; its rows are worked off afterwards, and sending it again changes nothing.
    """
    org = call.principal.org
    call.must_concern([org], own_commissioner(call.organisations, org))
    media_type_of(request, (CSV,))
    place_import_id = call.new_id()

    async def begin() -> Response:
        taken = await take_in(call.service.database, place_import_id, request.stream())
        command = BeginPlaceImport(
            place_import_id=place_import_id,
            layout=layout,
            sha256=taken.sha256,
            size_bytes=taken.size_bytes,
            rows=taken.rows,
            by_org=org,
        )
        known = standing_for(call, f"{layout} {taken.sha256}")
        return await known.create(imports_of_places, place_import_id, command)

    return await begun(place_lines, call.service.database, place_import_id, begin)


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
    return await rows_page(call, imports_of_places, place_import_id, page, outcome)


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
