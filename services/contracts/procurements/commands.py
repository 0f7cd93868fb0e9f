"""What a procurement can be asked until its providers are chosen; what comes after stands in `award_commands.py`."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.law.facts import LegalDay
from services.contracts.procurements.award_commands import AwardCommand
from shared.events.contracts.procurement_parts import (
    BidDocument,
    Conflict,
    Criterion,
    LegalBasis,
    ProcurementRoute,
    ProcurementStep,
    ProviderExclusion,
    ProviderMarks,
    RouteCircumstances,
)
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Cpv, Name, Part, Pence, Prose, Ref

Moment = Annotated[AwareDatetime, Field(ge=datetime(1990, 1, 1, tzinfo=UTC), le=datetime(2150, 12, 31, tzinfo=UTC))]


class CitedStrategy(Part):
    """The contracting strategy a procurement follows, as it stands."""

    status: str
    chosen_route: str | None


class PlanProcurementBody(Body):
    """A procurement to begin: whose, of what, by which route and why; values in pence over the whole lifetime.

    `began_on` decides which rules it falls under, today unless said. `reserved` marks a contract reserved for mutuals
    and the like (PCR 2015 reg 77).
    """

    ref: Ref
    title: Name
    commissioners: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    localities: tuple[Name, ...] = Field(default=(), max_length=50)
    service_lines: tuple[Name, ...] = Field(default=(), max_length=100)
    cpv: tuple[Cpv, ...] = Field(min_length=1, max_length=20)
    route: ProcurementRoute
    circumstances: RouteCircumstances = RouteCircumstances()
    estimated_value_pence: Pence
    term_months: int = Field(ge=1, le=600)
    reserved: bool = False
    began_on: LegalDay | None = None
    strategy_id: UUID | None = None


class PlanProcurement(PlanProcurementBody, Command):
    """Begin a procurement. `legal` is what the rules engine answers, `strategy` what is cited, None when nothing is.

    `reserved_months_limit` is the longest term of a reserved contract on that day.
    """

    procurement_id: UUID
    legal: LegalBasis
    strategy: CitedStrategy | None
    commissioner_kinds: dict[OrgCode, OrgKind]
    known_localities: frozenset[str]
    reserved_months_limit: int
    by: str
    today: date


class EngageMarketBody(Body):
    """When and how the market was sounded, and the notice of it if there was one."""

    engaged_on: LegalDay
    narrative: Prose
    notice_ref: Ref | None = None


class EngageMarket(EngageMarketBody, Command):
    """Record that the market was engaged."""

    notice_id: UUID
    today: date


class DeclareConflictBody(Body):
    """An interest, by the seat of who has it; `excluded` takes that seat out of the evaluation."""

    conflict: Conflict


class DeclareConflict(DeclareConflictBody, Command):
    """Record a declared interest."""


class FormalStep(Command):
    """A step that the law and ISAP must allow: `isap_missing` says in words what is missing, None when nothing is."""

    legal: LegalBasis
    isap_missing: str | None


class LaunchProcurementBody(Body):
    """The notice that opens it, the criteria and, where bids are asked for, until when they are taken.

    Weights sum to 10,000 basis points. `time_limit_reason` says why the time for bids is reasonable.
    """

    notice_ref: Ref
    published_on: LegalDay
    criteria: tuple[Criterion, ...] = Field(default=(), max_length=50)
    bids_by: Moment | None = None
    time_limit_reason: Prose | None = None


class LaunchProcurement(LaunchProcurementBody, FormalStep):
    """Open the formal procurement; providers may be assessed from `assess_from`, bids are due `bids_from` or later."""

    notice_id: UUID
    assess_from: date
    bids_from: date
    today: date


class ReceiveBidBody(Body):
    """A bid as it came in; its price is over the whole lifetime, in pence."""

    provider: OrgCode
    received_at: Moment
    price_pence: Pence
    summary: Prose
    documents: tuple[BidDocument, ...] = Field(default=(), max_length=100)


class ReceiveBid(ReceiveBidBody, Command):
    """Take a bid."""

    bid_id: UUID
    now: AwareDatetime


class WithdrawBid(Command):
    """Take a bidder's bid back."""

    bid_id: UUID
    now: AwareDatetime


class BeginAssessment(Command):
    """Open the bids, or begin to assess the providers."""

    now: AwareDatetime


class EvaluateProcurementBody(Body):
    """The marks of every provider, or why it was excluded, and the seats that marked them."""

    panel: tuple[Name, ...] = Field(min_length=1, max_length=30)
    marks: tuple[ProviderMarks, ...] = Field(default=(), max_length=100)
    excluded: tuple[ProviderExclusion, ...] = Field(default=(), max_length=100)
    evaluated_on: LegalDay

    @property
    def providers(self) -> Sequence[str]:
        """Everybody spoken of, in order."""
        return [*(one.provider for one in self.marks), *(one.provider for one in self.excluded)]


class EvaluateProcurement(EvaluateProcurementBody, Command):
    """Record the evaluation."""

    today: date


class RepeatStepBody(Body):
    """Which step is repeated, and why; what came of it and after it is void."""

    to_step: ProcurementStep
    reason: Prose


class RepeatStep(RepeatStepBody, Command):
    """Go back to an earlier step without anybody's asking (SI 2023/1348 reg 15)."""


TenderCommand = (
    EngageMarket
    | DeclareConflict
    | LaunchProcurement
    | ReceiveBid
    | WithdrawBid
    | BeginAssessment
    | EvaluateProcurement
    | RepeatStep
)
ProcurementCommand = PlanProcurement | TenderCommand | AwardCommand
