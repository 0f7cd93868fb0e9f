"""Bodies and their decisions over HTTP: quorate, within their rights, one position per topic, evidence as it stood."""

from typing import Any
from uuid import uuid4

from tests.kit.apps import Answer, Client, RunningApp

SEATS = (
    ("clinical-chair", "clinical", "07L"),
    ("second-clinician", "clinical", "08F"),
    ("council-leader", "democratic", "E09000002"),
    ("accountable-officer", "commissioner", "07L"),
    ("chief-executive-nelft", "provider", "RAT"),
)
EVERYBODY = [seat for seat, _, _ in SEATS]
TERMS = {
    "purpose": "Decides together.",
    "quorum": {"total": 3, "clinical": 1, "democratic": 1},
    "rights": [
        {"matter": "contracting-strategy", "area": "what_to_commission", "right": "decides"},
        {"matter": "workforce", "area": "how_to_provide", "right": "advises"},
    ],
    "effective_from": "2017-07-01",
}
MEETING = {"met_on": "2017-09-29", "attending": EVERYBODY, "in_favour": EVERYBODY}


def lead(contracts: RunningApp, sub: str = "ann", org: str = "07L") -> Client:
    return contracts.client("LEADERSHIP_GROUP", org=org, sub=sub)


async def a_body(contracts: RunningApp, **changes: Any) -> Answer:
    body = {
        "ref": f"JCB-{uuid4().hex[:8]}",
        "name": "Joint Commissioning Board",
        "kind": "joint_commissioning",
        "convened_by": ["07L", "E09000002"],
        "established_on": "2017-07-01",
    } | changes
    answer = await lead(contracts).post("/governance-bodies", body)
    assert answer.status == 201, answer.body
    return answer


async def a_board(contracts: RunningApp) -> Answer:
    """A body with terms of reference and five seats."""
    made = await a_body(contracts)
    path, ann = made.headers["location"], lead(contracts)
    answer = await ann.post(f"{path}/terms-of-reference", TERMS, etag=made.etag)
    answer = await lead(contracts, "bob").post(f"{path}/terms-of-reference/adoption", {}, etag=answer.etag)
    assert answer.status == 200, answer.body
    for seat, kind, org in SEATS:
        body = {"seat": seat, "kind": kind, "org": org, "start": "2017-07-01"}
        answer = await ann.post(f"{path}/seats", body, etag=answer.etag)
        assert answer.status == 200, answer.body
    return answer


def a_proposal(board: Answer, **changes: Any) -> dict[str, Any]:
    return {
        "body_id": board.body["body_id"],
        "topic": f"topic-{uuid4().hex[:8]}",
        "position": "lead-provider",
        "matter": "contracting-strategy",
        "title": "A lead provider",
        "statement": "One lead provider is to be commissioned.",
    } | changes


async def proposed(contracts: RunningApp, board: Answer, **changes: Any) -> Answer:
    answer = await lead(contracts).post("/decisions", a_proposal(board, **changes))
    assert answer.status == 201, answer.body
    return answer


async def decide(contracts: RunningApp, made: Answer, **changes: Any) -> Answer:
    path = f"/decisions/{made.body['decision_id']}"
    return await lead(contracts, "bob").post(f"{path}/taking", MEETING | changes, etag=made.etag)


async def taken(contracts: RunningApp, board: Answer, **changes: Any) -> Answer:
    answer = await decide(contracts, await proposed(contracts, board, **changes))
    assert answer.status == 200, answer.body
    return answer


async def test_the_first_decision_on_a_topic_stands(contracts: RunningApp) -> None:
    board = await a_board(contracts)
    made = await taken(contracts, board)
    assert (made.body["status"], made.body["number"]) == ("taken", 1)
