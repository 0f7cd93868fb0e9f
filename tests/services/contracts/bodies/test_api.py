"""Governance bodies over HTTP: levels, terms of reference, seats, quorum, rights (R21, R58, R60, R64, R94)."""

from typing import Any

from tests.kit.apps import RunningApp
from tests.services.contracts.bodies.boards import EVERYBODY, TERMS, a_board, a_body, lead
from tests.services.contracts.test_bad_input import a_problem


async def test_bodies_report_to_one_above_and_are_dissolved_from_below(contracts: RunningApp) -> None:
    group = await a_body(contracts, kind="leadership_group")
    group_id = group.body["body_id"]
    local = await a_body(contracts, kind="locality", parent_id=group_id, localities=["havering-north"])
    path, ann = f"/governance-bodies/{group_id}", lead(contracts)
    below = await ann.get("/governance-bodies", parent_id=group_id, sitting=True, locality="havering-north")
    assert [item["body_id"] for item in below.body["items"]] == [local.body["body_id"]]
    circle = await ann.post(f"{path}/parent", {"parent_id": local.body["body_id"]}, etag=group.etag)
    a_problem(circle, 422, refusal="ParentNotAbove", field="parent_id")
    unknown = await ann.post(f"{path}/parent", {"parent_id": "01980000-0000-7000-8000-000000000000"}, etag=group.etag)
    a_problem(unknown, 422, refusal="UnknownParent")
    end = {"reason": "merged", "dissolved_on": "2018-03-31"}
    a_problem(await ann.post(f"{path}/dissolution", end, etag=group.etag), 422, refusal="BodiesStillReport")
    local_path = f"/governance-bodies/{local.body['body_id']}"
    freed = await ann.post(f"{local_path}/parent", {"parent_id": None}, etag=local.etag)
    assert freed.body["parent_id"] is None
    gone = await ann.post(f"{path}/dissolution", end, etag=group.etag)
    assert gone.body["dissolved_on"] == "2018-03-31"
    assert (await ann.get("/governance-bodies", kind="leadership_group", sitting=False)).body["items"]


async def test_a_board_is_read_as_it_was_and_tells_its_history(contracts: RunningApp) -> None:
    board = await a_board(contracts)
    path = f"/governance-bodies/{board.body['body_id']}"
    ann = lead(contracts)
    assert board.body["parties"] == ["07L", "E09000002", "RAT"]
    assert (await ann.get(path, as_of="3")).body["seats"] == []
    history = (await ann.get(f"{path}/history")).body["items"]
    assert "adopted edition 1 of its terms of reference" in history[2]["sentence"]
    vacated = await ann.post(f"{path}/vacancies", {"seat": "council-leader", "end": "2018-05-03"}, etag=board.etag)
    assert vacated.body["seats"][1]["end"] == "2018-05-03"
    option = {"title": "Joint venture", "form": "joint_venture", "against_it": ["VAT"]}
    logged = await ann.post(f"{path}/options", option, etag=vacated.etag)
    verdict = {"number": 1, "outcome": "set_aside", "reason": "irrecoverable VAT"}
    concluded = await ann.post(f"{path}/options/conclusion", verdict, etag=logged.etag)
    assert concluded.body["options"][0]["outcome"] == "set_aside"


async def test_who_has_no_part_sees_no_body_and_who_does_not_convene_it_changes_none(contracts: RunningApp) -> None:
    board = await a_board(contracts)
    path = f"/governance-bodies/{board.body['body_id']}"
    seated = contracts.client("LEADERSHIP_GROUP", org="RAT")
    seat = {"seat": "second-provider", "kind": "provider", "org": "RAT", "start": "2018-01-01"}
    a_problem(await seated.post(f"{path}/seats", seat, etag=board.etag), 403, refusal="ActionNotAllowed")
    assert (await contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RAT").get(path)).status == 200
    a_problem(await contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4").get(path), 404)
    own = await lead(contracts).post(f"{path}/terms-of-reference", TERMS, etag=board.etag)
    a_problem(
        await lead(contracts).post(f"{path}/terms-of-reference/adoption", {}, etag=own.etag),
        403,
        refusal="ApprovedByProposer",
    )


async def test_a_chair_asks_beforehand_whether_a_meeting_would_be_quorate(contracts: RunningApp) -> None:
    board = await a_board(contracts)
    path, ann = f"/governance-bodies/{board.body['body_id']}/quorum/check", lead(contracts)

    async def ask(**changes: Any) -> Any:
        meeting = {"day": "2017-09-29", "attending": EVERYBODY} | changes
        answer = await ann.send("POST", path, json=meeting)
        assert answer.status == 200, answer.body
        return answer.body

    assert (await ask())["quorate"]
    lacking = await ask(conflicted=["council-leader"])
    assert (lacking["quorate"], lacking["attainable"]) == (False, False)
    assert [kind["missing"] for kind in lacking["by_kind"]] == [0, 1, 0, 0]
    early = await ann.send("POST", path, json={"day": "2017-06-30", "attending": []})
    a_problem(early, 422, refusal="NoTermsThatDay", field="day")
    stranger = await ann.send("POST", path, json={"day": "2017-09-29", "attending": ["nobody"]})
    a_problem(stranger, 422, refusal="NotASeatThatDay")


async def test_the_decision_rights_matrix_shows_who_decides_what(contracts: RunningApp) -> None:
    board = await a_board(contracts)
    found = (await lead(contracts).get("/decision-rights", on="2017-09-29")).body["matters"]
    rights = {one["matter"]: {body["body_id"]: body["right"] for body in one["bodies"]} for one in found}
    assert rights["contracting-strategy"][board.body["body_id"]] == "decides"
    assert rights["workforce"][board.body["body_id"]] == "advises"
    outsider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="ILLV02")
    assert (await outsider.get("/decision-rights")).body["matters"] == []
