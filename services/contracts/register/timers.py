"""What the clock asks of a contract in the register."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.contracts.register.commands import ExpireContract
from services.contracts.register.state import ContractStatus
from services.contracts.register.views import ContractRow

EXPIRY = "expiry"


def due_of(contract: ContractRow) -> Mapping[str, date]:
    """A contract in force expires on the day after its last."""
    if contract.status != ContractStatus.ACTIVE:
        return {}
    return {EXPIRY: contract.current_end + timedelta(days=1)}


def due_command(kind: str, today: date) -> ExpireContract:
    """There is one kind."""
    return ExpireContract(today=today)
