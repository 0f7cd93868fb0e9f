"""Changes name the version they were decided on, and a key belongs to one request."""

from uuid import uuid4

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


async def test_an_unknown_contract_and_a_hidden_one_get_the_same_answer(contracts: RunningApp, manager: Client) -> None:
    made = await registered(manager)
    stranger = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4")
    hidden = await stranger.post(f"{made.headers['location']}/activation", SIGNED, etag='"3"')
    unknown = await stranger.post(f"/contracts/{uuid4()}/activation", SIGNED, etag='"3"')
    a_problem(hidden, 404)
    same = ("type", "title", "detail", "refusal", "rule")
    assert {name: hidden.body.get(name) for name in same} == {name: unknown.body.get(name) for name in same}


async def test_an_odd_digit_is_no_version(manager: Client) -> None:
    made = await registered(manager)
    path = made.headers["location"]
    answer = await manager.send("GET", path, params={"as_of": "²"})
    a_problem(answer, 400, field="as_of")
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        assert (await manager.get(path, as_of=moment)).status in (400, 404)
