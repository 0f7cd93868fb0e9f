"""The rules of recording stakeholders (R31)."""

from collections.abc import Sequence
from typing import assert_never

from services.contracts.register.refusals import UnknownLocality
from services.contracts.stakeholders import refusals as no
from services.contracts.stakeholders.commands import (
    RecordStakeholderPosition,
    RegisterStakeholder,
    StakeholderCommand,
)
from services.contracts.stakeholders.state import Stakeholder, evolve
from shared.events.contracts.stakeholders import (
    StakeholderEvent,
    StakeholderPositionRecorded,
    StakeholderRegistered,
)
from shared.kernel.decider import Decider


def decide(command: StakeholderCommand, stakeholder: Stakeholder | None) -> Sequence[StakeholderEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RegisterStakeholder):
        return _register(command, stakeholder)
    if stakeholder is None:
        raise no.StakeholderNotFound("There is no such stakeholder.")
    match command:
        case RecordStakeholderPosition():
            if command.taken_on > command.today:
                raise no.PositionInFuture(f"{command.taken_on} is still to come.")
            said = command.model_dump(exclude={"today"})
            about = {"stakeholder_id": stakeholder.stakeholder_id, "name": stakeholder.name}
            return [StakeholderPositionRecorded.model_validate(about | said)]
    assert_never(command)


def _register(command: RegisterStakeholder, stakeholder: Stakeholder | None) -> Sequence[StakeholderEvent]:
    if stakeholder is not None:
        raise no.StakeholderThereAlready("This stakeholder is there already.")
    for place, locality in enumerate(command.localities):
        if command.known_localities and locality not in command.known_localities:
            raise UnknownLocality("No locality has the code given.", field=f"localities.{place}")
    return [
        StakeholderRegistered(
            stakeholder_id=command.stakeholder_id,
            name=command.name,
            kind=command.kind,
            commissioners=command.commissioners,
            parties=tuple(dict.fromkeys(command.commissioners)),
            localities=command.localities,
        )
    ]


stakeholder_decider: Decider[StakeholderCommand, Stakeholder | None, StakeholderEvent] = Decider(
    category="stakeholder",
    events=StakeholderEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
