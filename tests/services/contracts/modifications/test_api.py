"""Modifications over HTTP: proposed, assessed, agreed by somebody else, in effect on the register; two at once."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.kit.apps import Answer, Client, RunningApp
from tests.services.contracts.reacting import newest_event, react
from tests.services.contracts.register.test_api import ROLES, registered
from tests.services.contracts.test_bad_input import a_problem

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
END = (datetime.now(UTC) + timedelta(days=3_000)).date()


def people(contracts: RunningApp) -> tuple[Client, Client]:
    return contracts.client(*ROLES, sub="manager"), contracts.client("JCB_APPROVER", sub="approver")


async def in_force(manager: Client) -> Any:
    made = await registered(manager, end=END.isoformat(), extension_options=[])
    path = made.headers["location"]
    return await manager.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)


def a_modification(contract: Any, **changes: Any) -> dict[str, Any]:
    return {
        "contract_id": contract.body["contract_id"],
        "ref": f"M-{uuid4().hex[:8]}",
        "title": "More nurses",
        "rationale": "Demand has grown.",
        "delta_value_pence": 60_000_000,
        "effective_on": TOMORROW,
        "cause": "authority",
        "character_change": False,
    } | changes


async def assessed(manager: Client, contract: Any, **changes: Any) -> Answer:
    made = await manager.post("/modifications", a_modification(contract, **changes))
    assert made.status == 201, made.body
    return await manager.post(f"{made.headers['location']}/assessment", {}, etag=made.etag)


def path_of(modification: Answer) -> str:
    return f"/modifications/{modification.body['modification_id']}"


async def heard(contracts: RunningApp, contract: Any, *agreed: Answer) -> None:
    """What follows when the service hears of the agreements at once, and then of what the contract says."""
    events = [await newest_event(contracts, f"modification-{one.body['modification_id']}") for one in agreed]
    assert await asyncio.gather(*(react(contracts, event) for event in events)) == [1] * len(agreed)
    store = contracts.service.store
    told = await store.load_between(f"contract-{contract.body['contract_id']}", 0, 100)
    for one in told[-len(agreed) :]:
        assert await react(contracts, one.event) >= 1


async def test_a_permitted_one_takes_effect_on_the_register(contracts: RunningApp) -> None:
    manager, approver = people(contracts)
    contract = await in_force(manager)
    found = await assessed(manager, contract, delta_term_days=30)
    assert (found.status, found.body["status"], found.body["ground_code"]) == (200, "permitted", "psr13_1_d")
    own = await manager.post(f"{path_of(found)}/agreement", {}, etag=found.etag)
    a_problem(own, 403, refusal="ApprovedByProposer")
    agreed = await approver.post(f"{path_of(found)}/agreement", {}, etag=found.etag)
    assert (agreed.status, agreed.body["status"]) == (200, "agreed"), agreed.body

    await heard(contracts, contract, found)
    assert (await manager.get(path_of(found))).body["status"] == "effective"
    row = (await manager.get(f"/contracts/{contract.body['contract_id']}")).body
    assert (row["current_value_pence"], row["original_value_pence"]) == (460_000_000, 400_000_000)
    assert date.fromisoformat(row["current_end"]) == END + timedelta(days=30)
    assert [one["ground"] for one in row["modifications"]] == ["psr13_1_d"]
    told = (await manager.get(f"{path_of(found)}/history")).body["items"]
    assert [one["event"] for one in told] == [
        "ModificationProposed",
        "ModificationAssessed",
        "ModificationAgreed",
        "ModificationEffective",
    ]
    listed = await manager.get("/modifications", contract_id=contract.body["contract_id"], status="effective")
    assert len(listed.body["items"]) == 1


async def test_two_agreed_at_once_do_not_slip_under_a_limit_together(contracts: RunningApp) -> None:
    manager, approver = people(contracts)
    contract = await in_force(manager)
    both = [await assessed(manager, contract) for _ in range(2)]
    assert [one.body["status"] for one in both] == ["permitted", "permitted"]
    agreed = await asyncio.gather(*(approver.post(f"{path_of(one)}/agreement", {}, etag=one.etag) for one in both))
    assert [one.status for one in agreed] == [200, 200]

    await heard(contracts, contract, *both)
    ended = [(await manager.get(path_of(one))).body for one in both]
    assert sorted(one["status"] for one in ended) == ["effective", "rejected"]
    (rejected,) = [one for one in ended if one["status"] == "rejected"]
    assert "Not within the limit" in rejected["rejected_because"]
    row = (await manager.get(f"/contracts/{contract.body['contract_id']}")).body
    assert row["current_value_pence"] == 460_000_000


async def test_a_clause_of_the_register_carries_what_it_allows(contracts: RunningApp) -> None:
    """(R20)"""
    manager, _ = people(contracts)
    contract = await in_force(manager)
    path = f"/contracts/{contract.body['contract_id']}"
    clause = {
        "clause_ref": "12.3",
        "text": "A locality may be added.",
        "allows": "a further locality",
        "unequivocal": True,
        "value_limit_pence": 150_000_000,
        "source": "schedule 6",
    }
    recorded = await manager.post(f"{path}/review-clauses", clause, etag=contract.etag)
    assert recorded.status == 200, recorded.body
    by_clause = {"cause": "clause", "clause_ref": "12.3", "delta_value_pence": 150_000_000}
    assert (await assessed(manager, contract, **by_clause)).body["ground_code"] == "psr13_1_a"
    beyond = await assessed(manager, contract, **by_clause | {"delta_value_pence": 150_000_001})
    assert beyond.body["status"] == "not_permitted"
    refused = await people(contracts)[1].post(f"{path_of(beyond)}/agreement", {}, etag=beyond.etag)
    a_problem(refused, 422, refusal="ModificationNotPermitted")
    unknown = {"procurement_id": contract.body["contract_id"]}
    linked = await manager.post(f"{path_of(beyond)}/reprocurement", unknown, etag=beyond.etag)
    a_problem(linked, 422, refusal="UnknownProcurement")
    given_up = await manager.post(f"{path_of(beyond)}/rejection", {"reason": "procured again"}, etag=beyond.etag)
    assert given_up.body["status"] == "rejected"


async def test_a_provider_sees_it_and_changes_nothing(contracts: RunningApp) -> None:
    manager, _ = people(contracts)
    contract = await in_force(manager)
    found = await assessed(manager, contract)
    provider = contracts.client(*ROLES, org="RAT")
    assert (await provider.get(path_of(found))).status == 200
    a_problem(await provider.post(f"{path_of(found)}/agreement", {}, etag=found.etag), 403, refusal="ActionNotAllowed")
    stranger = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4")
    assert (await stranger.get(path_of(found))).status == 404
