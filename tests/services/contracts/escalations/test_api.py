"""Issues over HTTP: from a locality board to the leadership group (R49, R116)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from shared.timers import fire_timers
from tests.kit.apps import Answer, RunningApp
from tests.services.contracts.bodies.boards import a_body, lead
from tests.services.contracts.test_bad_input import a_problem


async def raised(contracts: RunningApp, body: Answer, org: str = "07L", **changes: Any) -> Answer:
    issue = {
        "kind": "mindset",
        "title": "Providers see each other as rivals",
        "details": "Two of them prepare rival bids.",
        "body_id": body.body["body_id"],
        "answer_due_on": str(contracts.service.today()),
    } | changes
    return await contracts.client("COMMISSIONER", org=org).post("/escalations", issue)


async def test_an_issue_is_debated_overdue_taken_up_answered_and_resolved(contracts: RunningApp) -> None:
    group = await a_body(contracts, kind="leadership_group")
    local = await a_body(contracts, kind="locality", parent_id=group.body["body_id"], localities=["havering-north"])
    made = await raised(contracts, local)
    assert made.status == 201, made.body
    path, ann = f"/escalations/{made.body['escalation_id']}", lead(contracts)
    council = contracts.client("COMMISSIONER", org="E09000016")
    said = await council.post(
        f"{path}/contributions", {"stance": "supports", "text": "We see the same."}, etag=made.etag
    )
    assert said.body["parties"][-1] == "E09000016"
    tomorrow = contracts.service.now() + timedelta(days=1)
    for _ in range(2):
        await fire_timers(replace(contracts.service, clock=lambda: tomorrow))
    late = await ann.get(path)
    assert (late.body["overdue"], late.body["version"]) == (True, 3)
    found = (await ann.get("/escalations", overdue=True, kind="mindset", body_id=local.body["body_id"])).body["items"]
    assert [one["escalation_id"] for one in found] == [made.body["escalation_id"]]
    up = {"reason": "No answer came.", "answer_due_on": "2099-01-01"}
    above = await ann.post(f"{path}/referral", up, etag=late.etag)
    assert (above.body["body_id"], above.body["overdue"]) == (group.body["body_id"], False)
    early = await ann.post(f"{path}/resolution", {"resolution": "settled"}, etag=above.etag)
    a_problem(early, 422, refusal="NotYetAnswered")
    answer = await ann.post(f"{path}/answer", {"answer": "They are to bid together."}, etag=above.etag)
    unknown = {"resolution": "settled", "decision_id": str(uuid4())}
    a_problem(
        await ann.post(f"{path}/resolution", unknown, etag=answer.etag),
        422,
        refusal="DecisionNotTaken",
        field="decision_id",
    )
    done = await ann.post(f"{path}/resolution", {"resolution": "settled"}, etag=answer.etag)
    assert done.body["status"] == "resolved"
    higher = await ann.post(f"{path}/referral", up, etag=done.etag)
    a_problem(higher, 422, refusal="EscalationIsResolved")
    history = (await ann.get(f"{path}/history")).body["items"]
    assert not {"details", "answer", "resolution", "contribution"} & {name for one in history for name in one["facts"]}


async def test_who_raises_an_issue_sees_it_and_who_does_not_convene_the_body_does_not_answer(
    contracts: RunningApp,
) -> None:
    local = await a_body(contracts, kind="locality", localities=["havering-north"])
    stranger = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4")
    issue = {
        "kind": "delivery",
        "title": "No room",
        "details": "There is no room.",
        "body_id": local.body["body_id"],
        "answer_due_on": "2099-01-01",
    }
    a_problem(await stranger.post("/escalations", issue), 422, refusal="UnknownAnsweringBody", field="body_id")
    seat = {"seat": "chief-executive", "kind": "provider", "org": "RF4", "start": "2017-07-01"}
    path = f"/governance-bodies/{local.body['body_id']}/seats"
    assert (await lead(contracts).post(path, seat, etag=local.etag)).status == 200
    made = await stranger.post("/escalations", issue)
    assert made.status == 201, made.body
    path = f"/escalations/{made.body['escalation_id']}"
    assert (await stranger.get(path)).status == 200
    a_problem(await contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RAT").get(path), 404)
    own = await lead(contracts, org="RF4").post(f"{path}/answer", {"answer": "yes"}, etag=made.etag)
    a_problem(own, 403, refusal="ActionNotAllowed")
    nothing = await raised(contracts, local, about=f"/contracts/{uuid4()}")
    a_problem(nothing, 422, refusal="SubjectOfEscalationNotFound", field="about")
    top = await lead(contracts).post(
        f"{path}/referral", {"reason": "higher", "answer_due_on": "2099-01-01"}, etag=made.etag
    )
    a_problem(top, 422, refusal="NoBodyAbove")
