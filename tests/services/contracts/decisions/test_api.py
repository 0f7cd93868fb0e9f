"""Decisions over HTTP: quorate, within their rights, one position per topic, evidence as it stood (R47, R99)."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.decisions.api import decisions
from services.contracts.decisions.citing import DecisionNotTaken, TakenDecision, taken_decision
from services.contracts.decisions.commands import TakeDecision
from services.contracts.decisions.facts import body_of
from services.contracts.decisions.refusals import TopicDecidedMeanwhile
from shared.eventstore.codec import Meta
from shared.timers import fire_timers
from shared.wish import Wish
from tests.kit.apps import Answer, RunningApp
from tests.kit.rig import eventually
from tests.services.contracts.bodies.boards import EVERYBODY, a_board, lead
from tests.services.contracts.delegations.test_api import call_of
from tests.services.contracts.register.test_api import ROLES, registered
from tests.services.contracts.test_bad_input import a_problem

MEETING = {"met_on": "2017-09-29", "attending": EVERYBODY, "in_favour": EVERYBODY}
NELFT = "chief-executive-nelft"


async def proposed(contracts: RunningApp, board: Answer, **changes: Any) -> Answer:
    body = {
        "body_id": board.body["body_id"],
        "topic": f"topic-{uuid4().hex[:8]}",
        "position": "lead-provider",
        "matter": "contracting-strategy",
        "title": "A lead provider",
        "statement": "One lead provider is to be commissioned.",
    } | changes
    answer = await lead(contracts).post("/decisions", body)
    assert answer.status == 201, answer.body
    return answer


def path_of(made: Answer) -> str:
    return f"/decisions/{made.body['decision_id']}"


async def decide(contracts: RunningApp, made: Answer, **changes: Any) -> Answer:
    return await lead(contracts, "bob").post(f"{path_of(made)}/taking", MEETING | changes, etag=made.etag)


async def taken(contracts: RunningApp, board: Answer, **changes: Any) -> Answer:
    answer = await decide(contracts, await proposed(contracts, board, **changes))
    assert answer.status == 200, answer.body
    return answer


async def cited(contracts: RunningApp, made: Answer) -> TakenDecision:
    call = call_of(contracts, "PROCUREMENT_LEAD", org="07L")
    return await taken_decision(call, UUID(made.body["decision_id"]))


@pytest.fixture(scope="module")
async def board(contracts: RunningApp) -> Answer:
    return await a_board(contracts)


async def test_one_position_stands_on_a_topic_and_another_supersedes_it_by_name(
    contracts: RunningApp, board: Answer
) -> None:
    first = await taken(contracts, board)
    topic = first.body["topic"]
    assert (first.body["status"], first.body["number"]) == ("taken", 1)
    upheld = await taken(contracts, board, topic=topic)
    assert upheld.body["upholds"] == first.body["decision_id"]
    assert (await cited(contracts, first)).topic == topic
    other = await proposed(contracts, board, topic=topic, position="alliance")
    refused = await decide(contracts, other)
    a_problem(refused, 422, refusal="ContradictsStandingPosition", field="supersedes")
    assert upheld.body["decision_id"] in str(refused.body)
    second = await decide(contracts, other, supersedes=upheld.body["decision_id"])
    assert second.status == 200, second.body
    reader = lead(contracts)
    position = (await reader.get(f"/positions/{topic}")).body
    assert (position["position"], [one["number"] for one in position["history"]]) == ("alliance", [3, 2, 1])
    listed = (await reader.get("/positions", topic=topic)).body["items"]
    assert [one["decision_id"] for one in listed] == [second.body["decision_id"]]
    before = await reader.get("/positions", topic=topic, standing=False, body_id=board.body["body_id"])
    assert len(before.body["items"]) == 3
    with pytest.raises(DecisionNotTaken):
        await cited(contracts, first)

    async def both_superseded() -> bool:
        rows = [(await reader.get(path_of(one))).body for one in (first, upheld)]
        return all(row["superseded_by"] == second.body["decision_id"] for row in rows)

    assert await eventually(both_superseded)
    a_problem(await reader.get("/positions/no-such-topic"), 404)


async def test_of_several_decided_at_once_one_stands(contracts: RunningApp, board: Answer) -> None:
    topic = f"topic-{uuid4().hex[:8]}"
    made = [await proposed(contracts, board, topic=topic, position=f"position-{n}") for n in range(3)]
    answers = await asyncio.gather(*(decide(contracts, one) for one in made))
    assert [answer.status for answer in answers].count(200) == 1
    refused = {answer.body.get("refusal") for answer in answers if answer.status != 200}
    assert refused <= {"TopicDecidedMeanwhile", "ContradictsStandingPosition"}
    assert len((await lead(contracts).get(f"/positions/{topic}")).body["history"]) == 1


async def test_who_decided_on_what_was_known_before_another_did_is_refused(
    contracts: RunningApp, board: Answer
) -> None:
    """Both commands were made while the topic had no position; the table lets one of them in (R99)."""
    topic = f"topic-{uuid4().hex[:8]}"
    first, second = [await proposed(contracts, board, topic=topic, position=name) for name in ("one", "another")]
    call = call_of(contracts, "LEADERSHIP_GROUP", org="07L")
    sitting = await body_of(call, UUID(board.body["body_id"]))
    wish = Wish(
        TakeDecision(
            met_on=date(2017, 9, 29),
            attending=tuple(EVERYBODY),
            in_favour=tuple(EVERYBODY),
            body=sitting,
            standing=None,
            seen=(),
            not_found=(),
            today=call.today,
            by="bob",
        ),
        Meta(actor="bob", org="07L", correlation="test"),
        call.now,
    )
    await contracts.service.executor.execute(decisions, UUID(first.body["decision_id"]), wish)
    with pytest.raises(TopicDecidedMeanwhile):
        await contracts.service.executor.execute(decisions, UUID(second.body["decision_id"]), wish)


async def test_the_evidence_is_shown_as_it_stood_then(contracts: RunningApp, board: Answer) -> None:
    manager = contracts.client(*ROLES)
    contract = await registered(manager)
    path = contract.headers["location"]
    evidence = [
        {"what": "the contract", "uri": f"/api/v1{path}"},
        {"what": "the pool", "uri": f"/pools/{uuid4()}"},
        {"what": "the report", "uri": "https://example.org/report"},
    ]
    made = await taken(contracts, board, evidence=evidence)
    seen = made.body["seen"]
    assert (seen[0]["version"], seen[0]["read_at"]) == (1, f"{path}?as_of=1")
    assert "?as_of=2" in seen[1]["read_at"]
    assert seen[2]["read_at"] is None
    await manager.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag=contract.etag)
    assert (await manager.get(path)).body["status"] == "active"
    assert (await manager.send("GET", seen[0]["read_at"])).body["status"] == "draft"
    missing = {"what": "nothing", "uri": f"/contracts/{uuid4()}"}
    body = made.body | {"evidence": [evidence[2], missing]}
    names = ("body_id", "topic", "position", "matter", "title", "statement", "evidence")
    answer = await lead(contracts).post("/decisions", {name: body[name] for name in names})
    a_problem(answer, 422, refusal="EvidenceNotFound", field="evidence.1.uri")


async def test_a_meeting_without_quorum_is_told_what_it_lacks(contracts: RunningApp, board: Answer) -> None:
    made = await proposed(contracts, board)
    free = [seat for seat in EVERYBODY if seat != "council-leader"]
    interest = {"seat": "council-leader", "interest": "financial", "interest_in": "RAT"}
    made = await lead(contracts).post(f"{path_of(made)}/conflicts", interest, etag=made.etag)
    voted = await decide(contracts, made)
    a_problem(voted, 422, refusal="ConflictedSeatVoted")
    answer = await decide(contracts, made, in_favour=free)
    a_problem(answer, 422, refusal="NotQuorate", field="attending")
    assert answer.body["facts"]["missing_by_kind"] == {"democratic": 1}
    with pytest.raises(DecisionNotTaken):
        await cited(contracts, made)


async def test_other_outcomes(contracts: RunningApp, board: Answer) -> None:
    bob = lead(contracts, "bob")
    made = await proposed(contracts, board)
    put_off = await bob.post(f"{path_of(made)}/deferral", {"reason": "legal advice first"}, etag=made.etag)
    assert put_off.body["status"] == "deferred"
    against = MEETING | {"in_favour": EVERYBODY[:1], "against": EVERYBODY[1:]}
    down = await bob.post(f"{path_of(made)}/rejection", against, etag=put_off.etag)
    assert down.body["status"] == "rejected"
    again = await proposed(contracts, board)
    back = await lead(contracts).post(f"{path_of(again)}/withdrawal", {"reason": "not now"}, etag=again.etag)
    assert back.body["status"] == "withdrawn"
    listed = await bob.get("/decisions", topic=made.body["topic"], status="rejected", body_id=board.body["body_id"])
    assert [one["decision_id"] for one in listed.body["items"]] == [made.body["decision_id"]]
    not_its_own = {"body_id": board.body["body_id"], "matter": "workforce", "topic": "x", "position": "y"}
    asked = await bob.post("/decisions", not_its_own | {"title": "t", "statement": "s"})
    a_problem(asked, 422, refusal="BodyHasNoRight", field="matter")


async def test_actions_are_done_or_overdue_by_the_clock(contracts: RunningApp, board: Answer) -> None:
    made = await taken(contracts, board)
    path, bob, today = path_of(made), lead(contracts, "bob"), contracts.service.today()
    for owner in ("07L", "RAT"):
        action = {"what": "write to the providers", "owner": owner, "due_on": str(today)}
        made = await bob.post(f"{path}/actions", action, etag=made.etag)
        assert made.status == 200, made.body
    done = {"number": 1, "done_on": str(today)}
    a_problem(
        await contracts.client("LEADERSHIP_GROUP", org="RAT").post(f"{path}/actions/completion", done, etag=made.etag),
        403,
        refusal="NotTheActionsOwner",
    )
    assert (await bob.post(f"{path}/actions/completion", done, etag=made.etag)).body["actions_open"] == 1
    tomorrow = contracts.service.now() + timedelta(days=1)
    for _ in range(2):
        await fire_timers(replace(contracts.service, clock=lambda: tomorrow))
    row = (await bob.get(path)).body
    assert (row["actions_overdue"], row["actions"][1]["overdue_since"], row["version"]) == (1, str(today), 6)
    overdue = (await bob.get("/decisions", actions_overdue=True, topic=row["topic"])).body["items"]
    assert [one["decision_id"] for one in overdue] == [row["decision_id"]]


async def test_papers_are_withheld_and_outcomes_recorded_by_who_convenes(contracts: RunningApp, board: Answer) -> None:
    open_one, closed = await proposed(contracts, board), await proposed(contracts, board, withheld_from=["RAT"])
    provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RAT")
    assert (await provider.get(path_of(open_one))).status == 200
    a_problem(await provider.get(path_of(closed)), 404)
    items = (await provider.get("/decisions", body_id=board.body["body_id"])).body["items"]
    assert closed.body["decision_id"] not in [one["decision_id"] for one in items]
    seated = contracts.client("LEADERSHIP_GROUP", org="RAT", sub="bob")
    answer = await seated.post(f"{path_of(open_one)}/taking", MEETING, etag=open_one.etag)
    a_problem(answer, 403, refusal="ActionNotAllowed")
    without = [seat for seat in EVERYBODY if seat != NELFT]
    assert (await decide(contracts, closed, in_favour=without)).body["meeting"]["conflicted"] == [NELFT]
