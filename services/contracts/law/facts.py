"""What an assessment of a modification is told, and what it answers with."""

from services.contracts.law.answers import LegalAnswer, within
from shared.events.contracts.law import (
    Cause,
    ClauseFacts,
    EarlierModification,
    Ground,
    GroundAnswer,
    LegalDay,
    Limit,
    ModificationFacts,
    TermDays,
    Trait,
)

__all__ = [
    "Cause",
    "ClauseFacts",
    "EarlierModification",
    "Ground",
    "GroundAnswer",
    "LegalDay",
    "ModificationAnswer",
    "ModificationFacts",
    "TermDays",
    "Trait",
    "by_clause",
    "ground_answer",
]


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
