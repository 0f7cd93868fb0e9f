"""Going back to an earlier step, by a review or by the authority itself (SI 2023/1348 regs 12(4)(d), 15)."""

from services.contracts.procurements import refusals as no
from services.contracts.procurements.guards import about, at
from services.contracts.procurements.record import LIVE, Procurement
from services.contracts.procurements.state import ProcurementFile
from services.contracts.procurements.ways import WAYS
from shared.events.contracts.procurement_parts import ProcurementStep
from shared.events.contracts.procurements import ProcurementStepRepeated


def repeat(file: ProcurementFile, to_step: ProcurementStep, reason: str) -> ProcurementStepRepeated:
    """Back to before that step, which must have been taken; a launch taken anew makes its bids void."""
    one = file.record
    at(one, LIVE, "repeating a step")
    if not _taken(one, to_step):
        raise no.StepNotTaken(f"Procurement {one.ref} has not come to its {to_step}.")
    void = tuple(bid.bid_id for bid in file.sealed.bids) if to_step == "launch" else ()
    return ProcurementStepRepeated(**about(one), to_step=to_step, reason=reason, void_bids=void)


def _taken(one: Procurement, step: ProcurementStep) -> bool:
    if step == "launch":
        return one.launched_on is not None
    if step == "evaluation":
        return WAYS[one.route].assessed and one.evaluated_on is not None
    return one.intention_published_on is not None
