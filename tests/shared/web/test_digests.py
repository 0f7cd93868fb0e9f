"""The daily digests of a service are for everybody in the alliance, page by page."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import asyncpg
import pytest

from deploy.stack.postgres import Postgres
from services.contracts.app import build, card
from tests.kit.apps import RunningApp, running_app
from tests.kit.stack import create_databases
from tests.kit.tokens import sign_user

PATH = "/operations/contracts/digests"
FIRST = date(2026, 6, 1)


@pytest.fixture(scope="module")
async def app(postgres: Postgres, keys: Path) -> AsyncIterator[RunningApp]:
    """A service with five closed days."""
    address = (await create_databases(postgres, "contracts"))["contracts"]
    async with running_app(card, build, keys, address) as running:
        owner = await asyncpg.connect(address.owner_url)
        rows = [(FIRST + timedelta(days=n), 1, n + 1, bytes([n] * 32)) for n in range(5)]
        await owner.executemany("INSERT INTO daily_digests VALUES ($1, $2, $3, $4)", rows)
        await owner.close()
        yield running


@pytest.mark.parametrize("role", ["OPERATOR", "REFERRING_CLINICIAN", "ASSURANCE_REVIEWER"])
async def test_everybody_with_a_role_reads_them_newest_first(app: RunningApp, role: str) -> None:
    answer = await app.client(role).get(PATH)
    assert answer.status == 200
    assert [row["day"] for row in answer.body["items"]] == [f"2026-06-0{n}" for n in (5, 4, 3, 2, 1)]
    assert answer.body["items"][-1] == {
        "source": "contracts",
        "day": "2026-06-01",
        "events": 1,
        "last_position": 1,
        "digest": "00" * 32,
    }
    assert answer.body["next"] is None


async def test_they_come_in_pages(app: RunningApp) -> None:
    who, days, cursor = app.client("OPERATOR"), [], None
    while True:
        answer = await who.get(PATH, limit=2, **({"cursor": cursor} if cursor else {}))
        days += [row["day"] for row in answer.body["items"]]
        cursor = answer.body["next"]
        assert ("link" in answer.headers) == bool(cursor)
        if cursor is None:
            break
    assert days == [f"2026-06-0{n}" for n in (5, 4, 3, 2, 1)]


async def test_a_cursor_that_was_not_given_is_refused(app: RunningApp) -> None:
    assert (await app.client("OPERATOR").get(PATH, cursor="2026-06-03")).status == 400


async def test_nobody_reads_them_without_a_token_or_past_the_gateway(app: RunningApp) -> None:
    assert (await app.client().get(PATH)).status == 401
    assert (await app.client("OPERATOR", service_token=False).get(PATH)).status == 401


async def test_who_has_no_role_in_the_alliance_does_not_read_them(app: RunningApp) -> None:
    nobody = replace(app.client("OPERATOR"), token=sign_user(app.keys, sub="nobody", org="07L", roles=[]))
    assert (await nobody.get(PATH)).status == 403
