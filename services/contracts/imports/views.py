"""Imports as people read them, with how far each has come."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.contracts.imports.state import ContractImport, ContractImportStatus, evolve
from shared.events.contracts.imports import ContractLayout
from shared.folded import folded_view
from shared.kernel.authority import Approval
from shared.kernel.money import share_bp
from shared.views import ResourceRow, View


class ContractImportRow(ResourceRow):
    """An import: of `rows`, `done` have an outcome, which is `progress_bp` in basis points.

    What became of each row stands in its report, GET /imports/<id>/rows. With `approval` contracts are brought into
    force, within the authority it cites; without it they are left as drafts.
    """

    contract_import_id: UUID = Field(primary_key=True)
    layout: ContractLayout = Field(sa_type=Text)
    source: str
    status: ContractImportStatus = Field(sa_type=Text)
    sha256: str
    size_bytes: int
    approval: Approval | None = Field(sa_type=JSONB)
    rows: int
    done: int
    progress_bp: int
    imported: int
    unchanged: int
    refused: int


class ContractImportTable(ContractImportRow, table=True):
    """The table behind the imports."""

    __tablename__ = "contract_imports"
    __table_args__ = (Index("ix_contract_imports_status", "status"),)


def _derived(one: ContractImport) -> Mapping[str, object]:
    return {"progress_bp": share_bp(one.done, one.rows) or 0}


contract_import_view: View[ContractImportRow] = folded_view(
    ContractImportTable, ContractImportRow, ContractImport, evolve, _derived
)
