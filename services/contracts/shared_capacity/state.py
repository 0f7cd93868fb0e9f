"""What the rules need to know of shared capacity, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.shared_capacity import (
    CapacityShare,
    Per,
    SharedCapacityAllocated,
    SharedCapacityEvent,
    SharedCapacityRegistered,
    SharedCapacityResized,
    SharedCapacityUsed,
    SharedCapacityWithdrawn,
)


class CapacityStatus(StrEnum):
    """Whether it is shared."""

    SHARED = "shared"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class SharedCapacity:
    """One resource; offered and used units are of all periods reported, `used_to` is their last day."""

    shared_capacity_id: UUID
    ref: str
    resource: str
    why_scarce: str
    host: str
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    unit: str
    per: Per
    total_units: int
    status: CapacityStatus = CapacityStatus.SHARED
    shares: tuple[CapacityShare, ...] = ()
    effective_from: date | None = None
    offered_units: int = 0
    used_units: int = 0
    used_to: date | None = None
    last_day: date | None = None

    @property
    def allocated_units(self) -> int:
        """What has been promised."""
        return sum(one.units for one in self.shares)


def evolve(capacity: SharedCapacity | None, event: SharedCapacityEvent) -> SharedCapacity | None:
    """The capacity after `event`."""
    if isinstance(event, SharedCapacityRegistered):
        return SharedCapacity(**{name: getattr(event, name) for name in type(event).model_fields})
    if capacity is None:
        return None
    match event:
        case SharedCapacityAllocated():
            return replace(capacity, shares=event.shares, effective_from=event.effective_from, parties=event.parties)
        case SharedCapacityResized():
            return replace(capacity, total_units=event.total_units)
        case SharedCapacityUsed():
            return replace(
                capacity,
                offered_units=capacity.offered_units + event.offered_units,
                used_units=capacity.used_units + event.used_units,
                used_to=event.last_day,
            )
        case SharedCapacityWithdrawn():
            return replace(capacity, status=CapacityStatus.WITHDRAWN, last_day=event.last_day)
    assert_never(event)
