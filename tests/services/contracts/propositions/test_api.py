"""A proposition over HTTP: opened on a confirmed checklist, agreed by each contributor, submitted (R35, R37)."""

from typing import Any
from uuid import uuid4

from tests.kit.apps import Answer, Client, RunningApp

CODES = ("RF4", "RAT", "ILLV01")
CONTRIBUTORS = [{"ods": ods, "role": role} for ods, role in zip(CODES, ("lead", "member", "third_sector"), strict=True)]
VERSION = {
    "summary": "One frailty team in each locality.",
    "contributions": [{"ods": ods, "services": ["frailty"], "contribution": "A team."} for ods in CODES],
}


async def a_design(manager: Client) -> Answer:
    design = await manager.post(
        "/acs-designs",
        {
            "ref": f"ACS-{uuid4().hex[:8]}",
            "name": "BHR ACS",
            "commissioners": ["07L"],
            "localities": ["havering-north"],
        },
    )
    assert design.status == 201, design.body
    return design


async def test_opens_on_a_confirmed_checklist_and_is_submitted_once_all_have_agreed(contracts: RunningApp) -> None:
    manager = contracts.client("CONTRACT_MANAGER")
    lead, member, charity = (contracts.client("SERVICE_PROVIDER_CLINICIAN", org=org) for org in CODES)
    design = await a_design(manager)
    opening = {
        "design_id": design.body["acs_design_id"],
        "title": "Integrated frailty care",
        "contributors": CONTRIBUTORS,
        "submit_by": "2199-01-01",
    }
    by_item = {
        "indicative_budgets": contracts.client("FINANCE_PARTNER"),
        "services_in_scope": manager,
        "geography": manager,
    }
    etag = design.etag
    for item, who in by_item.items():
        early = await manager.post("/propositions", opening)
        assert (early.status, early.body["refusal"]) == (422, "MobilisationNotConfirmed")
        said = {"item": item, "reference": "Board paper 7", "seat": "Director", "confirmed_on": "2025-01-06"}
        confirmed = await who.post(f"{design.headers['location']}/confirmations", said, etag=etag)
        assert confirmed.status == 200, confirmed.body
        etag = confirmed.etag
    last = await manager.post("/propositions", opening)
    assert last.status == 201, last.body
    path = last.headers["location"]

    async def does(who: Client, deed: str, body: dict[str, Any], status: int = 200) -> Answer:
        nonlocal last
        answer = await who.post(f"{path}/{deed}", body, etag=last.etag)
        assert answer.status == status, answer.body
        last = answer if status == 200 else last
        return answer

    assert (await does(manager, "versions", VERSION, 403)).body["refusal"] == "NotTheLeadProvider"
    await does(lead, "versions", VERSION)
    await does(member, "refusals", {"version_no": 1, "reasons": "Not at this price."})
    assert (await does(lead, "submission", {"version_no": 1}, 422)).body["refusal"] == "ContributionNotAgreed"
    await does(lead, "versions", VERSION)
    await does(member, "agreements", {"version_no": 2})
    await does(charity, "agreements", {"version_no": 2})
    assert (await does(lead, "submission", {"version_no": 2})).body["status"] == "submitted"
    stranger = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="ILLV02")
    assert (await stranger.get(path)).status == 404
    assert (await stranger.post("/propositions", opening)).status == 403
    assert "frailty team" not in str((await member.get(f"{path}/history")).body)
    found = await manager.get("/propositions", design_id=opening["design_id"], contributor="ILLV01")
    assert [one["proposition_id"] for one in found.body["items"]] == [last.body["proposition_id"]]
