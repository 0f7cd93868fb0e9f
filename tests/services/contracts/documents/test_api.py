"""The document register over HTTP (R36, R105)."""

from uuid import uuid4

from tests.kit.apps import RunningApp
from tests.services.contracts.test_bad_input import a_problem


async def test_a_document_grows_by_versions_and_is_seen_by_whom_it_is_shared_with(contracts: RunningApp) -> None:
    manager = contracts.client("CONTRACT_MANAGER")
    ref = f"SOC-{uuid4().hex[:8]}"
    version = {
        "label": "0.1",
        "uri": "https://example.org/soc.pdf",
        "sha256": "a" * 64,
        "issued_by": "07L",
        "issued_on": "2017-07-01",
    }
    entry = {"ref": ref, "title": "Strategic Outline Case", "kind": "strategic_outline_case", "shared_with": ["RF4"]}
    made = await manager.post("/documents", entry | version)
    assert made.status == 201, made.body
    path = made.headers["location"]
    a_problem(await manager.post("/documents", entry | version), 409, field="ref", refusal="DocumentRefTaken")
    changed = await manager.post(f"{path}/versions", version | {"sha256": "b" * 64}, etag=made.etag)
    a_problem(changed, 422, field="label", refusal="VersionLabelTaken")
    later = version | {"label": "1.0", "sha256": "b" * 64}
    issued = await manager.post(f"{path}/versions", later, etag=made.etag)
    assert (issued.status, issued.body["newest_label"]) == (200, "1.0")
    provider, other = contracts.client("CONTRACT_MANAGER", org="RF4"), contracts.client("PATHWAY_AUTHOR", org="RAT")
    a_problem(await provider.post(f"{path}/versions", later, etag=issued.etag), 403, refusal="ActionNotAllowed")
    assert (await other.get(path)).status == 404
    shared = await manager.post(f"{path}/shares", {"organisations": ["RAT"]}, etag=issued.etag)
    found = await other.get("/documents", kind="strategic_outline_case", ref=ref)
    assert [one["newest_label"] for one in found.body["items"]] == ["1.0"]
    gone = await manager.post(f"{path}/withdrawal", {"reason": "superseded"}, etag=shared.etag)
    assert gone.body["status"] == "withdrawn"
    assert (await manager.get(path, as_of="1")).body["newest_label"] == "0.1"
