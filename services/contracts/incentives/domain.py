"""The rules of an incentive."""

from collections.abc import Sequence
from typing import assert_never
from uuid import UUID

from services.contracts.incentives import refusals as no
from services.contracts.incentives.commands import (
    AmendIncentive,
    ClearIncentive,
    FlagIncentive,
    IncentiveCommand,
    RegisterIncentive,
    ReviewIncentive,
)
from services.contracts.incentives.state import Incentive, IncentiveStatus, evolve
from shared.events.contracts.incentives import (
    IncentiveAmended,
    IncentiveCleared,
    IncentiveEvent,
    IncentiveFlagged,
    IncentiveRegistered,
    IncentiveReviewed,
    IncentiveTerms,
    PerverseFlag,
)
from shared.kernel.decider import Decider
from shared.kernel.four_eyes import somebody_else


def decide(command: IncentiveCommand, incentive: Incentive | None) -> Sequence[IncentiveEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RegisterIncentive):
        return _register(command, incentive)
    if incentive is None:
        raise no.IncentiveNotFound("There is no such incentive.")
    match command:
        case FlagIncentive(flag=flag):
            return _flag((flag,), incentive.terms, incentive)
        case ClearIncentive(reduction_aim_id=aim_id):
            return [_cleared(incentive, aim_id)] if incentive.has_flag(aim_id) else []
        case ReviewIncentive():
            return _review(command, incentive)
        case AmendIncentive():
            return _amend(command, incentive)
    assert_never(command)


def is_perverse(terms: IncentiveTerms, flag: PerverseFlag) -> bool:
    """Whether more is paid for more of what there is to be less of (R98)."""
    return terms.rewards == "more_activity" and terms.activity == flag.activity


def _register(command: RegisterIncentive, incentive: Incentive | None) -> Sequence[IncentiveEvent]:
    if incentive is not None:
        raise no.IncentiveRegisteredAlready("This incentive is already registered.")
    if command.beneficiary not in command.providers:
        raise no.BeneficiaryNotProvider(f"{command.beneficiary} is no provider under contract {command.contract_ref}.")
    _named(command.terms)
    registered = IncentiveRegistered(
        parties=(*command.commissioners, *command.providers),
        registered_by=command.by,
        terms=command.terms,
        **command.model_dump(exclude={"providers", "aims", "by", "terms"}),
    )
    flags = [
        IncentiveFlagged(
            incentive_id=command.incentive_id, contract_ref=command.contract_ref, title=command.title, flag=aim
        )
        for aim in command.aims
        if is_perverse(command.terms, aim)
    ]
    return [registered, *flags]


def _flag(aims: Sequence[PerverseFlag], terms: IncentiveTerms, incentive: Incentive) -> list[IncentiveEvent]:
    if incentive.status is IncentiveStatus.WITHDRAWN:
        return []
    return [
        IncentiveFlagged(
            incentive_id=incentive.incentive_id,
            contract_ref=incentive.contract_ref,
            title=incentive.title,
            flag=aim,
        )
        for aim in aims
        if is_perverse(terms, aim) and not incentive.has_flag(aim.reduction_aim_id)
    ]


def _review(command: ReviewIncentive, incentive: Incentive) -> Sequence[IncentiveEvent]:
    _paid(incentive)
    somebody_else(command.by, incentive.registered_by, "this incentive")
    if command.reviewed_on > command.today:
        raise no.IncentiveReviewedInFuture(f"The review is dated {command.reviewed_on}, after today.")
    return [
        IncentiveReviewed(
            incentive_id=incentive.incentive_id,
            contract_ref=incentive.contract_ref,
            title=incentive.title,
            outcome=command.outcome,
            reasons=command.reasons,
            reviewed_on=command.reviewed_on,
            reviewed_by=command.by,
        )
    ]


def _amend(command: AmendIncentive, incentive: Incentive) -> Sequence[IncentiveEvent]:
    _paid(incentive)
    _named(command.terms)
    amended = IncentiveAmended(
        incentive_id=incentive.incentive_id,
        contract_ref=incentive.contract_ref,
        title=incentive.title,
        terms=command.terms,
        reason=command.reason,
        registered_by=command.by,
    )
    over = [one for one in incentive.flags if not is_perverse(command.terms, one)]
    cleared = [_cleared(incentive, one.reduction_aim_id) for one in over]
    return [amended, *cleared, *_flag(command.aims, command.terms, incentive)]


def _cleared(incentive: Incentive, aim_id: UUID) -> IncentiveCleared:
    return IncentiveCleared(
        incentive_id=incentive.incentive_id,
        contract_ref=incentive.contract_ref,
        title=incentive.title,
        reduction_aim_id=aim_id,
    )


def _paid(incentive: Incentive) -> None:
    if incentive.status is IncentiveStatus.WITHDRAWN:
        raise no.IncentiveWithdrawn(f"It was withdrawn by the review of {incentive.reviewed_on}.")


def _named(terms: IncentiveTerms) -> None:
    if terms.rewards == "outcome" and terms.indicator is None:
        raise no.RewardNotNamed("Name the indicator of the outcome it rewards.", field="terms.indicator")
    if terms.rewards != "outcome" and terms.activity is None:
        raise no.RewardNotNamed("Name the activity it rewards more or less of.", field="terms.activity")


incentive_decider: Decider[IncentiveCommand, Incentive | None, IncentiveEvent] = Decider(
    category="incentive",
    events=IncentiveEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
