"""Programmes over HTTP: proposed, started, reviewed, and no longer green once a milestone is overdue."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.execute import Executor
from shared.timers import fire_timers
from tests.kit.apps import Client, RunningApp


def a_programme(**changes: Any) -> dict[str, Any]:
    return {
        "ref": f"P-{uuid4().hex[:8]}",
        "title": "Programme A",
        "kind": "transformation",
        "aim": "One team",
        "partners": [{"ods": "08F", "side": "commissioner"}, {"ods": "RAT", "side": "provider"}],
        "localities": ["havering-north"],
    } | changes


@pytest.fixture
def leader(contracts: RunningApp) -> Client:
    return contracts.client("LEADERSHIP_GROUP", org="08F")


async def done(who: Client, path: str, body: dict[str, Any], etag: str | None = None) -> Any:
    answer = await who.post(path, body, etag=etag)
    assert answer.status in (200, 201), answer.body
    return answer


async def test_a_programme_is_green_until_a_milestone_is_overdue(contracts: RunningApp, leader: Client) -> None:
    today = datetime.now(UTC).date()
    made = await done(leader, "/programmes", a_programme())
    path = made.headers["location"]
    started = await done(leader, f"{path}/start", {"started_on": str(today)}, made.etag)
    due = {"title": "Teams named", "due": str(today)}
    milestone = await done(leader, f"{path}/milestones", due, started.etag)
    review = {"rag": "green", "narrative": "On its way", "reviewed_on": str(today)}
    reviewed = await done(leader, f"{path}/reviews", review, milestone.etag)
    assert reviewed.body["rag"] == "green"

    service = contracts.service
    tomorrow = replace(
        service,
        executor=Executor(service.store, service.writer),
        clock=lambda: datetime.combine(today + timedelta(days=1), datetime.min.time(), UTC),
    )
    await fire_timers(tomorrow)
    await fire_timers(tomorrow)
    row = (await leader.get(path)).body
    assert (row["rag"], row["overdue_milestones"], row["version"]) == ("amber", 1, 5)
    told = [one["sentence"] for one in (await leader.get(f"{path}/history")).body["items"]]
    assert told[-1] == f"Programme {row['ref']}: Teams named, due by {today}, is overdue"
    for query in ({"overdue": "true"}, {"rag": "amber"}, {"organisation": "RAT"}, {"kind": "transformation"}):
        found = (await leader.get("/programmes", limit=500, bridges_sides="true", **query)).body["items"]
        assert row["ref"] in [one["ref"] for one in found], query
    assert row["ref"] not in [
        one["ref"] for one in (await leader.get("/programmes", limit=500, overdue="false")).body["items"]
    ]


async def test_an_issue_is_raised_escalated_and_resolved_and_the_programme_closed(
    contracts: RunningApp, leader: Client
) -> None:
    today = str(datetime.now(UTC).date())
    made = await done(leader, "/programmes", a_programme())
    path, etag = made.headers["location"], made.etag
    provider = contracts.client("CONTRACT_MANAGER", org="RAT")
    steps: list[tuple[Client, str, dict[str, Any]]] = [
        (leader, "start", {"started_on": today}),
        (leader, "reach", {"partners": a_programme()["partners"], "localities": ["havering-south"]}),
        (leader, "milestones", {"title": "Premises", "due": today}),
        (leader, "milestone-reschedulings", {"milestone_no": 1, "due": today, "reason": "Lease"}),
        (provider, "milestones-met", {"milestone_no": 1, "met_on": today}),
        (provider, "issues", {"title": "No shared premises"}),
        (leader, "issue-escalations", {"issue_no": 1, "to": "Partnership board", "respond_by": today}),
        (leader, "issue-resolutions", {"issue_no": 1, "resolution": "Civic centre"}),
        (leader, "closure", {"outcome": "delivered", "lessons": "Premises first"}),
    ]
    for who, deed, body in steps:
        etag = (await done(who, f"{path}/{deed}", body, etag)).etag
    assert (await leader.get(path)).body["status"] == "closed"
    stranger = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4")
    assert (await stranger.get(path)).status == 404
