"""What the rules need to know of one initiative, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.initiatives import (
    InitiativeEnded,
    InitiativeEvent,
    InitiativeKind,
    InitiativeRegistered,
    InitiativeRolledBack,
    InitiativeRolledOut,
    PracticesEngaged,
    WorkforceMeasured,
)
from shared.kernel.parts import Part


class InitiativeStatus(StrEnum):
    """Where an initiative is in its life."""

    RUNNING = "running"
    ENDED = "ended"


class NetworkReached(Part):
    """A network with its first day and, once it has left, its last."""

    network: str
    since: date
    until: date | None = None


class PracticeReached(Part):
    """A practice, and when it was first reached."""

    practice: str
    engaged_on: date


class WorkforceStanding(Part):
    """The newest figures of one measure."""

    measure: str
    planned: int
    actual: int
    measured_on: date


@dataclass(frozen=True)
class Initiative:
    """One initiative; a network that left and came back stands twice among `networks`."""

    initiative_id: UUID
    ref: str
    title: str
    kind: InitiativeKind
    purpose: str
    parties: tuple[str, ...]
    sponsors: tuple[str, ...]
    localities: tuple[str, ...]
    programme_id: UUID | None
    status: InitiativeStatus = InitiativeStatus.RUNNING
    networks: tuple[NetworkReached, ...] = ()
    practices: tuple[PracticeReached, ...] = ()
    workforce: tuple[WorkforceStanding, ...] = ()
    ended_on: date | None = None


def evolve(initiative: Initiative | None, event: InitiativeEvent) -> Initiative | None:
    """The initiative after `event`."""
    if isinstance(event, InitiativeRegistered):
        return Initiative(**{name: getattr(event, name) for name in type(event).model_fields})
    if initiative is None:
        return None
    match event:
        case InitiativeRolledOut():
            reached = NetworkReached(network=event.network, since=event.since)
            return replace(initiative, networks=(*initiative.networks, reached), parties=event.parties)
        case InitiativeRolledBack():
            return replace(initiative, networks=_left(initiative, event))
        case PracticesEngaged():
            added = tuple(PracticeReached(practice=one, engaged_on=event.engaged_on) for one in event.practices)
            others = tuple(one for one in initiative.practices if one.practice not in event.practices)
            return replace(initiative, practices=(*others, *added))
        case WorkforceMeasured():
            said = WorkforceStanding(**event.model_dump(exclude={"initiative_id", "ref"}))
            others_measured = tuple(one for one in initiative.workforce if one.measure != event.measure)
            return replace(initiative, workforce=(*others_measured, said))
        case InitiativeEnded():
            return replace(initiative, status=InitiativeStatus.ENDED, ended_on=event.ended_on)
    assert_never(event)


def _left(initiative: Initiative, event: InitiativeRolledBack) -> tuple[NetworkReached, ...]:
    return tuple(
        one.model_copy(update={"until": event.until}) if one.network == event.network and one.until is None else one
        for one in initiative.networks
    )
