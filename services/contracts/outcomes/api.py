"""The routes of outcomes frameworks."""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Response
from sqlmodel import col

from services.contracts.naming import NamedTwice
from services.contracts.outcomes import commands as ask
from services.contracts.outcomes import foreign
from services.contracts.outcomes import refusals as no
from services.contracts.outcomes.domain import outcomes_decider
from services.contracts.outcomes.state import FrameworkStatus
from services.contracts.outcomes.timers import due_command, due_of
from services.contracts.outcomes.views import OutcomesFrameworkRow, OutcomesFrameworkTable, outcomes_view
from services.contracts.register.refusals import NotACommissioner, ProviderIsCommissioner, UnknownLocality
from shared.capability import Capability, Timers
from shared.events.contracts.outcome_parts import IndicatorCode
from shared.kernel.four_eyes import ApprovedByProposer
from shared.kernel.organisations import UnknownOrganisation
from shared.kernel.refusals import NotFound
from shared.web.call import Call, asks
from shared.web.docs import changes, creates, lists, reads
from shared.web.history import add_history
from shared.web.paging import AsOf, PageQuery
from shared.web.routing import capability_router

outcomes_frameworks = Capability(
    decider=outcomes_decider,
    resource=outcomes_view,
    views=(outcomes_view,),
    path="/outcomes-frameworks",
    taken={
        "uq_outcomes_frameworks_version": partial(
            no.FrameworkVersionTaken,
            "There is a version of this number already: change it while it is a draft, or take another reference.",
        ),
        "uq_outcomes_frameworks_contract": partial(
            no.ContractHasFramework, "The contract has an outcomes framework; draft its next version."
        ),
    },
    timers=Timers(due=due_of, command=due_command),
)
router = capability_router("outcomes-frameworks")
add_history(router, outcomes_frameworks)
CONTRACT_REFUSALS = (
    no.ContractHasFramework,
    no.ContractOfOthers,
    no.FirstDayNotContractStart,
)
PAYMENT_REFUSALS = (
    no.FrameworkNotInForce,
    no.FrameworkWithoutContract,
    no.YearNotOver,
    no.YearOfAnotherVersion,
    no.IndicatorsUnmeasured,
    no.NothingToScore,
    no.ValueWithoutReason,
)


@router.post(
    "/outcomes-frameworks",
    **creates(
        OutcomesFrameworkRow,
        NotFound,
        no.FrameworkVersionTaken,
        NamedTwice,
        NotACommissioner,
        ProviderIsCommissioner,
        UnknownLocality,
        no.SharesNotWhole,
        no.ShareForNoProvider,
        no.AtRiskStepsOutOfOrder,
        no.TargetNotBeyondBaseline,
        no.NothingToSupersede,
        *CONTRACT_REFUSALS,
        UnknownOrganisation,
    ),
)
async def draft_outcomes_framework(
    body: ask.DraftOutcomesFrameworkBody, call: Annotated[Call, asks("draft_outcomes_framework")]
) -> Response:
    """Draft a framework, or the next version of one."""
    call.known_organisations(commissioners=body.commissioners, providers=body.providers)
    call.must_concern([*body.commissioners, *body.providers], body.commissioners)
    earlier = None
    if body.supersedes_id is not None:
        row = await call.row(outcomes_frameworks, body.supersedes_id, outcomes_frameworks.read_action)
        earlier = foreign.earlier_version(row)
    contract_id = body.contract_id or (earlier.contract_id if earlier else None)
    key = call.new_id()
    command = body.given(
        ask.DraftOutcomesFramework,
        outcomes_framework_id=key,
        commissioner_kinds={code: call.organisations[code].kind for code in body.commissioners},
        known_localities=call.organisations.localities,
        contract=await foreign.contract_named(call, contract_id),
        earlier=earlier,
        today=call.today,
        by=call.principal.sub,
    )
    return await call.create(outcomes_frameworks, key, command)


@router.post(
    "/outcomes-frameworks/{outcomes_framework_id}/indicators",
    **changes(OutcomesFrameworkRow, no.FrameworkNotDraft, no.TargetNotBeyondBaseline),
)
async def define_outcome_indicator(
    outcomes_framework_id: UUID,
    body: ask.DefineOutcomeIndicatorBody,
    call: Annotated[Call, asks("define_outcome_indicator")],
) -> Response:
    """Add an indicator to a draft; one of the same code is replaced."""
    command = body.given(ask.DefineOutcomeIndicator, by=call.principal.sub)
    return await call.change(outcomes_frameworks, outcomes_framework_id, command)


@router.post(
    "/outcomes-frameworks/{outcomes_framework_id}/indicators/{code}/removal",
    **changes(OutcomesFrameworkRow, no.FrameworkNotDraft, no.IndicatorNotFound),
)
async def remove_outcome_indicator(
    outcomes_framework_id: UUID,
    code: Annotated[IndicatorCode, Path()],
    body: ask.RemoveOutcomeIndicatorBody,
    call: Annotated[Call, asks("remove_outcome_indicator")],
) -> Response:
    """Take an indicator out of a draft."""
    command = body.given(ask.RemoveOutcomeIndicator, code=code, by=call.principal.sub)
    return await call.change(outcomes_frameworks, outcomes_framework_id, command)


