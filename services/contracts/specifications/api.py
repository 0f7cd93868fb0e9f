"""The routes of specifications."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.outcomes.api import outcomes_frameworks
from services.contracts.outcomes.views import outcomes_view
from services.contracts.register.refusals import UnknownLocality
from services.contracts.specifications import refusals as no
from services.contracts.specifications.commands import (
    AgreeSpecification,
    AgreeSpecificationBody,
    DraftSpecification,
    DraftSpecificationBody,
    DraftSpecificationVersion,
    DraftSpecificationVersionBody,
    RecordSpecificationCoProduction,
    RecordSpecificationCoProductionBody,
    RewriteSpecification,
    RewriteSpecificationBody,
    StateSpecificationDeliverability,
    StateSpecificationDeliverabilityBody,
    WithdrawSpecificationDraft,
    WithdrawSpecificationDraftBody,
)
from services.contracts.specifications.domain import specification_decider
from services.contracts.specifications.state import SpecificationStatus
from services.contracts.specifications.views import SpecificationRow, SpecificationTable, specification_view
from shared.capability import Capability
from shared.events.contracts.specifications import SpecificationContent
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.organisations import UnknownOrganisation
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

specifications = Capability(
    decider=specification_decider,
    resource=specification_view,
    views=(specification_view,),
    path="/specifications",
    taken={
        "uq_specifications_ref": partial(
            no.SpecificationRefTaken, "Another specification has this reference; give this one a reference of its own."
        )
    },
)
router = capability_router("specifications")
add_history(router, specifications)


async def _known_indicators(call: Call, content: SpecificationContent) -> dict[UUID, tuple[str, ...]]:
    """Of the frameworks named that the caller may read."""
    known: dict[UUID, tuple[str, ...]] = {}
    for framework_id in {one.framework_id for one in content.outcomes if one.framework_id is not None}:
        row = await call.service.row(outcomes_view, framework_id)
        if row is not None and call.allowed(outcomes_frameworks.read_action, row):
            known[framework_id] = tuple(one.code for one in row.indicators)
    return known


@router.post(
    "/specifications",
    **creates(
        SpecificationRow,
        no.SpecificationRefTaken,
        no.SpecifiedByNoCommissioner,
        no.OutcomesFrameworkUnknown,
        UnknownLocality,
        UnknownOrganisation,
    ),
)
async def draft_specification(
    body: DraftSpecificationBody, call: Annotated[Call, asks("draft_specification")]
) -> Response:
    """Begin a specification with the draft of its first version."""
    call.known_organisations(commissioners=body.commissioners)
    call.must_concern(body.commissioners)
    specification_id = call.new_id()
    command = body.given(
        DraftSpecification,
        specification_id=specification_id,
        commissioner_kinds={code: call.organisations[code].kind for code in body.commissioners},
        known_localities=call.organisations.localities,
        known_indicators=await _known_indicators(call, body.content),
        by=call.principal.sub,
        today=call.today,
    )
    return await call.create(specifications, specification_id, command)


@router.post(
    "/specifications/{specification_id}/versions",
    **changes(SpecificationRow, no.SpecificationDraftOpen, no.OutcomesFrameworkUnknown),
)
async def draft_specification_version(
    specification_id: UUID,
    body: DraftSpecificationVersionBody,
    call: Annotated[Call, asks("draft_specification_version")],
) -> Response:
    """Begin a further version; what is agreed stands until this one is."""
    await call.row(specifications, specification_id)
    known = await _known_indicators(call, body.content)
    command = body.given(DraftSpecificationVersion, known_indicators=known, by=call.principal.sub, today=call.today)
    return await call.change(specifications, specification_id, command)


@router.post("/specifications/{specification_id}/rewritings", **changes(SpecificationRow, no.SpecificationNotInDraft))
async def rewrite_specification(
    specification_id: UUID, body: RewriteSpecificationBody, call: Annotated[Call, asks("rewrite_specification")]
) -> Response:
    """Change the draft; providers then say anew whether it is deliverable."""
    await call.row(specifications, specification_id)
    known = await _known_indicators(call, body.content)
    command = body.given(RewriteSpecification, known_indicators=known, by=call.principal.sub)
    return await call.change(specifications, specification_id, command)


@router.post(
    "/specifications/{specification_id}/co-producers",
    **changes(
        SpecificationRow,
        no.SpecificationNotInDraft,
        no.CoProducedInFuture,
        no.ProviderWithoutCode,
        UnknownOrganisation,
    ),
)
async def record_specification_co_production(
    specification_id: UUID,
    body: RecordSpecificationCoProductionBody,
    call: Annotated[Call, asks("record_specification_co_production")],
) -> Response:
    """Record who took part in writing the draft: groups and organisations, never a person's name."""
    if body.co_producer.ods is not None:
        call.organisations.known(body.co_producer.ods, "co_producer.ods")
    command = body.given(RecordSpecificationCoProduction, today=call.today)
    return await call.change(specifications, specification_id, command)


