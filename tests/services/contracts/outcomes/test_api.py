"""Outcomes frameworks over HTTP: from a draft to a payment, and to the next version (W13, R97, R111)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.kit.apps import Answer, Client, RunningApp
from tests.services.contracts.reacting import newest_event, react
from tests.services.contracts.register.test_api import ROLES, registered
from tests.services.contracts.test_bad_input import a_problem

MANAGER, BOARD, ANALYST, FINANCE = "CONTRACT_MANAGER", "JCB_APPROVER", "INFORMATION_ANALYST", "FINANCE_PARTNER"


@pytest.fixture
def people(contracts: RunningApp) -> dict[str, Client]:
    """One person for each role."""
    return {role: contracts.client(role, sub=role.lower()) for role in (MANAGER, BOARD, ANALYST, FINANCE)}


def an_indicator(code: str, weight_bp: int) -> dict[str, Any]:
    return {
        "code": code,
        "title": "People who feel supported",
        "domain": "Experience",
        "numerator": "Those who say they feel supported",
        "denominator": "Those asked",
        "direction": "increase",
        "baseline": {"num": 1, "den": 2},
        "target": {"num": 1, "den": 1},
        "weight_bp": weight_bp,
    }


def a_framework(**changes: Any) -> dict[str, Any]:
    return {
        "ref": f"OF-{uuid4().hex[:8]}",
        "title": "Older people",
        "commissioners": ["07L"],
        "providers": ["RAT"],
        "population": "People of 65 and over",
        "first_day": "2018-04-01",
        "indicators": [an_indicator("A-1", 10_000)],
    } | changes


async def drafted(who: Client, **changes: Any) -> Answer:
    answer = await who.post("/outcomes-frameworks", a_framework(**changes))
    assert answer.status == 201, answer.body
    return answer


async def then(who: Client, before: Answer, deed: str, body: dict[str, Any]) -> Answer:
    path = f"/outcomes-frameworks/{before.body['outcomes_framework_id']}/{deed}"
    answer = await who.post(path, body, etag=before.etag)
    assert answer.status == 200, answer.body
    return answer


YEAR_2 = {"code": "A-1", "start": "2019-04-01", "end": "2020-03-31"}


async def test_a_year_is_measured_paid_for_and_corrected(contracts: RunningApp, people: dict[str, Client]) -> None:
    keeper = contracts.client(*ROLES)
    contract = await registered(
        keeper, start="2018-04-01", end="2023-03-31", original_lifetime_value_pence=80_000_000_000
    )
    made = await drafted(people[MANAGER], contract_id=contract.body["contract_id"], indicators=[])
    framework = await then(people[MANAGER], made, "indicators", {"indicator": an_indicator("A-1", 10_000)})
    framework = await then(people[MANAGER], framework, "indicators", {"indicator": an_indicator("B-1", 1)})
    framework = await then(people[MANAGER], framework, "indicators/B-1/removal", {})
    framework = await then(people[BOARD], framework, "agreement", {"from_day": "2018-04-01"})
    framework = await then(people[ANALYST], framework, "measurements", YEAR_2 | {"num": 345, "den": 400})
    framework = await then(people[FINANCE], framework, "payments", {"contract_year": 2})
    assert (framework.body["earned_pence"], framework.body["withheld_pence"]) == (1_160_000_000, 440_000_000)
    recount = YEAR_2 | {"num": 400, "den": 400, "corrects": 1, "reason": "recount"}
    framework = await then(people[ANALYST], framework, "measurements", recount)
    framework = await then(people[FINANCE], framework, "payment-corrections", {"contract_year": 2, "reason": "recount"})
    assert (framework.body["earned_pence"], framework.body["latest_score_bp"]) == (1_600_000_000, 10_000)
    path = f"/outcomes-frameworks/{framework.body['outcomes_framework_id']}"
    assert (await people[FINANCE].get(path, as_of="9")).body["earned_pence"] == 1_160_000_000
    history = (await people[FINANCE].get(f"{path}/history")).body["items"]
    assert history[-1]["facts"]["difference_pence"] == 440_000_000
    query = {"contract_id": contract.body["contract_id"], "status": "in_force", "provider": "RAT"}
    found = (await people[FINANCE].get("/outcomes-frameworks", **query)).body["items"]
    assert [one["ref"] for one in found] == [framework.body["ref"]]


async def test_the_next_version_takes_the_place_of_the_one_before(
    contracts: RunningApp, people: dict[str, Client]
) -> None:
    first = await drafted(people[MANAGER])
    first = await then(people[BOARD], first, "agreement", {"from_day": "2018-04-01"})
    following = {"supersedes_id": first.body["outcomes_framework_id"], "ref": first.body["ref"]}
    second = await drafted(people[MANAGER], **following)
    key = second.body["outcomes_framework_id"]
    assert second.body["version_no"] == 2
    a_problem(
        await people[MANAGER].post("/outcomes-frameworks", a_framework(**following)),
        409,
        refusal="FrameworkVersionTaken",
    )
    await then(people[BOARD], second, "agreement", {"from_day": "2020-04-01"})
    happened = await newest_event(contracts, f"outcomes-framework-{key}")
    assert await react(contracts, happened) == 1
    assert await react(contracts, happened) == 1
    row = (await people[BOARD].get(f"/outcomes-frameworks/{first.body['outcomes_framework_id']}")).body
    assert (row["status"], row["superseded_by_id"], row["superseded_from"]) == ("superseded", key, "2020-04-01")
    assert row["version"] == 4


async def test_a_contract_that_names_a_framework_is_linked_to_it_when_it_is_in_force(
    contracts: RunningApp, people: dict[str, Client]
) -> None:
    keeper = contracts.client(*ROLES)
    framework = await drafted(people[MANAGER], first_day="2024-04-01")
    key = framework.body["outcomes_framework_id"]
    made = await registered(keeper, outcomes_framework_id=key, population="People of 65 and over")
    signed = await keeper.post(f"{made.headers['location']}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
    assert signed.status == 200, signed.body
    await react(contracts, await newest_event(contracts, f"contract-{made.body['contract_id']}"))
    assert (await keeper.get(f"/outcomes-frameworks/{key}")).body["contract_id"] == made.body["contract_id"]


async def test_nobodys_role_does_two_of_proposing_measuring_and_paying(people: dict[str, Client]) -> None:
    framework = await drafted(people[MANAGER])
    framework = await then(people[BOARD], framework, "agreement", {"from_day": "2018-04-01"})
    path = f"/outcomes-frameworks/{framework.body['outcomes_framework_id']}"
    measured, paid = YEAR_2 | {"num": 1, "den": 2}, {"contract_year": 2}
    for role in (MANAGER, BOARD, FINANCE):
        answer = await people[role].post(f"{path}/measurements", measured, etag=framework.etag)
        a_problem(answer, 403, refusal="ActionNotAllowed")
    for role in (MANAGER, BOARD, ANALYST):
        answer = await people[role].post(f"{path}/payments", paid, etag=framework.etag)
        a_problem(answer, 403, refusal="ActionNotAllowed")


async def test_who_drafted_it_does_not_agree_it_whatever_the_role(contracts: RunningApp) -> None:
    both = contracts.client(MANAGER, BOARD, sub="both")
    made = await drafted(both)
    path = f"/outcomes-frameworks/{made.body['outcomes_framework_id']}/agreement"
    a_problem(await both.post(path, {"from_day": "2018-04-01"}, etag=made.etag), 403, refusal="ApprovedByProposer")


async def test_a_provider_sees_the_framework_it_is_measured_by_and_no_other(
    contracts: RunningApp, people: dict[str, Client]
) -> None:
    made = await drafted(people[MANAGER])
    path = f"/outcomes-frameworks/{made.body['outcomes_framework_id']}"
    assert (await contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RAT").get(path)).status == 200
    assert (await contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4").get(path)).status == 404
