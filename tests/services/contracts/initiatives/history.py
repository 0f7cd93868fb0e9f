"""An initiative's history the tests start from."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.initiatives import commands as c
from services.contracts.initiatives.domain import initiative_decider
from shared.events.contracts import initiatives as e
from shared.kernel.organisations import OrgKind
from tests.kit.scenario import given

INITIATIVE = UUID("01980000-0000-7000-8000-00000000b001")
TODAY = date(2026, 5, 1)
KINDS = {"F82001": OrgKind.GP_PRACTICE, "F82002": OrgKind.GP_PRACTICE, "ILLN01": OrgKind.GP_NETWORK}

REGISTER = c.RegisterInitiative(
    initiative_id=INITIATIVE,
    ref="BHR-I1",
    title="New 2 Nursing",
    kind="new_to_nursing",
    purpose="Practice nurses for every network",
    sponsors=("07L", "ILLF01"),
    localities=("barking-dagenham-east",),
    known_localities=frozenset({"barking-dagenham-east"}),
)
REACH = c.RollOutInitiative(network="ILLN01", since=date(2026, 4, 1), kind_of_network=OrgKind.GP_NETWORK, today=TODAY)
LEAVE = c.RollBackInitiative(network="ILLN01", until=date(2026, 4, 30), reason="Merged", today=TODAY)
ENGAGE = c.EngagePractices(
    practices=("F82001", "F82002"),
    how="protected learning time",
    engaged_on=date(2026, 4, 10),
    kinds=KINDS,
    today=TODAY,
)
MEASURE = c.MeasureWorkforce(measure="practice nurses recruited", planned=12, actual=9, measured_on=TODAY, today=TODAY)
END = c.EndInitiative(reason="It is daily work now", ended_on=TODAY, today=TODAY)


def after(*commands: Any) -> tuple[e.InitiativeEvent, ...]:
    """What happened when all this was asked, one after another."""
    history: list[e.InitiativeEvent] = []
    for command in commands:
        history += given(initiative_decider, *history).when(command).happened()
    return tuple(history)


running = after(REGISTER)
EVERYTHING = after(REGISTER, REACH, LEAVE, ENGAGE, MEASURE, END)
