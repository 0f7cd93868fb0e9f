"""Shared capacity over HTTP."""

from typing import Any
from uuid import uuid4

from tests.kit.apps import RunningApp


async def test_capacity_is_registered_allocated_used_and_withdrawn(contracts: RunningApp) -> None:
    host = contracts.client("CONTRACT_MANAGER", org="RAT")
    body = {
        "ref": f"C-{uuid4().hex[:8]}",
        "resource": "Wound clinics",
        "why_scarce": "Two posts",
        "host": "RAT",
        "localities": ["havering-north"],
        "unit": "clinics",
        "per": "week",
        "total_units": 10,
    }
    made = await host.post("/shared-capacities", body)
    assert made.status == 201, made.body
    path, etag = made.headers["location"], made.etag
    steps: list[tuple[str, dict[str, Any]]] = [
        ("allocations", {"shares": [{"ods": "ILLV01", "units": 4}], "effective_from": "2025-04-01"}),
        ("resizings", {"total_units": 12, "reason": "A third post"}),
        ("uses", {"first_day": "2025-04-01", "last_day": "2025-04-30", "offered_units": 8, "used_units": 6}),
    ]
    for deed, said in steps:
        answer = await host.post(f"{path}/{deed}", said, etag=etag)
        assert answer.status == 200, answer.body
        etag = answer.etag
    user = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="ILLV01")
    row = (await user.get(path)).body
    assert (row["unallocated_units"], row["utilisation_bp"]) == (8, 7_500)
    assert (await user.post(f"{path}/resizings", {"total_units": 1, "reason": "x"}, etag=etag)).status == 403
    for query in ({"user": "ILLV01"}, {"host": "RAT"}, {"locality": "havering-north"}, {"status": "shared"}):
        found = (await user.get("/shared-capacities", limit=500, **query)).body["items"]
        assert body["ref"] in [one["ref"] for one in found], query
    gone = await host.post(f"{path}/withdrawal", {"reason": "Own teams", "last_day": "2025-04-30"}, etag=etag)
    assert gone.body["status"] == "withdrawn"
