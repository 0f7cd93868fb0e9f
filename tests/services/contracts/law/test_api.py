"""What the law would say, over HTTP: nothing is written, the inputs are echoed, everybody with a role may ask."""

from typing import Any

import pytest

from tests.kit.apps import RunningApp
from tests.services.contracts.test_bad_input import a_problem

ROUTE = {
    "route": "direct_award_c",
    "cpv": ["85100000-0"],
    "began_on": "2025-06-02",
    "estimated_value_pence": 499_999_999,
}
EXISTING = {"existing_provider": True, "satisfactory": True, "previous_value_pence": 400_000_000}
MODIFICATION = {
    "cpv": ["85100000-0"],
    "procurement_began_on": "2022-04-01",
    "modified_on": "2025-06-02",
    "original_value_pence": 400_000_000,
    "delta_value_pence": 90_000_000,
    "cause": "authority",
    "materially_different": False,
}
STANDSTILL = {"route": "competitive", "published_on": "2025-04-07"}
CHECKS = [("procurement-routes", ROUTE), ("modifications", MODIFICATION), ("standstill", STANDSTILL)]


async def ask(contracts: RunningApp, path: str, body: Any, *roles: str) -> Any:
    return await contracts.client(*roles).send("POST", f"/{path}/check", json=body)


async def test_a_route_is_checked_with_the_others_that_are_open(contracts: RunningApp) -> None:
    answer = await ask(contracts, "procurement-routes", ROUTE | EXISTING, "COMMISSIONER")
    assert answer.status == 200, answer.body
    assert answer.body["answer"]["permitted"]
    assert answer.body["inputs"]["estimated_value_pence"] == 499_999_999
    assert "most_suitable_provider" in answer.body["open_routes"]
    barred = ROUTE | EXISTING | {"estimated_value_pence": 500_000_000}
    refused = await ask(contracts, "procurement-routes", barred, "COMMISSIONER")
    assert not refused.body["answer"]["permitted"]
    assert "direct_award_c" not in refused.body["open_routes"]


async def test_a_modification_is_checked_with_its_limits_and_notice(contracts: RunningApp) -> None:
    answer = await ask(contracts, "modifications", MODIFICATION, "CONTRACT_MANAGER")
    assert answer.status == 200, answer.body
    found = answer.body["answer"]
    assert (found["permitted"], found["regime"], found["ground_code"]) == (True, "psr2023", "psr13_1_d")
    assert found["notices"][0]["due_on"] == "2025-07-02"
    assert "legal advice" in found["advice"]
    assert answer.body["inputs"]["cause"] == "authority"


async def test_a_standstill_is_checked(contracts: RunningApp) -> None:
    answer = await ask(contracts, "standstill", STANDSTILL, "PROCUREMENT_LEAD")
    assert answer.body["standstill"]["sign_from"] == "2025-04-23"
    none = await ask(contracts, "standstill", STANDSTILL | {"route": "direct_award_a"}, "PROCUREMENT_LEAD")
    assert (none.status, none.body["standstill"]) == (200, None)


@pytest.mark.parametrize(("path", "body"), CHECKS)
async def test_everybody_with_a_role_may_ask_and_nobody_else(
    contracts: RunningApp, path: str, body: dict[str, Any]
) -> None:
    assert (await ask(contracts, path, body, "SERVICE_PROVIDER_CLINICIAN_ADMIN")).status == 200
    a_problem(await contracts.client().send("POST", f"/{path}/check", json=body), 401, refusal="Unauthenticated")


@pytest.mark.parametrize(("path", "body"), CHECKS)
async def test_what_is_not_a_question_is_refused(contracts: RunningApp, path: str, body: dict[str, Any]) -> None:
    for wrong in ({}, body | {"surprise": 1}, body | {"cpv": []} if "cpv" in body else body | {"published_on": "soon"}):
        assert (await ask(contracts, path, wrong, "COMMISSIONER")).status == 400


async def test_days_before_the_law_are_refused(contracts: RunningApp) -> None:
    early: dict[str, Any] = STANDSTILL | {"published_on": "2023-12-31"}
    a_problem(await ask(contracts, "standstill", early, "COMMISSIONER"), 422, refusal="LawNotInForce")
    early = ROUTE | {"began_on": "2015-02-25", "cpv": ["85300000-2"]}
    a_problem(await ask(contracts, "procurement-routes", early, "COMMISSIONER"), 422, refusal="LawNotInForce")
    early = MODIFICATION | {"modified_on": "2015-02-25"}
    a_problem(await ask(contracts, "modifications", early, "COMMISSIONER"), 422, refusal="LawNotInForce")
