"""What the rules need to know of one request for flexibility, and how each event changes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from shared.events.contracts.regulators import (
    FlexibilityEvent,
    FlexibilityOutcome,
    RegulatoryFlexibilityDecided,
    RegulatoryFlexibilityExpired,
    RegulatoryFlexibilityRequested,
    RegulatoryFlexibilityWithdrawn,
)
from shared.kernel.parts import Evidence


class FlexibilityStatus(StrEnum):
    """Where a request is in its life."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Flexibility:
    """One request; `start` and `end` are those asked for, `granted_start` and `granted_end` those granted."""

    regulatory_flexibility_id: UUID
    parties: tuple[str, ...]
    localities: tuple[str, ...]
    regulator: str
    regulator_name: str
    rule: str
    reason: str
    start: date
    end: date
    requested_on: date
    status: FlexibilityStatus = FlexibilityStatus.REQUESTED
    outcome: FlexibilityOutcome | None = None
    decided_on: date | None = None
    granted_start: date | None = None
    granted_end: date | None = None
    terms: str | None = None
    evidence: tuple[Evidence, ...] = ()
    withdrawn_because: str | None = None


def evolve(flexibility: Flexibility | None, event: FlexibilityEvent) -> Flexibility | None:
    """The request after `event`."""
    if isinstance(event, RegulatoryFlexibilityRequested):
        return Flexibility(**dict(event))
    if flexibility is None:
        return None
    match event:
        case RegulatoryFlexibilityDecided():
            refused = event.outcome == "refused"
            return replace(
                flexibility,
                status=FlexibilityStatus.REFUSED if refused else FlexibilityStatus.GRANTED,
                outcome=event.outcome,
                decided_on=event.decided_on,
                granted_start=event.start,
                granted_end=event.end,
                terms=event.terms,
                evidence=event.evidence,
            )
        case RegulatoryFlexibilityWithdrawn():
            return replace(flexibility, status=FlexibilityStatus.WITHDRAWN, withdrawn_because=event.reason)
        case RegulatoryFlexibilityExpired():
            return replace(flexibility, status=FlexibilityStatus.EXPIRED)
    assert_never(event)
