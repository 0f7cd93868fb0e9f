"""Cancer waits (CWT dataset guidance 12.1): counted from receipt, beside the RTT clock, without working-day shift."""

from dataclasses import dataclass
from datetime import date, timedelta

FDS_DAYS = 28
"""Faster diagnosis: receipt to the day the patient is told."""
TREATMENT_DAYS = 62
"""Receipt, or the consultant's upgrade, to first definitive treatment."""


@dataclass(frozen=True)
class FasterDiagnosisStandard:
    """The share to be told within 28 days, in force from `from_date`."""

    from_date: date
    share_bp: int


FASTER_DIAGNOSIS_STANDARDS = (
    FasterDiagnosisStandard(date(2021, 10, 1), 7_500),
    FasterDiagnosisStandard(date(2026, 3, 1), 8_000),
)


def faster_diagnosis_due(received_on: date) -> date:
    """The last day to tell the patient."""
    return received_on + timedelta(days=FDS_DAYS)


def treatment_due(received_on: date) -> date:
    """The last day for first treatment, also when it is a Sunday."""
    return received_on + timedelta(days=TREATMENT_DAYS)


def told_in_time(received_on: date, told_on: date) -> bool:
    """Whether the patient was told within the standard."""
    return told_on <= faster_diagnosis_due(received_on)


def faster_diagnosis_share_bp(on: date) -> int | None:
    """The share to be told in time by the standard of the day; None before there was one."""
    return next((one.share_bp for one in reversed(FASTER_DIAGNOSIS_STANDARDS) if one.from_date <= on), None)
