"""What section 75 of the NHS Act 2006 and SI 2000/617 allow and demand, by date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from shared.events.budgets.pools import LineFunction
from shared.kernel.organisations import OrgKind


@dataclass(frozen=True)
class FunctionsOutside:
    """Functions that may not be pooled from a day on; their lines can only be aligned. `source` is cited."""

    since: date
    functions: frozenset[LineFunction]
    source: str


@dataclass(frozen=True)
class CompulsoryStatements:
    """Headings the written agreement must have from a day on, named as in `AgreementStatements`."""

    since: date
    headings: tuple[str, ...]
    source: str


FUNCTIONS_OUTSIDE = (
    FunctionsOutside(
        since=date(2000, 4, 1),
        functions=frozenset(
            {
                "surgery",
                "radiotherapy",
                "termination_of_pregnancy",
                "endoscopy",
                "class_4_laser_or_other_invasive",
                "emergency_ambulance",
            }
        ),
        source="SI 2000/617 reg 5",
    ),
)
COMPULSORY_STATEMENTS = (
    CompulsoryStatements(
        since=date(2000, 4, 1),
        headings=(
            "aims",
            "functions",
            "persons_and_services",
            "staff_goods_and_accommodation",
            "contributions_variation",
            "duration",
            "review",
            "termination",
            "management",
        ),
        source="SI 2000/617 reg 7",
    ),
)
NHS_BODIES = frozenset({OrgKind.CCG, OrgKind.NHS_TRUST})
LOCAL_AUTHORITIES = frozenset({OrgKind.BOROUGH})

Dated = TypeVar("Dated", FunctionsOutside, CompulsoryStatements)


def in_force(versions: Sequence[Dated], day: date) -> Dated:
    """The version in force on a day: the latest that began on or before it."""
    return max((version for version in versions if version.since <= day), key=lambda version: version.since)
