"""The rules of planning a procurement: by whom, of what, and by a route the law leaves open (R12)."""

from collections.abc import Sequence

from services.contracts.naming import all_commission
from services.contracts.procurements import refusals as no
from services.contracts.procurements.commands import PlanProcurement
from services.contracts.procurements.state import ProcurementFile
from shared.events.contracts.procurement_parts import LegalBasis, ProcurementRoute
from shared.events.contracts.procurements import ProcurementEvent, ProcurementPlanned

FACTS = {"strategy", "commissioner_kinds", "known_localities", "reserved_months_limit", "by", "today", "began_on"}


def plan(command: PlanProcurement, file: ProcurementFile | None) -> Sequence[ProcurementEvent]:
    """A procurement on its way, when everything said of it holds."""
    if file is not None:
        raise no.ProcurementRefTaken("This procurement is already planned.")
    began_on = command.began_on or command.today
    if began_on > command.today:
        raise no.DayToCome(f"It begins on {began_on}, after today.", field="began_on")
    all_commission(command.commissioners, command.commissioner_kinds)
    for place, locality in enumerate(command.localities):
        if command.known_localities and locality not in command.known_localities:
            raise no.LocalityUnknown("No locality has the code given.", field=f"localities.{place}")
    permitted(command.legal, command.route)
    _reserved(command)
    _strategy(command)
    said = {name: value for name, value in command if name not in FACTS}
    return [
        ProcurementPlanned(**said, parties=command.commissioners, began_on=began_on, planned_by=command.by),
    ]


def permitted(legal: LegalBasis, route: ProcurementRoute) -> None:
    """Refuse a route the law does not leave open; its reasons are told."""
    if not legal.permitted:
        against = [reason for reason in legal.reasons if reason.startswith("Does not hold")] or list(legal.reasons)
        raise no.RouteNotPermitted(
            f"The route {route.replace('_', ' ')} is not open. {' '.join(against)} {legal.advice}",
            regime=legal.regime,
            ground=legal.ground,
            reasons=list(legal.reasons),
        )


def _reserved(command: PlanProcurement) -> None:
    if not command.reserved:
        return
    if command.route != "light_touch":
        raise no.ReservedOutsideLightTouch("Only a light-touch procurement can be reserved; this is none.")
    if command.term_months > command.reserved_months_limit:
        raise no.ReservedTooLong(
            f"It would run for {command.term_months} months; a reserved contract runs for at most "
            f"{command.reserved_months_limit}.",
            limit_months=command.reserved_months_limit,
        )


def _strategy(command: PlanProcurement) -> None:
    strategy = command.strategy
    if strategy is None:
        return
    if strategy.status != "approved":
        raise no.StrategyNotApproved(f"The contracting strategy cited is {strategy.status}.")
    if strategy.chosen_route != command.route:
        raise no.NotTheStrategysRoute(
            f"The contracting strategy has chosen {strategy.chosen_route}, not {command.route}.",
            chosen=strategy.chosen_route,
        )
