"""Commissioning is for the commissioners: who provides under a contract sees it and changes nothing."""

from typing import Any

import pytest

from tests.kit.apps import RunningApp
from tests.services.contracts.register.test_api import ROLES, a_contract, registered
from tests.services.contracts.test_bad_input import a_problem

FINDING = {
    "finding": "works_well",
    "evidence": [{"kind": "survey", "uri": "https://example.org/1", "period": "2025"}],
    "assessed_on": "2025-06-01",
}
NOVATION = {"from_ods": "RAT", "to_ods": "ILLV01", "reason": "merger", "effective_on": "2025-01-01"}
TERMINATION = {"ground": "mutual", "effective_on": "2025-09-30"}
DEEDS = [
    ("extensions", {"option_no": 1}),
    ("findings", FINDING),
    ("novations", NOVATION),
    ("termination", TERMINATION),
]


@pytest.mark.parametrize(("deed", "body"), DEEDS, ids=[deed for deed, _ in DEEDS])
async def test_a_provider_present_or_former_is_refused_what_every_commissioner_may_do(
    contracts: RunningApp, deed: str, body: dict[str, Any]
) -> None:
    manager = contracts.client(*ROLES, org="07L")
    made = await registered(manager, commissioners=["07L", "08F"], providers=[{"ods": "RF4"}, {"ods": "RAT"}])
    path = made.headers["location"]
    signed = await manager.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
    left = {"from_ods": "RF4", "to_ods": "ILLV02", "reason": "merger", "effective_on": "2024-06-01"}
    novated = await manager.post(f"{path}/novations", left, etag=signed.etag)
    for provider in ("RF4", "RAT", "ILLV02"):
        answer = await contracts.client(*ROLES, org=provider).post(f"{path}/{deed}", body, etag=novated.etag)
        a_problem(answer, 403, refusal="ActionNotAllowed")
    other = contracts.client(*ROLES, org="08F")
    assert (await other.post(f"{path}/{deed}", body, etag=novated.etag)).status == 200


async def test_a_provider_does_not_sign(contracts: RunningApp) -> None:
    made = await registered(contracts.client(*ROLES), providers=[{"ods": "RAT"}])
    provider = contracts.client(*ROLES, org="RAT")
    answer = await provider.post(f"{made.headers['location']}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
    a_problem(answer, 403, refusal="ActionNotAllowed")


async def test_a_provider_does_not_register_what_others_commission(contracts: RunningApp) -> None:
    provider = contracts.client(*ROLES, org="RAT")
    a_problem(await provider.post("/contracts", a_contract()), 403, refusal="ActionNotAllowed")
