"""What the rules need to know of one import, and how each event changes it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.imports import (
    ContractImportAdvanced,
    ContractImportBegun,
    ContractImportEvent,
    ContractImportFinished,
    ContractLayout,
)
from shared.kernel.authority import Approval


class ContractImportStatus(StrEnum):
    """Where an import is."""

    RUNNING = "running"
    FINISHED = "finished"


@dataclass(frozen=True)
class ContractImport:
    """One import: of `rows`, `done` have an outcome."""

    contract_import_id: UUID
    layout: ContractLayout
    source: str
    status: ContractImportStatus
    sha256: str
    size_bytes: int
    approval: Approval | None
    rows: int
    done: int
    imported: int
    unchanged: int
    refused: int
    parties: tuple[str, ...]


def evolve(one: ContractImport | None, event: ContractImportEvent) -> ContractImport | None:
    """The import after one more event."""
    if isinstance(event, ContractImportBegun):
        said = dict(event)
        return ContractImport(**said, status=ContractImportStatus.RUNNING, done=0, imported=0, unchanged=0, refused=0)
    if one is None:
        return None
    match event:
        case ContractImportAdvanced():
            return replace(
                one,
                done=event.to_row,
                imported=one.imported + event.imported,
                unchanged=one.unchanged + event.unchanged,
                refused=one.refused + event.refused,
            )
        case ContractImportFinished():
            return replace(one, status=ContractImportStatus.FINISHED)
    assert_never(event)
