"""What the clock asks of the register: on the day after the last one, once, whoever asks."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from deploy.stack.postgres import Postgres
from services.contracts.app import build, card
from shared.capability import Capability
from shared.due import remake_timers
from shared.eventstore.database import StoreUnavailable
from shared.execute import Executor
from shared.service import Service
from shared.timers import fire_timers
from shared.verify.engine import verify_service
from shared.wish import Done, Wish
from tests.kit.apps import Client, RunningApp, running_app
from tests.kit.kernel import as_owner
from tests.kit.stack import create_databases
from tests.services.contracts.register.test_api import ROLES, registered

END = date(2029, 3, 31)


@pytest.fixture
async def contracts(postgres: Postgres, keys: Path) -> AsyncIterator[RunningApp]:
    """A register of its own: its clock is moved years ahead."""
    databases = await create_databases(postgres, "contracts")
    async with running_app(card, build, keys, databases["contracts"]) as running:
        yield running


@pytest.fixture
def manager(contracts: RunningApp) -> Client:
    return contracts.client(*ROLES)


async def in_force(manager: Client, **changes: Any) -> Any:
    made = await registered(manager, **changes)
    answer = await manager.post(made.headers["location"] + "/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
    assert answer.status == 200, answer.body
    return made


async def timers(contracts: RunningApp) -> dict[str, date]:
    async with contracts.service.database.connection() as connection:
        return {one["timer_id"]: one["due_on"] for one in await connection.fetch("SELECT * FROM timers")}


def on(contracts: RunningApp, day: date) -> Service:
    """The service on another day, as another replica: it remembers nothing."""
    service = contracts.service
    executor = Executor(service.store, service.writer)
    return replace(
        service, executor=executor, clock=lambda: datetime(day.year, day.month, day.day, 0, 0, 1, tzinfo=UTC)
    )


async def status(manager: Client, made: Any) -> tuple[str, int]:
    row = (await manager.get(made.headers["location"])).body
    return row["status"], row["version"]


def timer(made: Any, kind: str = "expiry") -> str:
    return f"contract-{made.body['contract_id']}/{kind}"


def both(made: Any, end: date, alert: date) -> dict[str, date]:
    return {timer(made): end + timedelta(days=1), timer(made, "expiry_alert"): alert}


async def test_a_contract_in_force_has_its_expiry_and_its_first_alert_and_a_draft_none(
    contracts: RunningApp, manager: Client
) -> None:
    await registered(manager)
    made = await in_force(manager)
    assert await timers(contracts) == both(made, END, date(2027, 9, 30))


async def test_an_extension_moves_it_and_a_termination_takes_it_away(contracts: RunningApp, manager: Client) -> None:
    made = await in_force(manager)
    path = made.headers["location"]
    extended = await manager.post(f"{path}/extensions", {"option_no": 1}, etag='"2"')
    assert await timers(contracts) == both(made, date(2031, 3, 31), date(2029, 9, 30))
    body = {"ground": "mutual agreement", "effective_on": "2026-01-31"}
    ended = await manager.post(f"{path}/termination", body, etag=extended.etag)
    assert ended.status == 200, ended.body
    assert await timers(contracts) == {}


async def test_it_falls_due_on_the_day_after_the_last_and_not_on_the_last(
    contracts: RunningApp, manager: Client
) -> None:
    made = await in_force(manager)
    await fire_timers(on(contracts, END))
    assert await status(manager, made) == ("active", 3)  # one alert, the tightest
    await fire_timers(on(contracts, END + timedelta(days=1)))
    assert await status(manager, made) == ("expired", 4)
    assert await timers(contracts) == {}


async def test_a_clock_that_was_not_there_on_the_day_catches_up(contracts: RunningApp, manager: Client) -> None:
    made = await in_force(manager)
    await fire_timers(on(contracts, END + timedelta(days=400)))
    assert await status(manager, made) == ("expired", 3)


async def test_many_replicas_that_ask_at_once_lead_to_one_event(contracts: RunningApp, manager: Client) -> None:
    made = [await in_force(manager) for _ in range(5)]
    day = END + timedelta(days=1)
    await asyncio.gather(*(fire_timers(on(contracts, day)) for _ in range(4)))
    assert [await status(manager, one) for one in made] == [("expired", 3)] * 5


async def test_what_is_refused_holds_up_no_other(contracts: RunningApp, manager: Client) -> None:
    first, second = await in_force(manager, end="2028-03-31"), await in_force(manager)
    owner = await as_owner(contracts.database)
    await owner.execute("UPDATE timers SET due_on = '2026-04-01' WHERE timer_id = $1", timer(first))
    await owner.execute(
        "INSERT INTO timers VALUES ('contract-0/expiry', 'contract-00000000-0000-7000-8000-000000000000', 'expiry',"
        " '2026-01-01')"
    )
    await owner.close()
    await fire_timers(on(contracts, END + timedelta(days=1)))
    assert await status(manager, second) == ("expired", 3)


async def test_what_fails_holds_up_no_other(contracts: RunningApp, manager: Client) -> None:
    first, second = await in_force(manager, end="2028-03-31"), await in_force(manager)
    later = on(contracts, END + timedelta(days=1))
    execute = later.executor.execute

    async def failing(capability: Capability, key: UUID, wish: Wish) -> Done:
        if str(key) == first.body["contract_id"]:
            raise RuntimeError("a bug")
        return await execute(capability, key, wish)

    later.executor.execute = failing  # type: ignore[method-assign]  # one thing the rules stumble over
    await fire_timers(later)
    assert [await status(manager, one) for one in (first, second)] == [("active", 2), ("expired", 3)]


async def test_a_database_that_is_gone_is_no_failure_of_the_first_thing_alone(
    contracts: RunningApp, manager: Client
) -> None:
    await in_force(manager)
    later = on(contracts, END + timedelta(days=1))

    async def gone(capability: Capability, key: UUID, wish: Wish) -> Done:
        raise StoreUnavailable("gone")

    later.executor.execute = gone  # type: ignore[method-assign]  # as when the database is gone
    with pytest.raises(StoreUnavailable):
        await fire_timers(later)


async def test_they_can_be_made_anew_and_the_damage_is_counted(contracts: RunningApp, manager: Client) -> None:
    made = [await in_force(manager) for _ in range(3)]
    before = await timers(contracts)
    owner = await as_owner(contracts.database)
    assert await remake_timers(owner, card.capabilities) == (6, 0)
    await owner.execute("DELETE FROM timers WHERE timer_id = $1", timer(made[0]))
    await owner.execute("UPDATE timers SET due_on = '2020-01-01' WHERE timer_id = $1", timer(made[1]))
    assert await remake_timers(owner, card.capabilities) == (6, 3)
    await owner.close()
    assert await timers(contracts) == before


async def test_verifying_names_what_is_missing_moved_or_of_nothing(contracts: RunningApp, manager: Client) -> None:
    missing, moved, right = [await in_force(manager) for _ in range(3)]
    assert await verify_service(card, contracts.database.url) == []
    owner = await as_owner(contracts.database)
    await owner.execute("DELETE FROM timers WHERE timer_id = $1", timer(missing))
    await owner.execute("UPDATE timers SET due_on = '2020-01-01' WHERE timer_id = $1", timer(moved))
    await owner.execute(
        "INSERT INTO timers SELECT timer_id || '-more', stream_id, 'more', due_on FROM timers WHERE timer_id = $1",
        timer(right),
    )
    await owner.close()
    found = await verify_service(card, contracts.database.url)
    assert {(one.check, one.damage, one.stream_id) for one in found} == {
        ("timers", "missing", f"contract-{missing.body['contract_id']}"),
        ("timers", "different", f"contract-{moved.body['contract_id']}"),
        ("timers", "inserted", None),
    }
