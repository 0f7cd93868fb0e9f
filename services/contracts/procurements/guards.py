"""What many rules of a procurement ask first."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.contracts.procurements import refusals as no
from services.contracts.procurements.record import Procurement, ProcurementStatus


def about(one: Procurement) -> dict[str, Any]:
    """What every event says."""
    return {"procurement_id": one.procurement_id, "ref": one.ref}


def at(one: Procurement, stages: Iterable[ProcurementStatus], deed: str) -> None:
    """Refuse `deed`, such as "the launch", at any other stage."""
    if one.status not in stages:
        now = one.status.replace("_", " ")
        raise no.WrongStage(f"Procurement {one.ref} is at the stage: {now}. It is too early or too late for {deed}.")


def happened(day: date, today: date, field: str) -> None:
    """Refuse a day to come."""
    if day > today:
        raise no.DayToCome(f"{day} is after today.", field=field)


def not_before(day: date, earlier: date | None, field: str) -> None:
    """Refuse a day before that of the step it follows."""
    if earlier is not None and day < earlier:
        raise no.BeforeStepBefore(f"{day} is before {earlier}, the day of the step it follows.", field=field)


def named_once(codes: Iterable[str], field: str) -> None:
    """Refuse a provider who is named twice."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise no.ProviderNamedAgain(f"{code} is named more than once.", field=field)
        seen.add(code)


def no_commissioner(codes: Iterable[str], one: Procurement, field: str) -> None:
    """Refuse who would provide what it commissions."""
    for code in codes:
        if code in one.commissioners:
            raise no.BidderCommissions(f"{code} is a commissioner of procurement {one.ref}.", field=field)


def gate(isap_missing: str | None) -> None:
    """Refuse what ISAP has not let through yet."""
    if isap_missing is not None:
        raise no.IsapCheckpointMissing(f"{isap_missing} is missing; bring the ISAP case on first.")
