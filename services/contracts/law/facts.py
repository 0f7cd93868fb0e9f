"""What an assessment of a modification is told, and what it answers with."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from services.contracts.law.answers import LegalAnswer, Limit, Route, within
from shared.kernel.parts import Cpv, Part, Pence, Ref, SignedPence

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


class ModificationAnswer(LegalAnswer):
    """`ground_code` is the ground relied on, None when none carries it: then a new procurement is needed.

    `considered` are all grounds the cause brings into question, `cumulative_pence` the net change of value with it.
    """

    light_touch: bool
    ground_code: Ground | None
    considered: tuple[GroundAnswer, ...]
    cumulative_pence: int
    reprocure: bool


def ground_answer(
    ground: Ground, citation: str, checks: dict[str, bool], limits: tuple[Limit, ...] = (), *, either: bool = False
) -> GroundAnswer:
    """A ground with its conditions, each in words and whether it holds; `either`: one of the limits kept is enough."""
    reasons = [f"{'Holds' if holds else 'Does not hold'}: {words}." for words, holds in checks.items()]
    kept = (any if either else all)(limit.kept for limit in limits) if limits else True
    return GroundAnswer(
        ground=ground,
        met=all(checks.values()) and kept,
        reasons=(*reasons, *(_told(limit) for limit in limits)),
        limits=limits,
        citation=citation,
    )


def _told(limit: Limit) -> str:
    return f"{'Within' if limit.kept else 'Not within'} the limit: {limit.name}."


def by_clause(ground: Ground, citation: str, facts: ModificationFacts) -> GroundAnswer:
    """A change the contract itself provides for, clearly, within the clause's own limits."""
    clause = facts.clause
    checks = {"a review clause of the contract is named": clause is not None}
    limits: list[Limit] = []
    if clause is not None:
        checks["the clause is clear, precise and unequivocal"] = clause.unequivocal
        if clause.value_limit_pence is not None:
            used = abs(clause.value_used_pence + facts.delta_value_pence)
            limits.append(
                within(
                    f"value changed under clause {clause.clause_ref}", used, clause.value_limit_pence, "the contract"
                )
            )
        if clause.term_limit_days is not None:
            used = abs(clause.term_used_days + facts.delta_term_days)
            checks[f"{used} days under the clause are within its {clause.term_limit_days}"] = (
                used <= clause.term_limit_days
            )
    checks["the overall nature of the contract stays"] = not facts.materially_different
    return ground_answer(ground, citation, checks, tuple(limits))
