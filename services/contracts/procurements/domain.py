"""The rules of a procurement, one stage after the other; each stage's rules stand in a file of their own."""

from collections.abc import Sequence
from typing import assert_never

from services.contracts.procurements.award_commands import (
    AwardCommand,
    AwardProcurement,
    EndingCommand,
    EndStandstill,
    PublishIntention,
    RepresentationCommand,
)
from services.contracts.procurements.awarding import award, end_standstill, publish_intention
from services.contracts.procurements.challenging import challenge
from services.contracts.procurements.commands import PlanProcurement, ProcurementCommand, TenderCommand
from services.contracts.procurements.ending import end
from services.contracts.procurements.planning import plan
from services.contracts.procurements.refusals import ProcurementNotFound
from services.contracts.procurements.state import ProcurementFile, evolve
from services.contracts.procurements.tendering import tender
from shared.events.contracts.procurements import ProcurementEvent
from shared.kernel.decider import Decider


def decide(command: ProcurementCommand, file: ProcurementFile | None) -> Sequence[ProcurementEvent]:
    """What happens, or a refusal."""
    if isinstance(command, PlanProcurement):
        return plan(command, file)
    if file is None:
        raise ProcurementNotFound("There is no such procurement.")
    if isinstance(command, TenderCommand):
        return tender(command, file)
    return _choose(command, file)


def _choose(command: AwardCommand, file: ProcurementFile) -> Sequence[ProcurementEvent]:
    if isinstance(command, RepresentationCommand):
        return challenge(command, file)
    if isinstance(command, EndingCommand):
        return end(command, file.record)
    match command:
        case PublishIntention():
            return publish_intention(command, file)
        case EndStandstill():
            return end_standstill(command, file.record)
        case AwardProcurement():
            return award(command, file)
    assert_never(command)


procurement_decider: Decider[ProcurementCommand, ProcurementFile | None, ProcurementEvent] = Decider(
    category="procurement",
    events=ProcurementEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
