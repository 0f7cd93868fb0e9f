"""The rules of shared capacity."""

from collections.abc import Sequence
from typing import Any, assert_never

from services.contracts.naming import all_known, each_once
from services.contracts.shared_capacity import refusals as no
from services.contracts.shared_capacity.commands import (
    AllocateSharedCapacity,
    RegisterSharedCapacity,
    ReportSharedCapacityUse,
    ResizeSharedCapacity,
    SharedCapacityCommand,
    WithdrawSharedCapacity,
)
from services.contracts.shared_capacity.state import CapacityStatus, SharedCapacity, evolve
from shared.events.contracts.shared_capacity import (
    SharedCapacityAllocated,
    SharedCapacityEvent,
    SharedCapacityRegistered,
    SharedCapacityResized,
    SharedCapacityUsed,
    SharedCapacityWithdrawn,
)
from shared.kernel.decider import Decider


def decide(command: SharedCapacityCommand, capacity: SharedCapacity | None) -> Sequence[SharedCapacityEvent]:
    """What happens, or a refusal."""
    if isinstance(command, RegisterSharedCapacity):
        return _register(command, capacity)
    if capacity is None:
        raise no.SharedCapacityNotFound("There is no such shared capacity.")
    if capacity.status is CapacityStatus.WITHDRAWN:
        raise no.CapacityNotShared(
            f"Shared capacity {capacity.ref} was withdrawn, the last day being {capacity.last_day}."
        )
    match command:
        case AllocateSharedCapacity():
            return _allocate(command, capacity)
        case ResizeSharedCapacity():
            return _resize(command, capacity)
        case ReportSharedCapacityUse():
            return _report(command, capacity)
        case WithdrawSharedCapacity():
            return _withdraw(command, capacity)
    assert_never(command)


def _register(command: RegisterSharedCapacity, capacity: SharedCapacity | None) -> Sequence[SharedCapacityEvent]:
    if capacity is not None:
        raise no.CapacityRefTaken("This shared capacity is already registered.")
    all_known(command.localities, command.known_localities)
    said = command.model_dump(exclude={"known_localities"})
    return [SharedCapacityRegistered(parties=(command.host,), **said)]


def _allocate(command: AllocateSharedCapacity, capacity: SharedCapacity) -> Sequence[SharedCapacityEvent]:
    codes = tuple(one.ods for one in command.shares)
    each_once("shares", codes)
    allocated = sum(one.units for one in command.shares)
    if allocated > capacity.total_units:
        raise no.CapacityExceeded(
            f"{allocated} {capacity.unit} would be allocated of {capacity.total_units}.",
            allocated=allocated,
            total=capacity.total_units,
        )
    return [
        SharedCapacityAllocated(
            shares=command.shares,
            unallocated_units=capacity.total_units - allocated,
            effective_from=command.effective_from,
            parties=tuple(dict.fromkeys((*capacity.parties, *codes))),
            **_which(capacity),
        )
    ]


def _resize(command: ResizeSharedCapacity, capacity: SharedCapacity) -> Sequence[SharedCapacityEvent]:
    if command.total_units < capacity.allocated_units:
        raise no.CapacityExceeded(
            f"{capacity.allocated_units} {capacity.unit} are allocated; allocate less first.", field="total_units"
        )
    return [SharedCapacityResized(per=capacity.per, **dict(command), **_which(capacity))]


def _report(command: ReportSharedCapacityUse, capacity: SharedCapacity) -> Sequence[SharedCapacityEvent]:
    if command.last_day < command.first_day:
        raise no.UsePeriodReversed(f"It would end on {command.last_day}, before it begins.")
    if command.last_day > command.today:
        raise no.CapacityDayInFuture(f"The period ends on {command.last_day}, after today.")
    if capacity.used_to is not None and command.first_day <= capacity.used_to:
        raise no.UsePeriodOverlaps(f"Use is reported to the end of {capacity.used_to}.")
    if command.used_units > command.offered_units:
        raise no.MoreUsedThanOffered(f"{command.used_units} of {command.offered_units} {capacity.unit}.")
    return [SharedCapacityUsed(**command.model_dump(exclude={"today"}), **_which(capacity))]


def _withdraw(command: WithdrawSharedCapacity, capacity: SharedCapacity) -> Sequence[SharedCapacityEvent]:
    if command.last_day > command.today:
        raise no.CapacityDayInFuture(f"The last day would be {command.last_day}, after today.")
    return [
        SharedCapacityWithdrawn(
            shared_capacity_id=capacity.shared_capacity_id,
            ref=capacity.ref,
            reason=command.reason,
            last_day=command.last_day,
        )
    ]


def _which(capacity: SharedCapacity) -> dict[str, Any]:
    return {"shared_capacity_id": capacity.shared_capacity_id, "ref": capacity.ref, "unit": capacity.unit}


shared_capacity_decider: Decider[SharedCapacityCommand, SharedCapacity | None, SharedCapacityEvent] = Decider(
    category="shared-capacity",
    events=SharedCapacityEvent.__args__,
    initial=None,
    decide=decide,
    evolve=evolve,
)
