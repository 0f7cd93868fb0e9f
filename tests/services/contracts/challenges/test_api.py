"""Stakeholders and their challenges over HTTP: raised, overdue, debated, answered, counted (R31, R116)."""

from typing import Any
from uuid import uuid4

from shared.timers import fire_timers
from tests.kit.apps import RunningApp


def a_challenge(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Closure of the walk-in centre",
        "stakeholder": "Patients' forum",
        "subject": "service_change",
        "subject_id": str(uuid4()),
        "mechanism": "public_meeting",
        "issue": "Nobody was asked.",
        "raised_on": "2025-01-02",
        "response_due_on": "2025-02-28",
        "commissioners": ["07L"],
    } | changes


async def test_an_open_challenge_falls_overdue_and_is_counted_until_it_is_answered(contracts: RunningApp) -> None:
    lead = contracts.client("COMMISSIONER")
    entered = {"name": "Patients' forum", "kind": "patients_group", "commissioners": ["07L"]}
    stakeholder = await lead.post("/stakeholders", entered)
    assert stakeholder.status == 201, stakeholder.body
    position = {"topic": "walk-in centre", "stance": "opposed", "position": "Keep it.", "taken_on": "2025-01-01"}
    path = stakeholder.headers["location"]
    assert (await lead.post(f"{path}/positions", position, etag=stakeholder.etag)).body["stances"] == ["opposed"]

    body = a_challenge(stakeholder_id=stakeholder.body["stakeholder_id"])
    made = await lead.post("/challenges", body)
    assert made.status == 201, made.body
    await fire_timers(contracts.service)

    async def counted(**query: Any) -> int:
        return len((await lead.get("/challenges", subject_id=body["subject_id"], **query)).body["items"])

    assert (await counted(status="open"), await counted(status="open", overdue=True)) == (1, 1)
    path = made.headers["location"]
    now = await lead.get(path)
    assert (now.body["overdue"], now.body["version"]) == (True, 2)
    debate = {
        "forum": "Scrutiny committee",
        "mechanism": "overview_and_scrutiny",
        "debated_on": "2025-03-03",
        "outcome": "Consult first.",
    }
    debated = await lead.post(f"{path}/debates", debate, etag=now.etag)
    answer = {"answer": "A consultation is held.", "answered_on": "2025-03-04"}
    answered = await lead.post(f"{path}/answer", answer, etag=debated.etag)
    assert (answered.body["status"], answered.body["overdue"]) == ("answered", True)
    assert await counted(status="open") == 0


async def test_what_stakeholders_say_is_not_for_providers_nor_for_other_commissioners_to_enter(
    contracts: RunningApp,
) -> None:
    lead = contracts.client("COMMISSIONER")
    made = await lead.post("/challenges", a_challenge())
    stakeholder = await lead.post(
        "/stakeholders", {"name": "Scrutiny", "kind": "elected_body", "commissioners": ["07L"]}
    )
    provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RAT")
    for one in (made, stakeholder):
        assert (await provider.get(one.headers["location"])).status == 404
    assert (await contracts.client("COMMISSIONER", org="08F").post("/challenges", a_challenge())).status == 403
    unknown = a_challenge(stakeholder_id=str(uuid4()))
    assert (await lead.post("/challenges", unknown)).status == 404
