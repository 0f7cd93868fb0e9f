"""Published ODS files go in as they are, and once (R50)."""

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.contracts.place_imports.job import forget_lines, import_places
from tests.kit.apps import Answer, Client, RunningApp
from tests.services.contracts.test_bad_input import a_problem

DATA = Path(__file__).parent / "data"
EPRACCUR = (DATA / "epraccur-bhr.csv").read_bytes()


@pytest.fixture
def analyst(contracts: RunningApp) -> Client:
    return contracts.client("INFORMATION_ANALYST", "CONTRACT_MANAGER")


async def sent(who: Client, content: Any, layout: str = "epraccur", key: str | None = None) -> Answer:
    headers = {"Idempotency-Key": key or uuid4().hex, "Content-Type": "text/csv; charset=utf-8"}
    return await who.send("POST", f"/place-imports?layout={layout}", content=content, headers=headers)


async def imported(contracts: RunningApp, who: Client, content: bytes, layout: str = "epraccur") -> Any:
    answer = await sent(who, content, layout)
    assert answer.status == 201, answer.body
    await import_places(contracts.service)
    done = await who.get(answer.headers["location"])
    assert (done.body["status"], done.body["done"]) == ("finished", done.body["rows"]), done.body
    return done.body


async def report(who: Client, one: Any, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = await who.get(f"/place-imports/{one['place_import_id']}/rows", limit=100, **cursor, **query)
        found += page.body["items"]
        if page.body["next"] is None:
            return found
        cursor = {"cursor": page.body["next"]}


def counts(one: Any) -> tuple[int, int, int]:
    return one["imported"], one["unchanged"], one["refused"]


async def said(contracts: RunningApp) -> int:
    """How many events there are of places and of their files."""
    async with contracts.service.database.connection() as connection:
        return int(await connection.fetchval("SELECT count(*) FROM events WHERE stream_id LIKE 'place-%'"))


async def test_the_practices_of_the_area_go_in_and_the_same_file_again_changes_nothing(
    contracts: RunningApp, analyst: Client
) -> None:
    first = await imported(contracts, analyst, EPRACCUR)
    assert (first["rows"], counts(first)) == (248, (137, 0, 111))
    rows = await report(analyst, first)
    assert [row["row"] for row in rows] == list(range(1, 249))
    why = Counter(row["rule"] for row in rows)
    assert why == {None: 137, "NotAGpPractice": 72, "OutsideTheArea": 39}
    assert len(await report(analyst, first, outcome="imported")) == 137

    before = await said(contracts)
    again = await imported(contracts, analyst, EPRACCUR)
    assert counts(again) == (0, 137, 111)
    assert await said(contracts) - before == 1 + 3 + 1  # begun, three times a hundred rows, finished

    open_then = await analyst.get("/places", kind="gp_practice", commissioner="07L", on="2018-04-30", code="F82004")
    assert [one["closed"] for one in open_then.body["items"]] == ["2018-04-30"]
    open_after = await analyst.get("/places", kind="gp_practice", commissioner="07L", on="2018-05-01", code="F82004")
    assert open_after.body["items"] == []


async def test_the_trusts_go_in_and_a_row_that_stands_twice_counts_once(contracts: RunningApp, analyst: Client) -> None:
    one = await imported(contracts, analyst, (DATA / "etr-sample.csv").read_bytes(), "etr")
    assert (one["rows"], counts(one)) == (62, (60, 2, 0))


async def test_what_changed_between_two_files_is_imported_and_the_rest_unchanged(
    contracts: RunningApp, analyst: Client
) -> None:
    lines = [line for line in EPRACCUR.splitlines() if line.startswith((b'"F82002"', b'"F82012"', b'"F82014"'))]
    await imported(contracts, analyst, b"\n".join(lines))
    lines[0] = lines[0].replace(b"HAIDERIAN", b"HAIDERIAN \xe2\x80\x93 NEW")
    lines[1] = lines[1].replace(b'"19740401",""', b'"19740401","20260331"').replace(b'"A","B"', b'"C","B"')
    header = b"\xef\xbb\xbfOrganisation Code,Name,National Grouping\r\n"
    broken = [b'"F82014,"KUCCHAI"', b"\xff\xfe,x", b"F82014"]
    one = await imported(contracts, analyst, header + b"\r\n".join([*lines, *broken]))
    assert [(row["row"], row["reference"], row["outcome"], row["rule"]) for row in await report(analyst, one)] == [
        (1, "F82002", "imported", None),
        (2, "F82012", "imported", None),
        (3, "F82014", "unchanged", None),
        (4, "F82014", "refused", "RowNotReadable"),
        (5, "", "refused", "RowNotReadable"),
        (6, "F82014", "refused", "ColumnsMissing"),
    ]
    (closed,) = (await analyst.get("/places", code="F82012")).body["items"]
    assert (closed["closed"], closed["source"]) == (
        "2026-03-31",
        {"place_import_id": one["place_import_id"], "row": 2},
    )


async def test_a_file_of_our_own_says_who_belongs_where_and_a_closed_date_ends_it(
    contracts: RunningApp, analyst: Client
) -> None:
    file = (
        b"code,kind,name,commissioner,parent,since\n"
        b"E09000002,borough,Barking and Dagenham,07L,,\n"
        b"bd-east,locality,Barking and Dagenham East,07L,E09000002,2013-04-01\n"
        b"ILLN01,gp_network,East Network,07L,bd-east,2017-04-01\n"
        b"F82005,gp_practice,Dr M Goyal's Practice,07L,ILLN01,2017-07-01\n"
        b"F82003,gp_practice,Dr M Fateh's Practice,07L,ILLN99,2017-07-01\n"
    )
    one = await imported(contracts, analyst, file, "memberships")
    assert counts(one) == (4, 0, 1)
    assert (await report(analyst, one))[4]["rule"] == "ParentPlaceUnknown"
    assert counts(await imported(contracts, analyst, file, "memberships")) == (0, 4, 1)
    answer = await analyst.get("/practice-localities/F82005", on="2018-04-30")
    assert (answer.body["locality"], answer.body["borough"]) == ("bd-east", "E09000002")
    (line,) = (line for line in EPRACCUR.splitlines() if line.startswith(b'"F82005"'))
    closing = line.replace(b'"19740401",""', b'"19740401","20180430"').replace(b'"A","B"', b'"C","B"')
    assert counts(await imported(contracts, analyst, closing)) == (1, 0, 0)
    assert (await analyst.get("/practice-localities/F82005", on="2018-04-30")).body["until"] == "2018-04-30"
    gone = await analyst.get("/practice-localities/F82005", on="2018-05-01")
    a_problem(gone, 404, refusal="NoLocalityThatDay")


async def test_a_file_sent_again_with_its_key_gets_the_first_answer_and_leaves_no_lines(
    contracts: RunningApp, analyst: Client
) -> None:
    key = uuid4().hex
    first, again = await sent(analyst, b"F82001\n", key=key), await sent(analyst, b"F82001\n", key=key)
    assert (first.status, again.status, again.body) == (201, 201, first.body)
    a_problem(await sent(analyst, b"F82002\n", key=key), 422, refusal="IdempotencyKeyReused")
    await import_places(contracts.service)
    await forget_lines(contracts.service)
    async with contracts.service.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM place_import_lines") == 0


async def test_a_file_may_be_larger_than_other_bodies(contracts: RunningApp, analyst: Client) -> None:
    row = b'"F82001","' + b"x" * 10_000 + b'"\n'
    content = row * (contracts.service.alliance.body_limit_bytes // len(row) + 1)
    one = await imported(contracts, analyst, content)
    assert (one["size_bytes"], one["refused"]) == (len(content), one["rows"])


async def test_who_may_and_what_must_be_sent(contracts: RunningApp, analyst: Client) -> None:
    a_problem(await sent(analyst, b"", "epraccur"), 422, refusal="FileWithoutRows")
    a_problem(await sent(analyst, b"x", "epcn"), 400)
    json = await analyst.send("POST", "/place-imports?layout=etr", json={}, headers={"Idempotency-Key": "k"})
    a_problem(json, 400, field="Content-Type")
    for who in (contracts.client("COMMISSIONER"), contracts.client("INFORMATION_ANALYST", org="RF4")):
        a_problem(await sent(who, b"x"), 403, refusal="ActionNotAllowed")
    made = await sent(analyst, b"x")
    provider = contracts.client("SERVICE_PROVIDER_CLINICIAN", org="RF4")
    assert (await provider.get(made.headers["location"])).status == 404
    assert (await provider.get(f"{made.headers['location']}/rows")).status == 404
