"""The register of legal advice over HTTP: who sees it, what leaves it (R106)."""

from typing import Any
from uuid import uuid4

from tests.kit.apps import Answer, RunningApp
from tests.services.contracts.register.test_api import ROLES, registered
from tests.services.contracts.test_bad_input import a_problem


async def recorded(contracts: RunningApp, **changes: Any) -> Answer:
    advice = {
        "ref": f"LA-{uuid4().hex[:8]}",
        "area": "procurement",
        "adviser": "A firm of solicitors (fictional)",
        "advised_on": "2017-09-01",
        "commissioned_by": ["07L"],
        "question": "May we?",
        "summary": "You may.",
    } | changes
    return await contracts.client(*ROLES).post("/legal-advice", advice)


async def test_advice_is_found_by_what_it_is_about_and_superseded(contracts: RunningApp) -> None:
    manager = contracts.client(*ROLES)
    contract = (await registered(manager)).headers["location"]
    made = await recorded(contracts)
    path = f"/legal-advice/{made.body['legal_advice_id']}"
    linked = await manager.post(f"{path}/subjects", {"subjects": [f"/api/v1{contract}"]}, etag=made.etag)
    assert linked.body["subjects"] == [contract]
    missing = await manager.post(f"{path}/subjects", {"subjects": [f"/contracts/{uuid4()}"]}, etag=linked.etag)
    a_problem(missing, 422, refusal="SubjectNotFound", field="subjects.0")
    found = (await manager.get("/legal-advice", subject=contract, area="procurement", in_force=True)).body["items"]
    assert [one["legal_advice_id"] for one in found] == [made.body["legal_advice_id"]]
    later = await recorded(contracts, advised_on="2017-10-01")
    gone = await manager.post(
        f"{path}/supersession", {"superseded_by": later.body["legal_advice_id"]}, etag=linked.etag
    )
    assert gone.body["superseded_by"] == later.body["legal_advice_id"]
    assert (await manager.get("/legal-advice", subject=contract, in_force=True)).body["items"] == []
    a_problem(await recorded(contracts, ref=made.body["ref"]), 409, refusal="LegalAdviceRefTaken", field="ref")
    a_problem(await recorded(contracts, commissioned_by=["RF4"]), 403, refusal="ActionNotAllowed")


async def test_privileged_advice_is_for_the_commissioning_side_alone(contracts: RunningApp) -> None:
    made = await recorded(contracts)
    path = f"/legal-advice/{made.body['legal_advice_id']}"
    provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", "LEADERSHIP_GROUP", org="RF4")
    a_problem(await provider.get(path), 404)
    manager = contracts.client(*ROLES)
    assert (await contracts.client("COMMISSIONER", org="08F").get(path)).body["summary"] == "You may."
    facts = (await manager.get(f"{path}/history")).body["items"][0]["facts"]
    assert not {"question", "summary"} & set(facts)
    refused = await manager.post(f"{path}/sharing", {"shared_with": ["RF4"]}, etag=made.etag)
    a_problem(refused, 422, refusal="PrivilegedAdviceIsNotShared")
    waived = await manager.post(f"{path}/privilege-waiver", {"reason": "agreed"}, etag=made.etag)
    shared = await manager.post(f"{path}/sharing", {"shared_with": ["RF4"]}, etag=waived.etag)
    assert shared.body["parties"] == ["07L", "RF4"]
    assert (await provider.get(path)).status == 200
    items = (await provider.get("/legal-advice")).body["items"]
    assert [one["legal_advice_id"] for one in items] == [made.body["legal_advice_id"]]
