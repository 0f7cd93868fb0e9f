"""What the clock asks of a procurement: the end of the standstill, and the last day for the notice of the award."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.contracts.procurements.award_commands import EndStandstill, NoteOverdueNotice
from services.contracts.procurements.record import ProcurementStatus
from services.contracts.procurements.rows import ProcurementRow

STANDSTILL_END = "standstill_end"
AWARD_NOTICE = "award_notice"


def due_of(one: ProcurementRow) -> Mapping[str, date]:
    """An unchallenged standstill ends by itself; a notice not published is overdue the day after its last."""
    due = {}
    if one.status == ProcurementStatus.STANDSTILL and one.sign_from is not None:
        due[STANDSTILL_END] = one.sign_from
    waited_for = one.award_notice_published_on is None and not one.award_notice_overdue
    if one.award_notice_due_on is not None and waited_for and one.status != ProcurementStatus.ABANDONED:
        due[AWARD_NOTICE] = one.award_notice_due_on + timedelta(days=1)
    return due


def due_command(kind: str, today: date) -> EndStandstill | NoteOverdueNotice:
    """One of two kinds."""
    return EndStandstill(today=today) if kind == STANDSTILL_END else NoteOverdueNotice(today=today)
