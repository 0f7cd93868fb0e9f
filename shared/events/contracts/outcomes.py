"""What can have happened to a version of an outcomes framework (R97, R111)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.events.contracts.outcome_parts import (
    AtRiskStep,
    IndicatorCode,
    OutcomeIndicator,
    OutcomeMeasurement,
    OutcomePayment,
    OutcomeShare,
)
from shared.kernel.message import Event
from shared.kernel.money import pounds
from shared.kernel.organisations import OrgCode
from shared.kernel.parts import Name, Prose, Ref
from shared.kernel.privacy import Confidential


class OutcomesEvent(Event):
    """Every event of a framework names it."""

    outcomes_framework_id: UUID
    ref: Ref


class OutcomesFrameworkDrafted(OutcomesEvent):
    """A version was drafted, the first or one to follow another; contract years are counted from `first_day`."""

    sentence: ClassVar[str] = "Outcomes framework {ref} version {version_no} was drafted: {title}"

    version_no: int
    supersedes_id: UUID | None
    title: Name
    parties: tuple[OrgCode, ...]
    commissioners: tuple[OrgCode, ...]
    providers: tuple[OrgCode, ...]
    localities: tuple[str, ...]
    population: Prose
    first_day: date
    at_risk: tuple[AtRiskStep, ...]
    shares: tuple[OutcomeShare, ...]
    indicators: tuple[OutcomeIndicator, ...]
    drafted_by: Confidential[str]


class OutcomeIndicatorDefined(OutcomesEvent):
    """An indicator was added to the draft, or took the place of that of the same code."""

    sentence: ClassVar[str] = "Outcomes framework {ref}: indicator {indicator.code} was defined: {indicator.title}"

    indicator: OutcomeIndicator
    defined_by: Confidential[str]


class OutcomeIndicatorRemoved(OutcomesEvent):
    """An indicator was taken out of the draft."""

    sentence: ClassVar[str] = "Outcomes framework {ref}: indicator {code} was removed"

    code: IndicatorCode
    removed_by: Confidential[str]


class OutcomesFrameworkLinkedToContract(OutcomesEvent):
    """The framework is that of a contract."""

    sentence: ClassVar[str] = "Outcomes framework {ref} was linked to contract {contract_ref}"

    contract_id: UUID
    contract_ref: Ref


class OutcomesFrameworkAgreed(OutcomesEvent):
    """The version was agreed; it is in force from `from_day` on."""

    sentence: ClassVar[str] = "Outcomes framework {ref} version {version_no} was agreed, to be in force from {from_day}"

    version_no: int
    indicators: int
    from_day: date
    agreed_on: date
    agreed_by: Confidential[str]


class OutcomesFrameworkInForce(OutcomesEvent):
    """The version is in force."""

    sentence: ClassVar[str] = "Outcomes framework {ref} version {version_no} is in force from {from_day}"

    version_no: int
    supersedes_id: UUID | None
    from_day: date


class OutcomesFrameworkSuperseded(OutcomesEvent):
    """A later version is in force from `from_day` on."""

    sentence: ClassVar[str] = "Outcomes framework {ref} version {version_no} was superseded from {from_day}"

    version_no: int
    superseded_by_id: UUID
    from_day: date


class OutcomeIndicatorMeasured(OutcomesEvent):
    """An indicator was measured over a period, or a measurement corrected."""

    sentence: ClassVar[str] = "Outcomes framework {ref}: an indicator was measured"

    measurement: OutcomeMeasurement

    def tell(self) -> str:
        """The counts and the period; what was corrected, and why."""
        one = self.measurement
        said = f"Outcomes framework {self.ref}: {one.code} from {one.start} to {one.end} is {one.num} of {one.den}"
        return f"{said}, correcting measurement {one.corrects} ({one.reason})" if one.corrects else said


class OutcomePaymentCalculated(OutcomesEvent):
    """What was earned by outcomes in a contract year: for budgets to post."""

    sentence: ClassVar[str] = "Outcomes of contract {contract_ref} were paid for"

    contract_id: UUID
    contract_ref: Ref
    commissioners: tuple[OrgCode, ...]
    payment: OutcomePayment

    def tell(self) -> str:
        """The sums in pounds."""
        return f"Outcomes of contract {self.contract_ref}: {_earned(self.payment)}"


class OutcomePaymentCorrected(OutcomesEvent):
    """A payment was calculated anew; `difference_pence` is what is earned more (or less, negative) than before."""

    sentence: ClassVar[str] = "The outcome payment of contract {contract_ref} was corrected: {reason}"

    contract_id: UUID
    contract_ref: Ref
    commissioners: tuple[OrgCode, ...]
    payment: OutcomePayment
    previous_earned_pence: int
    difference_pence: int
    reason: Prose

    def tell(self) -> str:
        """The sums in pounds, and why they changed."""
        return f"Outcomes of contract {self.contract_ref} corrected: {_earned(self.payment)} ({self.reason})"


def _earned(payment: OutcomePayment) -> str:
    earned, at_risk = pounds(payment.earned_pence), pounds(payment.at_risk_pence)
    score = f"{payment.score_bp // 100}.{payment.score_bp % 100:02d} %"
    return f"{earned} of {at_risk} earned in contract year {payment.contract_year} at a score of {score}"


OutcomesFrameworkEvent = (
    OutcomesFrameworkDrafted
    | OutcomeIndicatorDefined
    | OutcomeIndicatorRemoved
    | OutcomesFrameworkLinkedToContract
    | OutcomesFrameworkAgreed
    | OutcomesFrameworkInForce
    | OutcomesFrameworkSuperseded
    | OutcomeIndicatorMeasured
    | OutcomePaymentCalculated
    | OutcomePaymentCorrected
)
