"""Changes name the version they were decided on, and a key belongs to one request."""

import pytest

from tests.kit.apps import Client, RunningApp
from tests.services.contracts.register.test_api import ROLES, a_contract, registered
from tests.services.contracts.test_bad_input import a_problem

SIGNED = {"signed_on": "2024-03-01"}


@pytest.fixture
def manager(contracts: RunningApp) -> Client:
    return contracts.client(*ROLES)


async def test_a_missing_if_match(manager: Client) -> None:
    made = await registered(manager)
    answer = await manager.post(f"{made.headers['location']}/activation", SIGNED)
    a_problem(answer, 428, field="If-Match", refusal="PreconditionMissing")


async def test_a_stale_if_match(manager: Client) -> None:
    made = await registered(manager)
    path = made.headers["location"]
    await manager.post(f"{path}/activation", SIGNED, etag=made.etag)
    a_problem(await manager.post(f"{path}/extensions", {"option_no": 1}, etag=made.etag), 412, refusal="Stale")
    assert (await manager.get(path)).body["version"] == 2


async def test_an_if_match_that_is_none(manager: Client) -> None:
    made = await registered(manager)
    answer = await manager.post(f"{made.headers['location']}/activation", SIGNED, etag="yesterday's")
    a_problem(answer, 400, field="If-Match")


async def test_a_weak_etag_is_taken_too(manager: Client) -> None:
    made = await registered(manager)
    answer = await manager.post(f"{made.headers['location']}/activation", SIGNED, etag='W/"1"')
    assert answer.status == 200


async def test_a_reused_idempotency_key_with_another_body(manager: Client) -> None:
    first = a_contract()
    assert (await manager.post("/contracts", first, key="reused")).status == 201
    answer = await manager.post("/contracts", a_contract(), key="reused")
    a_problem(answer, 422, refusal="IdempotencyKeyReused")
    answer = await manager.post("/contracts", first | {"title": "other"}, key="reused")
    a_problem(answer, 422, refusal="IdempotencyKeyReused")


async def test_a_reference_that_is_taken(manager: Client) -> None:
    made = await registered(manager)
    answer = await manager.post("/contracts", a_contract(ref=made.body["ref"]))
    a_problem(answer, 409, field="ref", refusal="ContractRefTaken")
    assert "has this reference" in answer.body["detail"]


async def test_an_unchanged_resource_is_not_sent_again(manager: Client) -> None:
    made = await registered(manager)
    answer = await manager.send("GET", made.headers["location"], headers={"If-None-Match": made.etag})
    assert (answer.status, answer.body) == (304, "")


async def test_outside_ones_scope_a_contract_is_not_found(contracts: RunningApp, manager: Client) -> None:
    made = await registered(manager)
    stranger = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4")
    a_problem(await stranger.get(made.headers["location"]), 404)
    a_problem(await stranger.post(f"{made.headers['location']}/activation", SIGNED, etag=made.etag), 404)
