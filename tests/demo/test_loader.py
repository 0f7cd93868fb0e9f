"""Loading: whole, twice, interrupted, refused, on any day of the year."""

import json
from datetime import date, timedelta

import httpx
import pytest

from deploy.demo.loader import LoadStopped, is_empty, load
from deploy.demo.totals import demo_totals
from tests.demo.gateway import GatewayInMemory, sign

TODAY = date(2026, 11, 21)
URL = "http://gateway"


def ignore(done: int, total: int) -> None:
    """Progress nobody watches."""


async def loaded(gateway: GatewayInMemory) -> GatewayInMemory:
    await load(URL, sign, ignore, gateway.today, gateway.transport)
    return gateway


@pytest.mark.parametrize("today", [TODAY, date(2027, 4, 1), date(2027, 3, 31), date(2028, 2, 29)])
async def test_the_rules_accept_all_of_it_on_whatever_day(today: date) -> None:
    gateway = await loaded(GatewayInMemory(today))
    totals = demo_totals(today)
    assert gateway.counted("referrals") == totals["referrals"]["by_stage"]
    # Contracts whose end is past expire by a clock, which does not tick here.
    by_status = totals["contracts"]["by_status"]
    by_status["active"] += by_status.pop("expired")
    assert gateway.counted("contracts") == by_status
    assert gateway.counted("pools") == {"active": 4, "reconciled": 1}


async def test_progress_is_told_call_by_call_up_to_the_total() -> None:
    gateway, told = GatewayInMemory(TODAY), list[tuple[int, int]]()
    result = await load(URL, sign, lambda done, total: told.append((done, total)), TODAY, gateway.transport)
    assert [done for done, _ in told] == list(range(1, result.commands + 1))
    assert {total for _, total in told} == {result.commands}


async def test_loading_twice_changes_nothing_even_on_a_later_day() -> None:
    gateway = await loaded(GatewayInMemory(TODAY))
    written = gateway.written
    again = await load(URL, sign, ignore, TODAY + timedelta(days=40), gateway.transport)
    assert again.already_loaded
    assert again.anchor == TODAY
    assert gateway.written == written


async def test_an_interrupted_load_goes_on_with_the_day_it_began() -> None:
    class Interrupted(Exception):
        pass

    def interrupt(request: httpx.Request) -> httpx.Response | None:
        if gateway.written > 700:
            raise Interrupted
        return None

    gateway = GatewayInMemory(TODAY, before=interrupt)
    with pytest.raises(BaseExceptionGroup) as stopped:
        await loaded(gateway)
    assert stopped.group_contains(Interrupted)
    gateway.before, gateway.today = lambda request: None, TODAY + timedelta(days=3)
    assert await is_empty(URL, sign, gateway.transport)
    result = await load(URL, sign, ignore, gateway.today, gateway.transport)
    assert result.anchor == TODAY
    whole = await loaded(GatewayInMemory(TODAY))
    assert gateway.written == whole.written
    assert gateway.counted("referrals") == whole.counted("referrals")


async def test_an_installation_with_other_contracts_is_not_empty() -> None:
    gateway = GatewayInMemory(TODAY)
    assert await is_empty(URL, sign, gateway.transport)
    await loaded(gateway)
    assert not await is_empty(URL, sign, gateway.transport)
    mark = next(key for key, thing in gateway.things.items() if getattr(thing.state, "ref", "") == "BHR-0001")
    del gateway.things[mark]
    assert not await is_empty(URL, sign, gateway.transport)


async def test_a_refusal_stops_the_load_and_is_told_with_its_field() -> None:
    def refuse(request: httpx.Request) -> httpx.Response | None:
        if b"BHR-0009" not in request.content:
            return None
        return httpx.Response(422, json={"title": "No", "detail": "Not this one.", "field": "ref"})

    with pytest.raises(LoadStopped, match=r"BHR-0009: register as commissioner of 08F: HTTP 422 No; Not this one"):
        await loaded(GatewayInMemory(TODAY, before=refuse))


async def test_a_busy_gateway_is_asked_again_as_it_wishes() -> None:
    busy = [httpx.Response(503, headers={"Retry-After": "0"}), httpx.Response(429, headers={"Retry-After": "0"})]

    def answer(request: httpx.Request) -> httpx.Response | None:
        return busy.pop() if busy and request.method == "POST" else None

    gateway = await loaded(GatewayInMemory(TODAY, before=answer))
    assert not busy
    assert gateway.counted("pools")


async def test_a_version_that_a_policy_has_moved_on_is_read_again() -> None:
    moved = set[str]()

    def move(request: httpx.Request) -> httpx.Response | None:
        collection, _, rest = request.url.path.removeprefix("/api/v1/").partition("/")
        thing_id, _, deed = rest.partition("/")
        if deed == "expenditure" and thing_id not in moved:
            moved.add(thing_id)
            gateway.things[collection, thing_id].version += 1
        return None

    gateway = GatewayInMemory(TODAY, before=move)
    await loaded(gateway)
    assert len(moved) == 5


async def test_each_call_carries_a_key_of_its_own_and_the_same_one_every_time() -> None:
    def keys_of(requests: list[httpx.Request]) -> list[str]:
        return sorted(request.headers["Idempotency-Key"] for request in requests if request.method != "GET")

    first, second = list[httpx.Request](), list[httpx.Request]()
    await loaded(GatewayInMemory(TODAY, before=first.append))
    await loaded(GatewayInMemory(TODAY, before=second.append))
    assert keys_of(first) == keys_of(second)
    said = {request.headers["Idempotency-Key"]: json.loads(request.content) for request in first if request.content}
    assert len(said) == len(keys_of(first)) - 1  # the mark is registered again at the end, to go on from it