@router.post(
    "/outcomes-frameworks/{outcomes_framework_id}/contract-link",
    **changes(OutcomesFrameworkRow, no.AlreadyLinkedToContract, *CONTRACT_REFUSALS),
)
async def link_outcomes_framework(
    outcomes_framework_id: UUID,
    body: ask.LinkOutcomesFrameworkBody,
    call: Annotated[Call, asks("link_outcomes_framework")],
) -> Response:
    """Link a framework to a contract made later."""
    await call.row(outcomes_frameworks, outcomes_framework_id)
    contract = await foreign.contract_named(call, body.contract_id)
    command = ask.LinkOutcomesFramework.model_validate({"contract": contract})
    return await call.change(outcomes_frameworks, outcomes_framework_id, command)


@router.post(
    "/outcomes-frameworks/{outcomes_framework_id}/agreement",
    **changes(OutcomesFrameworkRow, no.FrameworkNotDraft, ApprovedByProposer, no.WeightsNotWhole, no.InForceTooEarly),
)
async def agree_outcomes_framework(
    outcomes_framework_id: UUID,
    body: ask.AgreeOutcomesFrameworkBody,
    call: Annotated[Call, asks("agree_outcomes_framework")],
) -> Response:
    """Agree a draft that somebody else proposed; in force at once, or on the day named."""
    await call.row(outcomes_frameworks, outcomes_framework_id)
    earlier = await foreign.version_before(call, outcomes_framework_id)
    facts = {"earlier": earlier, "today": call.today, "by": call.principal.sub}
    return await call.change(
        outcomes_frameworks, outcomes_framework_id, body.given(ask.AgreeOutcomesFramework, **facts)
    )


@router.post(
    "/outcomes-frameworks/{outcomes_framework_id}/measurements",
    **changes(
        OutcomesFrameworkRow,
        no.FrameworkNotInForce,
        no.IndicatorNotFound,
        no.PeriodNotInOneYear,
        no.PeriodNotOver,
        no.YearOfAnotherVersion,
        no.AlreadyMeasured,
        no.NothingToCorrect,
    ),
)
async def measure_outcome_indicator(
    outcomes_framework_id: UUID,
    body: ask.MeasureOutcomeIndicatorBody,
    call: Annotated[Call, asks("measure_outcome_indicator")],
) -> Response:
    """Record counts of an indicator over a period, or correct them."""
    command = body.given(ask.MeasureOutcomeIndicator, today=call.today)
    return await call.change(outcomes_frameworks, outcomes_framework_id, command)


@router.post(
    "/outcomes-frameworks/{outcomes_framework_id}/payments",
    **changes(OutcomesFrameworkRow, no.YearAlreadyPaid, *PAYMENT_REFUSALS),
)
async def calculate_outcome_payment(
    outcomes_framework_id: UUID,
    body: ask.CalculateOutcomePaymentBody,
    call: Annotated[Call, asks("calculate_outcome_payment")],
) -> Response:
    """Calculate what outcomes earned in a contract year that is over."""
    await call.row(outcomes_frameworks, outcomes_framework_id)
    command = body.given(ask.CalculateOutcomePayment, **await _paying_facts(call, outcomes_framework_id))
    return await call.change(outcomes_frameworks, outcomes_framework_id, command)


@router.post(
    "/outcomes-frameworks/{outcomes_framework_id}/payment-corrections",
    **changes(OutcomesFrameworkRow, no.YearNotPaid, no.PaymentUnchanged, *PAYMENT_REFUSALS),
)
async def correct_outcome_payment(
    outcomes_framework_id: UUID,
    body: ask.CorrectOutcomePaymentBody,
    call: Annotated[Call, asks("correct_outcome_payment")],
) -> Response:
    """Calculate the payment of a contract year anew, after what it rests on was corrected."""
    await call.row(outcomes_frameworks, outcomes_framework_id)
    command = body.given(ask.CorrectOutcomePayment, **await _paying_facts(call, outcomes_framework_id))
    return await call.change(outcomes_frameworks, outcomes_framework_id, command)


@router.get("/outcomes-frameworks/{outcomes_framework_id}", **reads(OutcomesFrameworkRow))
async def read_outcomes_framework(
    outcomes_framework_id: UUID, call: Annotated[Call, asks("read_outcomes_framework")], as_of: AsOf = None
) -> Response:
    """One version, as it is or as it was known at a moment of the past."""
    return await call.read(outcomes_frameworks, outcomes_framework_id, as_of)


@router.get("/outcomes-frameworks", **lists(OutcomesFrameworkRow))
async def list_outcomes_frameworks(
    call: Annotated[Call, asks("list_outcomes_frameworks")],
    page: PageQuery,
    status: FrameworkStatus | None = None,
    ref: str | None = None,
    contract_id: UUID | None = None,
    provider: str | None = None,
    commissioner: str | None = None,
) -> Response:
    """Versions of outcomes frameworks, newest first."""
    table = OutcomesFrameworkTable
    where = []
    for column, value in ((table.status, status), (table.ref, ref)):
        if value is not None:
            where.append(col(column) == value)
    if contract_id is not None:
        where.append(col(table.contract_id) == contract_id)
    for codes, code in ((table.providers, provider), (table.commissioners, commissioner)):
        if code is not None:
            where.append(col(codes).contains([code]))
    return await call.list(outcomes_frameworks, page, *where)


async def _paying_facts(call: Call, framework_id: UUID) -> dict[str, Any]:
    return {
        "contract": await foreign.contract_of(call, framework_id),
        "successor_from": await foreign.successor_from(call, framework_id),
        "today": call.today,
    }
