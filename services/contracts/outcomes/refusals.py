"""The ways an outcomes framework says no."""

from shared.kernel.refusals import Duplicate, NotFound, Refused


class FrameworkVersionTaken(Duplicate):
    rule = "The reference and version number of an outcomes framework are unique: a version is followed by one version"
    field = "ref"


class SharesNotWhole(Refused):
    rule = "The providers' shares of an outcome payment add up to 10,000 basis points, or there are none"
    field = "shares"


class ShareForNoProvider(Refused):
    rule = "Outcome payments are shared among the framework's providers"
    field = "shares"


class AtRiskStepsOutOfOrder(Refused):
    rule = "What is at risk is agreed from contract year 1 on, each step from a later year than the one before"
    field = "at_risk"


class TargetNotBeyondBaseline(Refused):
    rule = "A target lies in the indicator's direction from the baseline, or is the baseline"
    field = "target"


class WeightsNotWhole(Refused):
    rule = "The weights of an agreed framework add up to 10,000 basis points (R97)"
    field = "indicators"


class FrameworkNotDraft(Refused):
    rule = "Indicators are changed and versions agreed while they are drafts; later changes are a new version"


class IndicatorNotFound(NotFound):
    rule = "The framework has an indicator of this code"
    field = "code"


class FirstDayNotContractStart(Refused):
    rule = "Contract years are counted from the contract's start"
    field = "first_day"


class ContractHasFramework(Duplicate):
    rule = "A contract has one outcomes framework, in its versions"
    field = "contract_id"


class ContractOfOthers(Refused):
    rule = "A framework and its contract have a commissioner in common"
    field = "contract_id"


class AlreadyLinkedToContract(Refused):
    rule = "A framework is that of one contract"
    field = "contract_id"


class NothingToSupersede(Refused):
    rule = "A version follows one that was agreed, under its reference, its commissioners and its years"
    field = "supersedes_id"


class InForceTooEarly(Refused):
    rule = "A version is in force from its first contract year on, after its predecessor and what that has paid for"
    field = "from_day"


class FrameworkNotAgreed(Refused):
    rule = "A version is in force once it is agreed and its day has come"


class FrameworkNotInForce(Refused):
    rule = "Indicators are measured, and payments calculated, under a version in force"


class PeriodNotInOneYear(Refused):
    rule = "A period does not end before it starts, and lies within one contract year"
    field = "end"


class PeriodNotOver(Refused):
    rule = "What is counted is over"
    field = "end"


class YearOfAnotherVersion(Refused):
    rule = "A contract year belongs to the version in force on its last day"


class AlreadyMeasured(Refused):
    rule = "An indicator is measured once over a day; a correction names the measurement it takes the place of (R97)"
    field = "corrects"


class NothingToCorrect(Refused):
    rule = "A correction names a measurement that stands, of the same indicator and period, and says why"
    field = "corrects"


class FrameworkWithoutContract(Refused):
    rule = "Outcomes are paid for under a contract (R97)"


class YearNotOver(Refused):
    rule = "Outcomes are paid for when the contract year is over"
    field = "contract_year"


class YearAlreadyPaid(Refused):
    rule = "The payment of a contract year is calculated once; later it is corrected"
    field = "contract_year"


class YearNotPaid(Refused):
    rule = "What is corrected was calculated before"
    field = "contract_year"


class IndicatorsUnmeasured(Refused):
    rule = "Outcomes are paid for when every indicator was measured (R111)"
    field = "contract_year"


class NothingToScore(Refused):
    rule = "A payment needs at least one indicator with a value"
    field = "contract_year"


class ValueWithoutReason(Refused):
    rule = "A value other than the register's annual value has a reason"
    field = "value_reason"


class PaymentUnchanged(Refused):
    rule = "A correction changes the payment"


class UnknownFramework(Refused):
    rule = "A contract names the outcomes framework it is to achieve"
    field = "outcomes_framework_id"


class FrameworkNotFound(NotFound):
    rule = "There is such an outcomes framework"
