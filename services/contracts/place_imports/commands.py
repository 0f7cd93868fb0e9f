"""What can be asked of an import of places."""

from uuid import UUID

from shared.events.contracts.place_imports import ImportedRow, PlaceLayout
from shared.kernel.message import Command
from shared.kernel.organisations import OrgCode


class BeginPlaceImport(Command):
    """Work off a file that was taken in: `rows` records of it wait."""

    place_import_id: UUID
    layout: PlaceLayout
    sha256: str
    size_bytes: int
    rows: int
    by_org: OrgCode


class AdvancePlaceImport(Command):
    """What became of the rows after those that already have an outcome."""

    report: tuple[ImportedRow, ...]


PlaceImportCommand = BeginPlaceImport | AdvancePlaceImport
