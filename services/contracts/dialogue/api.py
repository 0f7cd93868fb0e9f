"""The routes of the dialogue log."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.dialogue import refusals as no
from services.contracts.dialogue.commands import (
    CorrectDialogueEntry,
    CorrectDialogueEntryBody,
    RecordDialogueEntry,
    RecordDialogueEntryBody,
)
from services.contracts.dialogue.domain import dialogue_decider
from services.contracts.dialogue.subjects import facts_of
from services.contracts.dialogue.views import DialogueEntryRow, DialogueEntryTable, dialogue_entry_view
from shared.capability import Capability
from shared.events.contracts.dialogue import DialoguePhase, DialogueSubject
from shared.kernel.organisations import UnknownOrganisation
from shared.kernel.refusals import NotFound
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, Day, PageQuery
from shared.web.routing import capability_router

dialogue = Capability(
    decider=dialogue_decider,
    resource=dialogue_entry_view,
    views=(dialogue_entry_view,),
    path="/dialogue-entries",
)
router = capability_router("dialogue")
add_history(router, dialogue)


@router.post(
    "/dialogue-entries",
    **creates(
        DialogueEntryRow,
        no.NotOneSubject,
        NotFound,
        no.DialogueInFuture,
        no.DialogueOfNoCommissioner,
        no.DialogueWithItself,
        no.DialoguePhaseNotSaid,
        no.DialoguePhaseContradicted,
        no.UnequalTreatment,
        no.NothingToShare,
        UnknownOrganisation,
    ),
)
async def record_dialogue_entry(
    body: RecordDialogueEntryBody, call: Annotated[Call, asks("record_dialogue_entry")]
) -> Response:
    """Add an entry to the log; in a live procurement it is shared with every bidder, by a copy for each."""
    # Whoever writes in no log at all is told so before anything is looked at.
    call.must_concern([call.principal.org])
    call.known_organisations(providers=body.providers, conflicts=[one.ods for one in body.conflicts])
    facts = await facts_of(call, body)
    call.must_concern([*facts.commissioners, *body.providers], facts.commissioners)
    entry_id = call.new_id()
    command = body.given(RecordDialogueEntry, entry_id=entry_id, facts=facts, today=call.today)
    return await call.create(dialogue, entry_id, command)


@router.post("/dialogue-entries/{dialogue_entry_id}/corrections", **changes(DialogueEntryRow, no.CorrectTheOriginal))
async def correct_dialogue_entry(
    dialogue_entry_id: UUID, body: CorrectDialogueEntryBody, call: Annotated[Call, asks("correct_dialogue_entry")]
) -> Response:
    """Let a correction follow an entry, which itself is never changed."""
    return await call.change(dialogue, dialogue_entry_id, body.given(CorrectDialogueEntry, today=call.today))


@router.get("/dialogue-entries/{dialogue_entry_id}", **reads(DialogueEntryRow))
async def read_dialogue_entry(
    dialogue_entry_id: UUID, call: Annotated[Call, asks("read_dialogue_entry")], as_of: AsOf = None
) -> Response:
    """One entry with the corrections that followed it."""
    return await call.read(dialogue, dialogue_entry_id, as_of)


@router.get("/dialogue-entries", **lists(DialogueEntryRow))
async def list_dialogue_entries(
    call: Annotated[Call, asks("list_dialogue_entries")],
    page: PageQuery,
    subject: DialogueSubject | None = None,
    subject_id: UUID | None = None,
    procurement_id: UUID | None = None,
    market_exercise: str | None = None,
    phase: DialoguePhase | None = None,
    provider: str | None = None,
    held_from: Day | None = None,
    copies: bool | None = None,
) -> Response:
    """The log, newest first; `copies` asks for bidders' copies alone or for none of them."""
    where = [
        col(column) == value
        for column, value in (
            (DialogueEntryTable.subject, subject),
            (DialogueEntryTable.subject_id, subject_id),
            (DialogueEntryTable.procurement_id, procurement_id),
            (DialogueEntryTable.phase, phase),
        )
        if value is not None
    ]
    if market_exercise is not None:
        where += [col(DialogueEntryTable.subject) == "market", col(DialogueEntryTable.subject_ref) == market_exercise]
    if provider is not None:
        where.append(col(DialogueEntryTable.providers).contains([provider]))
    if held_from is not None:
        where.append(col(DialogueEntryTable.held_on) >= held_from)
    if copies is not None:
        where.append(
            col(DialogueEntryTable.copy_of).is_not(None) if copies else col(DialogueEntryTable.copy_of).is_(None)
        )
    return await call.list(dialogue, page, *where)
