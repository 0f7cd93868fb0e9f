"""Initiatives over HTTP: registered, rolled out, and how far they reach."""

from typing import Any
from uuid import uuid4

from tests.kit.apps import RunningApp


async def test_an_initiative_reaches_a_network_and_its_practices(contracts: RunningApp) -> None:
    leader = contracts.client("LEADERSHIP_GROUP", org="07L")
    body = {
        "ref": f"I-{uuid4().hex[:8]}",
        "title": "International recruitment",
        "kind": "international_recruitment",
        "purpose": "Nurses",
        "sponsors": ["07L"],
        "localities": ["barking-dagenham-east"],
    }
    made = await leader.post("/initiatives", body)
    assert made.status == 201, made.body
    path, etag = made.headers["location"], made.etag
    east = [one for one in contracts.service.organisations.values() if one.network == "ILLN01"]
    steps: list[tuple[str, dict[str, Any]]] = [
        ("roll-outs", {"network": "ILLN01", "since": "2025-04-01"}),
        ("engagements", {"practices": [east[0].code], "how": "visit", "engaged_on": "2025-04-10"}),
        ("workforce-measures", {"measure": "nurses", "planned": 4, "actual": 3, "measured_on": "2025-04-30"}),
    ]
    for deed, said in steps:
        answer = await leader.post(f"{path}/{deed}", said, etag=etag)
        assert answer.status == 200, answer.body
        etag = answer.etag
    network = contracts.client("REFERRING_CLINICIAN", org="ILLN01")
    told = (await network.get(f"{path}/coverage", on="2025-04-10")).body
    assert (told["networks"]["reached"], told["networks"]["of"]) == (1, 10)
    (own,) = [one for one in told["by_network"] if one["network"] == "ILLN01"]
    assert (own["practices"]["reached"], own["practices"]["of"]) == (1, len(east))
    for query in ({"network": "ILLN01"}, {"kind": "international_recruitment"}, {"locality": "barking-dagenham-east"}):
        found = (await network.get("/initiatives", limit=500, **query)).body["items"]
        assert body["ref"] in [one["ref"] for one in found], query
    for deed, said in (
        ("roll-backs", {"network": "ILLN01", "until": "2025-04-30", "reason": "Merged"}),
        ("end", {"reason": "Daily work now", "ended_on": "2025-04-30"}),
    ):
        answer = await leader.post(f"{path}/{deed}", said, etag=etag)
        assert answer.status == 200, answer.body
        etag = answer.etag
    assert (await network.get("/initiatives", limit=500, network="ILLN01", status="ended")).body["items"] == []
    other = contracts.client("REFERRING_CLINICIAN", org="ILLN02")
    assert (await other.get(f"{path}/coverage")).status == 404
