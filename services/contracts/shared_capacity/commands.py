"""What shared capacity can be asked."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.events.contracts.shared_capacity import CapacityShare, Per, Units
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Prose, Ref


class RegisterSharedCapacityBody(Body):
    """What is scarce and why, who hosts it, and how many units of it there are per week, month or year."""

    ref: Ref
    resource: Name
    why_scarce: Prose
    host: OrgCode
    localities: tuple[Name, ...] = Field(default=(), max_length=50)
    unit: Name
    per: Per
    total_units: Units


class RegisterSharedCapacity(RegisterSharedCapacityBody, Command):
    """Enter shared capacity in the register."""

    shared_capacity_id: UUID
    known_localities: frozenset[str]


class AllocateSharedCapacityBody(Body):
    """All shares, and from when they hold."""

    shares: tuple[CapacityShare, ...] = Field(max_length=200)
    effective_from: date


class AllocateSharedCapacity(AllocateSharedCapacityBody, Command):
    """Allocate anew."""


class ResizeSharedCapacityBody(Body):
    """How much there is now, and why."""

    total_units: Units
    reason: Prose


class ResizeSharedCapacity(ResizeSharedCapacityBody, Command):
    """Say that there is more or less."""


class ReportSharedCapacityUseBody(Body):
    """What was offered and used in a period, both ends inclusive."""

    first_day: date
    last_day: date
    offered_units: Units
    used_units: Units


class ReportSharedCapacityUse(ReportSharedCapacityUseBody, Command):
    """Report use."""

    today: date


class WithdrawSharedCapacityBody(Body):
    """The last day, and why."""

    reason: Prose
    last_day: date


class WithdrawSharedCapacity(WithdrawSharedCapacityBody, Command):
    """Share it no more."""

    today: date


SharedCapacityCommand = (
    RegisterSharedCapacity
    | AllocateSharedCapacity
    | ResizeSharedCapacity
    | ReportSharedCapacityUse
    | WithdrawSharedCapacity
)
