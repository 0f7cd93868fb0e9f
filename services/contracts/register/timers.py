"""What the clock asks of a contract in the register: alerts before the end, reminders of review points, the expiry."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.contracts.register.commands import AlertContractExpiry, ExpireContract, RemindOfReviewPoint
from services.contracts.register.expiring import alert_day, next_alert
from services.contracts.register.state import ContractStatus
from services.contracts.register.views import ContractRow

EXPIRY = "expiry"
EXPIRY_ALERT = "expiry_alert"
REVIEW_POINT = "review_point"


def due_of(contract: ContractRow) -> Mapping[str, date]:
    """A contract in force expires on the day after its last; people are told before, and of its review points."""
    if contract.status != ContractStatus.ACTIVE:
        return {}
    due = {EXPIRY: contract.current_end + timedelta(days=1)}
    months = next_alert(contract.current_end, contract.alerted_months)
    if months is not None:
        due[EXPIRY_ALERT] = alert_day(contract.current_end, months)
    to_come = [point.remind_on for point in contract.review_points if not point.reminded]
    if to_come:
        due[REVIEW_POINT] = min(to_come)
    return due


def due_command(kind: str, today: date) -> AlertContractExpiry | RemindOfReviewPoint | ExpireContract:
    """One command for each kind."""
    if kind == EXPIRY_ALERT:
        return AlertContractExpiry(today=today)
    if kind == REVIEW_POINT:
        return RemindOfReviewPoint(today=today)
    return ExpireContract(today=today)
