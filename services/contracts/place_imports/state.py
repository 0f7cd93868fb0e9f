"""What the rules need to know of one import, and how each event changes it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.place_imports import (
    PlaceImportAdvanced,
    PlaceImportBegun,
    PlaceImportEvent,
    PlaceImportFinished,
    PlaceLayout,
)


class ImportStatus(StrEnum):
    """Where an import is."""

    RUNNING = "running"
    FINISHED = "finished"


@dataclass(frozen=True)
class PlaceImport:
    """One import: of `rows`, `done` have an outcome."""

    place_import_id: UUID
    layout: PlaceLayout
    status: ImportStatus
    sha256: str
    size_bytes: int
    rows: int
    done: int
    imported: int
    unchanged: int
    refused: int
    parties: tuple[str, ...]


def evolve(one: PlaceImport | None, event: PlaceImportEvent) -> PlaceImport | None:
    """The import after one more event."""
    if isinstance(event, PlaceImportBegun):
        said = event.model_dump()
        return PlaceImport(**said, status=ImportStatus.RUNNING, done=0, imported=0, unchanged=0, refused=0)
    if one is None:
        return None
    match event:
        case PlaceImportAdvanced():
            return replace(
                one,
                done=event.to_row,
                imported=one.imported + event.imported,
                unchanged=one.unchanged + event.unchanged,
                refused=one.refused + event.refused,
            )
        case PlaceImportFinished():
            return replace(one, status=ImportStatus.FINISHED)
    assert_never(event)
