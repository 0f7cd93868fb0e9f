"""The rules of a contract's end: alerts before it, what is planned for it, and where its services go (R1, R19)."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from services.contracts.register.commands import (
    AlertContractExpiry,
    PlanContractExpiry,
    RemindOfReviewPoint,
    RollContractIntoAcs,
    SetContractReviewPoint,
)
from services.contracts.register.refusals import (
    AcsContractNotInForce,
    ContractTermOver,
    NoProcurementFollows,
    ReviewPointOutsideTerm,
    ReviewPointSetTwice,
    RolledIntoItself,
)
from services.contracts.register.state import Contract, ContractStatus
from shared.events.contracts.register import ContractEvent
from shared.events.contracts.register_life import (
    ContractExpiryApproaching,
    ContractExpiryPlanned,
    ContractReviewPointApproaching,
    ContractReviewPointSet,
    ContractRolledIntoAcs,
)
from shared.kernel.dates import add_months

CONFIGURED = Path(__file__).with_name("expiry_alerts.csv")


def alert_months(end: date) -> Sequence[int]:
    """How many months before such an end people are alerted, the longest time first."""
    return max((since, months) for since, months in _configured() if since <= end)[1]


def alert_day(end: date, months: int) -> date:
    """The day on which so many months are left."""
    return add_months(end, -months)


def next_alert(end: date, alerted_months: int | None) -> int | None:
    """The next alert to give before an end, after the last one; None after the last of all."""
    return next((months for months in alert_months(end) if alerted_months is None or months < alerted_months), None)


def passed_alert(end: date, today: date) -> int | None:
    """The tightest alert whose day has come; it covers those before it. None when there is still time."""
    return min((months for months in alert_months(end) if alert_day(end, months) <= today), default=None)


def alert(command: AlertContractExpiry, contract: Contract) -> Sequence[ContractEvent]:
    """Each alert once for an end; of several whose day has come, the tightest alone."""
    months = passed_alert(contract.end, command.today)
    if contract.status is not ContractStatus.ACTIVE or months is None or command.today > contract.end:
        return []
    if contract.alerted_months is not None and months >= contract.alerted_months:
        return []
    said = {"contract_id": contract.contract_id, "ref": contract.ref, "months": months, "end": contract.end}
    return [ContractExpiryApproaching.model_validate(said)]


def plan(command: PlanContractExpiry, contract: Contract) -> Sequence[ContractEvent]:
    """What is planned holds for the end as it stands."""
    if command.today > contract.end:
        raise ContractTermOver(f"The term of contract {contract.ref} ended on {contract.end}.")
    if command.procurement_id is not None and command.plan != "reprocure":
        raise NoProcurementFollows("Name a procurement only where the services are to be procured again.")
    return [
        ContractExpiryPlanned(
            contract_id=contract.contract_id,
            ref=contract.ref,
            end=contract.end,
            plan=command.plan,
            reason=command.reason,
            procurement_id=command.procurement_id,
        )
    ]


def set_point(command: SetContractReviewPoint, contract: Contract) -> Sequence[ContractEvent]:
    """A day of the term that is still to come."""
    if not max(contract.start, command.today) <= command.on <= contract.end:
        raise ReviewPointOutsideTerm(
            f"{command.on} is not between today, {command.today}, or the start, and the end on {contract.end}."
        )
    if any((point.kind, point.on) == (command.kind, command.on) for point in contract.points):
        raise ReviewPointSetTwice(f"Contract {contract.ref} has a {command.kind} point on {command.on} already.")
    return [
        ContractReviewPointSet(
            contract_id=contract.contract_id,
            ref=contract.ref,
            kind=command.kind,
            on=command.on,
            notice_days=command.notice_days,
            remind_on=command.on - timedelta(days=command.notice_days),
            note=command.note,
        )
    ]


def remind(command: RemindOfReviewPoint, contract: Contract) -> Sequence[ContractEvent]:
    """Of every point whose day of reminding came, once."""
    if contract.status is not ContractStatus.ACTIVE:
        return []
    return [
        ContractReviewPointApproaching(contract_id=contract.contract_id, ref=contract.ref, kind=point.kind, on=point.on)
        for point in contract.points
        if not point.reminded and point.remind_on <= command.today
    ]


def roll(command: RollContractIntoAcs, contract: Contract) -> Sequence[ContractEvent]:
    """The other contract is in force and takes the services over."""
    if command.acs_contract_id == contract.contract_id:
        raise RolledIntoItself(f"Contract {contract.ref} cannot be rolled into itself.")
    if not command.acs_in_force:
        raise AcsContractNotInForce(f"Contract {command.acs_ref} is not in force.")
    return [
        ContractRolledIntoAcs(
            contract_id=contract.contract_id,
            ref=contract.ref,
            acs_contract_id=command.acs_contract_id,
            acs_ref=command.acs_ref,
            effective_on=command.effective_on,
        )
    ]


@cache
def _configured() -> Sequence[tuple[date, Sequence[int]]]:
    with CONFIGURED.open(newline="", encoding="utf-8") as lines:
        return [
            (date.fromisoformat(line["from"]), sorted(map(int, line["months"].split()), reverse=True))
            for line in csv.DictReader(lines)
        ]
