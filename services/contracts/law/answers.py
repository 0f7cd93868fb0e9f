"""What an answer of the law is made of."""

from shared.events.contracts.law import Limit, NoticeDuty, Regime, Route
from shared.kernel.parts import Part

__all__ = ["ADVICE", "LegalAnswer", "Limit", "NoticeDuty", "Regime", "Route", "below", "within"]

ADVICE = "This is decision support, made from the facts given and the law as configured. Take legal advice on it."


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
