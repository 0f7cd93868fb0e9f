"""A contract's life over HTTP: what it comes of, what it allows, what is planned for its end, where it goes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.kit.apps import Client, RunningApp
from tests.services.contracts.outcomes.test_api import a_framework
from tests.services.contracts.register.test_api import ROLES, a_contract, registered
from tests.services.contracts.test_bad_input import a_problem

TODAY = datetime.now(UTC).date()
PLAN = {"plan": "renew", "reason": "works well"}


async def in_force(manager: Client, **changes: Any) -> Any:
    made = await registered(manager, **changes)
    return await manager.post(f"{made.headers['location']}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)


def path_of(contract: Any) -> str:
    return f"/contracts/{contract.body['contract_id']}"


async def test_a_contract_says_what_it_is_to_achieve_for_whom_and_who_invests(contracts: RunningApp) -> None:
    """(R43, R53, R97)"""
    manager = contracts.client(*ROLES)
    framework = await manager.post("/outcomes-frameworks", a_framework())
    investment = {"ods": "RAT", "purpose": "clinics", "amount_pence": 5, "invested_by": "2026-03-31"}
    said = {
        "outcomes_framework_id": framework.body["outcomes_framework_id"],
        "population": "people over 65 in Havering",
        "no_budget_line_reason": "paid from the investment fund",
        "procurement_began_on": "2023-09-04",
    }
    made = await registered(manager, investments=[investment], **said)
    assert {name: made.body[name] for name in said} == said
    assert made.body["invested_pence"] == 5


@pytest.mark.parametrize(
    ("named", "refusal"), [("procurement_id", "UnknownProcurement"), ("outcomes_framework_id", "UnknownFramework")]
)
async def test_what_is_not_known_is_refused(contracts: RunningApp, named: str, refusal: str) -> None:
    manager = contracts.client(*ROLES)
    answer = await manager.post("/contracts", a_contract(**{named: str(uuid4())}))
    a_problem(answer, 422, refusal=refusal, field=named)


async def test_points_and_plans_are_set_and_lists_show_what_has_no_plan(contracts: RunningApp) -> None:
    """(R1, R19)"""
    manager = contracts.client(*ROLES)
    end = (TODAY + timedelta(days=2_000)).isoformat()
    contract = await in_force(manager, end=end, localities=["redbridge-fairlop"])
    point = {"kind": "break", "on": (TODAY + timedelta(days=400)).isoformat(), "note": "either side"}
    pointed = await manager.post(f"{path_of(contract)}/review-points", point, etag=contract.etag)
    assert pointed.body["review_points"][0]["reminded"] is False, pointed.body

    async def without_plan() -> list[str]:
        found = await manager.get("/contracts", without_plan=True, locality="redbridge-fairlop", limit=500)
        return [one["contract_id"] for one in found.body["items"]]

    assert contract.body["contract_id"] in await without_plan()
    planned = await manager.post(f"{path_of(contract)}/expiry-plans", PLAN, etag=pointed.etag)
    assert planned.body["expiry_plan"] == "renew"
    assert contract.body["contract_id"] not in await without_plan()
    unknown = PLAN | {"plan": "reprocure", "procurement_id": str(uuid4())}
    answer = await manager.post(f"{path_of(contract)}/expiry-plans", unknown, etag=planned.etag)
    a_problem(answer, 422, refusal="UnknownProcurement")


async def test_a_contract_is_rolled_into_one_in_force_that_the_caller_knows(contracts: RunningApp) -> None:
    manager = contracts.client(*ROLES)
    contract, acs, draft = await in_force(manager), await in_force(manager), await registered(manager)

    async def roll(into: str) -> Any:
        body = {"acs_contract_id": into, "effective_on": TODAY.isoformat()}
        return await manager.post(f"{path_of(contract)}/acs-roll-over", body, etag=contract.etag)

    a_problem(await roll(str(uuid4())), 422, refusal="AcsContractUnknown")
    a_problem(await roll(draft.body["contract_id"]), 422, refusal="AcsContractNotInForce")
    rolled = await roll(acs.body["contract_id"])
    assert (rolled.status, rolled.body["status"]) == (200, "rolled_into_acs")


async def test_a_provider_changes_nothing_of_it(contracts: RunningApp) -> None:
    contract = await in_force(contracts.client(*ROLES))
    provider = contracts.client(*ROLES, org="RAT")
    answer = await provider.post(f"{path_of(contract)}/expiry-plans", PLAN, etag=contract.etag)
    a_problem(answer, 403, refusal="ActionNotAllowed")
