"""What can have happened to an import of contracts into the register (R1)."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.authority import Approval
from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part
from shared.kernel.privacy import Confidential

ContractLayout = Literal["register_csv", "ocds_package"]
ContractRowOutcome = Literal["imported", "unchanged", "refused"]


class ImportedContractRow(Part):
    """What became of one row: `row` counts from 1, `reference` is the contract's or the process' in the source.

    `rule` names the refusal and `reason` says it in words; `notes` are what to look at though the row went in.
    """

    row: int = Field(ge=1)
    reference: str
    outcome: ContractRowOutcome
    contract_ids: tuple[UUID, ...] = ()
    rule: str | None = None
    reason: str | None = None
    notes: tuple[str, ...] = ()


class ContractImportBegun(Event):
    """A file was taken in whole; its rows are worked off from now on. `sha256` is of the file as it was sent.

    `approval` is that of who may bring contracts into force; without it they are left as drafts.
    """

    sentence: ClassVar[str] = "An import of {rows} contracts from {source} began"

    contract_import_id: UUID
    layout: ContractLayout
    source: str
    sha256: str
    size_bytes: int
    rows: int
    approval: Approval | None
    parties: tuple[OrgCode, ...]


class ContractImportAdvanced(Event):
    """Some more rows were worked off, the last of them `to_row`. What the rows said stays inside the service."""

    sentence: ClassVar[str] = (
        "The import of contracts came to row {to_row}: {imported} more imported, {refused} refused"
    )

    contract_import_id: UUID
    to_row: int
    imported: int
    unchanged: int
    refused: int
    report: Confidential[tuple[ImportedContractRow, ...]]


class ContractImportFinished(Event):
    """Every row has its outcome."""

    sentence: ClassVar[str] = (
        "The import of contracts from {source} is done: {imported} rows imported, {unchanged} unchanged, "
        "{refused} refused"
    )

    contract_import_id: UUID
    source: str
    imported: int
    unchanged: int
    refused: int


ContractImportEvent = ContractImportBegun | ContractImportAdvanced | ContractImportFinished
