"""A history of shared capacity the tests start from."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.shared_capacity import commands as c
from services.contracts.shared_capacity.domain import shared_capacity_decider
from shared.events.contracts import shared_capacity as e
from tests.kit.scenario import given

CAPACITY = UUID("01980000-0000-7000-8000-00000000f001")
TODAY = date(2026, 5, 1)

REGISTER = c.RegisterSharedCapacity(
    shared_capacity_id=CAPACITY,
    ref="BHR-C1",
    resource="Specialist wound nurses",
    why_scarce="Two posts in the whole of BHR",
    host="RAT",
    localities=("havering-north",),
    unit="clinics",
    per="week",
    total_units=10,
    known_localities=frozenset({"havering-north"}),
)
ALLOCATE = c.AllocateSharedCapacity(
    shares=(e.CapacityShare(ods="RF4", units=6), e.CapacityShare(ods="ILLF02", units=4)),
    effective_from=date(2026, 4, 1),
)
RESIZE = c.ResizeSharedCapacity(total_units=12, reason="A third post")
USE = c.ReportSharedCapacityUse(
    first_day=date(2026, 4, 1), last_day=date(2026, 4, 30), offered_units=40, used_units=30, today=TODAY
)
WITHDRAW = c.WithdrawSharedCapacity(reason="Every team has its own now", last_day=TODAY, today=TODAY)


def after(*commands: Any) -> tuple[e.SharedCapacityEvent, ...]:
    """What happened when all this was asked, one after another."""
    history: list[e.SharedCapacityEvent] = []
    for command in commands:
        history += given(shared_capacity_decider, *history).when(command).happened()
    return tuple(history)


EVERYTHING = after(REGISTER, ALLOCATE, RESIZE, USE, WITHDRAW)
