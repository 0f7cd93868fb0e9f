"""A procurement as people read it; what is sealed stands in `sealed.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from services.contracts.procurements.ways import WAYS
from shared.events.contracts.law import Regime
from shared.events.contracts.procurement_parts import (
    Conflict,
    Criterion,
    LegalBasis,
    ProcurementNotice,
    ProcurementRoute,
    ReviewOutcome,
    RouteCircumstances,
)


class ProcurementStatus(StrEnum):
    """Where a procurement is on its way."""

    PLANNED = "planned"
    MARKET_ENGAGEMENT = "market_engagement"
    LAUNCHED = "launched"
    EVALUATING = "evaluating"
    INTENTION_PUBLISHED = "intention_published"
    STANDSTILL = "standstill"
    REVIEW_REQUESTED = "review_requested"
    AWARD_CONFIRMED = "award_confirmed"
    AWARDED = "awarded"
    CONTRACT_SIGNED = "contract_signed"
    COMMENCED = "commenced"
    ABANDONED = "abandoned"


S = ProcurementStatus
LIVE = frozenset((S.LAUNCHED, S.EVALUATING, S.INTENTION_PUBLISHED, S.STANDSTILL, S.REVIEW_REQUESTED, S.AWARD_CONFIRMED))
"""From the launch until the award: all bidders are treated alike."""


@dataclass(frozen=True)
class Procurement:
    """One procurement. Values are lifetime values in pence; `standstill_ends` and `representations_until` inclusive.

    `bids` counts those not withdrawn. Who bid, who made representations and how anybody was marked is not here.
    """

    procurement_id: UUID
    ref: str
    title: str
    status: ProcurementStatus
    parties: tuple[str, ...]
    commissioners: tuple[str, ...]
    localities: tuple[str, ...]
    service_lines: tuple[str, ...]
    cpv: tuple[str, ...]
    route: ProcurementRoute
    regime: Regime
    reserved: bool
    circumstances: RouteCircumstances
    legal: LegalBasis
    strategy_id: UUID | None
    estimated_value_pence: int
    term_months: int
    began_on: date
    conflicts: tuple[Conflict, ...] = ()
    notices: tuple[ProcurementNotice, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    launched_on: date | None = None
    bids_by: datetime | None = None
    assess_from: date | None = None
    bids: int = 0
    assessment_began_on: date | None = None
    evaluated_on: date | None = None
    intention_published_on: date | None = None
    intended: tuple[str, ...] = ()
    standstill_starts: date | None = None
    standstill_ends: date | None = None
    sign_from: date | None = None
    representations_until: date | None = None
    representations: int = 0
    open_representations: int = 0
    review_outcome: ReviewOutcome | None = None
    repeats: int = 0
    awarded_on: date | None = None
    awarded_to: tuple[str, ...] = ()
    awarded_value_pence: int | None = None
    award_notice_due_on: date | None = None
    award_notice_published_on: date | None = None
    award_notice_overdue: bool = False
    contract_ids: tuple[UUID, ...] = ()
    signed_on: date | None = None
    commenced_on: date | None = None
    abandoned_on: date | None = None
    abandoned_because: str | None = None
    abandonment_notice_due_on: date | None = None


def next_of(one: Procurement) -> tuple[str | None, date | None]:
    """What may come next, and the first day on which it lawfully may; no day while it waits for somebody's deed."""
    way = WAYS[one.route]
    match one.status:
        case S.PLANNED | S.MARKET_ENGAGEMENT:
            first = "launch" if way.opening != "none" else "publish_intention" if way.intention else "award"
            return first, one.began_on
        case S.LAUNCHED:
            return ("begin_assessment" if way.assessed else "publish_intention"), one.assess_from
        case S.EVALUATING:
            return ("evaluate" if one.evaluated_on is None else "publish_intention"), one.assessment_began_on
        case S.INTENTION_PUBLISHED:
            return "award", one.intention_published_on
        case S.STANDSTILL | S.AWARD_CONFIRMED:
            return "award", one.sign_from
        case S.REVIEW_REQUESTED:
            return "review", None
        case S.AWARDED:
            return "sign_contract", one.awarded_on
        case S.CONTRACT_SIGNED:
            return "commence", one.signed_on
        case S.COMMENCED | S.ABANDONED:
            return None, None
    assert_never(one.status)


def derived(one: Procurement) -> Mapping[str, object]:
    """Columns for lists."""
    step, day = next_of(one)
    return {"live": one.status in LIVE, "next_step": step, "next_lawful_on": day}
