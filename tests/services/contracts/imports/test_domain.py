"""The rules of imports: each row has one outcome, in its order, whoever works it off and however often."""

from uuid import UUID

from services.contracts.files.refusals import FileWithoutRows, RowsOutOfTurn
from services.contracts.imports import refusals as no
from services.contracts.imports.commands import AdvanceContractImport, BeginContractImport
from services.contracts.imports.domain import contract_import_decider
from shared.events.contracts import imports as e
from tests.kit.scenario import given

IMPORT = UUID("01980000-0000-7000-8000-00000000d001")
BEGIN = BeginContractImport(
    contract_import_id=IMPORT,
    layout="register_csv",
    source="atamis",
    sha256="0" * 64,
    size_bytes=1_000,
    rows=3,
    approval=None,
    by_org="07L",
)
begun = e.ContractImportBegun(
    contract_import_id=IMPORT,
    layout="register_csv",
    source="atamis",
    sha256="0" * 64,
    size_bytes=1_000,
    rows=3,
    approval=None,
    parties=("07L",),
)


def row(number: int, outcome: e.ContractRowOutcome = "imported") -> e.ImportedContractRow:
    return e.ImportedContractRow(row=number, reference=f"C{number}", outcome=outcome)


def advanced(*rows: e.ImportedContractRow) -> e.ContractImportAdvanced:
    counts = {name: sum(one.outcome == name for one in rows) for name in ("imported", "unchanged", "refused")}
    return e.ContractImportAdvanced(contract_import_id=IMPORT, to_row=rows[-1].row, report=rows, **counts)


class TestBeginContractImport:
    def test_begins_in_the_name_of_the_sender(self) -> None:
        given(contract_import_decider).when(BEGIN).then(begun)

    def test_a_file_without_rows_is_refused(self) -> None:
        empty = BEGIN.model_copy(update={"rows": 0})
        given(contract_import_decider).when(empty).then_refused(FileWithoutRows)


class TestAdvanceContractImport:
    def test_rows_are_counted_by_outcome(self) -> None:
        command = AdvanceContractImport(report=(row(1), row(2, "refused")))
        given(contract_import_decider, begun).when(command).then(advanced(row(1), row(2, "refused")))

    def test_the_last_row_finishes_it_with_all_counts(self) -> None:
        finished = e.ContractImportFinished(
            contract_import_id=IMPORT, source="atamis", imported=2, unchanged=2, refused=2
        )
        first = (row(1), row(2, "unchanged"), row(3, "refused"))
        last = (row(4, "refused"), row(5), row(6, "unchanged"))
        history = (begun.model_copy(update={"rows": 6}), advanced(*first))
        command = AdvanceContractImport(report=last)
        given(contract_import_decider, *history).when(command).then(advanced(*last), finished)

    def test_rows_that_have_an_outcome_keep_it(self) -> None:
        history = (begun, advanced(row(1), row(2)))
        given(contract_import_decider, *history).when(AdvanceContractImport(report=(row(1), row(2)))).then()
        again = AdvanceContractImport(report=(row(2, "refused"), row(3)))
        happened = given(contract_import_decider, *history).when(again).happened()
        assert happened[0] == advanced(row(3))

    def test_no_row_is_passed_over(self) -> None:
        command = AdvanceContractImport(report=(row(2),))
        given(contract_import_decider, begun).when(command).then_refused(RowsOutOfTurn)

    def test_what_was_never_begun_does_not_advance(self) -> None:
        command = AdvanceContractImport(report=(row(1),))
        given(contract_import_decider).when(command).then_refused(no.ContractImportNotFound)
