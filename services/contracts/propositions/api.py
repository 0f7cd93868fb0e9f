"""The routes of propositions."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from sqlmodel import col

from services.contracts.design.api import designs
from services.contracts.design.journey import missing_for_mobilisation
from services.contracts.naming import NamedTwice
from services.contracts.propositions import refusals as no
from services.contracts.propositions.commands import (
    AgreePropositionContribution,
    AgreePropositionContributionBody,
    ChangePropositionContributors,
    ChangePropositionContributorsBody,
    DeclinePropositionContribution,
    DeclinePropositionContributionBody,
    DraftPropositionVersion,
    DraftPropositionVersionBody,
    Mobilisation,
    OpenProposition,
    OpenPropositionBody,
    SubmitProposition,
    SubmitPropositionBody,
    WithdrawProposition,
    WithdrawPropositionBody,
)
from services.contracts.propositions.domain import proposition_decider
from services.contracts.propositions.state import PropositionStatus
from services.contracts.propositions.views import PropositionRow, PropositionTable, proposition_view
from shared.capability import Capability
from shared.events.contracts.propositions import Contributor
from shared.kernel.organisations import OrgKind, UnknownOrganisation
from shared.kernel.refusals import NotFound
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

propositions = Capability(
    decider=proposition_decider, resource=proposition_view, views=(proposition_view,), path="/propositions"
)
router = capability_router("propositions")
add_history(router, propositions)

CONTRIBUTORS = (
    no.NotOneLead,
    NamedTwice,
    no.ContributorProvidesNothing,
    no.NotOfTheThirdSector,
    UnknownOrganisation,
)


def _kinds(call: Call, contributors: tuple[Contributor, ...]) -> dict[str, OrgKind]:
    return {
        one.ods: call.organisations.known(one.ods, f"contributors.{place}.ods").kind
        for place, one in enumerate(contributors)
    }


async def _mobilisation(call: Call, design_id: UUID) -> Mobilisation:
    design = await call.row(designs, design_id, designs.read_action)
    # Its approval is for the design's own mobilisation to ask: here it is budgets, services and geography alone.
    return Mobilisation(
        commissioners=tuple(design.commissioners),
        localities=tuple(design.localities),
        missing=missing_for_mobilisation(True, [one.item for one in design.confirmations]),
    )


@router.post(
    "/propositions",
    **creates(PropositionRow, no.MobilisationNotConfirmed, no.SubmissionDayOver, NotFound, *CONTRIBUTORS),
)
async def open_proposition(body: OpenPropositionBody, call: Annotated[Call, asks("open_proposition")]) -> Response:
    """Ask a lead provider and its contributors for a proposition, once the design's mobilisation is confirmed (R35)."""
    # Whoever opens none at all is told so before anything is looked at.
    call.must_concern([call.principal.org])
    kinds = _kinds(call, body.contributors)
    mobilisation = await _mobilisation(call, body.design_id)
    call.must_concern([*mobilisation.commissioners, *kinds], mobilisation.commissioners)
    proposition_id = call.new_id()
    command = body.given(
        OpenProposition, proposition_id=proposition_id, mobilisation=mobilisation, kinds=kinds, today=call.today
    )
    return await call.create(propositions, proposition_id, command)


@router.post(
    "/propositions/{proposition_id}/contributors",
    **changes(PropositionRow, no.NotTheLeadProvider, no.PropositionClosed, *CONTRIBUTORS),
)
async def change_proposition_contributors(
    proposition_id: UUID,
    body: ChangePropositionContributorsBody,
    call: Annotated[Call, asks("change_proposition_contributors")],
) -> Response:
    """The lead goes on with other contributors; what was agreed so far is void."""
    kinds = _kinds(call, body.contributors)
    command = body.given(ChangePropositionContributors, kinds=kinds, org=call.principal.org)
    return await call.change(propositions, proposition_id, command)


@router.post(
    "/propositions/{proposition_id}/versions",
    **changes(PropositionRow, no.NotTheLeadProvider, no.PropositionClosed, no.ContributionsIncomplete),
)
async def draft_proposition_version(
    proposition_id: UUID,
    body: DraftPropositionVersionBody,
    call: Annotated[Call, asks("draft_proposition_version")],
) -> Response:
    """The lead writes a further version; every other contributor then agrees its part."""
    command = body.given(DraftPropositionVersion, org=call.principal.org, today=call.today)
    return await call.change(propositions, proposition_id, command)


@router.post(
    "/propositions/{proposition_id}/agreements",
    **changes(
        PropositionRow, no.NotAContributor, no.PropositionClosed, no.NotTheNewestVersion, no.ContributionAnswered
    ),
)
async def agree_proposition_contribution(
    proposition_id: UUID,
    body: AgreePropositionContributionBody,
    call: Annotated[Call, asks("agree_proposition_contribution")],
) -> Response:
    """A contributor stands by its contribution."""
    command = body.given(AgreePropositionContribution, org=call.principal.org, today=call.today)
    return await call.change(propositions, proposition_id, command)


@router.post(
    "/propositions/{proposition_id}/refusals",
    **changes(
        PropositionRow, no.NotAContributor, no.PropositionClosed, no.NotTheNewestVersion, no.ContributionAnswered
    ),
)
async def decline_proposition_contribution(
    proposition_id: UUID,
    body: DeclinePropositionContributionBody,
    call: Annotated[Call, asks("decline_proposition_contribution")],
) -> Response:
    """A contributor does not stand by its contribution, and says why."""
    command = body.given(DeclinePropositionContribution, org=call.principal.org)
    return await call.change(propositions, proposition_id, command)


@router.post(
    "/propositions/{proposition_id}/submission",
    **changes(
        PropositionRow,
        no.NotTheLeadProvider,
        no.PropositionClosed,
        no.NotTheNewestVersion,
        no.ContributionNotAgreed,
        no.SubmissionDayOver,
    ),
)
async def submit_proposition(
    proposition_id: UUID, body: SubmitPropositionBody, call: Annotated[Call, asks("submit_proposition")]
) -> Response:
    """The lead hands in the version that every contributor has agreed."""
    command = body.given(SubmitProposition, org=call.principal.org, today=call.today)
    return await call.change(propositions, proposition_id, command)


@router.post(
    "/propositions/{proposition_id}/withdrawal", **changes(PropositionRow, no.NotTheLeadProvider, no.PropositionClosed)
)
async def withdraw_proposition(
    proposition_id: UUID, body: WithdrawPropositionBody, call: Annotated[Call, asks("withdraw_proposition")]
) -> Response:
    """The lead gives it up."""
    return await call.change(propositions, proposition_id, body.given(WithdrawProposition, org=call.principal.org))


@router.get("/propositions/{proposition_id}", **reads(PropositionRow))
async def read_proposition(
    proposition_id: UUID, call: Annotated[Call, asks("read_proposition")], as_of: AsOf = None
) -> Response:
    """One proposition with all its versions."""
    return await call.read(propositions, proposition_id, as_of)


@router.get("/propositions", **lists(PropositionRow))
async def list_propositions(
    call: Annotated[Call, asks("list_propositions")],
    page: PageQuery,
    design_id: UUID | None = None,
    status: PropositionStatus | None = None,
    contributor: str | None = None,
) -> Response:
    """Propositions, newest first."""
    where = []
    if design_id is not None:
        where.append(col(PropositionTable.design_id) == design_id)
    if status is not None:
        where.append(col(PropositionTable.status) == status)
    if contributor is not None:
        where.append(col(PropositionTable.contributor_codes).contains([contributor]))
    return await call.list(propositions, page, *where)
