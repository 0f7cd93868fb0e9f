"""The rules of a reduction aim."""

from collections.abc import Sequence
from typing import assert_never

from services.contracts.naming import all_known, each_once
from services.contracts.reduction_aims import refusals as no
from services.contracts.reduction_aims.commands import (
    DeclareReductionAim,
    ReductionAimCommand,
    WithdrawReductionAim,
)
from services.contracts.reduction_aims.state import ReductionAim, evolve
from shared.events.contracts.reduction_aims import ReductionAimDeclared, ReductionAimEvent, ReductionAimWithdrawn
from shared.kernel.decider import Decider


def decide(command: ReductionAimCommand, aim: ReductionAim | None) -> Sequence[ReductionAimEvent]:
    """What happens, or a refusal."""
    match command:
        case DeclareReductionAim():
            return _declare(command, aim)
        case WithdrawReductionAim():
            return _withdraw(command, aim)
    assert_never(command)


def _declare(command: DeclareReductionAim, aim: ReductionAim | None) -> Sequence[ReductionAimEvent]:
    if aim is not None:
        raise no.ReductionAimDeclaredAlready("This aim is already declared.")
    each_once("commissioners", command.commissioners)
    all_known(command.localities, command.known_localities)
    if command.source != "other" and command.source_id is None:
        raise no.AimWithoutSource(f"Name the {command.source.replace('_', ' ')} by its id.")
    said = command.model_dump(exclude={"commissioners", "known_localities", "today"})
    return [ReductionAimDeclared(parties=command.commissioners, declared_on=command.today, **said)]


def _withdraw(command: WithdrawReductionAim, aim: ReductionAim | None) -> Sequence[ReductionAimEvent]:
    if aim is None:
        raise no.ReductionAimNotFound("There is no such aim.")
    if aim.withdrawn_on is not None:
        raise no.AimNotPursued(f"It was withdrawn on {aim.withdrawn_on}.")
    return [
        ReductionAimWithdrawn(
            reduction_aim_id=aim.reduction_aim_id,
            activity=aim.activity,
            reason=command.reason,
            withdrawn_on=command.today,
        )
    ]


reduction_aim_decider: Decider[ReductionAimCommand, ReductionAim | None, ReductionAimEvent] = Decider(
    category="reduction-aim",
    events=ReductionAimEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
