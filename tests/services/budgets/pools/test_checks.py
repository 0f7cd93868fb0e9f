"""Verifying budgets: what no longer adds up is told, pool by pool, even where every view is what its events make."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from deploy.stack.postgres import Postgres
from services.budgets.app import build, card
from shared.verify.engine import verify_service
from shared.verify.findings import Finding
from tests.kit.apps import RunningApp, running_app
from tests.kit.stack import create_databases
from tests.services.budgets.pools.book import active, beds


@pytest.fixture(scope="module")
async def reconciled(postgres: Postgres, keys: Path) -> AsyncIterator[RunningApp]:
    """A service of its own with one pool through its year: paid, spent, posted wrongly and reversed, shared out."""
    databases = await create_databases(postgres, "budgets")
    async with running_app(card, build, keys, databases["budgets"]) as running:
        book = await active(running)
        await book.done(
            "payments",
            {"partner": "07L", "amount_pence": 450_000_000, "paid_on": "2018-04-30", "payment_ref": "BACS-1"},
        )
        await book.done("expenditure", beds(2_613_745_931))
        await book.done("forecasts", {"outturn_pence": 2_613_745_931})
        await book.done("returns", {"quarter": 1})
        await book.done("year-end")
        await book.done("reconciliation")
        yield running


async def money(app: RunningApp, *, check: str = "money") -> list[Finding]:
    return [one for one in await verify_service(card, app.database.url) if one.check == check]


async def test_a_pool_that_went_through_its_year_adds_up(reconciled: RunningApp) -> None:
    assert await verify_service(card, reconciled.database.url) == []


@pytest.mark.parametrize(
    ("damage", "mend", "told"),
    [
        ("UPDATE pools SET spend_pence = spend_pence + 1", "spend_pence = spend_pence - 1", 3),
        ("UPDATE pools SET paid_pence = paid_pence - 1", "paid_pence = paid_pence + 1", 2),
        ("UPDATE pools SET unallocated_pence = 1", "unallocated_pence = 0", 1),
        ("UPDATE pools SET held_costs = 1", "held_costs = 0", 1),
        ("UPDATE pools SET committed_pence = 1", "committed_pence = 0", 1),
        (
            "UPDATE pools SET contributions_pence = 1 + contributions_pence",
            "contributions_pence = contributions_pence - 1",
            1,
        ),
        (
            """UPDATE pools SET allocations = jsonb_set(allocations, '{0,amount_pence}', '17138628')""",
            """allocations = jsonb_set(allocations, '{0,amount_pence}', '17138629')""",
            1,
        ),
    ],
    ids=["spent", "paid", "unallocated", "held", "committed", "agreed", "shared"],
)
async def test_a_penny_that_is_missing_is_told(reconciled: RunningApp, damage: str, mend: str, told: int) -> None:
    owner = await asyncpg.connect(reconciled.database.owner_url)
    await owner.execute(damage)
    found = await money(reconciled)
    await owner.execute(f"UPDATE pools SET {mend}")  # noqa: S608  # written above
    await owner.close()
    assert len(found) == told
    assert all((one.stream_id or "").startswith("pool-") for one in found)
    assert await money(reconciled) == []
