"""The rules of imports: each row has one outcome, in its order."""

from collections import Counter
from collections.abc import Sequence
from typing import assert_never

from services.contracts.files.refusals import FileWithoutRows, RowsOutOfTurn
from services.contracts.imports import refusals as no
from services.contracts.imports.commands import AdvanceContractImport, BeginContractImport, ContractImportCommand
from services.contracts.imports.state import ContractImport, evolve
from shared.events.contracts.imports import (
    ContractImportAdvanced,
    ContractImportBegun,
    ContractImportEvent,
    ContractImportFinished,
)
from shared.kernel.decider import Decider


def decide(command: ContractImportCommand, one: ContractImport | None) -> Sequence[ContractImportEvent]:
    """What happens, or a refusal."""
    match command:
        case BeginContractImport():
            return _begin(command)
        case AdvanceContractImport():
            if one is None:
                raise no.ContractImportNotFound("There is no such import.")
            return _advance(command, one)
    assert_never(command)


def _begin(command: BeginContractImport) -> Sequence[ContractImportEvent]:
    if not command.rows:
        raise FileWithoutRows("The file holds no row.")
    said = {name: value for name, value in command if name != "by_org"}
    return [ContractImportBegun(**said, parties=(command.by_org,))]


def _advance(command: AdvanceContractImport, one: ContractImport) -> Sequence[ContractImportEvent]:
    fresh = tuple(row for row in command.report if row.row > one.done)
    if not fresh:
        return []  # another process was quicker, and came to the same
    if [row.row for row in fresh] != list(range(one.done + 1, one.done + 1 + len(fresh))):
        raise RowsOutOfTurn(f"Row {one.done + 1} comes next.")
    counts = Counter(row.outcome for row in fresh)
    advanced = ContractImportAdvanced(
        contract_import_id=one.contract_import_id,
        to_row=fresh[-1].row,
        imported=counts["imported"],
        unchanged=counts["unchanged"],
        refused=counts["refused"],
        report=fresh,
    )
    if advanced.to_row < one.rows:
        return [advanced]
    return [
        advanced,
        ContractImportFinished(
            contract_import_id=one.contract_import_id,
            source=one.source,
            imported=one.imported + counts["imported"],
            unchanged=one.unchanged + counts["unchanged"],
            refused=one.refused + counts["refused"],
        ),
    ]


contract_import_decider: Decider[ContractImportCommand, ContractImport | None, ContractImportEvent] = Decider(
    category="contract-import",
    events=ContractImportEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
