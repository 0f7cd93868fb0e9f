"""Incentives and reduction aims over HTTP: whichever comes first, a perverse incentive is found."""

from typing import Any
from uuid import uuid4

from tests.kit.apps import Client, RunningApp
from tests.services.contracts.reacting import newest_event, react
from tests.services.contracts.register.test_api import registered


async def done(who: Client, path: str, body: dict[str, Any], etag: str | None = None) -> Any:
    answer = await who.post(path, body, etag=etag)
    assert answer.status in (200, 201), answer.body
    return answer


def an_incentive(contract_id: str, activity: str) -> dict[str, Any]:
    terms = {"basis": "per_activity", "rewards": "more_activity", "activity": activity, "amount_pence": 150_000}
    return {
        "contract_id": contract_id,
        "title": "Tariff",
        "beneficiary": "RAT",
        "beneficiary_group": "consultants",
        "terms": terms | {"per": "admission"},
    }


async def test_an_incentive_is_flagged_by_an_aim_and_cleared_when_it_is_given_up(contracts: RunningApp) -> None:
    manager = contracts.client("CONTRACT_MANAGER", org="07L", sub="manager")
    contract = await registered(manager)
    activity = f"activity-{uuid4().hex[:8]}"
    body = an_incentive(contract.body["contract_id"], activity)
    made = await done(manager, "/incentives", body)
    path = made.headers["location"]
    assert made.body["perverse"] is False

    aim = {"activity": activity, "commissioners": ["07L"], "reason": "Home is better", "source": "other"}
    declared = await done(manager, "/reduction-aims", aim)
    aim_stream = f"reduction-aim-{declared.body['reduction_aim_id']}"
    assert await react(contracts, await newest_event(contracts, aim_stream)) == 1
    row = (await manager.get(path)).body
    assert (row["perverse"], row["flags"][0]["reason"]) == (True, "Home is better")
    later = await done(manager, "/incentives", body | {"title": "Another tariff"})
    assert later.body["perverse"] is True
    history = await contracts.service.store.load_between(f"incentive-{later.body['incentive_id']}", 0, 1)
    assert await react(contracts, history[0].event) == 1
    assert (await manager.get(later.headers["location"])).etag == later.etag

    for query in ({"contract_id": body["contract_id"]}, {"activity": activity}, {"review_outstanding": "true"}):
        found = (await manager.get("/incentives", limit=500, perverse="true", **query)).body["items"]
        assert made.body["incentive_id"] in [one["incentive_id"] for one in found], query
    review = {"outcome": "amend", "reasons": "Pay for less", "reviewed_on": "2025-05-01"}
    own = await manager.post(f"{path}/reviews", review, etag='"2"')
    assert (own.status, own.body["refusal"]) == (403, "ApprovedByProposer")
    partner = contracts.client("FINANCE_PARTNER", org="07L", sub="partner")
    reviewed = await done(partner, f"{path}/reviews", review, '"2"')
    terms = body["terms"] | {"rewards": "less_activity"}
    amended = await done(manager, f"{path}/amendments", {"terms": terms, "reason": "Reviewed"}, reviewed.etag)
    assert (amended.body["status"], amended.body["perverse"]) == ("paid", False)

    provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RAT")
    assert (await provider.get(declared.headers["location"])).body["pursued"] is True
    given_up = await done(manager, f"{declared.headers['location']}/withdrawal", {"reason": "Reached"}, declared.etag)
    assert given_up.body["pursued"] is False
    assert await react(contracts, await newest_event(contracts, aim_stream)) == 2
    assert (await provider.get(later.headers["location"])).body["perverse"] is False
    assert (await provider.get("/reduction-aims", activity=activity, pursued="true")).body["items"] == []
