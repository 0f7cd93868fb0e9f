"""What the clock asks of a proposal."""

from collections.abc import Mapping
from datetime import date

from services.contracts.scope.commands import ReturnDeferred
from services.contracts.scope.views import ScopeItemRow

RETURN = "return"


def due_of(item: ScopeItemRow) -> Mapping[str, date]:
    """What is deferred comes back on the day until which it is (R4)."""
    return {} if item.deferred_until is None else {RETURN: item.deferred_until}


def due_command(kind: str, today: date) -> ReturnDeferred:
    """There is one kind."""
    return ReturnDeferred(today=today)
