"""What the clock asks of regulatory flexibility."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.contracts.flexibilities.commands import ExpireRegulatoryFlexibility
from services.contracts.flexibilities.state import FlexibilityStatus
from services.contracts.flexibilities.views import FlexibilityRow

EXPIRY = "expiry"


def due_of(flexibility: FlexibilityRow) -> Mapping[str, date]:
    """What was granted ends on the day after its last."""
    if flexibility.status != FlexibilityStatus.GRANTED or flexibility.granted_end is None:
        return {}
    return {EXPIRY: flexibility.granted_end + timedelta(days=1)}


def due_command(kind: str, today: date) -> ExpireRegulatoryFlexibility:
    """There is one kind."""
    return ExpireRegulatoryFlexibility(today=today)
