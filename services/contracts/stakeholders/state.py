"""What is known of one stakeholder, and how each event changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never
from uuid import UUID

from shared.events.contracts.stakeholders import (
    StakeholderEvent,
    StakeholderKind,
    StakeholderPositionRecorded,
    StakeholderRegistered,
    Stance,
)
from shared.kernel.parts import Part


class Position(Part):
    """What a stakeholder thought of a topic from a day on, until a later position on it."""

    topic: str
    stance: Stance
    taken_on: date
    position: str
    sensitivities: str | None


@dataclass(frozen=True)
class Stakeholder:
    """One stakeholder; `positions` by their day, of one day the one recorded last comes last."""

    stakeholder_id: UUID
    name: str
    kind: StakeholderKind
    commissioners: tuple[str, ...]
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    positions: tuple[Position, ...] = ()


def evolve(stakeholder: Stakeholder | None, event: StakeholderEvent) -> Stakeholder | None:
    """The stakeholder after `event`."""
    if isinstance(event, StakeholderRegistered):
        return Stakeholder(
            stakeholder_id=event.stakeholder_id,
            name=event.name,
            kind=event.kind,
            commissioners=event.commissioners,
            parties=event.parties,
            localities=event.localities,
        )
    if stakeholder is None:
        return None
    match event:
        case StakeholderPositionRecorded():
            taken = Position(
                topic=event.topic,
                stance=event.stance,
                taken_on=event.taken_on,
                position=event.position,
                sensitivities=event.sensitivities,
            )
            ordered = sorted((*stakeholder.positions, taken), key=lambda one: one.taken_on)
            return replace(stakeholder, positions=tuple(ordered))
    assert_never(event)


def derived(stakeholder: Stakeholder) -> Mapping[str, object]:
    """The stances of today: of each topic the one taken last."""
    latest = {one.topic: one.stance for one in stakeholder.positions}
    return {"stances": sorted(set(latest.values())), "topics": sorted(latest)}
