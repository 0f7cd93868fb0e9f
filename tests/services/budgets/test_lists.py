"""The list of pools holds exactly those whose single read is answered, and so does that of their postings."""

from random import Random

import pytest

from tests.kit.apps import RunningApp
from tests.kit.lists import lists_hold_what_can_be_read, principals
from tests.services.budgets.pools.book import a_line, a_pool, active, beds

CCGS = ("07L", "08F", "08N")
BOROUGHS = ("E09000002", "E09000016", "E09000026")
ORGS = (*CCGS, *BOROUGHS, "RF4", "F82001", "QMF")


@pytest.mark.parametrize("seed", range(3))
async def test_the_list_holds_the_pools_that_can_be_read(budgets: RunningApp, seed: int) -> None:
    rng = Random(seed)  # noqa: S311  # made-up rows
    year = f"{2030 + seed}/{31 + seed}"
    ids = []
    for _ in range(8):
        partners = [*rng.sample(CCGS, rng.randint(1, 2)), *rng.sample(BOROUGHS, rng.randint(1, 2))]
        host, line = rng.choice(partners), a_line(commissioner=partners[0])
        body = a_pool(financial_year=year, host=host, partners=partners, lines=[line], risk_share={})
        made = await budgets.client("FINANCE_PARTNER", org=host).post("/pools", body)
        assert made.status == 201, made.body
        ids.append(made.body["pool_id"])
    await lists_hold_what_can_be_read(budgets, rng, "/pools", "pool_id", ids, ORGS, financial_year=year)


async def test_the_postings_of_a_pool_are_for_those_who_can_read_it(budgets: RunningApp) -> None:
    book = await active(budgets)
    await book.done("expenditure", beds(100))
    answered = set()
    for who in principals(budgets, Random(1), ORGS, 20):  # noqa: S311  # made-up people
        pool, postings = await who.get(book.path), await who.get(f"{book.path}/postings")
        assert (pool.status, postings.status) in ((200, 200), (404, 404))
        assert pool.status == 404 or len(postings.body["items"]) == 1
        answered.add(pool.status)
    assert answered == {200, 404}
