"""A contract in its life over HTTP: what follows from the register and the log, and what the clock notices (R18)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.execute import Executor
from shared.service import Service
from shared.timers import fire_timers
from tests.kit.apps import Answer, Client, RunningApp
from tests.kit.rig import eventually
from tests.services.contracts.register.test_api import ROLES, registered

SPOKE = {
    "subject": "contract",
    "channel": "meeting",
    "topic": "Waiting times",
    "summary": "Waits are long.",
    "providers": ["RAT"],
}


@pytest.fixture
def manager(contracts: RunningApp) -> Client:
    return contracts.client(*ROLES)


async def in_force(manager: Client) -> str:
    made = await registered(manager)
    path: str = made.headers["location"]
    signed = await manager.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
    assert signed.status == 200, signed.body
    return path


async def managed(manager: Client, contract: str, **expected: Any) -> Answer:
    async def seen() -> Answer | None:
        answer = await manager.get(contract.replace("/contracts/", "/managed-contracts/"))
        as_expected = answer.status == 200 and expected.items() <= answer.body.items()
        return answer if as_expected else None

    answer: Answer = await eventually(seen)
    return answer


def on(service: Service, moment: datetime) -> Service:
    """The service at another moment, as another replica: it remembers nothing."""
    return replace(service, executor=Executor(service.store, service.writer), clock=lambda: moment)


async def test_silence_is_noticed_once_reviews_end_it_and_all_ends_with_the_contract(
    contracts: RunningApp, manager: Client
) -> None:
    contract = await in_force(manager)
    path = contract.replace("/contracts/", "/managed-contracts/")
    began = await managed(manager, contract)
    assert (began.body["in_life_from"], began.body["providers"]) == ("2024-04-01", ["RAT"])
    await fire_timers(contracts.service)
    await fire_timers(contracts.service)
    silent = await manager.get(path)
    assert (silent.body["silent"], silent.body["version"]) == (True, 2)
    ids = [one["contract_id"] for one in (await manager.get("/managed-contracts", silent="true")).body["items"]]
    assert silent.body["contract_id"] in ids

    today = datetime.now(UTC).date()
    last = await manager.post(f"{path}/reviews", {"due_on": str(today), "topics": ["waits"]}, etag=silent.etag)
    assert last.body["next_review_on"] == str(today)
    found = {
        "held_on": str(today),
        "attended": ["07L", "RAT"],
        "findings": "Waits are long.",
        "actions": [{"what": "Two nurses", "owner": "Director of nursing", "ods": "RAT", "due_on": str(today)}],
    }
    review = last.body["reviews"][0]["review_id"]
    last = await manager.post(f"{path}/reviews/{review}/holding", found, etag=last.etag)
    assert (last.body["silent"], last.body["open_actions"]) == (False, 1)
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    await fire_timers(on(contracts.service, noon + timedelta(days=90)))
    assert (await manager.get(path)).etag == last.etag
    await fire_timers(on(contracts.service, noon + timedelta(days=91)))
    assert (await manager.get(path)).body["silent"] is True

    provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RAT")
    seen = await provider.get(path)
    assert seen.body["reviews"][0]["findings"] == "Waits are long."
    assert "Waits" not in str((await provider.get(f"{path}/history")).body)
    assert (await contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4").get(path)).status == 404
    action = seen.body["reviews"][0]["actions"][0]["action_id"]
    done = {"closed_on": str(today), "outcome": "Both have started."}
    assert (await provider.post(f"{path}/actions/{action}/closure", done, etag=seen.etag)).status == 403
    closed = await manager.post(f"{path}/actions/{action}/closure", done, etag=seen.etag)
    assert closed.body["open_actions"] == 0

    ended = {"ground": "mutual", "effective_on": "2025-09-30"}
    etag = (await manager.get(contract)).etag
    assert (await manager.post(f"{contract}/termination", ended, etag=etag)).status == 200
    over = await managed(manager, contract, ended_on="2025-09-30")
    refused = await manager.post(f"{path}/reviews", {"due_on": str(today), "topics": ["waits"]}, etag=over.etag)
    assert refused.body["refusal"] == "ContractManagementOver"


async def test_dialogue_in_the_log_is_noted_once_the_contract_is_in_its_life(
    contracts: RunningApp, manager: Client
) -> None:
    contract = await in_force(manager)
    entry = SPOKE | {"subject_id": contract.removeprefix("/contracts/")}
    for said in ({"held_on": "2024-02-01", "phase": "during"}, {"held_on": "2025-05-01"}):
        recorded = await manager.post("/dialogue-entries", entry | said)
        assert recorded.status == 201, recorded.body
    noted = await managed(manager, contract, last_dialogue_on="2025-05-01")
    assert noted.body["version"] == 2
