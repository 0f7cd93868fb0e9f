"""Modifications the tests of the law start from: a contract of four million pounds."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from services.contracts.law.facts import (
    ClauseFacts,
    EarlierModification,
    Ground,
    GroundAnswer,
    ModificationAnswer,
    ModificationFacts,
)
from services.contracts.law.modifying import assess_modification

HEALTH = "85100000-0"
CLEANING = "90910000-9"
SOCIAL = "85300000-2"


def facts(**changes: Any) -> ModificationFacts:
    """A health care contract of four million, its value changed by a decision of the authority."""
    said: dict[str, Any] = {
        "cpv": (HEALTH,),
        "procurement_began_on": date(2022, 4, 1),
        "modified_on": date(2025, 6, 2),
        "original_value_pence": 400_000_000,
        "delta_value_pence": 0,
        "cause": "authority",
        "materially_different": False,
    }
    return ModificationFacts(**said | changes)


def answer(**changes: Any) -> ModificationAnswer:
    """What the law says of it."""
    return assess_modification(facts(**changes))


def earlier(ground: Ground, *pence: int) -> tuple[EarlierModification, ...]:
    """Modifications in effect on a ground."""
    return tuple(EarlierModification(ground=ground, delta_value_pence=one) for one in pence)


def ground(found: ModificationAnswer, name: Ground) -> GroundAnswer:
    """What was said of one of the grounds considered."""
    (one,) = [one for one in found.considered if one.ground == name]
    return one


def pcr(**changes: Any) -> dict[str, Any]:
    """Of a social care contract procured under the Public Contracts Regulations."""
    return {"cpv": (SOCIAL,)} | changes


def act(**changes: Any) -> dict[str, Any]:
    """Of a cleaning contract procured under the Procurement Act, with the threshold of the worked example."""
    return {"cpv": (CLEANING,), "procurement_began_on": date(2025, 3, 3), "threshold_pence": 66_354_000} | changes


CLAUSE = ClauseFacts(clause_ref="12.3", unequivocal=True)
VALUES = st.integers(1_000, 10**12)
