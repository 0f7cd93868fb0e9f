"""Routes the tests of the law ask about."""

from datetime import date
from typing import Any

from services.contracts.law.answers import LegalAnswer, Route
from services.contracts.law.routes import RouteFacts, check_route, considerable_change
from tests.services.contracts.law.facts import CLEANING, HEALTH

PSR_DAY = date(2025, 6, 2)
ONLY = {"existing_provider": True, "only_capable_provider": True}
CLEAN = {"cpv": (CLEANING,), "began_on": date(2025, 2, 24)}
EXISTING = {"existing_provider": True, "satisfactory": True, "previous_value_pence": 400_000_000}


def asking(route: Route, **changes: Any) -> RouteFacts:
    said = {"route": route, "cpv": (HEALTH,), "began_on": PSR_DAY, "estimated_value_pence": 400_000_000}
    return RouteFacts(**said | changes)


def check(route: Route, **changes: Any) -> LegalAnswer:
    return check_route(asking(route, **changes))


def change(previous: int, proposed: int, *, different: bool = False, attributable: bool = True) -> bool:
    return considerable_change(
        previous_pence=previous,
        proposed_pence=proposed,
        materially_different=different,
        attributable=attributable,
        on=PSR_DAY,
    ).met
