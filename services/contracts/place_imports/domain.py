"""The rules of imports: each row has one outcome, in its order."""

from collections import Counter
from collections.abc import Sequence
from typing import assert_never

from services.contracts.files.refusals import FileWithoutRows, RowsOutOfTurn
from services.contracts.place_imports import refusals as no
from services.contracts.place_imports.commands import AdvancePlaceImport, BeginPlaceImport, PlaceImportCommand
from services.contracts.place_imports.state import PlaceImport, evolve
from shared.events.contracts.place_imports import (
    PlaceImportAdvanced,
    PlaceImportBegun,
    PlaceImportEvent,
    PlaceImportFinished,
)
from shared.kernel.decider import Decider


def decide(command: PlaceImportCommand, one: PlaceImport | None) -> Sequence[PlaceImportEvent]:
    """What happens, or a refusal."""
    match command:
        case BeginPlaceImport():
            return _begin(command)
        case AdvancePlaceImport():
            if one is None:
                raise no.PlaceImportNotFound("There is no such import.")
            return _advance(command, one)
    assert_never(command)


def _begin(command: BeginPlaceImport) -> Sequence[PlaceImportEvent]:
    if not command.rows:
        raise FileWithoutRows("The file holds no row.")
    said = command.model_dump(exclude={"by_org"})
    return [PlaceImportBegun(**said, parties=(command.by_org,))]


def _advance(command: AdvancePlaceImport, one: PlaceImport) -> Sequence[PlaceImportEvent]:
    fresh = tuple(row for row in command.report if row.row > one.done)
    if not fresh:
        return []  # another process was quicker, and came to the same
    if [row.row for row in fresh] != list(range(one.done + 1, one.done + 1 + len(fresh))):
        raise RowsOutOfTurn(f"Row {one.done + 1} comes next.")
    counts = Counter(row.outcome for row in fresh)
    advanced = PlaceImportAdvanced(
        place_import_id=one.place_import_id,
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
        PlaceImportFinished(
            place_import_id=one.place_import_id,
            layout=one.layout,
            imported=one.imported + counts["imported"],
            unchanged=one.unchanged + counts["unchanged"],
            refused=one.refused + counts["refused"],
        ),
    ]


place_import_decider: Decider[PlaceImportCommand, PlaceImport | None, PlaceImportEvent] = Decider(
    category="place-import",
    events=PlaceImportEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
