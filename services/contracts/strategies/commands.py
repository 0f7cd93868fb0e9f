"""What a contracting strategy can be asked."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.events.contracts.law import Route
from shared.events.contracts.strategy_parts import (
    CaseForChange,
    Criterion,
    Risk,
    RoadmapStep,
    RouteCircumstances,
    VatSupply,
    Weeks,
)
from shared.kernel.authority import Approval
from shared.kernel.message import Body, Command
from shared.kernel.organisations import OrgCode, OrgKind
from shared.kernel.parts import Cpv, Name, Pence, Prose, Ref

Day = Annotated[date, Field(ge=date(1994, 9, 1), le=date(2150, 12, 31))]
"""Since the VAT Act 1994 came into force."""


class WhatItRestsOn(Body):
    """What is to be contracted, from when, for how much in pence over the whole term, and why."""

    localities: tuple[Name, ...] = Field(default=(), max_length=50)
    service_lines: tuple[Name, ...] = Field(min_length=1, max_length=100)
    cpv: tuple[Cpv, ...] = Field(min_length=1, max_length=20)
    estimated_value_pence: Pence
    begins_on: Day
    starts_on: Day
    case: CaseForChange
    priorities: tuple[Criterion, ...] = Field(default=("vat", "integration", "risk", "weeks"), max_length=4)


class DraftStrategyBody(WhatItRestsOn):
    """A strategy to draft: of whom, for which services, of which contracts, in place of which earlier strategy."""

    ref: Ref
    title: Name
    commissioners: tuple[OrgCode, ...] = Field(min_length=1, max_length=20)
    contract_ids: tuple[UUID, ...] = Field(default=(), max_length=50)
    supersedes: UUID | None = None


class DraftStrategy(DraftStrategyBody, Command):
    """Draft a strategy; the contracts and the earlier strategy it names are known."""

    strategy_id: UUID
    commissioner_kinds: dict[OrgCode, OrgKind]
    known_localities: frozenset[str]
    by: str


class ReviseStrategyBody(WhatItRestsOn):
    """All of what the strategy rests on, anew."""


class ReviseStrategy(ReviseStrategyBody, Command):
    """Write anew what a strategy rests on."""

    known_localities: frozenset[str]
    by: str


class AppraiseRouteBody(Body):
    """One approach: its circumstances, the supplies that bear VAT, weeks to contract, risk, what it integrates."""

    route: Route
    circumstances: RouteCircumstances = RouteCircumstances()
    supplies: tuple[VatSupply, ...] = Field(default=(), max_length=100)
    weeks: Weeks
    risk: Risk
    risk_note: Prose
    integrates: tuple[Name, ...] = Field(default=(), max_length=100)


class AppraiseRoute(AppraiseRouteBody, Command):
    """Appraise one approach; `kinds` knows what each body with a code is."""

    kinds: dict[OrgCode, OrgKind]
    today: date
    by: str


class ApproveStrategyBody(Body):
    """The approach chosen, why, the way there, on what authority and by which decision of a body."""

    route: Route
    rationale: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)] = ""
    roadmap: tuple[RoadmapStep, ...] = Field(default=(), max_length=50)
    delegation_id: UUID | None = None
    decision_id: UUID | None = None


class ApproveStrategy(ApproveStrategyBody, Command):
    """Approve; `superseded_is_approved` is None when the strategy takes nobody's place."""

    today: date
    by: str
    approval: Approval
    superseded_is_approved: bool | None


class SupersedeStrategy(Command):
    """A later strategy was approved in this one's place."""

    superseded_by: UUID
    superseded_by_ref: str
    today: date


class CheckVatBody(Body):
    """Supplies to tell the irrecoverable VAT of, at the rate of a day."""

    supplies: tuple[VatSupply, ...] = Field(min_length=1, max_length=100)
    on: Day


StrategyCommand = DraftStrategy | ReviseStrategy | AppraiseRoute | ApproveStrategy | SupersedeStrategy
