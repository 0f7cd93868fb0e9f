"""The list of contracts holds exactly those whose single read is answered."""

from random import Random

import pytest

from tests.kit.apps import RunningApp
from tests.kit.lists import lists_hold_what_can_be_read
from tests.services.contracts.register.test_api import ROLES, registered

COMMISSIONERS = ("07L", "08F", "08N")
LOCALITIES = ("redbridge-fairlop", "redbridge-seven-kings", "redbridge-wanstead-woodford")
PROVIDERS = ("RF4", "RAT", "ILLV01", "ILLV02")


@pytest.mark.parametrize("seed", range(3))
async def test_the_list_holds_the_contracts_that_can_be_read(contracts: RunningApp, seed: int) -> None:
    rng, locality = Random(seed), LOCALITIES[seed]  # noqa: S311  # made-up rows
    ids = []
    for _ in range(10):
        org = rng.choice(COMMISSIONERS)
        manager = contracts.client(*ROLES, org=org)
        providers = rng.sample(PROVIDERS, rng.randint(1, 2))
        made = await registered(
            manager,
            commissioners=[org, *rng.sample([one for one in COMMISSIONERS if one != org], rng.randint(0, 1))],
            providers=[{"ods": ods} for ods in providers],
            localities=[locality],
        )
        ids.append(made.body["contract_id"])
        if rng.random() < 0.5:
            path = made.headers["location"]
            signed = await manager.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
            other = rng.choice([one for one in PROVIDERS if one not in providers])
            body = {"from_ods": providers[0], "to_ods": other, "reason": "merger", "effective_on": "2025-01-01"}
            assert (await manager.post(f"{path}/novations", body, etag=signed.etag)).status == 200
    orgs = (*COMMISSIONERS, *PROVIDERS, "QMF", "F82001")
    await lists_hold_what_can_be_read(contracts, rng, "/contracts", "contract_id", ids, orgs, locality=locality)
