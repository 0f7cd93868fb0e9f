"""Works off the rows of imports, some at a time; safe to be cut off anywhere, and to run beside itself."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col

from services.contracts.files.records import fields_of
from services.contracts.files.refusals import RowNotReadable
from services.contracts.place_imports.commands import AdvancePlaceImport
from services.contracts.place_imports.domain import place_import_decider
from services.contracts.place_imports.layouts import PlaceSaid, place_in
from services.contracts.place_imports.lines import place_lines, waiting_rows
from services.contracts.place_imports.state import ImportStatus
from services.contracts.place_imports.views import PlaceImportRow, PlaceImportTable, place_import_view
from services.contracts.places.api import places
from services.contracts.places.commands import ImportPlace, MovePlace, PlaceCommand, place_id_of
from services.contracts.places.finding import find_parent, members_after
from services.contracts.places.views import PlaceRow, place_view
from shared.capability import Capability, Job
from shared.events.contracts.place_imports import ImportedRow, PlaceLayout
from shared.events.contracts.places import PlaceSource
from shared.eventstore.codec import Meta
from shared.kernel.refusals import Refused
from shared.runtime import guarded
from shared.service import Service
from shared.wish import Wish

AT_ONCE = 100
ASKED_EVERY_SECONDS = 1.0
ABANDONED_AFTER_HOURS = 24

imports_of_places = Capability(
    decider=place_import_decider,
    resource=place_import_view,
    views=(place_import_view,),
    path="/place-imports",
)


async def import_places(service: Service) -> None:
    """Every import that is not done, one after another, to its end; one that fails is gone on with at the next turn."""
    running = await service.rows(place_import_view, col(PlaceImportTable.status) == ImportStatus.RUNNING)
    for one in running:
        await guarded("import_places", _Import(service, one).run)


async def forget_lines(service: Service) -> None:
    """Delete rows of files that never came to their end."""
    await place_lines.forget_older(service.database, ABANDONED_AFTER_HOURS)


class _Import:
    """One import on its way. What a row leads to is said in the name of the organisation that sent the file."""

    def __init__(self, service: Service, row: PlaceImportRow) -> None:
        self._service = service
        self._id = row.place_import_id
        self._layout: PlaceLayout = row.layout
        self._done = row.done
        self._known = frozenset(service.organisations)
        actor = f"place-import:{self._id}"
        self._meta = Meta(actor=actor, org=row.parties[0], correlation=actor)

    async def run(self) -> None:
        while rows := await waiting_rows(self._service.database, self._id, self._done, AT_ONCE):
            report = await self._worked_off(rows)
            await self._execute(imports_of_places, self._id, AdvancePlaceImport(report=report))
            self._done = rows[-1][0]
        await place_lines.forget(self._service.database, self._id)

    async def _worked_off(self, rows: Sequence[tuple[int, str | None]]) -> tuple[ImportedRow, ...]:
        """Rows about different places at once, those about the same one after another."""
        turns: dict[str, list[tuple[int, str | None]]] = {}
        for row, record in rows:
            # What joins another is done in the order of the file: the other may stand in a row before.
            key = "" if self._layout == "memberships" else (record or "").partition(",")[0]
            turns.setdefault(key, []).append((row, record))
        done = await asyncio.gather(*(self._one_by_one(same) for same in turns.values()))
        return tuple(sorted((one for same in done for one in same), key=lambda one: one.row))

    async def _one_by_one(self, rows: Sequence[tuple[int, str | None]]) -> Sequence[ImportedRow]:
        return [await self._outcome(row, record) for row, record in rows]

    async def _outcome(self, row: int, record: str | None) -> ImportedRow:
        reference = ""
        try:
            if record is None:
                raise RowNotReadable("The row is not UTF-8, or holds the NUL character.")
            fields = fields_of(record)
            said = place_in(self._layout, fields, self._known)
            reference = said.code
            changed = await self._take(said, PlaceSource(place_import_id=self._id, row=row))
        except Refused as refused:
            reference = reference or _reference(record)
            rule = type(refused).__name__
            return ImportedRow(row=row, reference=reference, outcome="refused", rule=rule, reason=refused.detail)
        return ImportedRow(row=row, reference=reference, outcome="imported" if changed else "unchanged")

    async def _take(self, said: PlaceSaid, source: PlaceSource) -> bool:
        """Whether this very row said something new, now or before it was cut off."""
        service, place_id = self._service, place_id_of(said.code)
        row = await service.row(place_view, place_id)
        if self._layout != "memberships" or row is None:
            members = await members_after(service, said.code, said.closed) if said.closed else ()
            facts: Mapping[str, Any] = said.model_dump(exclude={"parent", "since"})
            command = ImportPlace(place_id=place_id, members=members, source=source, **facts)
            await self._execute(places, place_id, command)
        if said.parent is not None and said.since is not None and not _belongs(row, said):
            parent = await find_parent(service, said.parent)
            reason = "as the imported file says"
            await self._execute(
                places,
                place_id,
                MovePlace(to_code=said.parent, since=said.since, reason=reason, parent=parent, source=source),
            )
        after = await service.row(place_view, place_id)
        return after is not None and after.source == source

    async def _execute(self, capability: Capability, key: UUID, command: PlaceCommand | AdvancePlaceImport) -> None:
        await self._service.executor.execute(capability, key, Wish(command, self._meta, self._service.now()))


def _belongs(row: PlaceRow | None, said: PlaceSaid) -> bool:
    """Whether it is known already that the place belongs there that day."""
    return row is not None and any(
        one.code == said.parent and said.since is not None and one.since <= said.since <= (one.until or said.since)
        for one in row.memberships
    )


def _reference(record: str | None) -> str:
    """What a row that cannot be read seems to be about: its first few characters."""
    return (record or "").partition(",")[0].strip('" ')[:12]


import_jobs = (
    Job("import_places", every_seconds=ASKED_EVERY_SECONDS, run=import_places),
    Job("forget_lines_of_imports", every_seconds=3_600.0, run=forget_lines),
)
