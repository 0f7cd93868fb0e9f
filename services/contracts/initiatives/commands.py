"""What an initiative can be asked."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.events.contracts.initiatives import InitiativeKind
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Name, Prose, Ref

Heads = Annotated[int, Field(ge=0, le=1_000_000)]


class RegisterInitiativeBody(Body):
    """An initiative: its kind, purpose, sponsors and, where it belongs to one, its programme."""

    ref: Ref
    title: Name
    kind: InitiativeKind
    purpose: Prose
    sponsors: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    localities: tuple[Name, ...] = Field(default=(), max_length=50)
    programme_id: UUID | None = None


class RegisterInitiative(RegisterInitiativeBody, Command):
    """Enter an initiative in the register."""

    initiative_id: UUID
    known_localities: frozenset[str]


class RollOutInitiativeBody(Body):
    """Which network it reached, and since when."""

    network: OrgCode
    since: date


class RollOutInitiative(RollOutInitiativeBody, Command):
    """Record that a network is reached."""

    kind_of_network: OrgKind
    today: date


class RollBackInitiativeBody(Body):
    """Which network takes part no longer, its last day, and why."""

    network: OrgCode
    until: date
    reason: Prose


class RollBackInitiative(RollBackInitiativeBody, Command):
    """Record that a network takes part no longer."""

    today: date


class EngagePracticesBody(Body):
    """Which practices were reached, how (an event, a visit, training), and when."""

    practices: tuple[OrgCode, ...] = Field(min_length=1, max_length=500)
    how: Name
    engaged_on: date


class EngagePractices(EngagePracticesBody, Command):
    """Record that practices were reached; `kinds` knows what each is."""

    kinds: dict[OrgCode, OrgKind]
    today: date


class MeasureWorkforceBody(Body):
    """How many there were to be by a day, and how many there are."""

    measure: Name
    planned: Heads
    actual: Heads
    measured_on: date


class MeasureWorkforce(MeasureWorkforceBody, Command):
    """Record a measure of the workforce."""

    today: date


class EndInitiativeBody(Body):
    """Its last day, and why."""

    reason: Prose
    ended_on: date


class EndInitiative(EndInitiativeBody, Command):
    """End an initiative."""

    today: date


InitiativeCommand = (
    RegisterInitiative | RollOutInitiative | RollBackInitiative | EngagePractices | MeasureWorkforce | EndInitiative
)
