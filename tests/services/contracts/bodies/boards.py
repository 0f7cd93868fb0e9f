"""A board over HTTP, with terms of reference and seats: what the tests of bodies and decisions begin with."""

from typing import Any
from uuid import uuid4

from tests.kit.apps import Answer, Client, RunningApp

SEATS = (
    ("clinical-chair", "clinical", "07L"),
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


def lead(contracts: RunningApp, sub: str = "ann", org: str = "07L") -> Client:
    """Somebody of an organisation's leadership; Ann proposes, Bob adopts and records."""
    return contracts.client("LEADERSHIP_GROUP", org=org, sub=sub)


async def a_body(contracts: RunningApp, **changes: Any) -> Answer:
    """A body that is only now established."""
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
    """A body with terms of reference and four seats."""
    made = await a_body(contracts)
    path, ann = f"/governance-bodies/{made.body['body_id']}", lead(contracts)
    answer = await ann.post(f"{path}/terms-of-reference", TERMS, etag=made.etag)
    answer = await lead(contracts, "bob").post(f"{path}/terms-of-reference/adoption", {}, etag=answer.etag)
    assert answer.status == 200, answer.body
    for seat, kind, org in SEATS:
        body = {"seat": seat, "kind": kind, "org": org, "start": "2017-07-01"}
        answer = await ann.post(f"{path}/seats", body, etag=answer.etag)
        assert answer.status == 200, answer.body
    return answer
