"""The shape of the overview and of an explanation. A figure is explained under its path, ids in the place of lists."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

Unit = Literal["count", "pence", "basis points"]


class ContractsPosition(BaseModel):
    """All contracts. `in_force_value_pence` is the value under contract, over the whole terms of those in force.

    `expiring_within`: how many in force end from today to so many months on, both days inclusive; of these,
    `expiring_without_plan` nobody has said what is to follow.
    """

    by_status: dict[str, int] = Field(examples=[{"draft": 2, "active": 24, "expired": 3, "terminated": 1}])
    by_finding: dict[str, int]
    in_force_value_pence: int
    expiring_within: dict[str, int] = Field(examples=[{"3_months": 1, "6_months": 4, "12_months": 9, "18_months": 11}])
    expiring_without_plan: dict[str, int] = Field(
        examples=[{"3_months": 0, "6_months": 1, "12_months": 4, "18_months": 6}]
    )


class PoolPosition(BaseModel):
    """One pool, in pence. Spend is on pooled lines, aligned spend beside the pool.

    `variance_pence` is of the reconciliation, before it of the last forecast: positive is overspent. A partner's
    forecast share and allocation are its part of it: positive is to be paid in. None: nothing was forecast yet.
    """

    pool_id: UUID
    title: str | None
    financial_year: str | None
    status: str
    contributions_agreed_pence: int
    contributions_paid_pence: int
    spend_pence: int
    aligned_spend_pence: int
    commitments_pence: int
    lines_above_budget: int
    held_costs: int
    forecast_outturn_pence: int | None
    variance_pence: int | None
    unallocated_pence: int | None
    forecast_share_pence: dict[str, int]
    allocations_pence: dict[str, int]


class PathwayPosition(BaseModel):
    """The referrals on one pathway. `stages` leaves out those without referrals.

    `running_clocks` are people waiting; `within_18_weeks` of them have waited 126 days or less today.
    """

    pathway_id: UUID
    title: str | None
    status: str
    stages: dict[str, int]
    running_clocks: int
    within_18_weeks: int
    within_18_weeks_bp: int | None
    handovers_outstanding: int


class NextStep(BaseModel):
    """What a procurement waits for, and the first day on which it may lawfully happen."""

    procurement_id: UUID
    title: str | None
    step: str
    on: date


class ProcurementsPosition(BaseModel):
    """All procurements; `next` are those whose next step has a first lawful day, the earliest first."""

    by_stage: dict[str, int] = Field(examples=[{"launched": 1, "standstill": 1, "contract_signed": 4}])
    next: list[NextStep]


class AssurancePosition(BaseModel):
    """The ISAP cases, and the conditions of their checkpoints that are still open."""

    by_stage: dict[str, int] = Field(examples=[{"cp1": 1, "closed": 2}])
    conditions_open: int
    conditions_overdue: int


class ProgrammesPosition(BaseModel):
    """The programmes under way by RAG, and milestones that are overdue."""

    by_rag: dict[str, int] = Field(examples=[{"green": 3, "amber": 1, "red": 0, "not_reviewed": 1}])
    milestones_overdue: int


class ChallengesPosition(BaseModel):
    """Challenges of stakeholders without an answer, and those of them past the day it was due."""

    open: int
    overdue: int


class OutcomesPosition(BaseModel):
    """What a framework scored in the latest contract year that was paid for, in basis points of its whole weight."""

    outcomes_framework_id: UUID
    title: str | None
    score_bp: int


class SourcePosition(BaseModel):
    """How far this overview has come in one service.

    `as_of` is when its last event seen was recorded, `position` that event's place in its feed. `seconds_behind` is
    0 while everything it has told is in here, else the time since that was last so; None when it never was.
    """

    as_of: datetime | None
    position: int
    seconds_behind: int | None
    reachable: bool
    parked_streams: int


class AllianceOverview(BaseModel):
    """The alliance at a glance. `partial`: the services named in `gaps` are unreachable, behind, or partly parked."""

    as_of: datetime
    partial: bool
    gaps: list[str]
    contracts: ContractsPosition
    pools: list[PoolPosition]
    referrals: list[PathwayPosition]
    procurements: ProcurementsPosition
    assurance: AssurancePosition
    programmes: ProgrammesPosition
    challenges: ChallengesPosition
    outcomes: list[OutcomesPosition]
    sources: dict[str, SourcePosition]


class Contribution(BaseModel):
    """What one event added to a figure, or took from it; `day` for figures that are asked for over days.

    Of an event that the caller may not see in the timeline only amount, event id, service and times are told.
    """

    amount: int
    day: date | None
    event_id: UUID
    source: str
    occurred_at: datetime
    recorded_at: datetime
    type: str | None = None
    sentence: str | None = None
    stream_id: str | None = None
    version: int | None = None


class Part(BaseModel):
    """A figure a ratio is made of."""

    figure: str
    total: int


class Explanation(BaseModel):
    """A figure and the events it is made of, newest first.

    `total` is the sum of all contributions, not of this page alone; it is what the overview shows. `from_day` and
    `to_day`, inclusive, are the days counted of a figure that depends on today. A ratio has no contributions but two
    parts: `numerator` and `denominator`, each to be explained under its own name.
    """

    figure: str
    unit: Unit
    total: int | None
    from_day: date | None = None
    to_day: date | None = None
    numerator: Part | None = None
    denominator: Part | None = None
    contributions: list[Contribution]
    next: str | None
