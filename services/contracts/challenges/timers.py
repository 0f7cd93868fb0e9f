"""What the clock asks of a challenge."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.contracts.challenges.commands import NoteChallengeOverdue
from services.contracts.challenges.state import ChallengeStatus
from services.contracts.challenges.views import ChallengeRow

OVERDUE = "overdue"


def due_of(challenge: ChallengeRow) -> Mapping[str, date]:
    """An open one falls overdue on the day after its last."""
    if challenge.status != ChallengeStatus.OPEN or challenge.overdue:
        return {}
    return {OVERDUE: challenge.response_due_on + timedelta(days=1)}


def due_command(kind: str, today: date) -> NoteChallengeOverdue:
    """There is one kind."""
    return NoteChallengeOverdue(today=today)
