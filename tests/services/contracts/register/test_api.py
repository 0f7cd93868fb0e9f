"""The register over HTTP, from a draft to its end."""

from typing import Any
from uuid import uuid4

import pytest

from shared.timers import fire_timers
from tests.kit.apps import Client, RunningApp

ROLES = ("COMMISSIONER", "CONTRACT_MANAGER", "JCB_APPROVER")


def a_contract(**changes: Any) -> dict[str, Any]:
    return {
        "ref": f"BHR-{uuid4().hex[:8]}",
        "title": "Community nursing",
        "commissioners": ["07L"],
        "providers": [{"ods": "RAT", "role": "lead", "in_area_share_bp": 6000}],
        "cpv": ["85100000-0"],
        "start": "2024-04-01",
        "end": "2029-03-31",
        "extension_options": [{"months": 24, "value_pence": 160_000_000}],
        "original_lifetime_value_pence": 400_000_000,
        "localities": ["havering-north"],
        "service_lines": ["community nursing"],
    } | changes


@pytest.fixture
def manager(contracts: RunningApp) -> Client:
    return contracts.client(*ROLES)


async def registered(manager: Client, **changes: Any) -> Any:
    answer = await manager.post("/contracts", a_contract(**changes))
    assert answer.status == 201, answer.body
    return answer


class TestAContractsLife:
    async def test_is_registered_activated_extended_assessed_novated_and_terminated(self, manager: Client) -> None:
        made = await registered(manager)
        path = made.headers["location"]
        assert made.body["annual_value_pence"] == 80_000_000
        steps: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
            ("activation", {"signed_on": "2024-03-01"}, {"status": "active"}),
            ("extensions", {"option_no": 1}, {"current_end": "2031-03-31", "annual_value_pence": 80_000_000}),
            (
                "findings",
                {
                    "finding": "works_well",
                    "evidence": [{"kind": "survey", "uri": "https://example.org/1", "period": "2025"}],
                    "assessed_on": "2025-06-01",
                },
                {"finding": "works_well", "assessed_on": "2025-06-01"},
            ),
            (
                "novations",
                {"from_ods": "RAT", "to_ods": "RF4", "reason": "merger", "effective_on": "2025-07-01"},
                {"provider_codes": ["RF4"]},
            ),
            (
                "termination",
                {"ground": "mutual", "effective_on": "2025-09-30"},
                {"status": "terminated", "current_end": "2025-09-30"},
            ),
        ]
        etag = made.etag
        for version, (deed, body, expected) in enumerate(steps, start=2):
            answer = await manager.post(f"{path}/{deed}", body, etag=etag)
            assert answer.status == 200, answer.body
            assert {name: answer.body[name] for name in expected} == expected
            etag = answer.etag
            assert etag == f'"{version}"'
        assert (await manager.get(path)).body["status"] == "terminated"
        assert (await manager.get(path, as_of="2")).body["status"] == "active"

    async def test_reads_as_it_was_known_at_a_time(self, manager: Client) -> None:
        made = await registered(manager)
        path = made.headers["location"]
        before = (await manager.get(path)).body["changed_at"]
        await manager.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
        after = (await manager.get(path, as_of="2999-01-01T00:00:00Z")).body
        assert after["status"] == "active"
        assert (await manager.get(path, as_of="2000-01-01T00:00:00Z")).status == 404
        assert before < after["changed_at"]


class TestLists:
    async def test_filter_and_page(self, manager: Client) -> None:
        locality = "barking-dagenham-west"
        refs = [(await registered(manager, localities=[locality])).body["ref"] for _ in range(5)]
        first = await manager.get("/contracts", locality=locality, limit=3)
        assert [item["ref"] for item in first.body["items"]] == refs[:1:-1]
        assert 'rel="next"' in first.headers["link"]
        second = await manager.get("/contracts", locality=locality, limit=3, cursor=first.body["next"])
        assert [item["ref"] for item in second.body["items"]] == refs[1::-1]
        assert second.body["next"] is None

    async def test_filter_by_each_column(self, manager: Client) -> None:
        provider = await registered(manager, providers=[{"ods": "RF4"}], end="2098-05-31")
        ref = provider.body["ref"]
        for query in (
            {"provider": "RF4"},
            {"commissioner": "07L"},
            {"status": "draft"},
            {"finding": "not_assessed"},
            {"status": "draft", "expiring_before": "2098-06-01"},
        ):
            items = (await manager.get("/contracts", limit=500, **query)).body["items"]
            assert ref in [item["ref"] for item in items], query

    async def test_of_those_about_to_end_hold_only_those_in_force(self, manager: Client) -> None:
        made = await registered(manager, end="2098-05-31")
        path, ref = made.headers["location"], made.body["ref"]

        async def shown(**query: str) -> bool:
            items = (await manager.get("/contracts", limit=500, **query)).body["items"]
            return ref in [item["ref"] for item in items]

        assert not await shown(expiring_before="2098-06-01")
        assert await shown(expiring_before="2098-06-01", status="draft")
        signed = await manager.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
        assert await shown(expiring_before="2098-06-01")
        assert not await shown(expiring_before="2098-05-31")
        ended = {"ground": "mutual", "effective_on": "2025-09-30"}
        assert (await manager.post(f"{path}/termination", ended, etag=signed.etag)).status == 200
        assert not await shown(expiring_before="2098-06-01")
        assert await shown(expiring_before="2098-06-01", status="terminated")

    async def test_hold_for_a_provider_only_its_own(self, contracts: RunningApp, manager: Client) -> None:
        own = (await registered(manager, providers=[{"ods": "RF4"}])).body["ref"]
        others = (await registered(manager)).body["ref"]
        provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4")
        refs = [item["ref"] for item in (await provider.get("/contracts", limit=500)).body["items"]]
        assert own in refs
        assert others not in refs


class TestExpiry:
    async def test_is_the_clocks_deed_once_the_term_is_over(self, contracts: RunningApp, manager: Client) -> None:
        made = await registered(manager, start="2020-04-01", end="2021-03-31")
        path = made.headers["location"]
        await manager.post(f"{path}/activation", {"signed_on": "2020-03-01"}, etag=made.etag)
        await fire_timers(contracts.service)
        await fire_timers(contracts.service)
        row = (await manager.get(path)).body
        assert (row["status"], row["ended_on"], row["version"]) == ("expired", "2021-03-31", 3)


class TestIdempotency:
    async def test_a_retry_gets_the_first_answer_and_adds_nothing(self, manager: Client) -> None:
        body = a_contract()
        first = await manager.post("/contracts", body, key="same")
        again = await manager.post("/contracts", body, key="same")
        assert (again.status, again.body, again.headers["location"]) == (201, first.body, first.headers["location"])
        assert again.headers["idempotent-replayed"] == "true"

    async def test_a_retry_of_a_change_gets_the_first_answer_though_the_version_moved_on(self, manager: Client) -> None:
        made = await registered(manager)
        path = made.headers["location"]
        first = await manager.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag=made.etag, key=path)
        again = await manager.post(f"{path}/activation", {"signed_on": "2024-03-01"}, etag=made.etag, key=path)
        assert (again.status, again.body) == (200, first.body)
