"""Works off the rows of imports, some at a time; safe to be cut off anywhere, and to run beside itself."""

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import col

from services.contracts.files.records import fields_of
from services.contracts.files.refusals import RowNotReadable
from services.contracts.imports.commands import AdvanceContractImport
from services.contracts.imports.domain import contract_import_decider
from services.contracts.imports.entering import Entered, Entering
from services.contracts.imports.lines import (
    Line,
    contract_lines,
    header_of,
    records_about,
    waiting_lines,
)
from services.contracts.imports.ocds_packages import Candidate, contracts_in
from services.contracts.imports.register_csv import columns_of, contract_in
from services.contracts.imports.state import ContractImportStatus
from services.contracts.imports.views import ContractImportRow, ContractImportTable, contract_import_view
from shared.capability import Capability, Job
from shared.events.contracts.imports import ImportedContractRow
from shared.eventstore.codec import Meta
from shared.kernel.refusals import Refused
from shared.runtime import guarded
from shared.service import Service
from shared.wish import Wish

AT_ONCE = 100
ASKED_EVERY_SECONDS = 1.0
ABANDONED_AFTER_HOURS = 24
LONGEST_REFERENCE = 100

contract_imports = Capability(
    decider=contract_import_decider,
    resource=contract_import_view,
    views=(contract_import_view,),
    path="/imports",
)


async def import_contracts(service: Service) -> None:
    """Every import that is not done, one after another, to its end; one that fails is gone on with at the next turn."""
    where = col(ContractImportTable.status) == ContractImportStatus.RUNNING
    for one in await service.rows(contract_import_view, where):
        await guarded("import_contracts", _Import(service, one).run)


async def forget_contract_lines(service: Service) -> None:
    """Delete rows of files that never came to their end."""
    await contract_lines.forget_older(service.database, ABANDONED_AFTER_HOURS)


class _Import:
    """One import on its way. What a row leads to is said in the name of the organisation that sent the file."""

    def __init__(self, service: Service, row: ContractImportRow) -> None:
        self._service = service
        self._row = row
        self._id = row.contract_import_id
        self._done = row.done
        self._entering = Entering(service, row)
        self._csv: Callable[[Sequence[str]], Candidate] | None = None

    async def run(self) -> None:
        if self._row.layout == "register_csv":
            columns = columns_of(fields_of(await header_of(self._service.database, self._id)))
            self._csv = lambda fields: contract_in(columns, fields, self._row.parties[0])
        actor = f"import:{self._id}"
        meta = Meta(actor=actor, org=self._row.parties[0], correlation=actor)
        while lines := await waiting_lines(self._service.database, self._id, self._done, AT_ONCE):
            command = AdvanceContractImport(report=await self._worked_off(lines))
            await self._service.executor.execute(contract_imports, self._id, Wish(command, meta, self._service.now()))
            self._done = lines[-1].row
        await contract_lines.forget(self._service.database, self._id)

    async def _worked_off(self, lines: Sequence[Line]) -> tuple[ImportedContractRow, ...]:
        """Rows that may be about one contract one after another, in their order, the others at once."""
        turns: dict[str, list[Line]] = {}
        for line in lines:
            turns.setdefault(line.subject or (line.record or "").partition(",")[0], []).append(line)
        done = await asyncio.gather(*(self._one_by_one(same) for same in turns.values()))
        return tuple(sorted((one for same in done for one in same), key=lambda one: one.row))

    async def _one_by_one(self, lines: Sequence[Line]) -> Sequence[ImportedContractRow]:
        return [await self._outcome(line) for line in lines]

    async def _outcome(self, line: Line) -> ImportedContractRow:
        if line.last_of_subject is not None and line.last_of_subject != line.row:
            return ImportedContractRow(
                row=line.row,
                reference=line.subject[:LONGEST_REFERENCE],
                outcome="unchanged",
                notes=(f"Taken together with row {line.last_of_subject}, which is about the same process",),
            )
        try:
            candidates = await self._candidates(line)
        except Refused as refused:
            return _reported(line, line.subject, [refused])
        came = [await self._entered(one, line.row) for one in candidates]
        reference = line.subject or next((one.ref for one in candidates if not isinstance(one, Refused)), "")
        return _reported(line, reference, came)

    async def _candidates(self, line: Line) -> Sequence[Candidate]:
        if line.record is None:
            raise RowNotReadable("The row is not UTF-8, not well-formed, or holds the NUL character.")
        if self._csv is None:
            texts = await records_about(self._service.database, self._id, line.subject) if line.subject else []
            documents: list[Any] = [json.loads(text) for text in texts or [line.record]]
            return contracts_in(documents, self._service.alliance.ocid_prefix)
        return [self._csv(fields_of(line.record))]

    async def _entered(self, said: Candidate, row: int) -> Entered | Refused:
        if isinstance(said, Refused):
            return said
        try:
            return await self._entering.enter(said, row)
        except Refused as refused:
            return refused


def _reported(line: Line, reference: str, came: Sequence[Entered | Refused]) -> ImportedContractRow:
    """One outcome for a row: imported when anything new came of it, refused when a rule said no to all of it."""
    entered = [one for one in came if isinstance(one, Entered)]
    refused = [one for one in came if isinstance(one, Refused)]
    outcome = "imported" if any(one.new for one in entered) else "refused" if refused else "unchanged"
    notes = [note for one in entered for note in one.notes]
    if outcome != "refused":
        notes += [f"{type(one).__name__}: {one.detail}" for one in refused]
    first = refused[0] if outcome == "refused" else None
    return ImportedContractRow.model_validate(
        {
            "row": line.row,
            "reference": reference[:LONGEST_REFERENCE],
            "outcome": outcome,
            "contract_ids": tuple(one.contract_id for one in entered),
            "rule": type(first).__name__ if first else None,
            "reason": first.detail if first else None,
            "notes": tuple(notes),
        }
    )


contract_import_jobs = (
    Job("import_contracts", every_seconds=ASKED_EVERY_SECONDS, run=import_contracts),
    Job("forget_contract_lines", every_seconds=3_600, run=forget_contract_lines),
)
