"""Contracts kept elsewhere go into the register as they are, and once (R1)."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from services.contracts.imports.job import forget_contract_lines, import_contracts
from tests.kit.apps import Answer, Client, RunningApp
from tests.services.contracts.imports.test_packages import NELFT, SAMPLE, of_ours
from tests.services.contracts.register.test_api import ROLES
from tests.services.contracts.test_bad_input import a_problem

HEADER = (
    "CONTRACT_REF,CONTRACT_NAME,WINNING_BIDDER,PROCUREMENT_ROUTE,START_DATE,CURRENT_END_DATE,CURRENT_VALUE,"
    "CURRENT_TERM_MONTHS,ESTIMATED_ANNUAL_VALUE,NUMBER_OF_EXCLUDED_BIDDERS"
)


def a_row(ref: str, **changes: str) -> str:
    said = {
        "name": "Community nursing",
        "supplier": NELFT,
        "route": "PCR open",
        "start": "01/04/2024",
        "end": "2029-03-31",
        "value": '"£4,000,000.00"',
    } | changes
    return f"{ref},{','.join(said.values())},60,800000,"


def refs(count: int) -> list[str]:
    return [f"IMP-{uuid4().hex[:8]}" for _ in range(count)]


def a_file(*rows: str) -> bytes:
    """As Excel saves it: with a byte order mark, and two characters at the end of a line."""
    return "\r\n".join(["\ufeff" + HEADER, *rows, ""]).encode()


@pytest.fixture
def manager(contracts: RunningApp) -> Client:
    """May both register contracts and bring them into force."""
    return contracts.client(*ROLES)


async def sent(who: Client, content: Any, kind: str = "text/csv", key: str | None = None, **query: str) -> Answer:
    headers = {"Idempotency-Key": key or uuid4().hex, "Content-Type": kind}
    return await who.send("POST", "/imports", content=content, headers=headers, params=query)


async def imported(contracts: RunningApp, who: Client, content: bytes, kind: str = "text/csv") -> Any:
    answer = await sent(who, content, kind)
    assert answer.status == 201, answer.body
    await import_contracts(contracts.service)
    done = await who.get(answer.headers["location"])
    assert (done.body["status"], done.body["done"]) == ("finished", done.body["rows"]), done.body
    return done.body


def counts(one: Any) -> tuple[int, int, int]:
    return one["imported"], one["unchanged"], one["refused"]


async def report(who: Client, one: Any, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = await who.get(f"/imports/{one['contract_import_id']}/rows", limit=2, **cursor, **query)
        assert page.status == 200, page.body
        found += page.body["items"]
        if page.body["next"] is None:
            return found
        cursor = {"cursor": page.body["next"]}


async def waiting(contracts: RunningApp) -> int:
    async with contracts.service.database.connection() as connection:
        return int(await connection.fetchval("SELECT count(*) FROM contract_import_lines"))


class TestARegisterAsCsv:
    async def test_goes_in_as_it_is_and_the_same_file_again_changes_nothing(
        self, contracts: RunningApp, manager: Client
    ) -> None:
        here, over, to_come = refs(3)
        file = a_file(
            a_row(here),
            a_row(over, start="2020-04-01", end="31-Mar-2021"),
            a_row(to_come, start="2098-04-01", end="2099-03-31"),
        )
        first = await imported(contracts, manager, file)
        assert counts(first) == (3, 0, 0)
        rows = await report(manager, first)
        assert [(row["row"], row["reference"]) for row in rows] == [(1, here), (2, over), (3, to_come)]
        read = [(await manager.get(f"/contracts/{row['contract_ids'][0]}")).body for row in rows]
        assert [one["status"] for one in read] == ["active", "active", "draft"]
        assert (read[0]["signed_on"], read[0]["providers"][0]["ods"]) == ("2024-04-01", "RAT")
        assert (read[0]["route"], read[0]["original_value_pence"]) == ("PCR open", 400_000_000)
        again = await imported(contracts, manager, file)
        assert counts(again) == (0, 3, 0)
        assert await waiting(contracts) == 0

    async def test_a_row_that_says_otherwise_is_refused_naming_what_differs(
        self, contracts: RunningApp, manager: Client
    ) -> None:
        (ref,) = refs(1)
        await imported(contracts, manager, a_file(a_row(ref)))
        changed = await imported(contracts, manager, a_file(a_row(ref, end="2030-03-31", value="5000000")))
        (row,) = await report(manager, changed)
        assert (row["outcome"], row["rule"]) == ("refused", "DiffersFromRegister")
        assert "current end, current value" in row["reason"]

    async def test_each_row_that_cannot_go_in_says_why_and_holds_up_no_other(
        self, contracts: RunningApp, manager: Client
    ) -> None:
        good, *bad = refs(6)
        file = a_file(
            a_row(bad[0], supplier="Acme Care Limited"),
            a_row(bad[1], start="03/25/2024"),
            a_row(bad[2], end="2024-03-31"),
            a_row(bad[3], supplier="07L"),
            a_row(bad[4]).removesuffix(",60,800000,"),
            a_row(good),
        )
        one = await imported(contracts, manager, file)
        assert counts(one) == (1, 0, 5)
        refused = await report(manager, one, outcome="refused")
        assert [row["rule"] for row in refused] == [
            "OrganisationNotKnown",
            "AmbiguousDay",
            "EndNotAfterStart",
            "ProviderIsCommissioner",
            "RowNotReadable",
        ]
        assert "Acme Care Limited" in refused[0]["reason"]

    async def test_of_others_is_theirs_to_import(self, contracts: RunningApp, manager: Client) -> None:
        (ref,) = refs(1)
        row = a_row(ref).replace(",60,800000,", ",60,800000,,08F")
        file = "\n".join([HEADER + ",Commissioner", row]).encode()
        (refused,) = await report(manager, await imported(contracts, manager, file))
        assert refused["rule"] == "CommissionedByOthers"
        others = contracts.client(*ROLES, org="08F")
        assert counts(await imported(contracts, others, file)) == (1, 0, 0)

    async def test_who_may_not_sign_leaves_drafts(self, contracts: RunningApp) -> None:
        (ref,) = refs(1)
        manager = contracts.client("CONTRACT_MANAGER")
        (row,) = await report(manager, await imported(contracts, manager, a_file(a_row(ref))))
        assert (await manager.get(f"/contracts/{row['contract_ids'][0]}")).body["status"] == "draft"
        assert "approver" in row["notes"][0]

    async def test_that_excel_saved_in_its_own_code_page_is_read(self, contracts: RunningApp, manager: Client) -> None:
        (ref,) = refs(1)
        file = "\n".join([HEADER, a_row(ref)]).encode("cp1252")
        assert counts(await imported(contracts, manager, file)) == (1, 0, 0)


class TestOcdsPackages:
    async def test_of_others_are_read_and_refused_naming_who_is_not_known(
        self, contracts: RunningApp, manager: Client
    ) -> None:
        one = await imported(contracts, manager, SAMPLE, "application/json")
        assert (one["rows"], counts(one)) == (47, (0, 1, 46))
        rows = (await manager.get(f"/imports/{one['contract_import_id']}/rows", limit=500)).body["items"]
        rules = [row["rule"] for row in rows]
        assert (rules.count("NoContractYet"), rules.count("OrganisationNotKnown")) == (13, 33)
        assert "United Kingdom Atomic Energy Authority" in rows[0]["reason"]
        (twice,) = [row for row in rows if row["outcome"] == "unchanged"]
        assert "about the same process" in twice["notes"][0]

    async def test_of_ours_go_in_once_and_a_later_release_of_the_same_process_counts(
        self, contracts: RunningApp, manager: Client
    ) -> None:
        ours = of_ours()
        later = ours | {"date": "2025-06-01T00:00:00Z", "title": "Later"}
        package = json.dumps({"releases": [ours, later]}).encode()
        one = await imported(contracts, manager, package, "application/json; charset=utf-8")
        first, second = await report(manager, one)
        assert (first["outcome"], second["outcome"]) == ("unchanged", "imported")
        row = (await manager.get(f"/contracts/{second['contract_ids'][0]}")).body
        assert (row["title"], row["start"], row["current_end"]) == (
            "Employee Assistance Programme",
            "2025-04-17",
            "2028-04-16",
        )
        assert counts(await imported(contracts, manager, package, "application/json")) == (0, 2, 0)

    @pytest.mark.parametrize(
        ("contracts_said", "status"),
        [
            ({"status": "pending", "dateSigned": "2025-04-01T00:00:00Z"}, "draft"),
            ({"status": "active", "dateSigned": "2025-04-01T00:00:00Z"}, "active"),
            ({"status": "active", "dateSigned": "2199-04-01T00:00:00Z"}, "draft"),
        ],
    )
    async def test_of_ours_that_are_not_signed_yet_stay_drafts(
        self, contracts: RunningApp, manager: Client, contracts_said: dict[str, str], status: str
    ) -> None:
        ours = of_ours(contracts=[{"id": "1", "awardID": "1"} | contracts_said])
        file = json.dumps({"releases": [ours]}).encode()
        (row,) = await report(manager, await imported(contracts, manager, file, "application/json"))
        assert row["outcome"] == "imported", row
        assert (await manager.get(f"/contracts/{row['contract_ids'][0]}")).body["status"] == status
        assert bool(row["notes"]) is (status == "draft")


class TestAFile:
    async def test_may_be_larger_than_other_bodies_and_not_larger_than_files_may_be(
        self, contracts: RunningApp, manager: Client
    ) -> None:
        alliance = contracts.service.alliance
        padding = " " * 1_000

        async def pieces(size: int) -> AsyncIterator[bytes]:
            yield (HEADER + "\n").encode()
            for _ in range(size // 1_000 + 1):
                yield padding.encode()
            yield f"\n{a_row(refs(1)[0])}\n".encode()

        a_problem(await sent(manager, b"x" * (alliance.file_limit_bytes + 1)), 413, field="body")
        kept = await sent(manager, pieces(alliance.body_limit_bytes))
        assert (kept.status, kept.body["rows"]) == (201, 1), kept.body
        await import_contracts(contracts.service)

    @pytest.mark.parametrize(
        ("content", "kind", "refusal"),
        [
            (b"", "text/csv", "FileWithoutRows"),
            (HEADER.encode(), "text/csv", "FileWithoutRows"),
            (b"ref,name\n1,2\n", "text/csv", "ColumnsMissing"),
            (b'"ref\n', "text/csv", "ColumnsMissing"),
            (b'{"releases":[{"ocid":"1"}', "application/json", "FileNotReadable"),
            (b'{"releases":[]}', "application/json", "FileWithoutRows"),
        ],
    )
    async def test_that_is_none_is_refused_as_a_whole_and_nothing_of_it_waits(
        self, contracts: RunningApp, manager: Client, content: bytes, kind: str, refusal: str
    ) -> None:
        a_problem(await sent(manager, content, kind), 422, refusal=refusal)
        assert await waiting(contracts) == 0

    async def test_of_another_type_is_refused(self, manager: Client) -> None:
        a_problem(await sent(manager, b"PK", "application/vnd.ms-excel"), 400, field="Content-Type")

    async def test_sent_again_with_its_key_gets_the_first_answer_and_another_with_that_key_is_refused(
        self, contracts: RunningApp, manager: Client
    ) -> None:
        (ref,) = refs(1)
        first = await sent(manager, a_file(a_row(ref)), key=ref)
        again = await sent(manager, a_file(a_row(ref)), key=ref)
        assert (again.status, again.body, again.headers["idempotent-replayed"]) == (201, first.body, "true")
        a_problem(await sent(manager, a_file(a_row("another")), key=ref), 422, refusal="IdempotencyKeyReused")
        assert await waiting(contracts) == 2
        await import_contracts(contracts.service)

    async def test_that_was_never_finished_is_forgotten_after_a_day(self, contracts: RunningApp) -> None:
        async with contracts.service.database.connection() as connection:
            await connection.execute(
                "INSERT INTO contract_import_lines (contract_import_id, row, subject, taken_in_at)"
                " VALUES ($1, 1, '', now() - interval '25 hours'), ($1, 2, '', now())",
                uuid4(),
            )
        await forget_contract_lines(contracts.service)
        assert await waiting(contracts) == 1
        async with contracts.service.database.connection() as connection:
            await connection.execute("DELETE FROM contract_import_lines")


class TestWhoMay:
    @pytest.mark.parametrize("role", ["COMMISSIONER", "JCB_APPROVER", "SERVICE_PROVIDER_CLINICIAN"])
    async def test_import_is_the_contract_managers(self, contracts: RunningApp, role: str) -> None:
        answer = await sent(contracts.client(role), a_file(a_row("X")))
        a_problem(answer, 403, refusal="ActionNotAllowed")

    async def test_read_how_it_went_is_the_commissioning_side(self, contracts: RunningApp, manager: Client) -> None:
        one = await imported(contracts, manager, a_file(a_row(refs(1)[0])))
        path = f"/imports/{one['contract_import_id']}"
        provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RAT")
        for asked in (path, f"{path}/rows", f"{path}/history"):
            assert (await provider.get(asked)).status == 404
        listed = (await contracts.client("INFORMATION_ANALYST").get("/imports", status="finished", limit=500)).body
        assert one["contract_import_id"] in [item["contract_import_id"] for item in listed["items"]]
        told = (await manager.get(f"{path}/history")).body["items"]
        assert [entry["event"] for entry in told] == [
            "ContractImportBegun",
            "ContractImportAdvanced",
            "ContractImportFinished",
        ]
        assert "report" not in told[1]["facts"]
