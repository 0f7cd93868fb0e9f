"""What the rules need to know of one version of an outcomes framework, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from services.contracts.outcomes.schedule import year_bounds
from shared.events.contracts.outcome_parts import (
    AtRiskStep,
    OutcomeIndicator,
    OutcomeMeasurement,
    OutcomePayment,
    OutcomeShare,
)
from shared.events.contracts.outcomes import (
    OutcomeIndicatorDefined,
    OutcomeIndicatorMeasured,
    OutcomeIndicatorRemoved,
    OutcomePaymentCalculated,
    OutcomePaymentCorrected,
    OutcomesFrameworkAgreed,
    OutcomesFrameworkDrafted,
    OutcomesFrameworkEvent,
    OutcomesFrameworkInForce,
    OutcomesFrameworkLinkedToContract,
    OutcomesFrameworkSuperseded,
)


class FrameworkStatus(StrEnum):
    """Where a version is in its life."""

    DRAFT = "draft"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class OutcomesFramework:
    """One version; `from_day` is its first day in force, `superseded_from` the first of the next version.

    `proposers` are all who drafted or changed it. Measurements that were corrected stay in the list.
    """

    outcomes_framework_id: UUID
    ref: str
    version_no: int
    supersedes_id: UUID | None
    title: str
    parties: tuple[str, ...]
    commissioners: tuple[str, ...]
    providers: tuple[str, ...]
    localities: tuple[str, ...]
    population: str
    first_day: date
    at_risk: tuple[AtRiskStep, ...]
    shares: tuple[OutcomeShare, ...]
    indicators: tuple[OutcomeIndicator, ...]
    proposers: tuple[str, ...]
    status: FrameworkStatus = FrameworkStatus.DRAFT
    contract_id: UUID | None = None
    contract_ref: str | None = None
    agreed_on: date | None = None
    from_day: date | None = None
    superseded_by_id: UUID | None = None
    superseded_from: date | None = None
    measurements: tuple[OutcomeMeasurement, ...] = ()
    payments: tuple[OutcomePayment, ...] = ()

    @property
    def standing(self) -> tuple[OutcomeMeasurement, ...]:
        """The measurements that no other has corrected."""
        return tuple(one for one in self.measurements if one.corrected_by is None)

    def payment_of(self, contract_year: int) -> OutcomePayment | None:
        """What was calculated for a contract year, as it stands."""
        return next((one for one in self.payments if one.contract_year == contract_year), None)

    def owns_year(self, contract_year: int, successor_from: date | None = None) -> bool:
        """Whether this version is in force on the year's last day; `successor_from` may be known before it is told."""
        _, last = year_bounds(self.first_day, contract_year)
        ends = [day for day in (self.superseded_from, successor_from) if day is not None]
        return self.from_day is not None and self.from_day <= last and all(last < day for day in ends)


def evolve(framework: OutcomesFramework | None, event: OutcomesFrameworkEvent) -> OutcomesFramework | None:
    """The version after `event`."""
    if isinstance(event, OutcomesFrameworkDrafted):
        said = {name: value for name, value in event if name != "drafted_by"}
        return OutcomesFramework(proposers=(event.drafted_by,), **said)
    if framework is None:
        return None
    match event:
        case OutcomeIndicatorDefined():
            return _with_indicator(framework, event.indicator.code, event.indicator, event.defined_by)
        case OutcomeIndicatorRemoved():
            return _with_indicator(framework, event.code, None, event.removed_by)
        case OutcomesFrameworkLinkedToContract():
            return replace(framework, contract_id=event.contract_id, contract_ref=event.contract_ref)
        case OutcomesFrameworkAgreed():
            status = FrameworkStatus.AGREED
            return replace(framework, status=status, agreed_on=event.agreed_on, from_day=event.from_day)
        case OutcomesFrameworkInForce():
            return replace(framework, status=FrameworkStatus.IN_FORCE)
        case OutcomesFrameworkSuperseded():
            return replace(
                framework,
                status=FrameworkStatus.SUPERSEDED,
                superseded_by_id=event.superseded_by_id,
                superseded_from=event.from_day,
            )
        case OutcomeIndicatorMeasured():
            return _measured(framework, event.measurement)
        case OutcomePaymentCalculated() | OutcomePaymentCorrected():
            year = event.payment.contract_year
            others = tuple(one for one in framework.payments if one.contract_year != year)
            return replace(framework, payments=(*others, event.payment))
    assert_never(event)


def _with_indicator(
    framework: OutcomesFramework, code: str, indicator: OutcomeIndicator | None, by: str
) -> OutcomesFramework:
    """The indicator takes the place of that of its code, or comes last; None takes it out."""
    new = [] if indicator is None else [indicator]
    codes = [one.code for one in framework.indicators]
    place = codes.index(code) if code in codes else len(codes)
    indicators = (*framework.indicators[:place], *new, *framework.indicators[place + 1 :])
    proposers = framework.proposers if by in framework.proposers else (*framework.proposers, by)
    return replace(framework, indicators=indicators, proposers=proposers)


def _measured(framework: OutcomesFramework, measurement: OutcomeMeasurement) -> OutcomesFramework:
    before = tuple(
        one.model_copy(update={"corrected_by": measurement.no}) if one.no == measurement.corrects else one
        for one in framework.measurements
    )
    return replace(framework, measurements=(*before, measurement))
