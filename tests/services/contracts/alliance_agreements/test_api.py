"""Alliance agreements over HTTP: drafted over a contract, signed by each member for itself, shared in."""

from typing import Any
from uuid import uuid4

import pytest

from tests.kit.apps import Client, RunningApp
from tests.services.contracts.register.test_api import ROLES, registered


@pytest.fixture
def manager(contracts: RunningApp) -> Client:
    return contracts.client(*ROLES, org="08F")


async def a_contract_in_force(manager: Client) -> str:
    made = await registered(manager, commissioners=["08F"], providers=[{"ods": "RAT"}])
    path = made.headers["location"]
    signed = await manager.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
    assert signed.status == 200, signed.body
    return str(made.body["contract_id"])


def an_agreement(contract_id: str) -> dict[str, Any]:
    return {
        "ref": f"A-{uuid4().hex[:8]}",
        "title": "Out of hospital alliance",
        "members": [{"ods": "08F", "side": "commissioner"}, {"ods": "RAT", "side": "provider"}],
        "contract_ids": [contract_id],
        "principles": ["Best for the person"],
        "terms_of_reference": {"purpose": "Lead", "decides": "By consensus", "meets": "monthly", "quorum": 2},
        "starts_on": "2024-04-01",
    }


async def test_an_agreement_is_drafted_signed_by_each_for_itself_and_shares_resources(
    contracts: RunningApp, manager: Client
) -> None:
    contract_id = await a_contract_in_force(manager)
    made = await manager.post("/alliance-agreements", an_agreement(contract_id))
    assert made.status == 201, made.body
    path = made.headers["location"]
    signing = {"signed_on": "2024-03-20", "seat": "chief executive"}
    first = await manager.post(f"{path}/signatures", signing, etag=made.etag)
    assert (first.status, first.body["unsigned"]) == (200, ["RAT"])
    stranger = contracts.client("LEADERSHIP_GROUP", org="RF4")
    assert (await stranger.post(f"{path}/signatures", signing, etag=first.etag)).status == 403
    provider = contracts.client("LEADERSHIP_GROUP", org="RAT")
    second = await provider.post(f"{path}/signatures", signing, etag=first.etag)
    assert (second.body["status"], second.body["in_force_from"]) == ("in_force", "2024-04-01")
    sharing = {
        "resource": "Discharge team",
        "host": "RAT",
        "annual_cost_pence": 101,
        "shares": [{"ods": "08F", "share_bp": 5_000}, {"ods": "RAT", "share_bp": 5_000}],
        "shared_from": "2024-04-01",
    }
    assert (await provider.post(f"{path}/shared-resources", sharing, etag=second.etag)).status == 403
    shared = await manager.post(f"{path}/shared-resources", sharing, etag=second.etag)
    assert [one["annual_pence"] for one in shared.body["resources"][0]["parts"]] == [51, 50]
    for query in ({"member": "RAT"}, {"contract_id": contract_id}, {"status": "in_force"}):
        found = (await provider.get("/alliance-agreements", limit=500, **query)).body["items"]
        assert made.body["ref"] in [one["ref"] for one in found], query
    assert (await manager.get(path, as_of="1")).body["status"] == "draft"
    steps: list[tuple[str, dict[str, Any]]] = [
        ("invitations", {"member": "ILLF02", "side": "provider"}),
        ("sharing-ends", {"sharing_no": 1, "ended_on": "2024-06-30"}),
        (
            "supply-chain",
            {"links": []},
        ),
        ("leavings", {"member": "ILLF02", "left_on": "2024-07-01", "reason": "Not signed in time"}),
        ("end", {"ended_on": "2025-03-31", "reason": "Rolled into one contract"}),
    ]
    etag = shared.etag
    for deed, body in steps:
        answer = await manager.post(f"{path}/{deed}", body, etag=etag)
        assert answer.status == 200, answer.body
        etag = answer.etag


async def test_a_contract_outside_the_callers_sight_is_not_overlaid(contracts: RunningApp, manager: Client) -> None:
    answer = await manager.post("/alliance-agreements", an_agreement(str(uuid4())))
    assert answer.status == 404
