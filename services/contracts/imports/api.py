"""The routes of imports: a file goes in, progress and a report for each row come out."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlmodel import col

from services.contracts.delegations.citing import CITING_REFUSALS, approval_of
from services.contracts.files.refusals import FileWithoutRows
from services.contracts.files.routes import begun, media_type_of, rows_page, standing_for, takes_file
from services.contracts.imports import refusals as no
from services.contracts.imports.commands import BeginContractImport
from services.contracts.imports.job import contract_imports
from services.contracts.imports.lines import contract_lines, take_in
from services.contracts.imports.state import ContractImportStatus
from services.contracts.imports.views import ContractImportRow, ContractImportTable
from shared.events.contracts.imports import ContractLayout, ContractRowOutcome, ImportedContractRow
from shared.kernel.refusals import NotFound
from shared.web.call import JSON, Call, asks
from shared.web.docs import creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

router = capability_router("imports")
add_history(router, contract_imports)

TYPES: Mapping[str, ContractLayout] = {"text/csv": "register_csv", JSON: "ocds_package"}
Source = Annotated[
    str,
    Query(
        pattern="^[a-z0-9][a-z0-9-]{0,39}$",
        description="Where the references come from: the same reference of two sources is two contracts",
    ),
]


@router.post(
    "/imports",
    **takes_file(
        creates(ContractImportRow, FileWithoutRows, no.FileNotReadable, no.ColumnsMissing, *CITING_REFUSALS), *TYPES
    ),
)
async def begin_contract_import(
    request: Request,
    call: Annotated[Call, asks("begin_contract_import")],
    source: Source = "atamis",
    delegation_id: UUID | None = None,
) -> Response:
    """Import contracts into the register: as text/csv with the columns of the Atamis export, or as application/json an
    OCDS release or record package.

    The file is taken in as it comes and worked off afterwards; sending it again changes nothing. Contracts are brought
    into force only for who may do that, within the delegated authority cited; for others they are left as drafts.
    """
    org = call.principal.org
    call.must_concern([org])
    layout = TYPES[media_type_of(request, TYPES)]
    may_sign = call.edge.access.allows(call.principal, "activate_contract", [org], [org])
    approval = await approval_of(call, "contract", delegation_id) if may_sign else None
    contract_import_id = call.new_id()

    async def begin() -> Response:
        taken = await take_in(call.service.database, contract_import_id, layout, request.stream())
        command = BeginContractImport(
            contract_import_id=contract_import_id,
            layout=layout,
            source=source if layout == "register_csv" else "ocds",
            sha256=taken.sha256,
            size_bytes=taken.size_bytes,
            rows=taken.rows,
            approval=approval,
            by_org=org,
        )
        known = standing_for(call, f"{layout} {command.source} {delegation_id} {command.sha256}")
        return await known.create(contract_imports, contract_import_id, command)

    return await begun(contract_lines, call.service.database, contract_import_id, begin)


@router.get("/imports/{contract_import_id}", **reads(ContractImportRow))
async def read_contract_import(
    contract_import_id: UUID, call: Annotated[Call, asks("read_contract_import")], as_of: AsOf = None
) -> Response:
    """One import and how far it has come."""
    return await call.read(contract_imports, contract_import_id, as_of)


@router.get("/imports/{contract_import_id}/rows", **lists(ImportedContractRow, NotFound))
async def list_contract_import_rows(
    contract_import_id: UUID,
    call: Annotated[Call, asks("read_contract_import")],
    page: PageQuery,
    outcome: ContractRowOutcome | None = None,
) -> Response:
    """What became of each row so far, in the order of the file."""
    return await rows_page(call, contract_imports, contract_import_id, page, outcome)


@router.get("/imports", **lists(ContractImportRow))
async def list_contract_imports(
    call: Annotated[Call, asks("list_contract_imports")],
    page: PageQuery,
    source: str | None = None,
    status: ContractImportStatus | None = None,
) -> Response:
    """Imports, newest first."""
    where = [
        col(column) == value
        for column, value in ((ContractImportTable.source, source), (ContractImportTable.status, status))
        if value is not None
    ]
    return await call.list(contract_imports, page, *where)
