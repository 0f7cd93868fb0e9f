"""The rules of outcomes frameworks."""

from collections.abc import Sequence
from typing import assert_never, get_args

from services.contracts.outcomes import refusals as no
from services.contracts.outcomes.commands import (
    AgreeOutcomesFramework,
    CalculateOutcomePayment,
    CorrectOutcomePayment,
    DefineOutcomeIndicator,
    DraftOutcomesFramework,
    EnforceOutcomesFramework,
    LinkOutcomesFramework,
    MeasureOutcomeIndicator,
    OutcomesCommand,
    RemoveOutcomeIndicator,
    SupersedeOutcomesFramework,
)
from services.contracts.outcomes.drafting import agree, define, draft, in_force, link, remove
from services.contracts.outcomes.measuring import measure
from services.contracts.outcomes.paying import calculate, correct
from services.contracts.outcomes.state import FrameworkStatus, OutcomesFramework, evolve
from shared.events.contracts.outcomes import OutcomesFrameworkEvent, OutcomesFrameworkSuperseded
from shared.kernel.decider import Decider


def decide(command: OutcomesCommand, framework: OutcomesFramework | None) -> Sequence[OutcomesFrameworkEvent]:
    """What happens, or a refusal."""
    if isinstance(command, DraftOutcomesFramework):
        return draft(command, framework)
    if framework is None:
        raise no.FrameworkNotFound("There is no such outcomes framework.")
    match command:
        case DefineOutcomeIndicator():
            return define(command, framework)
        case RemoveOutcomeIndicator():
            return remove(command, framework)
        case LinkOutcomesFramework():
            return link(command, framework)
        case AgreeOutcomesFramework():
            return agree(command, framework)
        case EnforceOutcomesFramework():
            return _enforce(command, framework)
        case SupersedeOutcomesFramework():
            return _supersede(command, framework)
        case MeasureOutcomeIndicator():
            return measure(command, framework)
        case CalculateOutcomePayment():
            return calculate(command, framework)
        case CorrectOutcomePayment():
            return correct(command, framework)
    assert_never(command)


def _enforce(command: EnforceOutcomesFramework, framework: OutcomesFramework) -> Sequence[OutcomesFrameworkEvent]:
    if framework.status in (FrameworkStatus.IN_FORCE, FrameworkStatus.SUPERSEDED):
        return []
    if framework.from_day is None or command.today < framework.from_day:
        raise no.FrameworkNotAgreed(f"Version {framework.version_no} of {framework.ref} is not due to be in force.")
    return [in_force(framework.from_day, framework)]


def _supersede(
    command: SupersedeOutcomesFramework, framework: OutcomesFramework
) -> Sequence[OutcomesFrameworkSuperseded]:
    if framework.status is FrameworkStatus.SUPERSEDED:
        return []
    return [
        OutcomesFrameworkSuperseded(
            outcomes_framework_id=framework.outcomes_framework_id,
            ref=framework.ref,
            version_no=framework.version_no,
            superseded_by_id=command.superseded_by_id,
            from_day=command.from_day,
        )
    ]


outcomes_decider: Decider[OutcomesCommand, OutcomesFramework | None, OutcomesFrameworkEvent] = Decider(
    category="outcomes-framework", events=get_args(OutcomesFrameworkEvent), initial=None, decide=decide, evolve=evolve
)
