"""One position per topic: what a decision does to the one before it on the same topic (R99)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.contracts.decisions.commands import StandingPosition
from services.contracts.decisions.refusals import (
    ContradictsStandingPosition,
    NotTheStandingPosition,
    OlderThanStandingPosition,
)


@dataclass(frozen=True)
class Succession:
    """The place of a decision among those on its topic."""

    number: int
    supersedes: UUID | None = None
    upholds: UUID | None = None


def succession(standing: StandingPosition | None, position: str, supersedes: UUID | None, taken_on: date) -> Succession:
    """The place after the standing position, or a refusal of what would leave the alliance with two."""
    if standing is None:
        if supersedes is not None:
            raise NotTheStandingPosition("The alliance holds no position on this topic that could be superseded.")
        return Succession(number=1)
    known = {"decision_id": str(standing.decision_id), "position": standing.position}
    if supersedes is None and position != standing.position:
        raise ContradictsStandingPosition(
            f"{standing.body_ref} decided {standing.position} on {standing.taken_on}; name it to supersede it.",
            **known,
        )
    if supersedes is not None and supersedes != standing.decision_id:
        raise NotTheStandingPosition(
            f"The standing position is that of {standing.body_ref} of {standing.taken_on}.", **known
        )
    if taken_on < standing.taken_on:
        raise OlderThanStandingPosition(f"{standing.body_ref} decided on this topic on {standing.taken_on}, later.")
    upholds = standing.decision_id if supersedes is None else None
    return Succession(standing.number + 1, supersedes, upholds)
