"""The routes of contacts with regulators."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response
from sqlmodel import col

from services.contracts.naming import NamedTwice
from services.contracts.regulators import commands as ask
from services.contracts.regulators import refusals as no
from services.contracts.regulators.domain import regulator_decider
from services.contracts.regulators.known import UnknownRegulator
from services.contracts.regulators.timers import due_command, due_of
from services.contracts.regulators.views import AssuranceContactRow, AssuranceContactTable, assurance_contact_view
from shared.capability import Capability, Timers
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, Day, PageQuery
from shared.web.routing import capability_router

assurance_contacts = Capability(
    decider=regulator_decider,
    resource=assurance_contact_view,
    views=(assurance_contact_view,),
    path="/assurance-contacts",
    timers=Timers(due=due_of, command=due_command),
)
router = capability_router("assurance-contacts")
add_history(router, assurance_contacts)
FindingNo = Annotated[int, Path(ge=1, le=10_000)]


@router.post(
    "/assurance-contacts",
    **creates(AssuranceContactRow, no.ContactInFuture, NamedTwice, UnknownRegulator, UnknownOrganisation),
)
async def record_assurance_contact(
    body: ask.RecordAssuranceContactBody, call: Annotated[Call, asks("record_assurance_contact")]
) -> Response:
    """Record a contact between a regulator and organisations of the alliance, the own one among them."""
    call.known_organisations(organisations=body.organisations)
    call.must_concern(body.organisations)
    contact_id = call.new_id()
    command = body.given(ask.RecordAssuranceContact, assurance_contact_id=contact_id, today=call.today)
    return await call.create(assurance_contacts, contact_id, command)


@router.post(
    "/assurance-contacts/{assurance_contact_id}/findings",
    **changes(AssuranceContactRow, no.FindingOutsideContact, no.AnswerDayMissing, no.AnswerDueBeforeFinding),
)
async def record_regulator_finding(
    assurance_contact_id: UUID,
    body: ask.RecordRegulatorFindingBody,
    call: Annotated[Call, asks("record_regulator_finding")],
) -> Response:
    """Record what the regulator found."""
    command = body.given(ask.RecordRegulatorFinding, today=call.today)
    return await call.change(assurance_contacts, assurance_contact_id, command)


@router.post(
    "/assurance-contacts/{assurance_contact_id}/findings/{finding_no}/answer",
    **changes(AssuranceContactRow, no.RegulatorFindingNotFound, no.RegulatorFindingIsClosed, no.AnsweredOutOfTime),
)
async def answer_regulator_finding(
    assurance_contact_id: UUID,
    finding_no: FindingNo,
    body: ask.AnswerRegulatorFindingBody,
    call: Annotated[Call, asks("answer_regulator_finding")],
) -> Response:
    """Answer a finding; a later answer takes the place of an earlier one."""
    facts = {"finding_no": finding_no, "today": call.today, "by_org": call.principal.org}
    return await call.change(assurance_contacts, assurance_contact_id, body.given(ask.AnswerRegulatorFinding, **facts))


@router.post(
    "/assurance-contacts/{assurance_contact_id}/findings/{finding_no}/closure",
    **changes(
        AssuranceContactRow,
        no.RegulatorFindingNotFound,
        no.RegulatorFindingIsClosed,
        no.FindingUnanswered,
        no.FindingClosedOutOfTime,
    ),
)
async def close_regulator_finding(
    assurance_contact_id: UUID,
    finding_no: FindingNo,
    body: ask.CloseRegulatorFindingBody,
    call: Annotated[Call, asks("close_regulator_finding")],
) -> Response:
    """Record that the regulator closed a finding."""
    command = body.given(ask.CloseRegulatorFinding, finding_no=finding_no, today=call.today)
    return await call.change(assurance_contacts, assurance_contact_id, command)


@router.get("/assurance-contacts/{assurance_contact_id}", **reads(AssuranceContactRow))
async def read_assurance_contact(
    assurance_contact_id: UUID, call: Annotated[Call, asks("read_assurance_contact")], as_of: AsOf = None
) -> Response:
    """One contact, as it is or as it was known at a moment of the past."""
    return await call.read(assurance_contacts, assurance_contact_id, as_of)


@router.get("/assurance-contacts", **lists(AssuranceContactRow))
async def list_assurance_contacts(
    call: Annotated[Call, asks("list_assurance_contacts")],
    page: PageQuery,
    regulator: str | None = None,
    organisation: str | None = None,
    held_from: Day | None = None,
    open_findings: bool | None = None,
    isap_case_id: UUID | None = None,
    contract_id: UUID | None = None,
) -> Response:
    """Contacts with regulators, newest first; `open_findings` asks for those with (or without) any."""
    table = AssuranceContactTable
    where = []
    for column, value in ((table.regulator, regulator), (table.isap_case_id, isap_case_id)):
        if value is not None:
            where.append(col(column) == value)
    if contract_id is not None:
        where.append(col(table.contract_id) == contract_id)
    if held_from is not None:
        where.append(col(table.held_on) >= held_from)
    if organisation is not None:
        where.append(col(table.parties).contains([organisation]))
    if open_findings is not None:
        where.append((col(table.open_findings) > 0) == open_findings)
    return await call.list(assurance_contacts, page, *where)
