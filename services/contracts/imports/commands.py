"""What can be asked of an import of contracts."""

from uuid import UUID

from shared.events.contracts.imports import ContractLayout, ImportedContractRow
from shared.kernel.authority import Approval
from shared.kernel.message import Command
from shared.kernel.organisations import OrgCode


class BeginContractImport(Command):
    """Work off a file that was taken in: `rows` of it wait."""

    contract_import_id: UUID
    layout: ContractLayout
    source: str
    sha256: str
    size_bytes: int
    rows: int
    approval: Approval | None
    by_org: OrgCode


class AdvanceContractImport(Command):
    """What became of the rows after those that already have an outcome."""

    report: tuple[ImportedContractRow, ...]


ContractImportCommand = BeginContractImport | AdvanceContractImport
