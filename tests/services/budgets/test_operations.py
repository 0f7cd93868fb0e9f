"""What operators may see and do in a running service, and nobody else."""

from collections.abc import AsyncIterator

import pytest

from shared.eventstore.database import Database
from shared.messaging import parking
from shared.messaging.progress import Stream
from tests.kit.apps import RunningApp
from tests.kit.lists import ROLES

PATHS = ("/operations/budgets/relay", "/operations/budgets/dead-letters")
STREAM = Stream("contracts", "contract-01980000-0000-7000-8000-000000000001")
NAMED = {"source": STREAM.source, "stream_id": STREAM.stream_id}


@pytest.fixture
async def parked(budgets: RunningApp) -> AsyncIterator[Database]:
    database = budgets.service.database
    await parking.park_unreadable(database, STREAM, 3, "JSONDecodeError")
    yield database
    await parking.release(database, STREAM, unreadable_too=True)


@pytest.mark.parametrize("path", PATHS)
async def test_operators_alone_look(budgets: RunningApp, path: str) -> None:
    for role in ROLES:
        answer = await budgets.client(role).get(path)
        assert answer.status == (200 if role == "OPERATOR" else 403), role


async def test_operators_alone_retry(budgets: RunningApp, parked: Database) -> None:
    path = "/operations/budgets/dead-letters/retries"
    others = [role for role in ROLES if role != "OPERATOR"]
    assert (await budgets.client(*others).post(path, NAMED)).status == 403
    assert await parking.list_parked(parked)


async def test_what_is_parked_is_listed_and_shown(budgets: RunningApp, parked: Database) -> None:
    operator = budgets.client("OPERATOR")
    listed = await operator.get("/operations/budgets/dead-letters", limit=1)
    (one,) = listed.body["items"]
    assert (listed.body["consumer"], listed.body["total"]) == ("budgets", 1)
    assert (one["stream_id"], one["version"], one["reason"], one["waiting"]) == (STREAM[1], 3, "JSONDecodeError", 1)
    shown = await operator.get("/operations/budgets/dead-letters/events", **NAMED)
    assert [(item["version"], item["event"]) for item in shown.body["items"]] == [(3, None)]


async def test_without_its_source_a_record_that_was_no_event_waits_on(budgets: RunningApp, parked: Database) -> None:
    answer = await budgets.client("OPERATOR").post("/operations/budgets/dead-letters/retries", NAMED)
    assert (answer.status, answer.body["done"], answer.body["waiting"]) == (200, True, 1)


async def test_what_is_not_parked_is_not_found(budgets: RunningApp) -> None:
    nothing = {"source": "contracts", "stream_id": "contract-unknown"}
    operator = budgets.client("OPERATOR")
    for answer in (
        await operator.get("/operations/budgets/dead-letters/events", **nothing),
        await operator.post("/operations/budgets/dead-letters/retries", nothing),
    ):
        assert (answer.status, answer.body["refusal"]) == (404, "NothingParked")


async def test_the_relays_status_tells_of_an_unreachable_kafka(budgets: RunningApp) -> None:
    answer = await budgets.client("OPERATOR").get("/operations/budgets/relay")
    assert (answer.body["service"], answer.body["kafka_reachable"]) == ("budgets", False)
    assert answer.body["lag_events"] == answer.body["head"] - answer.body["cursor"]
