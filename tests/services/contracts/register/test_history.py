"""The history of a resource, as whoever may read it sees it: who did what and when, in sentences, page by page."""

from uuid import uuid4

import pytest

from tests.kit.apps import Client, RunningApp
from tests.services.contracts.register.test_api import ROLES, registered


@pytest.fixture
def manager(contracts: RunningApp) -> Client:
    return contracts.client(*ROLES)


async def test_tells_every_event_with_who_when_and_what_oldest_first(contracts: RunningApp) -> None:
    manager = contracts.client(*ROLES, sub="cara")
    approver = contracts.client(*ROLES, sub="jo")
    made = await registered(manager)
    path = made.headers["location"]
    await approver.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
    told = (await manager.get(f"{path}/history")).body
    assert told["next"] is None
    assert [(one["version"], one["event"], one["by"], one["by_org"]) for one in told["items"]] == [
        (1, "ContractRegistered", "cara", "07L"),
        (2, "ContractActivated", "jo", "07L"),
    ]
    first, second = told["items"]
    assert first["sentence"] == f"Contract {made.body['ref']} was registered: {made.body['title']}"
    assert second["facts"]["signed_on"] == "2024-03-01"
    assert first["occurred_at"] <= second["occurred_at"]


async def test_pages_follow_one_another_to_the_end(manager: Client) -> None:
    made = await registered(manager)
    path = made.headers["location"]
    await manager.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag='"1"')
    await manager.post(f"{path}/extensions", {"option_no": 1}, etag='"2"')
    first = await manager.get(f"{path}/history", limit=2)
    assert [one["version"] for one in first.body["items"]] == [1, 2]
    assert 'rel="next"' in first.headers["link"]
    last = await manager.get(f"{path}/history", limit=2, cursor=first.body["next"])
    assert [one["version"] for one in last.body["items"]] == [3]
    assert last.body["next"] is None


async def test_the_cursor_of_another_history_is_refused(manager: Client) -> None:
    one, other = await registered(manager), await registered(manager)
    path = one.headers["location"]
    await manager.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag='"1"')
    cursor = (await manager.get(f"{path}/history", limit=1)).body["next"]
    answer = await manager.get(f"{other.headers['location']}/history", cursor=cursor)
    assert (answer.status, answer.body["refusal"]) == (400, "Malformed")


async def test_what_may_not_be_read_has_no_history_for_the_reader(contracts: RunningApp, manager: Client) -> None:
    made = await registered(manager)
    stranger = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="ILLV01")
    assert (await stranger.get(f"{made.headers['location']}/history")).status == 404
    assert (await manager.get(f"/contracts/{uuid4()}/history")).status == 404
