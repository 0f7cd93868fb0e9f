"""What the rules need to know of one incentive, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.incentives import (
    IncentiveAmended,
    IncentiveCleared,
    IncentiveEvent,
    IncentiveFlagged,
    IncentiveRegistered,
    IncentiveReviewed,
    IncentiveTerms,
    PerverseFlag,
    ReviewOutcome,
)


class IncentiveStatus(StrEnum):
    """Where an incentive is in its life; `to_amend`: a review asked for other terms."""

    PAID = "paid"
    TO_AMEND = "to_amend"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Incentive:
    """One incentive; a review is of the terms and flags as they stood, so that new ones ask for another."""

    incentive_id: UUID
    contract_id: UUID
    contract_ref: str
    title: str
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    commissioners: tuple[str, ...]
    beneficiary: str
    beneficiary_group: str
    terms: IncentiveTerms
    registered_by: str
    status: IncentiveStatus = IncentiveStatus.PAID
    flags: tuple[PerverseFlag, ...] = ()
    review_outcome: ReviewOutcome | None = None
    review_reasons: str | None = None
    reviewed_on: date | None = None

    def has_flag(self, aim_id: UUID) -> bool:
        """Whether it is known to work against this aim."""
        return any(one.reduction_aim_id == aim_id for one in self.flags)


_AFTER = {
    "keep": IncentiveStatus.PAID,
    "amend": IncentiveStatus.TO_AMEND,
    "withdraw": IncentiveStatus.WITHDRAWN,
}


def evolve(incentive: Incentive | None, event: IncentiveEvent) -> Incentive | None:
    """The incentive after `event`."""
    if isinstance(event, IncentiveRegistered):
        return Incentive(**{name: getattr(event, name) for name in type(event).model_fields})
    if incentive is None:
        return None
    match event:
        case IncentiveFlagged():
            return _unreviewed(replace(incentive, flags=(*incentive.flags, event.flag)))
        case IncentiveCleared():
            kept = tuple(one for one in incentive.flags if one.reduction_aim_id != event.reduction_aim_id)
            return replace(incentive, flags=kept)
        case IncentiveReviewed():
            return replace(
                incentive,
                status=_AFTER[event.outcome],
                review_outcome=event.outcome,
                review_reasons=event.reasons,
                reviewed_on=event.reviewed_on,
            )
        case IncentiveAmended():
            amended = replace(incentive, terms=event.terms, registered_by=event.registered_by)
            return _unreviewed(replace(amended, status=IncentiveStatus.PAID))
    assert_never(event)


def _unreviewed(incentive: Incentive) -> Incentive:
    return replace(incentive, review_outcome=None, review_reasons=None, reviewed_on=None)
