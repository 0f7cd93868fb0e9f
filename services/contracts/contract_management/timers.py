"""What the clock asks of a contract in its life."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from services.contracts.contract_management.commands import NoteContractReviewMissed, NoteContractSilence
from services.contracts.contract_management.figures import silence_days
from services.contracts.contract_management.views import ManagedContractRow

SILENCE = "silence"
REVIEW = "review-"


def due_of(managed: ManagedContractRow) -> Mapping[str, date]:
    """Silence is noticed on the day after so many without dialogue, a review missed on the day after its last."""
    if managed.ended_on is not None:
        return {}
    day = timedelta(days=1)
    due = {
        f"{REVIEW}{review.review_id}": review.due_on + day
        for review in managed.reviews
        if review.held_on is None and not review.missed
    }
    if not managed.silent:
        due[SILENCE] = managed.silent_since + timedelta(days=silence_days(managed.silent_since)) + day
    return due


def due_command(kind: str, today: date) -> NoteContractSilence | NoteContractReviewMissed:
    """What is asked for what fell due."""
    if kind == SILENCE:
        return NoteContractSilence(today=today)
    return NoteContractReviewMissed(review_id=UUID(kind.removeprefix(REVIEW)), today=today)
