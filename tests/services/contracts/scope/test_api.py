"""The scope over HTTP, from a proposal to the case for change (R3-R5, R20, R54)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from shared.execute import Executor
from shared.timers import fire_timers
from tests.kit.apps import Answer, Client, RunningApp
from tests.services.contracts.bodies.boards import a_board
from tests.services.contracts.decisions.test_api import taken
from tests.services.contracts.test_bad_input import a_problem

EVIDENCE = {"evidence": {"kind": "audit", "uri": "https://example.org/audit", "period": "2016/17"}}
ENGAGEMENT = {
    "engagement": {"party": "Healthwatch", "engaged_on": "2017-09-01", "view": "mixed", "said": "mind the carers"}
}
CONSULTATION = {
    "consultation": {
        "expert": "consultant geriatrician",
        "organisation": "RF4",
        "field": "frailty",
        "consulted_on": "2017-09-02",
        "advice": "start with care homes",
        "advises": "in_scope",
    }
}


def a_proposal(**changes: Any) -> dict[str, Any]:
    return {
        "ref": f"SC-{uuid4().hex[:8]}",
        "service": "Intermediate care",
        "sector": "social_care",
        "opportunity": "intermediate_care",
        "cohort": {"name": "frail older people", "age_from": 65},
        "localities": ["havering-north"],
        "rationale": "beds are full of people who could be at home",
        "commissioners": ["07L"],
        "providers": ["RAT"],
    } | changes


@pytest.fixture
def manager(contracts: RunningApp) -> Client:
    return contracts.client("CONTRACT_MANAGER", sub="ann")


@pytest.fixture
def approver(contracts: RunningApp) -> Client:
    return contracts.client("JCB_APPROVER", sub="bob")


def in_scope_by(decision: Answer) -> dict[str, Any]:
    return {
        "decided": "in_scope",
        "decision_id": decision.body["decision_id"],
        "rationale": "one bed in five",
        "phases": [{"locality": "havering-north", "phase": 1, "from_on": "2018-04-01"}],
        "no_budget_reason": "paid from the Better Care Fund of the borough",
    }


async def ready(manager: Client) -> Answer:
    made = await manager.post("/scope-items", a_proposal())
    assert made.status == 201, made.body
    path = made.headers["location"]
    latest = made
    for deed, body in (("evidence", EVIDENCE), ("engagements", ENGAGEMENT), ("consultations", CONSULTATION)):
        latest = await manager.post(f"{path}/{deed}", body, etag=latest.etag)
        assert latest.status == 200, latest.body
    latest.headers["location"] = path
    return latest


async def test_a_proposal_becomes_part_of_the_case_for_change(
    contracts: RunningApp, manager: Client, approver: Client
) -> None:
    body = in_scope_by(await taken(contracts, await a_board(contracts)))
    item = await ready(manager)
    path, ref = item.headers["location"], item.body["ref"]
    a_problem(await manager.post(f"{path}/decisions", body, etag=item.etag), 403, refusal="ActionNotAllowed")
    unknown = body | {"decision_id": "01980000-0000-7000-8000-000000000000"}
    a_problem(await approver.post(f"{path}/decisions", unknown, etag=item.etag), 422, refusal="DecisionNotTaken")
    herself = contracts.client("JCB_APPROVER", sub="ann")
    a_problem(await herself.post(f"{path}/decisions", body, etag=item.etag), 403, refusal="ApprovedByProposer")
    before = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    decided = await approver.post(f"{path}/decisions", body, etag=item.etag)
    assert (decided.status, decided.body["status"]) == (200, "in_scope"), decided.body

    async def told(who: Client, **query: str) -> dict[str, Any]:
        case = (await who.get("/case-for-change", sector="social_care", **query)).body
        return {one["ref"]: one for sector in case["sectors"] for one in sector["services"]}

    assert (await told(manager, locality="havering-north"))[ref]["why"] == "one bed in five"
    assert ref not in await told(manager, locality="havering-south")
    assert (await told(manager, as_of=before))[ref]["status"] == "evidence_gathering"
    assert ref not in await told(manager, as_of="2000-01-01T00:00:00Z")
    provider, stranger = contracts.client("PATHWAY_AUTHOR", org="RAT"), contracts.client("PATHWAY_AUTHOR", org="RF4")
    assert ref in await told(provider)
    assert ref not in await told(stranger)
    assert (await stranger.get(path)).status == 404

    back = await manager.post(f"{path}/returns", {"reason": "the fund ends"}, etag=decided.etag)
    revision = {name: value for name, value in a_proposal().items() if name in REVISED} | {"rationale": "again"}
    revised = await manager.post(f"{path}/revisions", revision, etag=back.etag)
    assert (revised.status, revised.body["rationale"]) == (200, "again")
    listed = await manager.get("/scope-items", status="evidence_gathering", opportunity="intermediate_care", limit=500)
    assert ref in [one["ref"] for one in listed.body["items"]]


def _at(then: datetime) -> datetime:
    return then


REVISED = {"service", "sector", "opportunity", "cohort", "localities", "rationale"}


async def test_what_is_deferred_comes_back_by_the_clock(
    contracts: RunningApp, manager: Client, approver: Client
) -> None:
    decision = await taken(contracts, await a_board(contracts))
    item = await ready(manager)
    path = item.headers["location"]
    until = contracts.service.today() + timedelta(days=1)
    body = {
        "decided": "deferred",
        "decision_id": decision.body["decision_id"],
        "rationale": "not before the new building",
        "deferred_until": until.isoformat(),
    }
    deferred = await approver.post(f"{path}/decisions", body, etag=item.etag)
    assert deferred.body["status"] == "deferred", deferred.body
    for days, status in ((-1, "deferred"), (0, "evidence_gathering")):
        day = until + timedelta(days=days)
        service = contracts.service
        then = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
        executor = Executor(service.store, service.writer)
        await fire_timers(replace(service, executor=executor, clock=partial(_at, then)))
        assert (await manager.get(path)).body["status"] == status
