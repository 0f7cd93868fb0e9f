"""What a reduction aim can be asked."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.events.contracts.reduction_aims import Activity, AimSource
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Prose


class DeclareReductionAimBody(Body):
    """Of which activity there is to be less, why, and which pathway, strategy or scheme tries."""

    activity: Activity
    commissioners: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    localities: tuple[Name, ...] = Field(default=(), max_length=50)
    reason: Prose
    source: AimSource
    source_id: UUID | None = None


class DeclareReductionAim(DeclareReductionAimBody, Command):
    """Declare an aim; a strategy it names is known."""

    reduction_aim_id: UUID
    known_localities: frozenset[str]
    today: date


class WithdrawReductionAimBody(Body):
    """Why it is pursued no longer."""

    reason: Prose


class WithdrawReductionAim(WithdrawReductionAimBody, Command):
    """Pursue it no longer."""

    today: date


ReductionAimCommand = DeclareReductionAim | WithdrawReductionAim
