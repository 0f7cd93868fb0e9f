"""Parts of what the law says: what an assessment is told and what it looked at, as events keep it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.parts import Cpv, Part, Pence, Ref, SignedPence

Regime = Literal["pcr2015", "psr2023", "pa2023", "none"]
Route = Literal[
    "direct_award_a",
    "direct_award_b",
    "direct_award_c",
    "most_suitable_provider",
    "competitive",
    "light_touch",
    "pa23_open",
    "pa23_competitive_flexible",
    "pa23_direct_award",
    "framework_calloff",
    "legal_variation",
    "alliance_overlay",
]

DirectAwardGround = Literal[
    "prototypes",
    "single_supplier",
    "additional_or_repeat",
    "commodities",
    "advantageous_terms_on_insolvency",
    "urgency",
    "user_choice",
    "protect_life",
    "no_suitable_tenders",
]
"""Procurement Act 2023 ss41 to 43 with Schedule 5."""


class Limit(Part):
    """A limit an answer looked at, in pence; `kept` says whether what was reached is within it.

    An `inclusive` limit may be reached; the others must be stayed below.
    """

    name: str
    limit_pence: int
    reached_pence: int
    inclusive: bool
    kept: bool
    source: str


class NoticeDuty(Part):
    """A notice the law asks for: `before` the deed or after it, `due_on` the last day when the facts tell it."""

    name: str
    due_on: date | None
    before: bool
    citation: str


Cause = Literal["authority", "external", "succession", "clause", "additional", "unforeseeable", "known_risk", "urgent"]
"""What brings the modification about; it decides which grounds come into question."""

Trait = Literal["competition", "economic_balance", "scope", "new_contractor", "character"]
"""What makes a modification substantial (PCR 2015 reg 72(8), Procurement Act 2023 s74(3))."""

Ground = Literal[
    "pcr72_1_a",
    "pcr72_1_b",
    "pcr72_1_c",
    "pcr72_1_d",
    "pcr72_1_e",
    "pcr72_1_f",
    "psr13_direct_award",
    "psr13_1_a",
    "psr13_1_b",
    "psr13_1_c",
    "psr13_1_d",
    "psr14_urgent",
    "pa23_light_touch",
    "pa23_sch8_1",
    "pa23_sch8_2",
    "pa23_sch8_4",
    "pa23_sch8_5",
    "pa23_sch8_8",
    "pa23_sch8_9",
    "pa23_not_substantial",
    "pa23_below_threshold",
]

LegalDay = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2150, 12, 31))]
TermDays = Annotated[int, Field(ge=-40_000, le=40_000)]


class EarlierModification(Part):
    """One already in effect: its ground, and the change of value in pence."""

    ground: Ground
    delta_value_pence: SignedPence


class ClauseFacts(Part):
    """A review clause of the contract and what has been taken under it; None is no limit. Days are of the term."""

    clause_ref: Ref
    unequivocal: bool
    value_limit_pence: Pence | None = None
    value_used_pence: SignedPence = 0
    term_limit_days: Annotated[int, Field(ge=0, le=40_000)] | None = None
    term_used_days: TermDays = 0


class ModificationFacts(Part):
    """What is to be changed, why, and what came before. Values in pence, terms in days.

    `cpv`: the first code is the main subject. `original_value_pence` is that on award, `indexed_value_pence` the same
    brought up to date where the contract has an indexation clause; `max_term_days` the longest term provided for on
    award. `substantial_in` is None until somebody has assessed it, and empty when nothing makes it substantial.
    `threshold_pence` is the relevant threshold where it is none of those configured, such as a utility's.
    """

    cpv: tuple[Cpv, ...] = Field(min_length=1, max_length=20)
    procurement_began_on: LegalDay
    modified_on: LegalDay
    awarded_route: Route | None = None
    kind: Literal["services", "goods", "works"] = "services"
    authority: Literal["sub_central", "central"] = "sub_central"
    light_touch: bool | None = None
    original_value_pence: Pence
    indexed_value_pence: Pence | None = None
    threshold_pence: Pence | None = None
    max_term_days: int | None = Field(default=None, ge=1, le=80_000)
    delta_value_pence: SignedPence
    delta_term_days: TermDays = 0
    cause: Cause
    materially_different: bool
    substantial_in: tuple[Trait, ...] | None = None
    clause: ClauseFacts | None = None
    change_of_contractor_impractical: bool = False
    successor_qualifies: bool = False
    risk_named_in_notice: bool = False
    aimed_at_circumvention: bool = False
    made_together_with_earlier: bool = False
    earlier: tuple[EarlierModification, ...] = Field(default=(), max_length=500)

    @property
    def base_pence(self) -> int:
        """The value that shares are taken of."""
        return self.original_value_pence if self.indexed_value_pence is None else self.indexed_value_pence

    @property
    def works(self) -> str:
        """The end of the name of a share that is another one for works."""
        return "_works" if self.kind == "works" else ""

    def sum_under(self, *grounds: Ground) -> int:
        """The net change of value by earlier modifications on these grounds, in pence; on any when none is named."""
        return sum(one.delta_value_pence for one in self.earlier if not grounds or one.ground in grounds)


class GroundAnswer(Part):
    """One ground that came into question: whether it carries the modification, what it looked at, and why."""

    ground: Ground
    met: bool
    reasons: tuple[str, ...]
    limits: tuple[Limit, ...]
    citation: str
