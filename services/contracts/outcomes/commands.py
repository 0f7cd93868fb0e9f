"""What can be asked of an outcomes framework."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.events.contracts.outcome_parts import (
    AtRiskStep,
    ContractYear,
    Counted,
    IndicatorCode,
    OutcomeIndicator,
    OutcomeShare,
)
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Evidence, Name, Part, Pence, Prose, Ref


class ContractOfFramework(Part):
    """What the register says of the contract, from outside."""

    contract_id: UUID
    ref: Ref
    start: date
    annual_value_pence: int
    commissioners: tuple[OrgCode, ...]


class EarlierVersion(Part):
    """What is known of the version that is to be superseded, from outside; days are inclusive."""

    outcomes_framework_id: UUID
    ref: Ref
    status: str
    version_no: int
    first_day: date
    contract_id: UUID | None
    commissioners: tuple[OrgCode, ...]
    from_day: date | None
    paid_until: date | None


class DraftOutcomesFrameworkBody(Body):
    """A version to draft: whose, for which population, measured in years from `first_day`.

    `at_risk` are steps by contract year, the usual ones when empty; `shares` say how an earned payment is divided.
    """

    ref: Ref
    title: Name
    commissioners: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    providers: tuple[OrgCode, ...] = Field(default=(), max_length=50)
    localities: tuple[Name, ...] = Field(default=(), max_length=50)
    population: Prose
    contract_id: UUID | None = None
    supersedes_id: UUID | None = None
    first_day: date = Field(ge=date(1990, 1, 1), le=date(2140, 1, 1))
    at_risk: tuple[AtRiskStep, ...] = Field(default=(), max_length=50)
    shares: tuple[OutcomeShare, ...] = Field(default=(), max_length=50)
    indicators: tuple[OutcomeIndicator, ...] = Field(default=(), max_length=200)


class DraftOutcomesFramework(DraftOutcomesFrameworkBody, Command):
    """Draft the first version, or the one that follows another."""

    outcomes_framework_id: UUID
    commissioner_kinds: dict[OrgCode, OrgKind]
    known_localities: frozenset[str]
    contract: ContractOfFramework | None
    earlier: EarlierVersion | None
    today: date
    by: str


class DefineOutcomeIndicatorBody(Body):
    """An indicator; one of the same code is replaced."""

    indicator: OutcomeIndicator


class DefineOutcomeIndicator(DefineOutcomeIndicatorBody, Command):
    """Add an indicator to the draft, or replace it."""

    by: str


class RemoveOutcomeIndicatorBody(Body):
    """Nothing more is asked."""


class RemoveOutcomeIndicator(Command):
    """Take an indicator out of the draft."""

    code: IndicatorCode
    by: str


class LinkOutcomesFrameworkBody(Body):
    """The contract whose framework this is."""

    contract_id: UUID


class LinkOutcomesFramework(Command):
    """Link a framework to the contract made later."""

    contract: ContractOfFramework


class AgreeOutcomesFrameworkBody(Body):
    """From which day on it is in force."""

    from_day: date


class AgreeOutcomesFramework(AgreeOutcomesFrameworkBody, Command):
    """Agree a draft."""

    earlier: EarlierVersion | None
    today: date
    by: str


class EnforceOutcomesFramework(Command):
    """The clock's wish, on the day from which an agreed version is in force."""

    today: date


class SupersedeOutcomesFramework(Command):
    """What follows when a later version is in force."""

    superseded_by_id: UUID
    from_day: date


class MeasureOutcomeIndicatorBody(Body):
    """Counts over a period within one contract year, both days inclusive; a correction names the measurement."""

    code: IndicatorCode
    start: date
    end: date
    num: Counted
    den: Counted
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=20)
    corrects: int | None = Field(default=None, ge=1)
    reason: Prose | None = None


class MeasureOutcomeIndicator(MeasureOutcomeIndicatorBody, Command):
    """Record what was counted."""

    today: date


class CalculateOutcomePaymentBody(Body):
    """Which contract year; its value is the register's annual value unless another is given with its reason."""

    contract_year: ContractYear
    annual_value_pence: Pence | None = None
    value_reason: Prose | None = None


class CalculateOutcomePayment(CalculateOutcomePaymentBody, Command):
    """Calculate what outcomes earned; `successor_from` is the first day of a later version in force."""

    contract: ContractOfFramework | None
    successor_from: date | None
    today: date


class CorrectOutcomePaymentBody(CalculateOutcomePaymentBody):
    """The same again, and why."""

    reason: Prose


class CorrectOutcomePayment(CorrectOutcomePaymentBody, Command):
    """Calculate a payment anew."""

    contract: ContractOfFramework | None
    successor_from: date | None
    today: date


OutcomesCommand = (
    DraftOutcomesFramework
    | DefineOutcomeIndicator
    | RemoveOutcomeIndicator
    | LinkOutcomesFramework
    | AgreeOutcomesFramework
    | EnforceOutcomesFramework
    | SupersedeOutcomesFramework
    | MeasureOutcomeIndicator
    | CalculateOutcomePayment
    | CorrectOutcomePayment
)
