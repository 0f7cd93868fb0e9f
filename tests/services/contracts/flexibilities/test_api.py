"""Regulatory flexibility over HTTP, to the day on which the rule applies again (R44)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.execute import Executor
from shared.timers import fire_timers
from tests.kit.apps import RunningApp
from tests.services.contracts.test_bad_input import a_problem

REQUEST: dict[str, Any] = {
    "organisations": ["07L", "RF4"],
    "regulator": "nhs_england",
    "rule": "Control totals are assessed one by one",
    "reason": "The partners share one",
    "start": "2026-04-01",
    "end": "2027-03-31",
}


async def test_is_granted_and_ends(contracts: RunningApp) -> None:
    group = contracts.client("LEADERSHIP_GROUP")
    made = await group.post("/regulatory-flexibilities", REQUEST)
    assert made.status == 201, made.body
    path, today = made.headers["location"], contracts.service.today()
    decision = {
        "outcome": "granted",
        "decided_on": today.isoformat(),
        "start": REQUEST["start"],
        "end": REQUEST["end"],
        "evidence": [{"kind": "letter", "uri": "urn:letter", "period": "2026"}],
    }
    granted = await group.post(f"{path}/decision", decision, etag=made.etag)
    assert granted.status == 200, granted.body
    again = await group.post(f"{path}/withdrawal", {"reason": "late"}, etag=granted.etag)
    a_problem(again, 422, refusal="FlexibilityNotAwaited")
    late = datetime(2027, 4, 1, tzinfo=UTC) + timedelta(seconds=1)
    executor = Executor(contracts.service.store, contracts.service.writer)
    await fire_timers(replace(contracts.service, executor=executor, clock=lambda: late))
    found = await group.get("/regulatory-flexibilities", status="expired", organisation="RF4", regulator="nhs_england")
    assert made.body["regulatory_flexibility_id"] in [one["regulatory_flexibility_id"] for one in found.body["items"]]


async def test_is_asked_for_by_those_concerned(contracts: RunningApp) -> None:
    other = contracts.client("LEADERSHIP_GROUP", org="08F")
    a_problem(await other.post("/regulatory-flexibilities", REQUEST), 403, refusal="ActionNotAllowed")
