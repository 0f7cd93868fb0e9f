"""Contacts with regulators over HTTP: recorded by one party, answered by another (R23)."""

from typing import Any
from uuid import uuid4

from tests.kit.apps import Answer, Client, RunningApp
from tests.services.contracts.test_bad_input import a_problem

LETTER = {"kind": "letter", "uri": "urn:letter", "period": "2026"}


def a_contact(**changes: Any) -> dict[str, Any]:
    return {
        "organisations": ["07L", "RF4"],
        "regulator": "cqc",
        "kind": "inspection",
        "held_on": "2026-02-02",
        "subject": "Urgent care pathway",
        "summary": "Visited two sites",
    } | changes


async def then(who: Client, before: Answer, deed: str, body: dict[str, Any]) -> Answer:
    path = f"/assurance-contacts/{before.body['assurance_contact_id']}/{deed}"
    answer = await who.post(path, body, etag=before.etag)
    assert answer.status == 200, answer.body
    return answer


async def test_a_finding_is_answered_by_the_provider_and_closed(contracts: RunningApp) -> None:
    manager = contracts.client("CONTRACT_MANAGER")
    provider = contracts.client("CONTRACT_MANAGER", org="RF4")
    case = str(uuid4())
    made = await manager.post("/assurance-contacts", a_contact(isap_case_id=case))
    assert made.status == 201, made.body
    finding = {"severity": "breach", "text": "Waits", "found_on": "2026-02-02", "answer_due_on": "2026-03-02"}
    contact = await then(manager, made, "findings", finding)
    listed = await provider.get("/assurance-contacts", isap_case_id=case, open_findings=True, regulator="cqc")
    assert [one["open_findings"] for one in listed.body["items"]] == [1]
    answer = {"answer": "Audited monthly", "answered_on": "2026-02-20", "evidence": [LETTER]}
    contact = await then(provider, contact, "findings/1/answer", answer)
    assert contact.body["findings"][0]["answered_by_org"] == "RF4"
    contact = await then(manager, contact, "findings/1/closure", {"closed_on": "2026-02-25", "evidence": [LETTER]})
    assert contact.body["open_findings"] == 0
    assert (await manager.get(made.headers["location"], as_of="2")).body["open_findings"] == 1
    told = [one["sentence"] for one in (await manager.get(f"{made.headers['location']}/history")).body["items"]]
    assert told[1] == "Care Quality Commission found (breach): Waits"


async def test_nobody_records_for_others_and_strangers_see_nothing(contracts: RunningApp) -> None:
    manager = contracts.client("CONTRACT_MANAGER", org="08F")
    a_problem(await manager.post("/assurance-contacts", a_contact()), 403, refusal="ActionNotAllowed")
    made = await contracts.client("CONTRACT_MANAGER").post("/assurance-contacts", a_contact())
    stranger = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RAT")
    assert (await stranger.get(made.headers["location"])).status == 404
