"""Alignment over HTTP: assessed by the commissioner, seen by the provider (R51)."""

from uuid import uuid4

from tests.kit.apps import RunningApp
from tests.services.contracts.test_bad_input import a_problem


async def test_a_commissioner_assesses_and_the_provider_sees_it(contracts: RunningApp) -> None:
    manager = contracts.client("CONTRACT_MANAGER", org="08N")
    body = {
        "service": f"district nursing {uuid4().hex[:6]}",
        "provider": "RAT",
        "locality": "redbridge-fairlop",
        "alignment": "partly",
        "evidence": [{"kind": "rota", "uri": "https://example.org/rota", "period": "2017"}],
        "assessed_on": "2017-07-01",
    }
    made = await manager.post("/service-alignments", body)
    assert (made.status, made.body["parties"]) == (201, ["08N", "RAT"])
    path = made.headers["location"]
    a_problem(await manager.post("/service-alignments", body), 409, refusal="AlignmentAssessedAlready")
    a_problem(await manager.post("/service-alignments", body | {"locality": "nowhere"}), 422, refusal="NotALocality")
    again = {name: body[name] for name in ("evidence", "assessed_on")} | {"alignment": "aligned"}
    provider = contracts.client("CONTRACT_MANAGER", org="RAT")
    a_problem(await provider.post(f"{path}/assessments", again, etag=made.etag), 403, refusal="ActionNotAllowed")
    for who in (provider, contracts.client("CONTRACT_MANAGER", org="RF4")):
        a_problem(await who.post("/service-alignments", body), 403, refusal="ActionNotAllowed")
    assert (await manager.post(f"{path}/assessments", again, etag=made.etag)).body["alignment"] == "aligned"
    clinician = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RAT")
    found = await clinician.get("/service-alignments", locality="redbridge-fairlop", service=body["service"])
    assert [one["alignment"] for one in found.body["items"]] == ["aligned"]
    assert (await contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4").get(path)).status == 404
    assert (await manager.get(path, as_of="1")).body["alignment"] == "partly"
