"""The routes of the ISAP cases."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Path, Response
from sqlmodel import col

from services.contracts.assurance import commands as ask
from services.contracts.assurance import refusals as no
from services.contracts.assurance.domain import assurance_decider
from services.contracts.assurance.timers import due_command, due_of
from services.contracts.assurance.views import IsapCaseRow, IsapCaseTable, isap_case_view
from services.contracts.decisions.citing import DecisionNotTaken, taken_decision
from services.contracts.naming import NamedTwice
from services.contracts.procurements.api import procurements
from services.contracts.register.refusals import NotACommissioner, UnknownLocality
from services.contracts.strategies.api import strategies
from shared.capability import Capability, Timers
from shared.events.contracts.assurance import IsapStage, Outcome
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.organisations import UnknownOrganisation
from shared.kernel.refusals import NotFound
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

isap_cases = Capability(
    decider=assurance_decider,
    resource=isap_case_view,
    views=(isap_case_view,),
    path="/isap-cases",
    taken={
        "uq_isap_cases_ref": partial(no.IsapRefTaken, "Another ISAP case has this reference; choose another."),
        "uq_isap_cases_procurement": partial(
            no.ProcurementAlreadyGated, "Another ISAP case is linked to this procurement; use that one."
        ),
    },
    timers=Timers(due=due_of, command=due_command),
)
router = capability_router("isap-cases")
add_history(router, isap_cases)


@router.post(
    "/isap-cases",
    **creates(
        IsapCaseRow,
        no.IsapRefTaken,
        no.ProcurementAlreadyGated,
        no.CommissionersNotOfProcurement,
        NamedTwice,
        NotACommissioner,
        UnknownLocality,
        UnknownOrganisation,
        NotFound,
    ),
)
async def open_isap_case(body: ask.OpenIsapCaseBody, call: Annotated[Call, asks("open_isap_case")]) -> Response:
    """Open a case, to be screened."""
    call.known_organisations(commissioners=body.commissioners)
    call.must_concern(body.commissioners, body.commissioners)
    isap_case_id = call.new_id()
    if body.strategy_id is not None:
        await call.row(strategies, body.strategy_id, strategies.read_action)
    command = body.given(
        ask.OpenIsapCase,
        isap_case_id=isap_case_id,
        commissioner_kinds={code: call.organisations[code].kind for code in body.commissioners},
        known_localities=call.organisations.localities,
        procurement_commissioners=await _procuring(call, body.procurement_id),
    )
    return await call.create(isap_cases, isap_case_id, command)


@router.post("/isap-cases/{isap_case_id}/screening", **changes(IsapCaseRow, no.TriggerNotAnswered, no.UnderAssurance))
async def screen_isap_case(
    isap_case_id: UUID, body: ask.ScreenIsapCaseBody, call: Annotated[Call, asks("screen_isap_case")]
) -> Response:
    """Find out whether the process applies, by the marks of a novel or complex contract."""
    return await call.change(isap_cases, isap_case_id, body.given(ask.ScreenIsapCase, today=call.today))


@router.post(
    "/isap-cases/{isap_case_id}/procurement-link",
    **changes(IsapCaseRow, no.IsapAlreadyLinked, no.ProcurementAlreadyGated, no.CommissionersNotOfProcurement),
)
async def link_isap_case(
    isap_case_id: UUID, body: ask.LinkIsapCaseBody, call: Annotated[Call, asks("link_isap_case")]
) -> Response:
    """Let the case gate a procurement."""
    await call.row(isap_cases, isap_case_id)
    procuring = await _procuring(call, body.procurement_id)
    command = body.given(ask.LinkIsapCase, procurement_commissioners=procuring)
    return await call.change(isap_cases, isap_case_id, command)


@router.post(
    "/isap-cases/{isap_case_id}/scrutinies",
    **changes(IsapCaseRow, no.IsapNotApplicable, no.ScrutinisedInFuture, DecisionNotTaken, UnknownOrganisation),
)
async def record_isap_scrutiny(
    isap_case_id: UUID, body: ask.RecordIsapScrutinyBody, call: Annotated[Call, asks("record_isap_scrutiny")]
) -> Response:
    """Record that a governing body examined the proposals."""
    await call.row(isap_cases, isap_case_id)
    call.organisations.known(body.org, "org")
    if body.decision_id is not None:
        await taken_decision(call, body.decision_id)
    return await call.change(isap_cases, isap_case_id, body.given(ask.RecordIsapScrutiny, today=call.today))


@router.post(
    "/isap-cases/{isap_case_id}/submissions",
    **changes(
        IsapCaseRow,
        no.IsapNotApplicable,
        no.CheckpointOutOfOrder,
        no.CheckpointAwaitsRating,
        no.ConditionsStillOpen,
        no.EvidenceMissing,
    ),
)
async def submit_isap_checkpoint(
    isap_case_id: UUID, body: ask.SubmitIsapCheckpointBody, call: Annotated[Call, asks("submit_isap_checkpoint")]
) -> Response:
    """Hand in the evidence of a checkpoint."""
    return await call.change(isap_cases, isap_case_id, body.given(ask.SubmitIsapCheckpoint, **_asked_by(call)))


@router.post(
    "/isap-cases/{isap_case_id}/ratings",
    **changes(
        IsapCaseRow,
        no.NothingSubmitted,
        no.ReviewerIsParty,
        ApprovedByProposer,
        no.KeyLineNotRated,
        no.OutcomeContradictsRatings,
        no.OutcomeContradictsConditions,
        no.ConditionForNoKeyLine,
        no.ConditionDueInPast,
        no.RedWithoutCondition,
        no.ScrutinyNotRecorded,
    ),
)
async def rate_isap_checkpoint(
    isap_case_id: UUID, body: ask.RateIsapCheckpointBody, call: Annotated[Call, asks("rate_isap_checkpoint")]
) -> Response:
    """Judge a submission: every key line of enquiry, and the outcome."""
    return await call.change(isap_cases, isap_case_id, body.given(ask.RateIsapCheckpoint, **_asked_by(call)))


@router.post(
    "/isap-cases/{isap_case_id}/conditions/{condition_no}/closure",
    **changes(IsapCaseRow, no.ConditionNotFound, no.ConditionAlreadyClosed, no.ReviewerIsParty, ApprovedByProposer),
)
async def close_isap_condition(
    isap_case_id: UUID,
    condition_no: Annotated[int, Path(ge=1, le=10_000)],
    body: ask.CloseIsapConditionBody,
    call: Annotated[Call, asks("close_isap_condition")],
) -> Response:
    """Accept that a condition is met."""
    command = body.given(ask.CloseIsapCondition, condition_no=condition_no, **_asked_by(call))
    return await call.change(isap_cases, isap_case_id, command)


@router.get("/isap-cases/{isap_case_id}", **reads(IsapCaseRow))
async def read_isap_case(
    isap_case_id: UUID, call: Annotated[Call, asks("read_isap_case")], as_of: AsOf = None
) -> Response:
    """One case, as it is or as it was known at a moment of the past."""
    return await call.read(isap_cases, isap_case_id, as_of)


@router.get("/isap-cases", **lists(IsapCaseRow))
async def list_isap_cases(
    call: Annotated[Call, asks("list_isap_cases")],
    page: PageQuery,
    stage: IsapStage | None = None,
    outcome: Outcome | None = None,
    open_conditions: bool | None = None,
    commissioner: str | None = None,
    procurement_id: UUID | None = None,
    strategy_id: UUID | None = None,
) -> Response:
    """ISAP cases, newest first; `outcome` is that of the latest rating."""
    where = []
    for column, value in (
        (IsapCaseTable.stage, stage),
        (IsapCaseTable.last_outcome, outcome),
        (IsapCaseTable.procurement_id, procurement_id),
        (IsapCaseTable.strategy_id, strategy_id),
    ):
        if value is not None:
            where.append(col(column) == value)
    if open_conditions is not None:
        where.append(
            col(IsapCaseTable.open_conditions) > 0 if open_conditions else col(IsapCaseTable.open_conditions) == 0
        )
    if commissioner is not None:
        where.append(col(IsapCaseTable.commissioners).contains([commissioner]))
    return await call.list(isap_cases, page, *where)


async def _procuring(call: Call, procurement_id: UUID | None) -> tuple[str, ...]:
    """The commissioners of the procurement named, for those who may read it; NotFound otherwise."""
    if procurement_id is None:
        return ()
    row = await call.row(procurements, procurement_id, procurements.read_action)
    return tuple(row.commissioners)


def _asked_by(call: Call) -> dict[str, object]:
    return {"today": call.today, "by": call.principal.sub, "by_org": call.principal.org}
