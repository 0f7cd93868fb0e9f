"""Contracting strategies over HTTP: drafted, appraised side by side, approved by somebody else, superseded."""

from typing import Any
from uuid import uuid4

import pytest

from tests.kit.apps import Client, RunningApp
from tests.services.contracts.reacting import newest_event, react

EVIDENCE = [{"kind": "review", "uri": "https://example.org/review", "period": "2024/25"}]
TENDER = {
    "route": "competitive",
    "supplies": [{"bearer": "Care LLP", "recovery": "none", "taxable_supply_pence": 200_000_000}],
    "weeks": 40,
    "risk": "medium",
    "risk_note": "A new legal entity",
    "integrates": ["rehabilitation", "reablement"],
}
MOST_SUITABLE = {
    "route": "most_suitable_provider",
    "supplies": [
        {
            "bearer": "BHRUT",
            "ods": "RF4",
            "recovery": "nhs_contracted_out_services",
            "taxable_supply_pence": 200_000_000,
        }
    ],
    "weeks": 20,
    "risk": "low",
    "risk_note": "Known to everybody",
    "integrates": ["rehabilitation"],
}
CHOICE = {
    "route": "most_suitable_provider",
    "rationale": "No VAT is lost",
    "roadmap": [{"step": "Award", "form": "NHS Standard Contract", "by": "2099-04-01"}],
}


def a_strategy(**changes: Any) -> dict[str, Any]:
    return {
        "ref": f"S-{uuid4().hex[:8]}",
        "title": "Intermediate care",
        "commissioners": ["08N"],
        "localities": ["redbridge-fairlop"],
        "service_lines": ["rehabilitation", "reablement"],
        "cpv": ["85100000-0"],
        "estimated_value_pence": 400_000_000,
        "begins_on": "2098-09-01",
        "starts_on": "2099-04-01",
        "case": {"reason": "Three teams assess one patient", "evidence": EVIDENCE, "baseline_pence": 78_000_000},
    } | changes


@pytest.fixture
def lead(contracts: RunningApp) -> Client:
    return contracts.client("PROCUREMENT_LEAD", "JCB_APPROVER", org="08N", sub="lead")


@pytest.fixture
def approver(contracts: RunningApp) -> Client:
    return contracts.client("JCB_APPROVER", org="08N", sub="approver")


async def done(answer: Any) -> Any:
    assert answer.status in (200, 201), answer.body
    return answer


async def appraised(lead: Client, **changes: Any) -> Any:
    made = await done(await lead.post("/strategies", a_strategy(**changes)))
    path = f"{made.headers['location']}/appraisals"
    first = await done(await lead.post(path, TENDER, etag=made.etag))
    return await done(await lead.post(path, MOST_SUITABLE, etag=first.etag))


async def test_a_strategy_is_appraised_compared_approved_and_superseded(
    contracts: RunningApp, lead: Client, approver: Client
) -> None:
    ready = await appraised(lead)
    path = f"/strategies/{ready.body['strategy_id']}"
    assert [(one["route"], one["vat_irrecoverable_pence"]) for one in ready.body["comparison"]] == [
        ("most_suitable_provider", 0),
        ("competitive", 40_000_000),
    ]
    own = await lead.post(f"{path}/approval", CHOICE, etag=ready.etag)
    assert (own.status, own.body["refusal"]) == (403, "ApprovedByProposer")
    chosen = await done(await approver.post(f"{path}/approval", CHOICE, etag=ready.etag))
    assert (chosen.body["status"], chosen.body["chosen_route"]) == ("approved", "most_suitable_provider")
    assert (await lead.get(path, as_of="1")).body["status"] == "draft"
    told = [one["sentence"] for one in (await lead.get(f"{path}/history")).body["items"]]
    assert told[-1] == f"Contracting strategy {ready.body['ref']} was approved: most suitable provider"

    later = await appraised(lead, supersedes=ready.body["strategy_id"])
    later_path = f"/strategies/{later.body['strategy_id']}"
    await done(await approver.post(f"{later_path}/approval", CHOICE, etag=later.etag))
    event = await newest_event(contracts, f"strategy-{later.body['strategy_id']}")
    assert await react(contracts, event) == 1
    row = (await lead.get(path)).body
    assert (row["status"], row["superseded_by"]) == ("superseded", later.body["strategy_id"])

    third = await appraised(lead, supersedes=ready.body["strategy_id"])
    late = await approver.post(f"/strategies/{third.body['strategy_id']}/approval", CHOICE, etag=third.etag)
    assert (late.status, late.body["refusal"]) == (422, "SupersededNotApproved")


async def test_an_approval_cites_a_decision_and_an_authority_there_are(lead: Client, approver: Client) -> None:
    """Approved by a body (R13), within delegated authority (R107)."""
    ready = await appraised(lead)
    path = f"/strategies/{ready.body['strategy_id']}/approval"
    for name, refusal in (("decision_id", "DecisionNotTaken"), ("delegation_id", "UnknownDelegation")):
        answer = await approver.post(path, CHOICE | {name: str(uuid4())}, etag=ready.etag)
        assert (answer.status, answer.body["refusal"]) == (422, refusal)


async def test_lists_filter_by_status_route_place_and_commissioner(lead: Client) -> None:
    made = await done(await lead.post("/strategies", a_strategy(localities=["redbridge-seven-kings"])))
    ref = made.body["ref"]
    for query in ({"status": "draft"}, {"locality": "redbridge-seven-kings"}, {"commissioner": "08N"}):
        found = (await lead.get("/strategies", limit=500, **query)).body["items"]
        assert ref in [one["ref"] for one in found], query
    chosen = (await lead.get("/strategies", limit=500, chosen_route="competitive")).body["items"]
    assert ref not in [one["ref"] for one in chosen]


async def test_what_a_strategy_weighs_is_not_for_providers(contracts: RunningApp, lead: Client) -> None:
    made = await done(await lead.post("/strategies", a_strategy()))
    provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4")
    assert (await provider.get(made.headers["location"])).status == 404


async def test_a_reference_is_given_once(lead: Client) -> None:
    body = a_strategy()
    await done(await lead.post("/strategies", body))
    again = await lead.post("/strategies", body)
    assert (again.status, again.body["refusal"]) == (409, "StrategyRefTaken")


async def test_vat_can_be_asked_without_writing_anything(lead: Client) -> None:
    asked = {"supplies": TENDER["supplies"], "on": "2026-04-01"}
    told = await lead.post("/irrecoverable-vat/check", asked)
    assert (told.status, told.body["total_pence"], told.body["rate_bp"]) == (200, 40_000_000, 2_000)
    wrong = {"supplies": [dict(TENDER["supplies"][0], recovery="local_authority")], "on": "2026-04-01"}  # type: ignore[index]  # a list of dicts
    assert (await lead.post("/irrecoverable-vat/check", wrong)).body["refusal"] == "RecoveryNotOpen"
