"""The rules of imports: each row has one outcome, in its order (R50)."""

from uuid import UUID

from services.contracts.files.refusals import FileWithoutRows, RowsOutOfTurn
from services.contracts.place_imports import commands as c
from services.contracts.place_imports import refusals as r
from services.contracts.place_imports.domain import place_import_decider
from services.contracts.place_imports.views import place_import_view
from shared.events.contracts import place_imports as e
from tests.kit.scenario import given, row_after

IMPORT = UUID("01980000-0000-7000-8000-00000000a001")
BEGIN = c.BeginPlaceImport(
    place_import_id=IMPORT, layout="epraccur", sha256="0" * 64, size_bytes=700, rows=3, by_org="07L"
)
begun = e.PlaceImportBegun(
    place_import_id=IMPORT, layout="epraccur", sha256="0" * 64, size_bytes=700, rows=3, parties=("07L",)
)


def a_row(row: int, outcome: e.RowOutcome = "imported") -> e.ImportedRow:
    return e.ImportedRow(row=row, reference="F82001", outcome=outcome)


def advanced(*rows: e.ImportedRow) -> e.PlaceImportAdvanced:
    by = [row.outcome for row in rows]
    return e.PlaceImportAdvanced(
        place_import_id=IMPORT,
        to_row=rows[-1].row,
        imported=by.count("imported"),
        unchanged=by.count("unchanged"),
        refused=by.count("refused"),
        report=rows,
    )


finished = e.PlaceImportFinished(place_import_id=IMPORT, layout="epraccur", imported=1, unchanged=1, refused=1)
TWO = (a_row(1), a_row(2, "unchanged"))
LAST = a_row(3, "refused")


class TestBeginPlaceImport:
    def test_waits_for_its_rows(self) -> None:
        given(place_import_decider).when(BEGIN).then(begun)

    def test_refuses_a_file_without_rows(self) -> None:
        given(place_import_decider).when(BEGIN.model_copy(update={"rows": 0})).then_refused(FileWithoutRows)


class TestAdvancePlaceImport:
    def test_counts_what_became_of_the_rows(self) -> None:
        given(place_import_decider, begun).when(c.AdvancePlaceImport(report=TWO)).then(advanced(*TWO))
        row = row_after(place_import_view, begun, advanced(*TWO))
        assert (row.done, row.progress_bp, row.imported, row.unchanged, row.refused) == (2, 6_667, 1, 1, 0)

    def test_is_done_with_the_last_row(self) -> None:
        history = given(place_import_decider, begun, advanced(*TWO))
        history.when(c.AdvancePlaceImport(report=(LAST,))).then(advanced(LAST), finished)
        assert row_after(place_import_view, begun, advanced(*TWO), advanced(LAST), finished).status == "finished"

    def test_said_twice_it_counts_once(self) -> None:
        given(place_import_decider, begun, advanced(*TWO)).when(c.AdvancePlaceImport(report=TWO)).then()

    def test_of_what_was_said_in_part_the_rest_counts(self) -> None:
        whole = c.AdvancePlaceImport(report=(*TWO, LAST))
        given(place_import_decider, begun, advanced(*TWO)).when(whole).then(advanced(LAST), finished)

    def test_refuses_rows_out_of_turn(self) -> None:
        given(place_import_decider, begun).when(c.AdvancePlaceImport(report=(LAST,))).then_refused(RowsOutOfTurn)

    def test_refuses_an_import_nobody_began(self) -> None:
        given(place_import_decider).when(c.AdvancePlaceImport(report=TWO)).then_refused(r.PlaceImportNotFound)
