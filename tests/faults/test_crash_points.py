"""Killed at each labelled place: no acknowledged command is lost, none is doubled, and every effect happens once."""

import asyncio
import re
import signal
from pathlib import Path
from typing import get_args
from uuid import UUID, uuid4

import httpx
import pytest

from deploy.cli.dead_letters import CONSUMERS
from shared.crash import Place
from tests.e2e.alliance import Alliance
from tests.e2e.asking import API
from tests.faults.conftest import slow
from tests.faults.effects import fetch, is_at_rest, parked_streams, versions_of
from tests.faults.topics import ids_on_topic
from tests.kit.apps import Answer
from tests.kit.rig import eventually
from tests.services.contracts.register.test_api import a_contract

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]
ROOT = Path(__file__).parents[2]

IN_THE_WRITER = ("before-commit", "after-commit")
IN_THE_RELAY = ("between-send-and-cursor",)
IN_A_CONSUMER = ("between-effect-and-offset",)


def test_every_place_is_passed_by_the_code_and_killed_at_here() -> None:
    code = "".join(file.read_text() for file in (ROOT / "shared").rglob("*.py") if file.name != "crash.py")
    passed = re.findall(r'crash_here\("([a-z-]+)"\)', code)
    assert sorted(passed) == sorted(get_args(Place))
    assert sorted((*IN_THE_WRITER, *IN_THE_RELAY, *IN_A_CONSUMER)) == sorted(get_args(Place))


async def restarted_to_die_at(alliance: Alliance, service: str, place: str) -> None:
    """At its next commit, sending or reading: nothing is left over from before that it could die of instead."""
    await eventually(lambda: is_at_rest(alliance.rig), every_seconds=0.5)
    leaving = alliance.rig.processes.pop(service)
    await asyncio.to_thread(leaving.stop)
    await alliance.rig.restart(service, ACS_CRASH_AT=place)


async def has_died(alliance: Alliance, service: str) -> bool:
    return alliance.rig.processes[service].exit_code == -signal.SIGKILL


async def it_has_died(alliance: Alliance, service: str) -> None:
    await eventually(lambda: has_died(alliance, service))


async def register(alliance: Alliance, key: str, body: object) -> Answer | None:
    """None when the connection broke."""
    headers = {"Idempotency-Key": key, "X-Correlation-ID": key}
    try:
        return await alliance.manager.send("POST", f"{API}/contracts", json=body, headers=headers)
    except httpx.TransportError:
        return None


async def all_has_taken_effect(alliance: Alliance) -> None:
    await eventually(lambda: is_at_rest(alliance.rig), every_seconds=0.2)
    for consumer in CONSUMERS:
        assert not await parked_streams(alliance.rig, consumer)


@pytest.mark.parametrize("place", IN_THE_WRITER)
@pytest.mark.promise(number=1)
async def test_a_command_is_done_once_whether_killed_before_or_after_its_commit(faulty: Alliance, place: str) -> None:
    key, body = str(uuid4()), a_contract()
    await restarted_to_die_at(faulty, "contracts", place)

    async def killed_by_it() -> bool:
        # Again while the gateway, or the service itself, is not ready for it yet: nothing of it has happened.
        unanswered = await register(faulty, key, body)
        assert unanswered is None or unanswered.status in (502, 503, 504), unanswered
        return await has_died(faulty, "contracts")

    await eventually(killed_by_it, every_seconds=0.5)
    committed = place == "after-commit"
    assert len(await versions_of(faulty.rig, "contracts", key)) == committed
    await faulty.rig.restart("contracts")
    first, second = await register(faulty, key, body), await register(faulty, key, body)
    assert first is not None
    assert second is not None
    assert (first.status, second.status) == (201, 201)
    assert (first.body, first.etag, first.headers["location"]) == (
        second.body,
        second.etag,
        second.headers["location"],
    )
    assert "idempotent-replayed" in second.headers
    assert ("idempotent-replayed" in first.headers) == committed
    stream = f"contract-{first.headers['location'].rsplit('/', 1)[-1]}"
    assert await versions_of(faulty.rig, "contracts", key) == [(stream, 1)]
    await all_has_taken_effect(faulty)


@pytest.mark.parametrize("place", IN_THE_RELAY)
@pytest.mark.promise(number=2)
async def test_a_relay_killed_between_sending_and_its_cursor_sends_again_and_nothing_happens_twice(
    faulty: Alliance, place: str
) -> None:
    await restarted_to_die_at(faulty, "contracts", place)
    key = str(uuid4())
    await register(faulty, key, a_contract())
    await it_has_died(faulty, "contracts")
    ((stream, _),) = await versions_of(faulty.rig, "contracts", key)
    await faulty.rig.restart("contracts")
    (event_id,) = await ids_of(faulty, stream)

    async def it_was_sent_again() -> bool:
        return (await ids_on_topic(faulty.broker.bootstrap, "acs.contracts"))[event_id] == 2

    await eventually(it_was_sent_again, every_seconds=0.5)
    await all_has_taken_effect(faulty)


@pytest.mark.parametrize("place", IN_A_CONSUMER)
@pytest.mark.parametrize("consumer", [pytest.param("budgets", marks=slow), "gateway"])
@pytest.mark.promise(number=2)
async def test_a_consumer_killed_between_its_effect_and_its_offset_is_told_again_and_nothing_happens_twice(
    faulty: Alliance, consumer: str, place: str
) -> None:
    await restarted_to_die_at(faulty, consumer, place)
    contracts = faulty.rig.client("contracts", "CONTRACT_MANAGER", "JCB_APPROVER")
    made = await contracts.post("/contracts", a_contract())
    signed = await contracts.post(f"{made.headers['location']}/activation", {"signed_on": "2024-03-01"}, etag=made.etag)
    assert signed.status == 200, signed.body
    await it_has_died(faulty, consumer)
    contract = made.headers["location"].rsplit("/", 1)[-1]
    await faulty.rig.restart(consumer)
    await all_has_taken_effect(faulty)

    async def it_was_noted() -> bool:
        noted = await ids_of(faulty, f"known-contract-{contract}", service="budgets")
        assert len(noted) <= 1
        return len(noted) == 1

    await eventually(it_was_noted)
    await eventually(lambda: it_was_told_again(faulty, consumer))
    await all_has_taken_effect(faulty)


async def it_was_told_again(alliance: Alliance, consumer: str) -> bool:
    """And knew it: what was applied before the kill is a duplicate now."""
    metrics = (await alliance.rig.client(consumer).get("/metrics")).body
    duplicates = re.search(r"^acs_inbox_duplicates_total (\S+)$", metrics, re.MULTILINE)
    assert duplicates is not None
    return float(duplicates[1]) > 0


async def ids_of(alliance: Alliance, stream: str, service: str = "contracts") -> list[UUID]:
    return [
        row[0] for row in await fetch(alliance.rig, service, "SELECT event_id FROM events WHERE stream_id=$1", stream)
    ]
