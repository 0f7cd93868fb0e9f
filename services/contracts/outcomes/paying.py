"""The rules of the outcome payment: what was at risk in a contract year, and what of it was earned."""

from collections.abc import Sequence
from fractions import Fraction

from services.contracts.outcomes import refusals as no
from services.contracts.outcomes.commands import CalculateOutcomePayment, ContractOfFramework, CorrectOutcomePayment
from services.contracts.outcomes.measuring import counts
from services.contracts.outcomes.schedule import at_risk_bp, year_bounds
from services.contracts.outcomes.scoring import scored
from services.contracts.outcomes.state import OutcomesFramework
from shared.events.contracts.outcome_parts import OutcomeAllocation, OutcomePayment, OutcomeShare
from shared.events.contracts.outcomes import OutcomePaymentCalculated, OutcomePaymentCorrected
from shared.kernel.money import BASIS_POINTS, portion, round_half_up, split


def calculate(command: CalculateOutcomePayment, framework: OutcomesFramework) -> Sequence[OutcomePaymentCalculated]:
    """The first payment of a contract year."""
    contract = _payable(command, framework)
    if framework.payment_of(command.contract_year) is not None:
        raise no.YearAlreadyPaid(f"Contract year {command.contract_year} was calculated; correct that payment.")
    return [
        OutcomePaymentCalculated(
            outcomes_framework_id=framework.outcomes_framework_id,
            ref=framework.ref,
            contract_id=contract.contract_id,
            contract_ref=contract.ref,
            commissioners=framework.commissioners,
            payment=_payment(command, contract, framework),
        )
    ]


def correct(command: CorrectOutcomePayment, framework: OutcomesFramework) -> Sequence[OutcomePaymentCorrected]:
    """A payment calculated anew, with what changes."""
    contract = _payable(command, framework)
    before = framework.payment_of(command.contract_year)
    if before is None:
        raise no.YearNotPaid(f"No payment of contract year {command.contract_year} was calculated yet.")
    after = _payment(command, contract, framework)
    if after == before:
        raise no.PaymentUnchanged("Nothing it rests on has changed since it was calculated.")
    return [
        OutcomePaymentCorrected(
            outcomes_framework_id=framework.outcomes_framework_id,
            ref=framework.ref,
            contract_id=contract.contract_id,
            contract_ref=contract.ref,
            commissioners=framework.commissioners,
            payment=after,
            previous_earned_pence=before.earned_pence,
            difference_pence=after.earned_pence - before.earned_pence,
            reason=command.reason,
        )
    ]


def shared_out(earned_pence: int, shares: Sequence[OutcomeShare]) -> tuple[OutcomeAllocation, ...]:
    """What each provider gets, to the penny, by largest remainder; nothing is shared where no shares were agreed."""
    if not shares:
        return ()
    parts = split(earned_pence, [one.share_bp for one in shares])
    return tuple(OutcomeAllocation(ods=one.ods, pence=part) for one, part in zip(shares, parts, strict=True))


def _payable(
    command: CalculateOutcomePayment | CorrectOutcomePayment, framework: OutcomesFramework
) -> ContractOfFramework:
    counts(framework)
    if command.contract is None:
        raise no.FrameworkWithoutContract("Link the framework to its contract first.")
    _, last = year_bounds(framework.first_day, command.contract_year)
    if command.today <= last:
        raise no.YearNotOver(f"Contract year {command.contract_year} runs to the end of {last}.")
    if not framework.owns_year(command.contract_year, command.successor_from):
        raise no.YearOfAnotherVersion(
            f"Another version is in force on {last}, the last day of contract year {command.contract_year}.",
            field="contract_year",
        )
    return command.contract


def _payment(
    command: CalculateOutcomePayment | CorrectOutcomePayment,
    contract: ContractOfFramework,
    framework: OutcomesFramework,
) -> OutcomePayment:
    year = command.contract_year
    score = _score(framework, year)
    value = contract.annual_value_pence if command.annual_value_pence is None else command.annual_value_pence
    if value != contract.annual_value_pence and command.value_reason is None:
        raise no.ValueWithoutReason(
            f"The register has an annual value of {contract.annual_value_pence} pence; say why this year's is another.",
            register_pence=contract.annual_value_pence,
        )
    share = at_risk_bp(framework.at_risk, year)
    at_risk = portion(value, share)
    earned = round_half_up(Fraction(value * share, BASIS_POINTS) * score)
    start, end = year_bounds(framework.first_day, year)
    return OutcomePayment(
        contract_year=year,
        year_start=start,
        year_end=end,
        annual_value_pence=value,
        value_reason=command.value_reason,
        at_risk_bp=share,
        at_risk_pence=at_risk,
        score_bp=round_half_up(score * BASIS_POINTS),
        earned_pence=earned,
        withheld_pence=at_risk - earned,
        allocations=shared_out(earned, framework.shares),
    )


def _score(framework: OutcomesFramework, contract_year: int) -> Fraction:
    told, exact = scored(framework.indicators, framework.measurements, contract_year)
    if told.unmeasured:
        raise no.IndicatorsUnmeasured(
            f"Not measured in contract year {contract_year}: {', '.join(told.unmeasured)}.",
            unmeasured=[*told.unmeasured],
        )
    if exact is None:
        raise no.NothingToScore(f"Every indicator has a denominator of zero in contract year {contract_year}.")
    return exact
