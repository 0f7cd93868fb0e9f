"""What an answer of the law is made of."""

from datetime import date
from typing import Literal

from shared.kernel.parts import Part

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

ADVICE = "This is decision support, made from the facts given and the law as configured. Take legal advice on it."


class Limit(Part):
    """A limit the answer looked at, in pence; `kept` says whether what was reached is within it.

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


class LegalAnswer(Part):
    """Whether something is permitted, under which regime and on which ground, and all that this rests on."""

    permitted: bool
    regime: Regime
    ground: str
    reasons: tuple[str, ...]
    limits: tuple[Limit, ...]
    notices: tuple[NoticeDuty, ...]
    citations: tuple[str, ...]
    advice: str = ADVICE


def within(name: str, reached_pence: int, limit_pence: int, source: str) -> Limit:
    """A limit that may be reached and not exceeded."""
    return Limit(
        name=name,
        limit_pence=limit_pence,
        reached_pence=reached_pence,
        inclusive=True,
        kept=reached_pence <= limit_pence,
        source=source,
    )


def below(name: str, reached_pence: int, limit_pence: int, source: str) -> Limit:
    """A limit that must be stayed below."""
    return Limit(
        name=name,
        limit_pence=limit_pence,
        reached_pence=reached_pence,
        inclusive=False,
        kept=reached_pence < limit_pence,
        source=source,
    )
