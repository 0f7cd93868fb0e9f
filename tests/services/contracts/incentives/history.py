"""An incentive's history the tests start from."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.incentives import commands as c
from services.contracts.incentives.domain import incentive_decider
from shared.events.contracts import incentives as e
from tests.kit.scenario import given

INCENTIVE = UUID("01980000-0000-7000-8000-000000001001")
TODAY = date(2026, 5, 1)
FLAG = e.PerverseFlag(
    reduction_aim_id=UUID("01980000-0000-7000-8000-00000000d101"),
    activity="emergency-admission",
    reason="Frail people are better cared for at home",
)
OTHER_FLAG = FLAG.model_copy(update={"reduction_aim_id": UUID(int=8)})
TERMS = e.IncentiveTerms(
    basis="per_activity", rewards="more_activity", activity="emergency-admission", amount_pence=150_000, per="admission"
)
REGISTER = c.RegisterIncentive(
    incentive_id=INCENTIVE,
    contract_id=UUID("01980000-0000-7000-8000-00000000c001"),
    contract_ref="BHR-0001",
    title="Emergency tariff",
    beneficiary="RF4",
    beneficiary_group="consultants",
    terms=TERMS,
    commissioners=("07L", "08F"),
    providers=("RF4", "RAT"),
    localities=("havering-north",),
    aims=(FLAG,),
    by="lena",
)
REVIEW = c.ReviewIncentive(outcome="keep", reasons="The block covers it", reviewed_on=TODAY, by="jo", today=TODAY)
AMEND = c.AmendIncentive(
    terms=TERMS.model_copy(update={"rewards": "less_activity"}), reason="Pay for less", aims=(FLAG,), by="jo"
)
CLEAR = c.ClearIncentive(reduction_aim_id=FLAG.reduction_aim_id)


def after(*commands: Any) -> tuple[e.IncentiveEvent, ...]:
    """What happened when all this was asked, one after another."""
    history: list[e.IncentiveEvent] = []
    for command in commands:
        history += given(incentive_decider, *history).when(command).happened()
    return tuple(history)


perverse = after(REGISTER)
EVERYTHING = after(REGISTER, REVIEW, CLEAR, AMEND)
