"""Places over HTTP: which locality on that day, and who is where (R40, R50)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.kit.apps import Client, RunningApp
from tests.services.contracts.test_bad_input import a_problem


@pytest.fixture
def manager(contracts: RunningApp) -> Client:
    return contracts.client("CONTRACT_MANAGER")


async def entered(manager: Client, kind: str, **changes: Any) -> Any:
    code = uuid4().hex[:8].upper() if kind != "locality" else f"locality-{uuid4().hex[:8]}"
    body = {"code": code, "kind": kind, "name": f"The {kind}", "commissioner": "07L"} | changes
    answer = await manager.post("/places", body)
    assert answer.status == 201, answer.body
    return answer


async def moved(manager: Client, place: Any, to: Any, since: str) -> Any:
    body = {"to_code": to.body["code"], "since": since, "reason": "networks formed"}
    answer = await manager.post(f"{place.headers['location']}/moves", body, etag=place.etag)
    assert answer.status == 200, answer.body
    answer.headers["location"] = place.headers["location"]
    return answer


async def test_a_practice_that_moves_has_one_locality_on_each_day(manager: Client) -> None:
    borough = await entered(manager, "borough")
    north, south = await entered(manager, "locality"), await entered(manager, "locality")
    network, practice = await entered(manager, "gp_network"), await entered(manager, "gp_practice")
    await moved(manager, north, borough, "2016-04-01")
    await moved(manager, network, north, "2017-04-01")
    there = await moved(manager, practice, network, "2017-07-01")
    await moved(manager, there, south, "2019-04-01")
    code = practice.body["code"]

    async def answer(day: str) -> tuple[Any, ...]:
        body = (await manager.get(f"/practice-localities/{code}", on=day)).body
        return tuple(body[name] for name in ("network", "locality", "borough", "since", "until"))

    of_network = network.body["code"], north.body["code"], borough.body["code"], "2017-07-01", "2019-03-31"
    assert await answer("2017-07-01") == await answer("2019-03-31") == of_network
    assert await answer("2019-04-01") == (None, south.body["code"], None, "2019-04-01", None)
    a_problem(await manager.get(f"/practice-localities/{code}", on="2017-06-30"), 404, refusal="NoLocalityThatDay")

    async def practices(place: Any, day: str) -> list[str]:
        found = await manager.get("/practice-localities", place=place.body["code"], on=day)
        return [one["practice"] for one in found.body["items"]]

    for place in (network, north, borough):
        assert (await practices(place, "2019-03-31"), await practices(place, "2019-04-01")) == ([code], [])
    assert await practices(south, "2019-04-01") == [code]
    members = await manager.get("/places", parent=north.body["code"], on="2018-01-01")
    assert [one["code"] for one in members.body["items"]] == [network.body["code"]]

    again = {"to_code": north.body["code"], "since": "2019-04-01", "reason": "too late"}
    answered = await manager.post(f"{practice.headers['location']}/moves", again, etag='"3"')
    a_problem(answered, 422, field="since", refusal="MembershipsOverlap")


async def test_a_network_closes_when_nobody_would_be_left_in_it(manager: Client) -> None:
    locality, network = await entered(manager, "locality"), await entered(manager, "gp_network")
    practice = await entered(manager, "gp_practice", opened="1990-04-01")
    placed = await moved(manager, network, locality, "2017-04-01")
    there = await moved(manager, practice, network, "2017-07-01")
    path = network.headers["location"]
    closure = {"closed_on": "2020-03-31", "reason": "it joined another"}
    a_problem(await manager.post(f"{path}/closure", closure, etag=placed.etag), 422, refusal="MembersLeftBehind")
    await moved(manager, there, locality, "2020-04-01")
    closed = await manager.post(f"{path}/closure", closure, etag=placed.etag)
    assert (closed.status, closed.body["memberships"][0]["until"]) == (200, "2020-03-31")
    back = await manager.post(f"{path}/closure-withdrawal", {"reason": "it did not"}, etag=closed.etag)
    assert back.body["closed"] is None
    correction = {"to_code": locality.body["code"], "since": "2017-07-02", "reason": "typed wrongly"}
    a_problem(await manager.post(f"{path}/corrections", correction, etag=back.etag), 422, refusal="GapInParent")
    earlier = await manager.post(f"{path}/corrections", correction | {"since": "2017-03-01"}, etag=back.etag)
    assert earlier.body["memberships"][0]["since"] == "2017-03-01"
    told = await manager.get(f"{path}/history")
    assert [one["event"] for one in told.body["items"]] == [
        "PlaceRegistered",
        "PlaceMoved",
        "PlaceClosed",
        "PlaceClosureWithdrawn",
        "PlaceMembershipCorrected",
    ]
    assert (await manager.get(path, as_of="3")).body["closed"] == "2020-03-31"


async def test_everybody_reads_places_and_their_commissioner_alone_changes_them(
    contracts: RunningApp, manager: Client
) -> None:
    practice = await entered(manager, "gp_practice", opened="1990-04-01")
    path, code = practice.headers["location"], practice.body["code"]
    gp = contracts.client("REFERRING_CLINICIAN", org="F82002")
    assert (await gp.get(path)).body["name"] == "The gp_practice"
    assert len((await gp.get("/places", code=code)).body["items"]) == 1
    assert (await gp.get("/places", code=code, on="1990-03-31")).body["items"] == []
    move = {"to_code": "ILLN01", "since": "2017-07-01", "reason": "so"}
    itself = contracts.client("CONTRACT_MANAGER", org=code)
    for who in (gp, itself, contracts.client("CONTRACT_MANAGER", org="08F"), contracts.client("COMMISSIONER")):
        a_problem(await who.post(f"{path}/moves", move, etag=practice.etag), 403, refusal="ActionNotAllowed")
    again = {"code": code, "kind": "gp_practice", "name": "Another", "commissioner": "07L"}
    a_problem(await manager.post("/places", again), 409, field="code", refusal="PlaceCodeTaken")
    unknown = {"code": "X99999", "kind": "gp_practice", "name": "Another", "commissioner": "99Z"}
    a_problem(await manager.post("/places", unknown), 422, refusal="UnknownOrganisation")


async def test_lists_of_practices_come_in_pages(contracts: RunningApp, manager: Client) -> None:
    locality = await entered(manager, "locality")
    codes = []
    for _ in range(3):
        practice = await entered(manager, "gp_practice")
        await moved(manager, practice, locality, "2018-04-01")
        codes.append(practice.body["code"])
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await manager.get("/practice-localities", place=locality.body["code"], limit=2, **cursor)
        found += [one["practice"] for one in page.body["items"]]
        if page.body["next"] is None:
            break
        cursor = {"cursor": page.body["next"]}
    assert found == sorted(codes)
    nobody = contracts.client("A_ROLE_NOBODY_KNOWS")
    assert (await nobody.get("/practice-localities", limit=1)).status == 200
