"""The design of an ACS over HTTP, from its options until it is live (R6, R34, R35, R38, R39, R56)."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.kit.apps import Answer, Client, RunningApp
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


@dataclass
class Asking:
    """A design and its newest version: each deed is asked at that version, and moves it on where it is done."""

    path: str
    latest: Answer

    async def does(self, who: Client, deed: str, body: dict[str, Any]) -> Answer:
        answer = await who.post(f"{self.path}/{deed}", body, etag=self.latest.etag)
        if answer.status == 200:
            self.latest = answer
        return answer


async def a_design(contracts: RunningApp) -> Asking:
    manager = contracts.client("CONTRACT_MANAGER", sub="ann")
    entry = {"ref": f"ACS-{uuid4().hex[:8]}", "name": "BHR ACS", "commissioners": ["07L"]}
    begun = await manager.post("/acs-designs", entry | {"localities": ["havering-north"]})
    assert begun.status == 201, begun.body
    return Asking(begun.headers["location"], begun)


async def approved(contracts: RunningApp) -> Asking:
    """Explored, selected by a decision, and approved by somebody else."""
    decision = await taken(contracts, await a_board(contracts))
    manager, approver = contracts.client("CONTRACT_MANAGER", sub="ann"), contracts.client("JCB_APPROVER", sub="bob")
    design = await a_design(contracts)
    choice = {"number": 1, "decision_id": decision.body["decision_id"], "rationale": "quickest"}
    assert (await design.does(manager, "options", OPTION)).status == 200
    a_problem(await design.does(manager, "option-selection", choice), 422, refusal="NothingToCompare")
    assert (await design.does(manager, "options", SYSTEM)).status == 200
    for kind in ("alliance_committee", "llp"):
        assert (await design.does(manager, "forms", {"kind": kind, "name": kind})).status == 200
    unknown = choice | {"decision_id": "01980000-0000-7000-8000-000000000000"}
    a_problem(await design.does(manager, "option-selection", unknown), 422, refusal="DecisionNotTaken")
    assert (await design.does(manager, "option-selection", choice)).body["model"] == "virtual_alliance"
    assert (await design.does(manager, "form-selection", choice)).body["form_selected"]["number"] == 1
    a_problem(await design.does(manager, "approval", {}), 403, refusal="ActionNotAllowed")
    herself = contracts.client("JCB_APPROVER", sub="ann")
    a_problem(await design.does(herself, "approval", {}), 403, refusal="ApprovedByProposer")
    assert (await design.does(approver, "approval", {})).body["status"] == "approved"
    return design


async def test_an_acs_goes_from_options_to_live(contracts: RunningApp) -> None:
    design = await approved(contracts)
    approver, finance = contracts.client("JCB_APPROVER", sub="bob"), contracts.client("FINANCE_PARTNER", sub="dee")
    compared = (await finance.get(f"{design.path}/comparison")).body
    assert [(one["name"], one["selected"]) for one in compared["options"]] == [
        ("Alliance of all providers", True),
        ("One system", False),
    ]
    today = contracts.service.today().isoformat()
    early = await design.does(approver, "mobilisation", {"on": today})
    a_problem(early, 422, refusal="MobilisationNotReady")
    for item in ("indicative_budgets", "services_in_scope", "geography"):
        said = {"item": item, "reference": "paper 7", "seat": "chief finance officer", "confirmed_on": "2018-03-01"}
        assert (await design.does(finance, "confirmations", said)).status == 200
    assert design.latest.body["missing"] == []
    assert (await design.does(approver, "mobilisation", {"on": today})).body["stage"] == "mobilisation"
    assert (await design.does(approver, "going-live", {"on": today})).body["stage"] == "live"
    listed = await finance.get("/acs-designs", stage="live", status="approved", locality="havering-north")
    assert design.latest.body["ref"] in [one["ref"] for one in listed.body["items"]]
    assert (await finance.get(design.path, as_of="2")).body["status"] == "options_open"


async def test_both_sides_see_what_is_split_between_them(contracts: RunningApp) -> None:
    manager, design = contracts.client("CONTRACT_MANAGER", sub="ann"), await a_design(contracts)
    both = {"strategic": ["07L", "E09000016"], "alliance": ["RAT", "E09000016"]}
    a_problem(await design.does(manager, "sides", both), 422, refusal="ReasonForBothSides")
    reason = {"on_both": [{"org": "E09000016", "reason": "it provides social care"}]}
    assert (await contracts.client("PATHWAY_AUTHOR", org="RAT").get(design.path)).status == 404
    assert (await design.does(manager, "sides", both | reason)).status == 200
    assert (await contracts.client("PATHWAY_AUTHOR", org="RAT").get(design.path)).status == 200
    assert (await contracts.client("PATHWAY_AUTHOR", org="RF4").get(design.path)).status == 404
    wrong = {"effective_on": "2018-04-01", "shares": SHARES[:1]}
    a_problem(await design.does(manager, "function-splits", wrong), 422, refusal="SharesNotWhole")
    assert (await design.does(manager, "function-splits", wrong | {"shares": SHARES})).status == 200
