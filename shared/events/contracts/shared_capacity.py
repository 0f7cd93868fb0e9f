"""What can have happened to scarce capacity that is shared: who may use how much, and how much was used (R117)."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.message import Event
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Part

Units = Annotated[int, Field(ge=0, le=10_000_000)]
Per = Literal["week", "month", "year"]


class CapacityShare(Part):
    """How many units an organisation may use."""

    ods: OrgCode
    units: Units


class SharedCapacityRegistered(Event):
    """Scarce capacity entered the register: so many units per week, month or year, at a host."""

    sentence: ClassVar[str] = "{host} shares {resource}: {total_units} {unit} a {per}"

    shared_capacity_id: UUID
    ref: str
    resource: str
    why_scarce: str
    host: OrgCode
    parties: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    unit: str
    per: Per
    total_units: Units


class SharedCapacityAllocated(Event):
    """All shares, in place of those before; what is left over is for anybody. `parties` are now all it concerns."""

    sentence: ClassVar[str] = "Shared capacity {ref} was allocated, {unallocated_units} {unit} left over"

    shared_capacity_id: UUID
    ref: str
    unit: str
    shares: tuple[CapacityShare, ...]
    unallocated_units: Units
    effective_from: date
    parties: tuple[OrgCode, ...]


class SharedCapacityResized(Event):
    """There is more or less of it than before."""

    sentence: ClassVar[str] = "Shared capacity {ref} is now {total_units} {unit} a {per}"

    shared_capacity_id: UUID
    ref: str
    unit: str
    per: Per
    total_units: Units
    reason: str


class SharedCapacityUsed(Event):
    """What was offered and used from `first_day` to `last_day`, both inclusive."""

    sentence: ClassVar[str] = "Shared capacity {ref}: {used_units} of {offered_units} {unit} used to {last_day}"

    shared_capacity_id: UUID
    ref: str
    unit: str
    first_day: date
    last_day: date
    offered_units: Units
    used_units: Units


class SharedCapacityWithdrawn(Event):
    """It is shared no more; `last_day` was the last."""

    sentence: ClassVar[str] = "Shared capacity {ref} was withdrawn: {reason}"

    shared_capacity_id: UUID
    ref: str
    reason: str
    last_day: date


SharedCapacityEvent = (
    SharedCapacityRegistered
    | SharedCapacityAllocated
    | SharedCapacityResized
    | SharedCapacityUsed
    | SharedCapacityWithdrawn
)
