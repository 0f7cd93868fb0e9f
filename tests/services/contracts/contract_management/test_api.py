"""A contract in its life over HTTP: what follows from the register and the log, and what the clock notices (R18)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.contracts.contract_management.timers import due_of
from services.contracts.contract_management.views import managed_contract_view
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


async def test_silence_is_noticed_once_and_dialogue_in_the_log_ends_it(contracts: RunningApp, manager: Client) -> None:
    contract = await in_force(manager)
    began = await managed(manager, contract, silent=False)
    assert (began.body["in_life_from"], began.body["providers"]) == ("2024-04-01", ["RAT"])
    await fire_timers(contracts.service)
    await fire_timers(contracts.service)
    silent = await managed(manager, contract, silent=True)
    assert silent.body["version"] == 2
    ids = [one["contract_id"] for one in (await manager.get("/managed-contracts", silent="true")).body["items"]]
    assert silent.body["contract_id"] in ids

    entry = await manager.post(
        "/dialogue-entries",
        SPOKE | {"subject_id": silent.body["contract_id"], "held_on": str(datetime.now(UTC).date())},
    )
    assert (entry.status, entry.body["phase"]) == (201, "in_life"), entry.body
    spoken = await managed(manager, contract, silent=False)
    row = await contracts.service.row(managed_contract_view, UUID(silent.body["contract_id"]))
    due = due_of(row)["silence"]
    assert due - row.silent_since == timedelta(days=91)
    noon = datetime(due.year, due.month, due.day, 12, tzinfo=UTC)
    await fire_timers(on(contracts.service, noon - timedelta(days=1)))
    assert (await manager.get(f"/managed-contracts/{row.contract_id}")).body["version"] == spoken.body["version"]
    await fire_timers(on(contracts.service, noon))
    assert (await manager.get(f"/managed-contracts/{row.contract_id}")).body["silent"] is True


async def test_reviews_are_held_with_the_provider_who_reads_what_was_found_until_the_end(
    contracts: RunningApp, manager: Client
) -> None:
    contract = await in_force(manager)
    path = contract.replace("/contracts/", "/managed-contracts/")
    last = await managed(manager, contract)
    today = str(datetime.now(UTC).date())
    last = await manager.post(f"{path}/reviews", {"due_on": today, "topics": ["waits"]}, etag=last.etag)
    assert last.status == 200, last.body
    review = last.body["reviews"][0]["review_id"]
    assert last.body["next_review_on"] == today
    found = {
        "held_on": today,
        "attended": ["07L", "RAT"],
        "findings": "Waits are long.",
        "actions": [{"what": "Two nurses", "owner": "Director of nursing", "ods": "RAT", "due_on": today}],
    }
    last = await manager.post(f"{path}/reviews/{review}/holding", found, etag=last.etag)
    assert (last.body["open_actions"], last.body["last_dialogue_on"]) == (1, today)
    provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RAT")
    seen = await provider.get(path)
    assert seen.body["reviews"][0]["findings"] == "Waits are long."
    assert "Waits" not in str((await provider.get(f"{path}/history")).body)
    assert (await contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4").get(path)).status == 404
    action = seen.body["reviews"][0]["actions"][0]["action_id"]
    done = {"closed_on": today, "outcome": "Both have started."}
    assert (await provider.post(f"{path}/actions/{action}/closure", done, etag=last.etag)).status == 403
    last = await manager.post(f"{path}/actions/{action}/closure", done, etag=last.etag)
    assert last.body["open_actions"] == 0

    etag = (await manager.get(contract)).etag
    ended = {"ground": "mutual", "effective_on": "2025-09-30"}
    assert (await manager.post(f"{contract}/termination", ended, etag=etag)).status == 200
    over = await managed(manager, contract, ended_on="2025-09-30")
    refused = await manager.post(f"{path}/reviews", {"due_on": today, "topics": ["waits"]}, etag=over.etag)
    assert refused.body["refusal"] == "ContractManagementOver"
