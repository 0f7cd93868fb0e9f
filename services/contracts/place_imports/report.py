"""The report of an import, row by row, read from its events: they are the only place it stands."""

from collections.abc import Sequence
from uuid import UUID

from services.contracts.place_imports.domain import place_import_decider
from shared.events.contracts.place_imports import ImportedRow, PlaceImportAdvanced, RowOutcome
from shared.service import Service

EVENTS_AT_ONCE = 20


async def report_rows(
    service: Service, place_import_id: UUID, after_row: int, most: int, outcome: RowOutcome | None
) -> Sequence[ImportedRow]:
    """Rows after a row, in their order, at most so many; those of one outcome when it is named."""
    found: list[ImportedRow] = []
    stream, version = place_import_decider.stream_id(place_import_id), 0
    while len(found) < most:
        events = await service.store.load_between(stream, version, version + EVENTS_AT_ONCE)
        for one in events:
            if isinstance(one.event, PlaceImportAdvanced) and one.event.to_row > after_row:
                found += [row for row in one.event.report if row.row > after_row and outcome in (None, row.outcome)]
        if len(events) < EVENTS_AT_ONCE:
            break
        version += EVENTS_AT_ONCE
    return found[:most]
