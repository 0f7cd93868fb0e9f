"""ISAP cases over HTTP, from screening to a gate that opens (R22)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from starlette.requests import Request

from services.contracts.assurance.gates import IsapGate, isap_gate
from shared.execute import Executor
from shared.timers import fire_timers
from shared.web.access import Principal
from shared.web.call import Call
from tests.kit.apps import Answer, Client, RunningApp
from tests.services.contracts.assurance.history import EVIDENCE, LINES, TRIGGERS
from tests.services.contracts.procurements.walk import planned
from tests.services.contracts.strategies.test_api import a_strategy
from tests.services.contracts.test_bad_input import a_problem


@pytest.fixture
def lead(contracts: RunningApp) -> Client:
    return contracts.client("PROCUREMENT_LEAD", sub="lead")


@pytest.fixture
def reviewer(contracts: RunningApp) -> Client:
    return contracts.client("ASSURANCE_REVIEWER", org="QMF", sub="reviewer")


async def opened(lead: Client, **changes: Any) -> Answer:
    body = {"ref": f"ISAP-{uuid4().hex[:8]}", "title": "Integrated care", "commissioners": ["07L"]} | changes
    answer = await lead.post("/isap-cases", body)
    assert answer.status == 201, answer.body
    return answer


async def procured(lead: Client) -> str:
    made = await planned(lead, commissioners=["07L"])
    return str(made.body["procurement_id"])


async def then(who: Client, before: Answer, deed: str, body: dict[str, Any]) -> Answer:
    path = f"/isap-cases/{before.body['isap_case_id']}/{deed}"
    answer = await who.post(path, body, etag=before.etag)
    assert answer.status == 200, answer.body
    return answer


def screening(*met: str) -> dict[str, Any]:
    answers = [{"trigger": one, "met": one in met, "because": "as designed"} for one in TRIGGERS]
    return {"answers": answers, "reason": "as the strategy has it"}


def submission(checkpoint: str) -> dict[str, Any]:
    evidence = [{"kind": kind, "uri": f"urn:{kind}", "period": "2026"} for kind in EVIDENCE[checkpoint]]
    return {"checkpoint": checkpoint, "evidence": evidence}


def rating(checkpoint: str, **changes: Any) -> dict[str, Any]:
    ratings = [{"key_line": one, "rating": "amber", "comment": "seen"} for one in LINES]
    whole = {"checkpoint": checkpoint, "ratings": ratings, "outcome": "proceed", "summary": "On the papers"}
    return whole | changes


async def gate(contracts: RunningApp, procurement_id: str) -> IsapGate:
    service = contracts.service
    request = Request({"type": "http", "headers": []})
    principal = Principal("lead", "07L", frozenset())
    call = Call(request, service, contracts.app.state.edge, "any", principal, service.now())
    return await isap_gate(call, UUID(procurement_id))


async def test_a_case_passes_checkpoint_1_once_its_condition_is_closed(
    contracts: RunningApp, lead: Client, reviewer: Client
) -> None:
    procurement_id = await procured(lead)
    assert await gate(contracts, procurement_id) == IsapGate(screened=False, applies=False, passed=())
    strategy = await lead.post("/strategies", a_strategy(commissioners=["07L"]))
    case = await opened(lead, strategy_id=strategy.body["strategy_id"])
    case = await then(lead, case, "screening", screening("risk_sharing"))
    case = await then(lead, case, "procurement-link", {"procurement_id": procurement_id})
    minutes = {"kind": "minutes", "uri": "urn:minutes", "period": "2026-01"}
    scrutiny = {
        "checkpoint": "ee",
        "org": "07L",
        "body": "Governing body",
        "scrutinised_on": "2026-01-20",
        "summary": "Challenged the savings",
        "evidence": [minutes],
    }
    case = await then(lead, case, "scrutinies", scrutiny)
    case = await then(lead, case, "submissions", submission("ee"))
    case = await then(reviewer, case, "ratings", rating("ee"))
    case = await then(lead, case, "submissions", submission("cp1"))
    day = contracts.service.today() + timedelta(days=1)
    condition = {"key_line": "net_benefits", "text": "Show them net of cost", "due_on": day.isoformat()}
    held = rating("cp1", outcome="proceed_with_conditions", conditions=[condition])
    case = await then(reviewer, case, "ratings", held)
    shut = await gate(contracts, procurement_id)
    assert shut == IsapGate(screened=True, applies=True, passed=("ee",))
    assert not shut.opens("cp1")
    found = await lead.get("/isap-cases", procurement_id=procurement_id, open_conditions=True, stage="cp1")
    assert [one["open_conditions"] for one in found.body["items"]] == [1]

    late = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=UTC)
    executor = Executor(contracts.service.store, contracts.service.writer)
    await fire_timers(replace(contracts.service, executor=executor, clock=lambda: late))
    case = await lead.get(f"/isap-cases/{case.body['isap_case_id']}")
    assert case.body["overdue_conditions"] == 1

    case = await then(reviewer, case, "conditions/1/closure", {"evidence": [minutes]})
    assert (case.body["stage"], case.body["passed"], case.body["last_outcome"]) == (
        "cp2",
        ["ee", "cp1"],
        "proceed_with_conditions",
    )
    assert (await gate(contracts, procurement_id)).opens("cp1")
    history = await lead.get(f"/isap-cases/{case.body['isap_case_id']}/history")
    assert [one["event"] for one in history.body["items"]][-2:] == ["IsapConditionOverdue", "IsapConditionClosed"]
    assert not [one for one in history.body["items"] if "submitted_by" in one["facts"]]
    then_ = await lead.get(f"/isap-cases/{case.body['isap_case_id']}", as_of="2")
    assert then_.body["stage"] == "early_engagement"


async def test_where_screening_finds_nothing_novel_the_gate_is_open(contracts: RunningApp, lead: Client) -> None:
    procurement_id = await procured(lead)
    case = await opened(lead, procurement_id=procurement_id)
    assert not (await gate(contracts, procurement_id)).opens("cp1")
    await then(lead, case, "screening", screening())
    assert (await gate(contracts, procurement_id)).opens("cp3")


async def test_a_procurement_is_gated_by_one_case_alone(lead: Client) -> None:
    procurement_id = await procured(lead)
    await opened(lead, procurement_id=procurement_id)
    other = await opened(lead)
    path = f"/isap-cases/{other.body['isap_case_id']}/procurement-link"
    answer = await lead.post(path, {"procurement_id": procurement_id}, etag=other.etag)
    assert (answer.status, answer.body["refusal"]) == (409, "ProcurementAlreadyGated")


async def test_a_case_is_of_a_procurement_and_a_strategy_that_exist_and_of_all_who_procure(lead: Client) -> None:
    body = {"ref": f"ISAP-{uuid4().hex[:8]}", "title": "Integrated care", "commissioners": ["07L"]}
    for name in ("procurement_id", "strategy_id"):
        a_problem(await lead.post("/isap-cases", body | {name: str(uuid4())}), 404)
    joint = await planned(lead)
    whole = body | {"procurement_id": joint.body["procurement_id"]}
    a_problem(await lead.post("/isap-cases", whole), 422, refusal="CommissionersNotOfProcurement")


async def test_the_lead_does_not_rate_and_the_reviewer_does_not_submit(
    contracts: RunningApp, lead: Client, reviewer: Client
) -> None:
    case = await then(lead, await opened(lead), "screening", screening("new_entity"))
    path = f"/isap-cases/{case.body['isap_case_id']}"
    assert (await reviewer.post(f"{path}/submissions", submission("ee"), etag=case.etag)).status == 403
    case = await then(lead, case, "submissions", submission("ee"))
    assert (await lead.post(f"{path}/ratings", rating("ee"), etag=case.etag)).status == 403
    both = contracts.client("PROCUREMENT_LEAD", "ASSURANCE_REVIEWER", sub="lead", org="QMF")
    answer = await both.post(f"{path}/ratings", rating("ee"), etag=case.etag)
    assert (answer.status, answer.body["refusal"]) == (403, "ApprovedByProposer")


async def test_a_provider_sees_no_case_of_its_commissioners(contracts: RunningApp, lead: Client) -> None:
    case = await opened(lead)
    provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4")
    assert (await provider.get(f"/isap-cases/{case.body['isap_case_id']}")).status == 404
    assert (await provider.get("/isap-cases")).body["items"] == []
