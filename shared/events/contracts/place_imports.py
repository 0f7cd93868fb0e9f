"""What can have happened to an import of places from a published file (R50)."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part
from shared.kernel.privacy import Confidential

PlaceLayout = Literal["epraccur", "etr", "memberships"]
RowOutcome = Literal["imported", "unchanged", "refused"]


class ImportedRow(Part):
    """What became of one row of a file: `row` counts records from 1, `reference` is what the row is about.

    `rule` names the refusal, `reason` says it in words.
    """

    row: int = Field(ge=1)
    reference: str
    outcome: RowOutcome
    rule: str | None = None
    reason: str | None = None


class PlaceImportBegun(Event):
    """A file was taken in whole; its rows are worked off from now on. `sha256` is of the file as it was sent."""

    sentence: ClassVar[str] = "An import of {rows} rows of {layout} began"

    place_import_id: UUID
    layout: PlaceLayout
    sha256: str
    size_bytes: int
    rows: int
    parties: tuple[OrgCode, ...]


class PlaceImportAdvanced(Event):
    """Some more rows were worked off, the last of them `to_row`. What the rows said stays inside the service."""

    sentence: ClassVar[str] = "The import of places came to row {to_row}: {imported} more imported, {refused} refused"

    place_import_id: UUID
    to_row: int
    imported: int
    unchanged: int
    refused: int
    report: Confidential[tuple[ImportedRow, ...]]


class PlaceImportFinished(Event):
    """Every row has its outcome."""

    sentence: ClassVar[str] = (
        "An import of {layout} is done: {imported} rows imported, {unchanged} unchanged, {refused} refused"
    )

    place_import_id: UUID
    layout: PlaceLayout
    imported: int
    unchanged: int
    refused: int


PlaceImportEvent = PlaceImportBegun | PlaceImportAdvanced | PlaceImportFinished
