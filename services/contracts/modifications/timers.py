"""What the clock asks of a modification: that its notice be published in time."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.contracts.modifications.commands import FlagModificationNotice
from services.contracts.modifications.state import ModificationStatus
from services.contracts.modifications.views import ModificationRow

NOTICE = "notice"


def due_of(modification: ModificationRow) -> Mapping[str, date]:
    """The day after the last one for a notice that is due after the modification."""
    due = modification.notice_due_on
    silent = modification.notice_published_on is None and not modification.notice_overdue
    if due is None or not silent or modification.status != ModificationStatus.EFFECTIVE:
        return {}
    return {NOTICE: due + timedelta(days=1)}


def due_command(kind: str, today: date) -> FlagModificationNotice:
    """There is one kind."""
    return FlagModificationNotice(today=today)
