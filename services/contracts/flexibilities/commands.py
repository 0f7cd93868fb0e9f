"""What can be asked about regulatory flexibility."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.events.contracts.regulators import FlexibilityOutcome, RegulatorCode
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Evidence, Name, Prose


class RequestRegulatoryFlexibilityBody(Body):
    """Which rule is not to be applied to whom, from `start` to `end` (both inclusive), and why."""

    organisations: tuple[OrgCode, ...] = Field(min_length=1, max_length=50)
    localities: tuple[Name, ...] = Field(default=(), max_length=50)
    regulator: RegulatorCode
    rule: Prose
    reason: Prose
    start: date
    end: date


class RequestRegulatoryFlexibility(RequestRegulatoryFlexibilityBody, Command):
    """Ask a regulator for flexibility."""

    regulatory_flexibility_id: UUID
    today: date


class DecideRegulatoryFlexibilityBody(Body):
    """What the regulator decided, on which terms, and where it says so; a refusal has no period."""

    outcome: FlexibilityOutcome
    decided_on: date
    start: date | None = None
    end: date | None = None
    terms: Prose | None = None
    evidence: tuple[Evidence, ...] = Field(min_length=1, max_length=20)


class DecideRegulatoryFlexibility(DecideRegulatoryFlexibilityBody, Command):
    """Record the regulator's decision."""

    today: date


class WithdrawRegulatoryFlexibilityBody(Body):
    """Why it is no longer asked for."""

    reason: Prose


class WithdrawRegulatoryFlexibility(WithdrawRegulatoryFlexibilityBody, Command):
    """Take the request back before it is decided."""


class ExpireRegulatoryFlexibility(Command):
    """The clock's wish, the day after the last day granted."""

    today: date


FlexibilityCommand = (
    RequestRegulatoryFlexibility
    | DecideRegulatoryFlexibility
    | WithdrawRegulatoryFlexibility
    | ExpireRegulatoryFlexibility
)
