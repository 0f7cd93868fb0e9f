"""What the law engine says of an approach, kept with what it was asked (R11, R12, R28)."""

from datetime import date

from services.contracts.law.routes import RouteFacts, check_route
from services.contracts.strategies.state import Strategy
from shared.events.contracts.law import Route
from shared.events.contracts.strategy_parts import Legality, RouteCircumstances


def legality_of(route: Route, circumstances: RouteCircumstances, strategy: Strategy, began_on: date) -> Legality:
    """Whether the law permits the approach when it begins on `began_on`."""
    inputs = {
        "cpv": strategy.cpv,
        "began_on": began_on,
        "estimated_value_pence": strategy.estimated_value_pence,
    }
    answer = check_route(RouteFacts.model_validate({"route": route, **inputs, **dict(circumstances)}))
    return Legality.model_validate({**answer.model_dump(), **inputs, "circumstances": circumstances})
