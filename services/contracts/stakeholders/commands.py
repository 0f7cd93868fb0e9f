"""What can be recorded of a stakeholder."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.events.contracts.stakeholders import StakeholderKind, Stance
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Prose


class RegisterStakeholderBody(Body):
    """A stakeholder by the name of its group, organisation or seat, for those who deal with it."""

    name: Name
    kind: StakeholderKind
    commissioners: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    localities: tuple[Name, ...] = Field(default=(), max_length=50)


class RegisterStakeholder(RegisterStakeholderBody, Command):
    """Enter a stakeholder. Without any known localities every one is taken as known."""

    stakeholder_id: UUID
    known_localities: frozenset[str]


class RecordStakeholderPositionBody(Body):
    """What it thinks of a topic since a day, and which sensitivities lie behind that."""

    topic: Name
    stance: Stance
    position: Prose
    sensitivities: Prose | None = None
    taken_on: date


class RecordStakeholderPosition(RecordStakeholderPositionBody, Command):
    """Record a position."""

    today: date


StakeholderCommand = RegisterStakeholder | RecordStakeholderPosition
