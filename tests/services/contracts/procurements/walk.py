"""A procurement's way over HTTP, on days the tests choose."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from shared.execute import Executor
from shared.timers import fire_timers
from tests.kit.apps import Answer, Client, RunningApp
from tests.services.contracts.assurance.history import TRIGGERS

Clock = Callable[[str], None]
"""Moves the service's clock to a moment such as "2025-04-07" or "2025-03-03T12:00"."""

CRITERIA = [
    {"name": "Clinical quality", "weight_bp": 4_000, "key_criterion": "quality_and_innovation"},
    {"name": "Price", "weight_bp": 2_500, "key_criterion": "value"},
    {"name": "Integration", "weight_bp": 1_500, "key_criterion": "integration_collaboration_and_sustainability"},
    {"name": "Access", "weight_bp": 1_000, "key_criterion": "access_inequalities_and_choice"},
    {"name": "Social value", "weight_bp": 1_000, "key_criterion": "social_value"},
]
LAUNCH = {
    "notice_ref": "2025/S 000-000001",
    "published_on": "2025-02-03",
    "criteria": CRITERIA,
    "bids_by": "2025-03-03T12:00:00Z",
}
INTENTION = {
    "providers": ["RAT"],
    "notice_ref": "2025/S 000-000002",
    "published_on": "2025-04-07",
    "reasons": "Placed first by the key criteria",
    "decision_makers": ["director of commissioning"],
}
REPRESENTATION = {
    "provider": "RF4",
    "received_on": "2025-04-22",
    "grounds": "Evening clinics were overlooked",
    "information_requested": "The marks",
}
AWARD = {
    "providers": ["RAT"],
    "awarded_on": "2025-04-23",
    "value_pence": 400_000_000,
    "reasons": "As intended",
    "decision_makers": ["joint commissioning board"],
}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def a_procurement(**changes: Any) -> dict[str, Any]:
    return {
        "ref": f"P-{uuid4().hex[:8]}",
        "title": "Community nursing",
        "commissioners": ["07L", "08F"],
        "localities": ["havering-north"],
        "cpv": ["85100000-0"],
        "route": "competitive",
        "estimated_value_pence": 400_000_000,
        "term_months": 60,
        "began_on": "2025-01-06",
    } | changes


def a_bid(provider: str, **changes: Any) -> dict[str, Any]:
    return {
        "provider": provider,
        "received_at": "2025-02-20T10:00:00Z",
        "price_pence": 390_000_000,
        "summary": f"What {provider} offers",
        "documents": [{"title": "Method statement", "uri": "https://example.org/bid"}],
    } | changes


def marks(provider: str, mark_bp: int) -> dict[str, Any]:
    return {"provider": provider, "marks": [{"criterion": one["name"], "mark_bp": mark_bp} for one in CRITERIA]}


async def planned(lead: Client, **changes: Any) -> Answer:
    answer = await lead.post("/procurements", a_procurement(**changes))
    assert answer.status == 201, answer.body
    return answer


async def then(who: Client, before: Answer, deed: str, body: dict[str, Any] | None = None) -> Answer:
    path = f"/procurements/{before.body['procurement_id']}/{deed}"
    answer = await who.post(path, body or {}, etag=before.etag)
    assert answer.status == 200, answer.body
    return answer


async def refused(who: Client, before: Answer, deed: str, body: dict[str, Any] | None = None) -> str:
    path = f"/procurements/{before.body['procurement_id']}/{deed}"
    answer = await who.post(path, body or {}, etag=before.etag)
    assert answer.status in (403, 404, 409, 422), answer.body
    return str(answer.body["refusal"])


async def screened(lead: Client, procurement: Answer) -> None:
    """ISAP was looked at and does not apply."""
    case = {"ref": f"ISAP-{uuid4().hex[:8]}", "title": "Nursing", "commissioners": procurement.body["commissioners"]}
    opened = await lead.post("/isap-cases", case | {"procurement_id": procurement.body["procurement_id"]})
    assert opened.status == 201, opened.body
    answers = [{"trigger": one, "met": False, "because": "one provider, one price"} for one in TRIGGERS]
    path = f"/isap-cases/{opened.body['isap_case_id']}/screening"
    answer = await lead.post(path, {"answers": answers, "reason": "A plain contract"}, etag=opened.etag)
    assert answer.status == 200, answer.body


async def in_standstill(lead: Client, clock: Clock, **changes: Any) -> Answer:
    """A competition of two bidders, its intention published on 7 April 2025 (W7)."""
    clock("2025-02-03")
    one = await planned(lead, **changes)
    await screened(lead, one)
    one = await then(lead, one, "launch", LAUNCH)
    clock("2025-03-03T12:00")
    for provider in ("RAT", "RF4"):
        one = await then(lead, one, "bids", a_bid(provider))
    clock("2025-03-04")
    one = await then(lead, one, "assessment")
    evaluation = {"panel": ["clinical lead"], "marks": [marks("RAT", 8_000), marks("RF4", 7_000)]}
    one = await then(lead, one, "evaluation", evaluation | {"evaluated_on": "2025-03-04"})
    clock("2025-04-07")
    return await then(lead, one, "intention", INTENTION)


async def clocked(contracts: RunningApp, day: str) -> None:
    """What falls due on a day, asked by another replica."""
    executor = Executor(contracts.service.store, contracts.service.writer)
    await fire_timers(replace(contracts.service, executor=executor, clock=lambda: moment(day)))
