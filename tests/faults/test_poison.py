"""A message that cannot be applied is parked with its stream while the others go on, and is caught up later."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from typer.testing import CliRunner, Result

from deploy.cli.dead_letters import CONSUMERS
from deploy.cli.main import app as acs
from deploy.cli.relay import PUBLISHERS
from deploy.stack.settings import PORT_VARIABLES
from shared.messaging.cloudevents import to_message
from shared.messaging.kafka import KafkaSettings, Message, Producer
from tests.e2e.alliance import Alliance
from tests.e2e.asking import API, Thing
from tests.e2e.dumps import every_record
from tests.faults.effects import every_event_took_effect_once, fetch, parked_streams, stored_ids
from tests.kit.rig import Rig, eventually

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]
IN_ORDER = "SELECT t.version FROM timeline t JOIN arrivals a USING (event_id) WHERE t.stream_id = $1 ORDER BY a.seq"


@dataclass(frozen=True)
class Poison:
    """What is wrong with the message, and the reason the consumers give."""

    spoil: Callable[[Message], Message]
    reason: str


def without(message: Message, **headers: bytes) -> Message:
    kept = [header for header in message.headers if header[0] not in headers]
    return replace(message, headers=[*kept, *headers.items()])


POISONS = {
    "bad JSON": Poison(lambda message: replace(message, value=b'{"contract_id": '), "JSONDecodeError"),
    "a newer schema version": Poison(lambda message: without(message, ce_schemaversion=b"99"), "NewerSchemaVersion"),
    "a handler that fails on it": Poison(lambda message: replace(message, value=b"{}"), "ValidationError"),
    "a version nobody will ever reach": Poison(
        lambda message: without(replace(message, value=b"[]"), ce_streamversion=b"999"), "TypeError"
    ),
}


def run_acs(rig: Rig, *arguments: str) -> Result:
    """The command line of an operator of this rig."""
    ports = {variable: str(rig.settings.ports[part]) for part, (variable, _) in PORT_VARIABLES.items()}
    environment = {**ports, "ACS_LOCAL_DIR": str(rig.settings.local), "ACS_ENV": "local", "COLUMNS": "200"}
    return CliRunner().invoke(acs, arguments, env=environment)


async def operator(rig: Rig, *arguments: str) -> Result:
    return await asyncio.to_thread(run_acs, rig, *arguments)


async def publish_before_the_relay(alliance: Alliance, contract: Thing, poison: Poison) -> None:
    """The stream's next version, spoilt."""
    stream = f"contract-{contract.key}"
    (told,) = [event for event in await alliance.stored("contracts") if event.stream_id == stream]
    message = poison.spoil(to_message(told._replace(version=2, type="ContractActivated")))
    producer = await Producer.open(KafkaSettings(alliance.broker.bootstrap))
    await producer.send("acs.contracts", [message])
    await producer.close()


@pytest.mark.parametrize("kind", POISONS)
@pytest.mark.promise(number=2)
async def test_a_poisoned_stream_is_parked_alone_and_catches_up_in_order_when_it_is_retried(
    faulty: Alliance, kind: str
) -> None:
    rig, poison = faulty.rig, POISONS[kind]
    contract = await faulty.contract()
    stream = f"contract-{contract.key}"
    await eventually(lambda: every_event_took_effect_once(rig))
    await publish_before_the_relay(faulty, contract, poison)
    for consumer in CONSUMERS:
        await eventually(lambda consumer=consumer: is_parked(rig, consumer, stream))
    changed = await faulty.do(faulty.manager, await faulty.activated(contract), "extensions", {"option_no": 1})
    await the_others_went_on(faulty, stream)
    await what_an_operator_sees(rig, stream, poison)
    if poison.reason in ("NewerSchemaVersion", "ValidationError"):
        await eventually(lambda: is_a_dead_letter(faulty, stream), every_seconds=0.5)
    for consumer in CONSUMERS:
        retried = await operator(rig, "dead-letters", "retry", consumer, stream)
        assert (retried.exit_code, f"{stream} goes on" in retried.output) == (0, True), retried.output
        assert not await parked_streams(rig, consumer)
    assert "Nothing is parked" in (await operator(rig, "dead-letters", "list")).output
    await eventually(lambda: every_event_took_effect_once(rig))
    rows = await fetch(rig, "gateway", IN_ORDER, stream)
    assert [row[0] for row in rows] == [1, 2, 3]
    assert changed.etag == '"3"'


async def is_parked(rig: Rig, consumer: str, stream: str) -> bool:
    return await parked_streams(rig, consumer) == {stream}


async def the_others_went_on(faulty: Alliance, stream: str) -> None:
    other = await faulty.activated(await faulty.contract())
    shown = await faulty.overview(other.position)
    assert shown.headers["acs-position-reached"] == "true"
    rows = await fetch(faulty.rig, "gateway", "SELECT version FROM timeline WHERE stream_id = $1", stream)
    assert [row[0] for row in rows] == [1]


async def what_an_operator_sees(rig: Rig, stream: str, poison: Poison) -> None:
    listed = await operator(rig, "dead-letters", "list")
    assert listed.exit_code == 0, listed.output
    lines = [line.split() for line in listed.output.splitlines() if stream in line]
    assert [(line[0], line[1], line[4]) for line in lines] == [
        (consumer, "contracts", poison.reason) for consumer in CONSUMERS
    ]
    shown = await operator(rig, "dead-letters", "show", "gateway", stream)
    assert poison.reason in shown.output
    assert "WaitsBehind" in shown.output or poison.reason == "TypeError"
    refused = await rig.client("gateway", "COMMISSIONER").get(f"{API}/operations/gateway/dead-letters")
    assert refused.status == 403


async def is_a_dead_letter(faulty: Alliance, stream: str) -> bool:
    topics = await every_record(faulty.broker.bootstrap)
    return all(stream in topics.get(f"acs.{consumer}.dead-letters", "") for consumer in CONSUMERS)


async def test_the_relays_status_says_who_leads_and_how_far_kafka_is_behind(faulty: Alliance) -> None:
    rig = faulty.rig

    async def shown() -> list[list[str]]:
        answer = await operator(rig, "relay", "status")
        assert answer.exit_code == 0, answer.output
        lines = [line.split() for line in answer.output.splitlines()]
        return [line for line in lines if line and line[0] in PUBLISHERS]

    async def all_is_published() -> bool:
        head = (await stored_ids(rig, "contracts")).total()
        lines = await shown()
        figures = [f"{head:,}", f"{head:,}", "0"]
        return [line[:2] for line in lines] == [[name, "leads"] for name in PUBLISHERS] and any(
            line[0] == "contracts" and line[2:5] == figures and line[-1] == "answers" for line in lines
        )

    await eventually(all_is_published)
