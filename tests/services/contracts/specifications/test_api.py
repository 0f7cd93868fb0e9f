"""A specification over HTTP: written together, agreed by somebody else, superseded and still readable (R8)."""

from typing import Any
from uuid import uuid4

from tests.kit.apps import Answer, Client, RunningApp

CONTENT: dict[str, Any] = {
    "population": "Frail people over 75",
    "purpose": "Keep people well at home.",
    "scope": "Assessment and care planning.",
    "outcomes": [{"indicator": "ADM-75", "outcome": "Fewer emergency admissions"}],
}
PATIENTS = {
    "kind": "users_and_carers",
    "name": "Patients' group",
    "took_part_on": "2025-01-01",
    "contribution": "One contact.",
}
PROVIDER = {
    "kind": "providers",
    "name": "NELFT",
    "ods": "RAT",
    "took_part_on": "2025-01-01",
    "contribution": "Staffing.",
}


async def test_what_was_agreed_stays_readable_when_a_further_version_supersedes_it(contracts: RunningApp) -> None:
    author = contracts.client("CONTRACT_MANAGER", "JCB_APPROVER", sub="author")
    approver = contracts.client("JCB_APPROVER", sub="approver")
    provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RAT", sub="percy")
    body = {
        "ref": f"SPEC-{uuid4().hex[:8]}",
        "title": "Frailty",
        "service": f"frailty {uuid4().hex[:8]}",
        "commissioners": ["07L"],
        "content": CONTENT,
    }
    last = await author.post("/specifications", body)
    assert last.status == 201, last.body
    path = last.headers["location"]

    async def does(who: Client, deed: str, said: dict[str, Any], status: int = 200) -> Answer:
        nonlocal last
        answer = await who.post(f"{path}/{deed}", said, etag=last.etag)
        assert answer.status == status, answer.body
        last = answer if status == 200 else last
        return answer

    assert (await provider.get(path)).status == 404
    for co_producer in (PATIENTS, PROVIDER):
        await does(author, "co-producers", {"co_producer": co_producer})
    assert (await provider.get(path)).status == 200
    await does(provider, "deliverability", {"version_no": 1, "deliverable": True, "statement": "Yes."})
    refused = await does(author, "agreement", {"version_no": 1}, status=403)
    assert refused.body["refusal"] == "ApprovedByProposer"
    first = await does(approver, "agreement", {"version_no": 1})
    assert (await does(author, "rewritings", {"content": CONTENT, "reason": "better"}, status=422)).body[
        "refusal"
    ] == "SpecificationNotInDraft"

    await does(author, "versions", {"content": CONTENT | {"population": "Frail people over 65"}})
    for co_producer in (PATIENTS, PROVIDER):
        await does(author, "co-producers", {"co_producer": co_producer})
    await does(provider, "deliverability", {"version_no": 2, "deliverable": True, "statement": "Yes."})
    await does(approver, "agreement", {"version_no": 2})
    now, then = (await provider.get(path)).body, (await provider.get(path, as_of=first.etag.strip('"'))).body
    assert (now["in_force_no"], then["in_force_no"]) == (2, 1)
    assert [one["status"] for one in now["versions"]] == ["superseded", "agreed"]
    assert then["versions"][0]["content"]["population"] == "Frail people over 75"
    found = (await provider.get("/specifications", service=body["service"], status="agreed")).body["items"]
    assert [one["ref"] for one in found] == [body["ref"]]
    assert (await author.post("/specifications", body)).body["refusal"] == "SpecificationRefTaken"
