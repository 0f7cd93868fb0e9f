"""The report of an import, row by row, read from its events: they are the only place it stands."""

from collections.abc import Sequence
from uuid import UUID

from shared.capability import Capability
from shared.events.contracts.imports import ContractImportAdvanced, ImportedContractRow
from shared.events.contracts.place_imports import ImportedRow, PlaceImportAdvanced
from shared.service import Service

EVENTS_AT_ONCE = 20


async def report_rows(
    service: Service, imports: Capability, key: UUID, after_row: int, most: int, outcome: str | None
) -> Sequence[ImportedRow | ImportedContractRow]:
    """Rows after a row, in their order, at most so many; those of one outcome when it is named."""
    found: list[ImportedRow | ImportedContractRow] = []
    stream, version = imports.decider.stream_id(key), 0
    while len(found) < most:
        events = await service.store.load_between(stream, version, version + EVENTS_AT_ONCE)
        for one in events:
            if isinstance(one.event, PlaceImportAdvanced | ContractImportAdvanced) and one.event.to_row > after_row:
                found += [row for row in one.event.report if row.row > after_row and outcome in (None, row.outcome)]
        if len(events) < EVENTS_AT_ONCE:
            break
        version += EVENTS_AT_ONCE
    return found[:most]
