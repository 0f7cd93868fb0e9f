"""The design of an ACS over HTTP, from its options until it is live (R6, R34, R35, R38, R39, R56)."""

from typing import Any
from uuid import uuid4

from tests.kit.apps import Answer, RunningApp
from tests.services.contracts.bodies.boards import a_board
from tests.services.contracts.decisions.test_api import taken
from tests.services.contracts.test_bad_input import a_problem

OPTION = {
    "model": "virtual_alliance",
    "name": "Alliance of all providers",
    "extents": [{"sector": "community", "extent": "partial"}, {"sector": "social_care", "extent": "partial"}],
}
SYSTEM = {
    "model": "pacs",
    "name": "One system",
    "extents": [{"sector": "primary", "extent": "full"}, {"sector": "acute", "extent": "full"}],
}
SHARES = [
    {"function": "outcomes and budgets", "side": "strategic", "share_bp": 3_000},
    {"function": "micro-commissioning", "side": "alliance", "share_bp": 7_000},
]


async def test_an_acs_goes_from_options_to_live(contracts: RunningApp) -> None:
    decision = await taken(contracts, await a_board(contracts))
    manager, approver = contracts.client("CONTRACT_MANAGER", sub="ann"), contracts.client("JCB_APPROVER", sub="bob")
    finance = contracts.client("FINANCE_PARTNER", sub="dee")
    begun = await manager.post(
        "/acs-designs",
        {
            "ref": f"ACS-{uuid4().hex[:8]}",
            "name": "BHR ACS",
            "commissioners": ["07L"],
            "localities": ["havering-north"],
        },
    )
    assert begun.status == 201, begun.body
    path, latest = begun.headers["location"], begun

    async def does(who: Any, deed: str, body: dict[str, Any]) -> Answer:
        nonlocal latest
        answer: Answer = await who.post(f"{path}/{deed}", body, etag=latest.etag)
        if answer.status == 200:
            latest = answer
        return answer

    choice = {"number": 1, "decision_id": decision.body["decision_id"], "rationale": "quickest"}
    assert (await does(manager, "options", OPTION)).status == 200
    a_problem(await does(manager, "option-selection", choice), 422, refusal="NothingToCompare")
    assert (await does(manager, "options", SYSTEM)).status == 200
    for kind in ("alliance_committee", "llp"):
        assert (await does(manager, "forms", {"kind": kind, "name": kind})).status == 200
    unknown = choice | {"decision_id": "01980000-0000-7000-8000-000000000000"}
    a_problem(await does(manager, "option-selection", unknown), 422, refusal="DecisionNotTaken")
    assert (await does(manager, "option-selection", choice)).body["model"] == "virtual_alliance"
    assert (await does(manager, "form-selection", choice)).body["form_selected"]["number"] == 1
    compared = (await manager.get(f"{path}/comparison")).body
    assert [(one["name"], one["selected"]) for one in compared["options"]] == [
        ("Alliance of all providers", True),
        ("One system", False),
    ]
    a_problem(await does(manager, "approval", {}), 403, refusal="ActionNotAllowed")
    herself = contracts.client("JCB_APPROVER", sub="ann")
    a_problem(await does(herself, "approval", {}), 403, refusal="ApprovedByProposer")
    assert (await does(approver, "approval", {})).body["status"] == "approved"

    both = {"strategic": ["07L", "E09000016"], "alliance": ["RAT", "E09000016"]}
    a_problem(await does(manager, "sides", both), 422, refusal="ReasonForBothSides")
    reason = {"on_both": [{"org": "E09000016", "reason": "it provides social care"}]}
    assert (await does(manager, "sides", both | reason)).status == 200
    assert (await contracts.client("PATHWAY_AUTHOR", org="RAT").get(path)).status == 200
    assert (await contracts.client("PATHWAY_AUTHOR", org="RF4").get(path)).status == 404
    wrong = {"effective_on": "2018-04-01", "shares": SHARES[:1]}
    a_problem(await does(manager, "function-splits", wrong), 422, refusal="SharesNotWhole")
    assert (await does(manager, "function-splits", wrong | {"shares": SHARES})).status == 200

    today = contracts.service.today().isoformat()
    a_problem(await does(approver, "mobilisation", {"on": today}), 422, refusal="MobilisationNotReady")
    for item in ("indicative_budgets", "services_in_scope", "geography"):
        said = {"item": item, "reference": "paper 7", "seat": "chief finance officer", "confirmed_on": "2018-03-01"}
        assert (await does(finance, "confirmations", said)).status == 200
    assert latest.body["missing"] == []
    assert (await does(approver, "mobilisation", {"on": today})).body["stage"] == "mobilisation"
    assert (await does(approver, "going-live", {"on": today})).body["stage"] == "live"
    listed = await manager.get("/acs-designs", stage="live", status="approved", locality="havering-north")
    assert begun.body["acs_design_id"] in [one["acs_design_id"] for one in listed.body["items"]]
    assert (await manager.get(path, as_of="2")).body["status"] == "options_open"