@router.post(
    "/specifications/{specification_id}/deliverability",
    **changes(SpecificationRow, no.NotACoProducingProvider, no.SpecificationNotInDraft, no.NotTheDraftVersion),
)
async def state_specification_deliverability(
    specification_id: UUID,
    body: StateSpecificationDeliverabilityBody,
    call: Annotated[Call, asks("state_specification_deliverability")],
) -> Response:
    """A provider that took part says itself whether the draft can be delivered."""
    command = body.given(StateSpecificationDeliverability, org=call.principal.org, today=call.today)
    return await call.change(specifications, specification_id, command)


@router.post(
    "/specifications/{specification_id}/agreement",
    **changes(
        SpecificationRow,
        ApprovedByProposer,
        no.SpecificationNotInDraft,
        no.NotTheDraftVersion,
        no.NotCoProduced,
        no.SpecificationWithoutOutcomes,
        no.SpecificationNotDeliverable,
    ),
)
async def agree_specification(
    specification_id: UUID, body: AgreeSpecificationBody, call: Annotated[Call, asks("agree_specification")]
) -> Response:
    """Let the draft stand from now on, in place of what stood before."""
    command = body.given(AgreeSpecification, by=call.principal.sub, today=call.today)
    return await call.change(specifications, specification_id, command)


@router.post("/specifications/{specification_id}/withdrawal", **changes(SpecificationRow, no.SpecificationNotInDraft))
async def withdraw_specification_draft(
    specification_id: UUID,
    body: WithdrawSpecificationDraftBody,
    call: Annotated[Call, asks("withdraw_specification_draft")],
) -> Response:
    """Give the draft up; what was agreed before still stands."""
    return await call.change(specifications, specification_id, body.given(WithdrawSpecificationDraft))


@router.get("/specifications/{specification_id}", **reads(SpecificationRow))
async def read_specification(
    specification_id: UUID, call: Annotated[Call, asks("read_specification")], as_of: AsOf = None
) -> Response:
    """One specification with every version; with `as_of` what stood then."""
    return await call.read(specifications, specification_id, as_of)


@router.get("/specifications", **lists(SpecificationRow))
async def list_specifications(
    call: Annotated[Call, asks("list_specifications")],
    page: PageQuery,
    service: str | None = None,
    status: SpecificationStatus | None = None,
    commissioner: str | None = None,
    locality: str | None = None,
) -> Response:
    """Specifications, newest first."""
    where = []
    if service is not None:
        where.append(col(SpecificationTable.service) == service)
    if status is not None:
        where.append(col(SpecificationTable.status) == status)
    if commissioner is not None:
        where.append(col(SpecificationTable.commissioners).contains([commissioner]))
    if locality is not None:
        where.append(col(SpecificationTable.localities).contains([locality]))
    return await call.list(specifications, page, *where)
