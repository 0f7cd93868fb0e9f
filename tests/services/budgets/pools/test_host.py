"""What only the host may do: it keeps the accounts and appoints the pool manager (SI 2000/617 reg 7)."""

import pytest

from services.budgets.pools import commands as c
from services.budgets.pools import refusals as r
from services.budgets.pools.domain import pool_decider
from tests.kit.scenario import given
from tests.services.budgets.pools.history import (
    ACTIVE,
    DAY_AFTER,
    POSTING,
    YEAR_END,
)


class TestHostOnly:
    @pytest.mark.parametrize(
        "command",
        [
            c.ActivatePool(by_org="07L", today=DAY_AFTER),
            c.PostExpenditure(
                line="BEDS",
                amount_pence=1,
                period="2018-04",
                source_ref="x",
                posting_id=POSTING,
                known=None,
                by_org="07L",
                today=DAY_AFTER,
            ),
            c.ReverseExpenditure(reason="x", reversal_id=POSTING, posting=None, by_org="07L"),
            c.DismissHeldCost(posting_id=POSTING, reason="x", by_org="07L"),
            c.SubmitQuarterlyReturn(quarter=1, by_org="07L", today=DAY_AFTER),
            c.AmendQuarterlyReturn(quarter=1, reason="x", by_org="07L"),
            c.UpdateForecast(outturn_pence=1, by_org="07L"),
            c.ClosePoolYear(by_org="07L", today=DAY_AFTER),
            c.ReconcilePool(by_org="07L", today=DAY_AFTER),
            c.TerminatePool(ground="x", effective_on=YEAR_END, by_org="07L", today=DAY_AFTER),
        ],
        ids=lambda command: type(command).__name__,
    )
    def test_keeps_the_accounts(self, command: c.PoolCommand) -> None:
        given(pool_decider, *ACTIVE).when(command).then_refused(r.HostOnly)

    def test_is_said_of_everything_a_host_does(self) -> None:
        asked = {one.__name__ for one in c.ByHost.__subclasses__()}
        assert asked == {
            "ActivatePool",
            "PostExpenditure",
            "ReverseExpenditure",
            "DismissHeldCost",
            "SubmitQuarterlyReturn",
            "AmendQuarterlyReturn",
            "UpdateForecast",
            "ClosePoolYear",
            "ReconcilePool",
            "TerminatePool",
        }
