"""The rules of measurements: of what, over which period, and once."""

from collections.abc import Sequence

from services.contracts.outcomes import refusals as no
from services.contracts.outcomes.commands import MeasureOutcomeIndicator
from services.contracts.outcomes.schedule import year_of
from services.contracts.outcomes.state import FrameworkStatus, OutcomesFramework
from shared.events.contracts.outcome_parts import OutcomeMeasurement
from shared.events.contracts.outcomes import OutcomeIndicatorMeasured


def measure(command: MeasureOutcomeIndicator, framework: OutcomesFramework) -> Sequence[OutcomeIndicatorMeasured]:
    """Counts over a period that is over, in a year of this version."""
    counts(framework)
    if command.code not in [one.code for one in framework.indicators]:
        raise no.IndicatorNotFound(f"Outcomes framework {framework.ref} has no indicator {command.code}.")
    measurement = OutcomeMeasurement(
        **{name: said for name, said in command if name != "today"},
        no=len(framework.measurements) + 1,
        contract_year=_year(command, framework),
        measured_on=command.today,
    )
    _once(command, framework)
    return [
        OutcomeIndicatorMeasured(
            outcomes_framework_id=framework.outcomes_framework_id, ref=framework.ref, measurement=measurement
        )
    ]


def counts(framework: OutcomesFramework) -> None:
    """Refuse a version that was never in force."""
    if framework.status not in (FrameworkStatus.IN_FORCE, FrameworkStatus.SUPERSEDED):
        status = framework.status.replace("_", " ")
        raise no.FrameworkNotInForce(f"Version {framework.version_no} of {framework.ref} is {status}.", status=status)


def _year(command: MeasureOutcomeIndicator, framework: OutcomesFramework) -> int:
    year = year_of(framework.first_day, command.start)
    if year is None or command.end < command.start or year_of(framework.first_day, command.end) != year:
        raise no.PeriodNotInOneYear(
            f"{command.start} to {command.end} does not lie in one year counted from {framework.first_day}."
        )
    if command.end >= command.today:
        raise no.PeriodNotOver(f"The period runs to the end of {command.end}; count it from the next day on.")
    if not framework.owns_year(year):
        raise no.YearOfAnotherVersion(f"Contract year {year} is measured under another version.", contract_year=year)
    return year


def _once(command: MeasureOutcomeIndicator, framework: OutcomesFramework) -> None:
    same = [one for one in framework.standing if one.code == command.code]
    corrected = None
    if command.corrects is not None:
        corrected = next((one for one in same if one.no == command.corrects), None)
        if corrected is None or (corrected.start, corrected.end) != (command.start, command.end) or not command.reason:
            raise no.NothingToCorrect(
                f"Name the measurement of {command.code} from {command.start} to {command.end}, and the reason."
            )
    overlapping = [
        one.no for one in same if one is not corrected and one.start <= command.end and command.start <= one.end
    ]
    if overlapping:
        raise no.AlreadyMeasured(
            f"Measurement {overlapping[0]} covers these days; correct that one.", measurements=[*overlapping]
        )
