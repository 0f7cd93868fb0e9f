"""The challenges of stakeholders: those without an answer, and those of them past the day it was due."""

from typing import assert_never

from services.gateway.alliance.facts import Facts
from services.gateway.alliance.figures import Figure, Figures
from shared.events.contracts import stakeholders as e


def challenge_facts(facts: Facts, event: e.ChallengeEvent) -> Facts:
    """Whether it is `open`, and whether `overdue`."""
    match event:
        case e.ChallengeRaised():
            return {"open": True, "overdue": False}
        case e.ChallengeFellOverdue():
            return {"overdue": True}
        case e.ChallengeResponsePostponed():
            return {"overdue": False}
        case e.ChallengeAnswered() | e.ChallengeWithdrawn():
            return {"open": False, "overdue": False}
        case e.ChallengeDebated():
            return {}
    assert_never(event)


def challenge_figures(key: str, facts: Facts) -> Figures:
    """What one challenge adds."""
    return {
        Figure("challenges.open"): int(bool(facts["open"])),
        Figure("challenges.overdue"): int(bool(facts["overdue"])),
    }
