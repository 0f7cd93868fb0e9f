"""What the rules need to know of one reduction aim, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never
from uuid import UUID

from shared.events.contracts.reduction_aims import (
    AimSource,
    ReductionAimDeclared,
    ReductionAimEvent,
    ReductionAimWithdrawn,
)


@dataclass(frozen=True)
class ReductionAim:
    """One aim; it is pursued while it has no `withdrawn_on`."""

    reduction_aim_id: UUID
    activity: str
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    reason: str
    source: AimSource
    source_id: UUID | None
    declared_on: date
    withdrawn_on: date | None = None


def evolve(aim: ReductionAim | None, event: ReductionAimEvent) -> ReductionAim | None:
    """The aim after `event`."""
    match event:
        case ReductionAimDeclared():
            return ReductionAim(**{name: getattr(event, name) for name in type(event).model_fields})
        case ReductionAimWithdrawn():
            return None if aim is None else replace(aim, withdrawn_on=event.withdrawn_on)
    assert_never(event)
