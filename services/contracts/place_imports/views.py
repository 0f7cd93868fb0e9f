"""Imports as people read them, with how far each has come."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from services.contracts.place_imports.state import ImportStatus, PlaceImport, evolve
from shared.events.contracts.place_imports import PlaceLayout
from shared.folded import folded_view
from shared.kernel.money import share_bp
from shared.views import ResourceRow, View


class PlaceImportRow(ResourceRow):
    """An import: of `rows`, `done` have an outcome, which is `progress_bp` in basis points.

    What became of each row stands in its report, GET /place-imports/<id>/rows.
    """

    place_import_id: UUID = Field(primary_key=True)
    layout: PlaceLayout = Field(sa_type=Text)
    status: ImportStatus = Field(sa_type=Text)
    sha256: str
    size_bytes: int
    rows: int
    done: int
    progress_bp: int
    imported: int
    unchanged: int
    refused: int


class PlaceImportTable(PlaceImportRow, table=True):
    """The table behind the imports."""

    __tablename__ = "place_imports"
    __table_args__ = (Index("ix_place_imports_status", "status"),)


def _derived(one: PlaceImport) -> Mapping[str, object]:
    return {"progress_bp": share_bp(one.done, one.rows) or 0}


place_import_view: View[PlaceImportRow] = folded_view(PlaceImportTable, PlaceImportRow, PlaceImport, evolve, _derived)
