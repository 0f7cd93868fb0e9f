"""The rules of regulatory flexibility."""

from collections.abc import Sequence
from typing import assert_never, get_args

from services.contracts.flexibilities import refusals as no
from services.contracts.flexibilities.commands import (
    DecideRegulatoryFlexibility,
    ExpireRegulatoryFlexibility,
    FlexibilityCommand,
    RequestRegulatoryFlexibility,
    WithdrawRegulatoryFlexibility,
)
from services.contracts.flexibilities.state import Flexibility, FlexibilityStatus, evolve
from services.contracts.naming import each_once
from services.contracts.regulators.known import regulator
from shared.events.contracts.regulators import (
    FlexibilityEvent,
    RegulatoryFlexibilityDecided,
    RegulatoryFlexibilityExpired,
    RegulatoryFlexibilityRequested,
    RegulatoryFlexibilityWithdrawn,
)
from shared.kernel.decider import Decider


def decide(command: FlexibilityCommand, flexibility: Flexibility | None) -> Sequence[FlexibilityEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RequestRegulatoryFlexibility):
        return _request(command, flexibility)
    if flexibility is None:
        raise no.FlexibilityNotFound("There is no such request.")
    match command:
        case DecideRegulatoryFlexibility():
            return _decide(command, flexibility)
        case WithdrawRegulatoryFlexibility():
            _awaited(flexibility)
            return [
                RegulatoryFlexibilityWithdrawn(
                    regulatory_flexibility_id=flexibility.regulatory_flexibility_id,
                    regulator_name=flexibility.regulator_name,
                    reason=command.reason,
                )
            ]
        case ExpireRegulatoryFlexibility():
            return _expire(command, flexibility)
    assert_never(command)


def _request(
    command: RequestRegulatoryFlexibility, flexibility: Flexibility | None
) -> Sequence[RegulatoryFlexibilityRequested]:
    if flexibility is not None:
        raise no.FlexibilityAlreadyRequested("This request was already made.")
    each_once("organisations", command.organisations)
    if command.end < command.start:
        raise no.FlexibilityEndsBeforeStart(f"It would end on {command.end}, before it starts on {command.start}.")
    known = regulator(command.regulator, command.today)
    said = {name: value for name, value in command if name not in ("organisations", "today")}
    return [
        RegulatoryFlexibilityRequested(
            parties=command.organisations, regulator_name=known.name, requested_on=command.today, **said
        )
    ]


def _decide(command: DecideRegulatoryFlexibility, flexibility: Flexibility) -> Sequence[RegulatoryFlexibilityDecided]:
    _awaited(flexibility)
    if not flexibility.requested_on <= command.decided_on <= command.today:
        raise no.FlexibilityDecidedOutOfTime(
            f"{command.decided_on} is not between {flexibility.requested_on} and today."
        )
    _period_fits(command, flexibility)
    said = {name: value for name, value in command if name != "today"}
    return [
        RegulatoryFlexibilityDecided(
            regulatory_flexibility_id=flexibility.regulatory_flexibility_id,
            regulator_name=flexibility.regulator_name,
            **said,
        )
    ]


def _period_fits(command: DecideRegulatoryFlexibility, flexibility: Flexibility) -> None:
    if command.outcome == "refused":
        if command.start is not None or command.end is not None:
            raise no.FlexibilityPeriodMissing("Leave the period out: it was refused.")
        return
    if command.start is None or command.end is None or command.end < command.start:
        raise no.FlexibilityPeriodMissing("Give the first and the last day granted, in their order.")
    asked, granted = (flexibility.start, flexibility.end), (command.start, command.end)
    if granted[0] < asked[0] or granted[1] > asked[1] or (command.outcome == "granted" and granted != asked):
        raise no.FlexibilityBeyondRequest(f"Asked for was {asked[0]} to {asked[1]}; grant it so, or in part.")


def _expire(command: ExpireRegulatoryFlexibility, flexibility: Flexibility) -> Sequence[RegulatoryFlexibilityExpired]:
    end = flexibility.granted_end
    if flexibility.status is not FlexibilityStatus.GRANTED or end is None:
        return []
    if command.today <= end:
        raise no.FlexibilityStillRunning(f"It runs to the end of {end}.")
    return [
        RegulatoryFlexibilityExpired(
            regulatory_flexibility_id=flexibility.regulatory_flexibility_id,
            regulator_name=flexibility.regulator_name,
            end=end,
        )
    ]


def _awaited(flexibility: Flexibility) -> None:
    if flexibility.status is not FlexibilityStatus.REQUESTED:
        raise no.FlexibilityNotAwaited(f"The request is {flexibility.status}.", status=flexibility.status)


flexibility_decider: Decider[FlexibilityCommand, Flexibility | None, FlexibilityEvent] = Decider(
    category="regulatory-flexibility", events=get_args(FlexibilityEvent), initial=None, decide=decide, evolve=evolve
)
