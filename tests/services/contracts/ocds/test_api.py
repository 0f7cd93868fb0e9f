"""The public record over HTTP: packages anybody with a role may read, and a feed that can be followed (R12)."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.kit.apps import Client, RunningApp
from tests.kit.tokens import sign_user
from tests.services.contracts.ocds.standard import RECORDS, RELEASES, breaches
from tests.services.contracts.reacting import newest_event, react
from tests.services.contracts.register.test_api import ROLES, registered
from tests.services.contracts.test_bad_input import a_problem


@pytest.fixture
def manager(contracts: RunningApp) -> Client:
    return contracts.client(*ROLES)


@pytest.fixture
def stranger(contracts: RunningApp) -> Client:
    """Somebody who is party to nothing."""
    return contracts.client("REFERRING_CLINICIAN", org="F82001")


async def signed(contracts: RunningApp, manager: Client) -> tuple[str, Any]:
    """A contract in force that was told of, and the ocid of its process."""
    made = await registered(manager)
    answer = await manager.post(made.headers["location"] + "/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
    assert answer.status == 200, answer.body
    return await told(contracts, made.body["contract_id"]), answer


async def told(contracts: RunningApp, contract_id: str) -> str:
    """The ocid of a contract of which everything was published that is to be."""
    await react(contracts, await newest_event(contracts, f"contract-{contract_id}"))
    return f"ocds-213czf-{contract_id}"


async def test_a_contract_is_told_to_anybody_with_a_role_in_valid_packages(
    contracts: RunningApp, manager: Client, stranger: Client
) -> None:
    ocid, answer = await signed(contracts, manager)
    path = f"/contracts/{answer.body['contract_id']}"
    extended = await manager.post(f"{path}/extensions", {"option_no": 1}, etag=answer.etag)
    assert extended.status == 200, extended.body
    await told(contracts, answer.body["contract_id"])
    package = (await stranger.get(f"/ocds/releases/{ocid}")).body
    record = (await stranger.get(f"/ocds/records/{ocid}")).body
    assert breaches(package, RELEASES) == []
    assert breaches(record, RECORDS) == []
    assert package["uri"] == f"http://127.0.0.1:8000/api/v1/ocds/releases/{ocid}"
    assert [one["tag"] for one in package["releases"]] == [["award", "contract"], ["contractAmendment"]]
    (one,) = record["records"]
    assert one["releases"] == package["releases"]
    assert one["compiledRelease"]["contracts"][0]["period"]["endDate"] == "2031-03-31T23:59:59Z"
    assert (await stranger.get(f"/contracts/{answer.body['contract_id']}")).status == 404


async def test_a_release_keeps_its_bytes(manager: Client, contracts: RunningApp) -> None:
    ocid, answer = await signed(contracts, manager)
    first = (await manager.get(f"/ocds/releases/{ocid}")).body["releases"][0]
    body = {"ground": "mutual", "effective_on": "2025-09-30"}
    await manager.post(f"/contracts/{answer.body['contract_id']}/termination", body, etag=answer.etag)
    await told(contracts, answer.body["contract_id"])
    first_again, _ = (await manager.get(f"/ocds/releases/{ocid}")).body["releases"]
    assert first_again == first
    async with contracts.service.database.connection() as connection:
        kept = await connection.fetch("SELECT release FROM ocds_releases WHERE ocid = $1 ORDER BY number", ocid)
        said = await connection.fetch(
            "SELECT data->>'release' AS release FROM events WHERE type = 'ReleasePublished' AND data->>'ocid' = $1"
            " ORDER BY position",
            ocid,
        )
    assert [one["release"] for one in kept] == [one["release"] for one in said]
    assert json.loads(kept[0]["release"]) == first


async def test_the_feed_leads_through_every_release_once_in_the_order_of_publishing(
    manager: Client, stranger: Client, contracts: RunningApp
) -> None:
    ocids = [(await signed(contracts, manager))[0] for _ in range(3)]
    seen: list[str] = []
    path: str | None = "/ocds/releases?limit=2"
    while path:
        page = (await stranger.get(path)).body
        assert breaches(page, RELEASES) == []
        seen += [one["id"] for one in page["releases"]]
        following = page.get("links", {}).get("next")
        path = following and f"/ocds/releases?{urlsplit(following).query}"
    async with contracts.service.database.connection() as connection:
        stored = await connection.fetch(
            "SELECT data->>'release_id' AS id FROM events WHERE type = 'ReleasePublished' ORDER BY position"
        )
    assert seen == [one["id"] for one in stored][: len(seen)]  # policies may have published more meanwhile
    assert {f"{ocid}-1" for ocid in ocids} <= set(seen)


async def test_the_feed_can_be_taken_up_since_a_moment(contracts: RunningApp, manager: Client) -> None:
    ocid, _ = await signed(contracts, manager)
    published = (await manager.get(f"/ocds/releases/{ocid}")).body["publishedDate"]
    since = (await manager.get("/ocds/releases", since=published, limit=500)).body
    assert f"{ocid}-1" in [one["id"] for one in since["releases"]]
    later = (await manager.get("/ocds/releases", since="2199-01-01T00:00:00Z")).body
    assert later["releases"] == []


async def test_what_was_never_published_is_not_found_and_a_draft_is_not_published(
    contracts: RunningApp, manager: Client
) -> None:
    draft = (await registered(manager)).body["contract_id"]
    await told(contracts, draft)
    ocid, answer = await signed(contracts, manager)
    for kind in ("releases", "records"):
        missing = await manager.get(f"/ocds/{kind}/ocds-213czf-{draft}")
        assert (missing.status, missing.body["refusal"]) == (404, "ProcessNotTold")
    assert (await manager.get(f"/ocds/processes/{draft}")).status == 404
    process = (await manager.get(f"/ocds/processes/{answer.body['contract_id']}")).body
    assert (process["ocid"], process["releases"]) == (ocid, 1)
    assert [one["ocid"] for one in (await manager.get("/ocds/processes", ocid=ocid)).body["items"]] == [ocid]


async def test_a_token_without_a_role_reads_nothing(contracts: RunningApp, keys: Path, manager: Client) -> None:
    ocid, _ = await signed(contracts, manager)
    nobody = replace(manager, token=sign_user(keys, org="07L", roles=[]))
    for path in (f"/ocds/releases/{ocid}", f"/ocds/records/{ocid}", "/ocds/releases"):
        a_problem(await nobody.get(path), 403, refusal="ActionNotAllowed")
