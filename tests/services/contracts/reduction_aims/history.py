"""A reduction aim's history the tests start from."""

from datetime import date
from uuid import UUID

from services.contracts.reduction_aims import commands as c
from services.contracts.reduction_aims.domain import reduction_aim_decider
from tests.kit.scenario import given

AIM = UUID("01980000-0000-7000-8000-00000000d101")
TODAY = date(2026, 5, 1)
DECLARE = c.DeclareReductionAim(
    reduction_aim_id=AIM,
    activity="emergency-admission",
    commissioners=("08F",),
    localities=("havering-north",),
    reason="Frail people are better cared for at home",
    source="pathway",
    source_id=UUID(int=7),
    known_localities=frozenset({"havering-north"}),
    today=TODAY,
)
WITHDRAW = c.WithdrawReductionAim(reason="Reached", today=TODAY)
declared = tuple(given(reduction_aim_decider).when(DECLARE).happened())
EVERYTHING = (*declared, *given(reduction_aim_decider, *declared).when(WITHDRAW).happened())
